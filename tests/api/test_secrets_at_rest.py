"""Nothing that opens a door is stored: the database file of a service in use has no password, session or token."""

from pathlib import Path

import pytest

from app.client import Jixiao
from app.contract.people import NewAccount, NewToken, PasswordChange, Right, SignIn
from app.domain.people.role import Role
from app.main import Application
from app.persistence.migration import migrate
from app.settings import Settings
from tests.support.applications import TestedApplication
from tests.support.people import MEMORY, PASSWORD, a_person, an_account

pytestmark = pytest.mark.anyio


async def secrets_in_use(application: Application) -> list[str]:
    """Everything secret that the service has told anybody, or was told, by every way there is."""
    services, secrets = application.services, [PASSWORD, "Quite-Another-7", "Wrong-Guess-99"]
    await an_account(services)
    async with Jixiao(app=application.api) as client:
        secrets.append((await client.access.sign_in(SignIn(login="zhangsan", password=PASSWORD))).token)
        with pytest.raises(Exception, match="登录名或密码不对"):
            await client.access.sign_in(SignIn(login="zhangsan", password=secrets[2]))
    async with Jixiao(app=application.api, token=secrets[-1]) as client:
        await client.access.change_password(PasswordChange(old=PASSWORD, new="Quite-Another-7"))
    for role in (Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR):
        person = await a_person(services, role, [(role, "region:430602")])
        secrets.append(person.bearer)
        async with Jixiao(app=application.api, token=person.bearer) as client:
            if role is Role.SYSTEM_ADMINISTRATOR:
                made = await client.people.create(NewAccount(login="lisi", name="李四", region="430602"))
                again = await client.people.reset_password(made.account.id, 1)
                secrets += [made.password, again.password]
            else:
                new = NewToken(name="某系统", rights=(Right.REPORT_READ,), place="region", key="430602", days=1)
                secrets.append((await client.people.issue(new)).secret)
    return secrets


def contents(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


async def test_no_password_session_or_token_is_in_the_database_file(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'jixiao.db'}"
    migrate(url)
    settings = Settings(database_url=url, password_memory_kib=MEMORY, worker=False)
    async with TestedApplication(settings).running() as application:
        secrets = await secrets_in_use(application)
        stored = contents(tmp_path)
    stored += contents(tmp_path)
    assert b"zhangsan" in stored
    assert [secret for secret in secrets if secret.encode() in stored] == []
    random_part = [secret.partition("_")[2] for secret in secrets if secret.startswith("jx")]
    assert len(random_part) == 4
    assert [secret for secret in random_part if secret.encode() in stored] == []

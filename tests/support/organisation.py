"""A small organisation: region 430602 with two sections and two departments, one with a unit, and a neighbour.

| number | section | department |
|---|---|---|
| 1 | 430602 行政政法科 | A, of section 1 |
| 2 | 430602 教科文科 | a unit of A |
| 3 | 430603 行政政法科 | B, of section 2 |
| 4 | | C, in region 430603, of section 3 |
"""

from collections.abc import AsyncIterator
from datetime import date
from typing import Final

from app.api.services import Services
from app.domain.follow_ups.re_evaluation import ReEvaluation
from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.domain.people.actor import OPERATOR
from app.domain.people.place import Location
from app.domain.rounds.round import Plan, SchemeChosen
from app.domain.workflow.state import State
from app.main import Application
from app.services.ports import StoredDepartment
from app.services.reports import Content, Start
from tests.support.rounds import stand

HERE, NEIGHBOUR, ABOVE = "430602", "430603", "430600"
A: Final = Location(HERE, section=1, department=1)
UNIT_OF_A: Final = Location(HERE, section=1, department=2, parent=1)
SECTION_OF_HERE: Final = "行政政法科"
SCHEME: Final = ("yueyanglou-2021", 1)
DEADLINE: Final = date(2099, 6, 30)


async def organise(services: Services) -> None:
    """Make it, with a report of A (number 1), on a fresh database."""
    departments = services.departments
    for region, name in ((HERE, SECTION_OF_HERE), (HERE, "教科文科"), (NEIGHBOUR, SECTION_OF_HERE)):
        await departments.add_section(region, name, OPERATOR)
    for new in (
        StoredDepartment(0, HERE, "101", "甲局", section=1),
        StoredDepartment(0, HERE, "101001", "甲局下属中心", parent=1, section=1),
        StoredDepartment(0, HERE, "102", "乙局", section=2),
        StoredDepartment(0, NEIGHBOUR, "101", "丙局", section=3),
    ):
        await departments.register(new, OPERATOR)
    report = Start(1, 2021, SCHEME, Content(Form(), Supplement()))
    assert (await services.reports.create(report, OPERATOR)).id == 1


async def review(application: Application) -> None:
    """Let A's report be asked for by round 1, have attachment 1, stand as passed, and be drawn (follow-up 1)."""
    services = application.services
    plan = Plan(title="自评", scheme=SchemeChosen(id=SCHEME[0], version=SCHEME[1]), deadline=DEADLINE, departments=(1,))
    asking = await services.rounds.create(HERE, 2021, plan, OPERATOR)
    await services.rounds.issue(asking.id, asking.version, OPERATOR)
    await services.attachments.add(1, "", "证据.txt", _bytes("证据"), OPERATOR)
    await stand(application, 1, State.PASSED)
    assert (await services.rounds.draw(asking.id, "100", 7, OPERATOR)).drawn == (1,)
    drawn = await services.follow_ups.get(1, OPERATOR)
    assert isinstance(drawn.content, ReEvaluation)


async def _bytes(text: str) -> AsyncIterator[bytes]:
    yield text.encode()

"""A small organisation: region 430602 with two sections and two departments, one with a unit, and a neighbour.

| number | section | department |
|---|---|---|
| 1 | 430602 行政政法科 | A, of section 1 |
| 2 | 430602 教科文科 | a unit of A |
| 3 | 430603 行政政法科 | B, of section 2 |
| 4 | | C, in region 430603, of section 3 |
"""

from typing import Final

from app.api.services import Services
from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.domain.people.actor import OPERATOR
from app.domain.people.place import Location
from app.services.ports import StoredDepartment
from app.services.reports import Content, Start

HERE, NEIGHBOUR, ABOVE = "430602", "430603", "430600"
A: Final = Location(HERE, section=1, department=1)
SECTION_OF_HERE: Final = "行政政法科"


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
    report = Start(1, 2021, ("yueyanglou-2021", 1), Content(Form(), Supplement()))
    assert (await services.reports.create(report, OPERATOR)).id == 1

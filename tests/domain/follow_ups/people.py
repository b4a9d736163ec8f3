"""Who acts in these tests."""

from app.domain.people.actor import Actor, Grant
from app.domain.people.place import Location, Place
from app.domain.people.role import Role

PLACE = Location(region="430602", section=5, department=12, parent=11)


def a_person(number: int, name: str, role: Role, place: Place) -> Actor:
    return Actor("user", number, f"u{number}", name, (Grant.of(role, place),))


DEPARTMENT = Place("department", "12")
REGION = Place("region", "430602")
HEAD = a_person(3, "部门负责人", Role.DEPARTMENT_HEAD, DEPARTMENT)
OFFICE = a_person(8, "绩效科", Role.PERFORMANCE_OFFICE, REGION)
EVALUATOR = a_person(7, "复核人", Role.RE_EVALUATOR, REGION)
OTHER = a_person(9, "另一人", Role.RE_EVALUATOR, REGION)
SYSTEM = Actor("token", 4, "", "预算系统", (Grant(REGION, frozenset()),))

"""What a place covers: a region those below it, a section its departments, a department its units; no more."""

import pytest

from app.domain.people.actor import NOBODY, OPERATOR, Actor, Forbidden, Grant
from app.domain.people.place import Location, Place, stem
from app.domain.people.right import Right
from app.domain.people.role import Role

UNIT = Location("430602", section=3, department=7, parent=5)


@pytest.mark.parametrize(
    ("region", "digits"),
    [
        ("430602", "430602"),
        ("430600", "4306"),
        ("430000", "43"),
        ("000000", ""),
        ("430602001", "430602001"),
        ("430602100", "430602100"),
        ("430602000", "430602"),
        ("430602000000", "430602"),
        ("430602001000", "430602001"),
        ("430602001200", "430602001200"),
        ("430600000000", "4306"),
        ("000000000000", ""),
    ],
)
def test_a_region_shares_its_digits_with_those_below_it(region: str, digits: str) -> None:
    assert stem(region) == digits


@pytest.mark.parametrize(
    ("kind", "key", "covered"),
    [
        ("region", "430602", True),
        ("region", "430600", True),
        ("region", "430000", True),
        ("region", "000000", True),
        ("region", "430603", False),
        ("region", "430700", False),
        ("region", "430602001", False),
        ("section", "3", True),
        ("section", "5", False),
        ("section", "7", False),
        ("department", "7", True),
        ("department", "5", True),
        ("department", "3", False),
        ("department", "None", False),
    ],
)
def test_a_place_covers_what_is_inside_it(kind: str, key: str, covered: bool) -> None:
    assert Place(kind, key).covers(UNIT) is covered  # type: ignore[arg-type]


@pytest.mark.parametrize("key", ["430602", "430602000", "430602000000"])
def test_a_county_is_the_same_place_in_a_longer_code(key: str) -> None:
    inside = ("430602", "430602000", "430602000000", "430602001", "430602100", "430602001200")
    outside = ("430600", "430603", "430603000000", "430620", "430600000000", "4306")
    assert all(Place("region", key).covers(Location(region)) for region in inside)
    assert not any(Place("region", key).covers(Location(region)) for region in outside)


@pytest.mark.parametrize(("key", "other"), [("430602100", "430602101"), ("430602010", "430602011")])
def test_a_town_whose_number_ends_in_zeros_covers_no_other_town(key: str, other: str) -> None:
    assert Place("region", key).covers(Location(f"{key}003"))
    assert not Place("region", key).covers(Location(other))


def test_what_has_no_section_or_department_is_in_none() -> None:
    bare = Location("430602")
    assert not any(Place(kind, key).covers(bare) for kind in ("section", "department") for key in ("0", "1", ""))


def test_a_unit_does_not_cover_the_department_above_it() -> None:
    assert not Place("department", "7").covers(Location("430602", section=3, department=5))


def test_a_right_in_one_place_is_none_in_another() -> None:
    here, there = Location("430602", department=1), Location("430602", department=2)
    who = Actor("user", 1, "a", "甲", (Grant.of(Role.PREPARER, Place("department", "1")),))
    assert who.may(Right.REPORT_FILL, here)
    assert who.holds(Right.REPORT_FILL)
    assert not who.may(Right.REPORT_FILL, there)
    with pytest.raises(Forbidden, match="填报"):
        who.require(Right.REPORT_FILL, there)


def test_rights_of_two_roles_do_not_mix_their_places() -> None:
    grants = (Grant.of(Role.PREPARER, Place("department", "1")), Grant.of(Role.PANEL_LEAD, Place("department", "2")))
    who = Actor("user", 1, "a", "甲", grants)
    assert not who.may(Right.REPORT_FILL, Location("430602", department=2))
    assert not who.may(Right.PANEL_SIGN, Location("430602", department=1))
    assert who.places(Right.REPORT_READ) == (Place("department", "1"), Place("department", "2"))
    assert list(who.roles_at(Location("430602", department=2))) == [Role.PANEL_LEAD]


def test_nobody_may_nothing_and_whoever_is_on_the_server_everything() -> None:
    assert not any(NOBODY.holds(right) for right in Right)
    assert all(OPERATOR.may(right, UNIT) for right in Right)

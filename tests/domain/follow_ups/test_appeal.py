"""申诉: both scores stay visible, and who rules had no part in them."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from app.domain.follow_ups.appeal import Appeal, AppealState
from app.domain.follow_ups.errors import Barred, FollowUpState, InvalidFollowUp
from app.domain.people.actor import Actor
from app.domain.people.place import Place
from app.domain.people.role import Role
from tests.domain.follow_ups.people import HEAD, OFFICE, PLACE, REGION, SYSTEM, a_person

NOW = datetime(2022, 7, 1, 2, tzinfo=UTC)


def raised(claimed: str = "5", reason: str = "凭证已补") -> Appeal:
    return Appeal.raised("payment_progress", Decimal("3.50"), Decimal(claimed), Decimal(6), reason, HEAD, NOW)


def upheld(points: str = "5", reason: str = "属实", who: Actor = OFFICE, barred: tuple[str, ...] = ()) -> Appeal:
    return raised().upheld(Decimal(points), reason, who, barred, PLACE, NOW)


def pointers(call: Callable[[], object]) -> list[str]:
    with pytest.raises(InvalidFollowUp) as refused:
        call()
    return [one.pointer for one in refused.value.mistakes]


def test_both_scores_are_visible_and_the_disputed_one_holds_until_it_is_ruled() -> None:
    assert raised().both == upheld().both == (Decimal("3.50"), Decimal(5))
    assert raised().points == Decimal("3.50")
    assert upheld("4.5").points == Decimal("4.5")


def test_what_is_dismissed_or_withdrawn_stays_as_it_stood() -> None:
    dismissed = raised().dismissed("凭证不符", OFFICE, (), PLACE, NOW)
    assert (dismissed.state, dismissed.points) == (AppealState.DISMISSED, Decimal("3.50"))
    assert dismissed.history[-1].endswith("绩效科（u8） 申诉驳回，维持 3.5 分：凭证不符")
    withdrawn = raised().withdrawn(HEAD, NOW)
    assert (withdrawn.state, withdrawn.points, withdrawn.ruling) == (AppealState.WITHDRAWN, Decimal("3.50"), None)


MOVES: dict[str, Callable[[Appeal], Appeal]] = {
    "upheld": lambda one: one.upheld(Decimal(5), "属实", OFFICE, (), PLACE, NOW),
    "dismissed": lambda one: one.dismissed("凭证不符", OFFICE, (), PLACE, NOW),
    "withdrawn": lambda one: one.withdrawn(HEAD, NOW),
}


@pytest.mark.parametrize("second", MOVES)
@pytest.mark.parametrize("first", MOVES)
def test_it_ends_once(first: str, second: str) -> None:
    ended = MOVES[first](raised())
    with pytest.raises(FollowUpState, match=ended.state.label):
        MOVES[second](ended)


def test_a_claim_is_between_0_and_the_maximum_and_another_than_stands() -> None:
    assert (raised("0").claimed, raised("6").claimed) == (Decimal(0), Decimal(6))
    assert pointers(lambda: raised("-0.01")) == ["/claimed"]
    assert pointers(lambda: raised("6.01")) == ["/claimed"]
    assert pointers(lambda: raised("3.5")) == ["/claimed"]
    assert pointers(lambda: raised("7", " ")) == ["/claimed", "/reason"]


def test_a_ruling_is_between_0_and_the_maximum_and_another_than_stood() -> None:
    assert (upheld("0").points, upheld("6").points) == (Decimal(0), Decimal(6))
    assert pointers(lambda: upheld("-0.01")) == ["/ruling/points"]
    assert pointers(lambda: upheld("6.01")) == ["/ruling/points"]
    assert pointers(lambda: upheld("3.5", " ")) == ["/ruling/points", "/ruling/reason"]
    assert pointers(lambda: raised().dismissed(" ", OFFICE, (), PLACE, NOW)) == ["/ruling/reason"]


def test_who_reviewed_cannot_rule_nor_can_a_system() -> None:
    with pytest.raises(Barred, match="绩效科 参与过"):
        upheld(barred=("user:8",))
    with pytest.raises(Barred, match="参与过"):
        raised().dismissed("凭证不符", OFFICE, ("user:8",), PLACE, NOW)
    with pytest.raises(Barred, match="本人登录"):
        upheld(who=SYSTEM)
    assert upheld(barred=("user:88", "token:8")).state is AppealState.UPHELD


@pytest.mark.parametrize("role", [Role.PREPARER, Role.PANEL_LEAD, Role.DEPARTMENT_HEAD])
@pytest.mark.parametrize("department", ["12", "11"], ids=["itself", "the one above"])
def test_nobody_of_the_department_rules(role: Role, department: str) -> None:
    with pytest.raises(Barred, match="提出申诉的部门"):
        upheld(who=a_person(20, "部门的人", role, Place("department", department)))


def test_who_raised_it_cannot_rule_whatever_they_have_become() -> None:
    with pytest.raises(Barred, match="参与过"):
        upheld(who=a_person(HEAD.id, HEAD.name, Role.PERFORMANCE_OFFICE, REGION))
    elsewhere = a_person(21, "别处的人", Role.DEPARTMENT_HEAD, Place("department", "99"))
    assert upheld(who=elsewhere).state is AppealState.UPHELD

"""抽查复核: drawn, begun by somebody without a part in the report, confirmed and graded, done, closed."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from app.domain.follow_ups.errors import Barred, FollowUpState, InvalidFollowUp
from app.domain.follow_ups.person import Person
from app.domain.follow_ups.quality import QUALITY, CriterionId, Mark
from app.domain.follow_ups.re_evaluation import (
    ConfirmedPoints,
    ReEvaluation,
    ReEvaluationState,
    Stood,
    points_that_stood,
)
from tests.domain.follow_ups.people import EVALUATOR, HEAD, OFFICE, OTHER, SYSTEM

NOW = datetime(2022, 7, 1, 2, tzinfo=UTC)
STOOD = {"a": Stood(Decimal(4), Decimal(5)), "b": Stood(None, Decimal(5)), "c": Stood(Decimal(3))}
FULL = {one.id: Mark(points=Decimal(25)) for one in QUALITY}


def given(indicator: str, points: str, reason: str = "") -> ConfirmedPoints:
    return ConfirmedPoints(indicator=indicator, points=Decimal(points), reason=reason)


def drawn() -> ReEvaluation:
    return ReEvaluation.drawn(2, 20220701, Decimal("15.0"), OFFICE, NOW)


def begun() -> ReEvaluation:
    return drawn().begun(EVALUATOR, {"user:3"}, NOW)


def done() -> ReEvaluation:
    return begun().graded(FULL, EVALUATOR, NOW).done(EVALUATOR, (), NOW)


def pointers(call: Callable[[], object]) -> list[str]:
    with pytest.raises(InvalidFollowUp) as refused:
        call()
    return [one.pointer for one in refused.value.mistakes]


def test_it_goes_from_the_draw_to_the_end_and_can_be_taken_up_again_before() -> None:
    last = done().reopened(EVALUATOR, NOW).done(EVALUATOR, (), NOW).closed(OFFICE, NOW)
    assert (last.state, last.quality_points) == (ReEvaluationState.CLOSED, Decimal(100))
    assert last.evaluator == Person(id="user:7", name="复核人")
    assert last.history == (
        "2022-07-01 02:00Z 绩效科（u8） 抽取复核（种子 20220701，比例 15%）",
        "2022-07-01 02:00Z 复核人（u7） 开始复核",
        "2022-07-01 02:00Z 复核人（u7） 填写复核意见",
        "2022-07-01 02:00Z 复核人（u7） 完成复核",
        "2022-07-01 02:00Z 复核人（u7） 重新复核",
        "2022-07-01 02:00Z 复核人（u7） 完成复核",
        "2022-07-01 02:00Z 绩效科（u8） 办结",
    )


MOVES: dict[str, Callable[[ReEvaluation], ReEvaluation]] = {
    "begun": lambda one: one.begun(EVALUATOR, (), NOW),
    "confirmed": lambda one: one.confirmed([given("a", "4")], STOOD, EVALUATOR, NOW),
    "graded": lambda one: one.graded(FULL, EVALUATOR, NOW),
    "done": lambda one: one.done(EVALUATOR, (), NOW),
    "reopened": lambda one: one.reopened(EVALUATOR, NOW),
    "closed": lambda one: one.closed(OFFICE, NOW),
}
STATES = {
    ReEvaluationState.DRAWN: drawn(),
    ReEvaluationState.BEGUN: begun().graded(FULL, EVALUATOR, NOW.replace(hour=1)),
    ReEvaluationState.DONE: done(),
    ReEvaluationState.CLOSED: done().closed(OFFICE, NOW),
}
ALLOWED = {
    ReEvaluationState.DRAWN: {"begun"},
    ReEvaluationState.BEGUN: {"confirmed", "graded", "done"},
    ReEvaluationState.DONE: {"reopened", "closed"},
    ReEvaluationState.CLOSED: set(),
}


@pytest.mark.parametrize("state", ReEvaluationState)
@pytest.mark.parametrize("move", MOVES)
def test_each_move_is_possible_where_it_belongs_and_refused_elsewhere(state: ReEvaluationState, move: str) -> None:
    if move in ALLOWED[state]:
        assert MOVES[move](STATES[state]) != STATES[state]
    else:
        with pytest.raises(FollowUpState, match=state.label):
            MOVES[move](STATES[state])


def test_who_had_a_part_in_the_report_cannot_begin_nor_can_a_system() -> None:
    with pytest.raises(Barred, match="复核人 参与过"):
        drawn().begun(EVALUATOR, {"user:3", "user:7"}, NOW)
    with pytest.raises(Barred, match="本人登录"):
        drawn().begun(SYSTEM, (), NOW)
    assert drawn().begun(EVALUATOR, {"user:3", "user:77", "token:7"}, NOW).state is ReEvaluationState.BEGUN


def test_who_came_to_have_a_part_in_it_meanwhile_cannot_finish() -> None:
    with pytest.raises(Barred, match="参与过"):
        begun().graded(FULL, EVALUATOR, NOW).done(EVALUATOR, {"user:7"}, NOW)


@pytest.mark.parametrize("move", ["confirmed", "graded", "done", "reopened"])
def test_nobody_but_who_began_goes_on(move: str) -> None:
    one = done() if move == "reopened" else begun()
    calls: dict[str, Callable[[], object]] = {
        "confirmed": lambda: one.confirmed([given("a", "4")], STOOD, OTHER, NOW),
        "graded": lambda: one.graded(FULL, HEAD, NOW),
        "done": lambda: one.done(OTHER, (), NOW),
        "reopened": lambda: one.reopened(OTHER, NOW),
    }
    with pytest.raises(Barred, match="由 复核人 复核，只有本人能"):
        calls[move]()


def test_points_stand_as_confirmed_else_as_computed_else_as_self_assessed() -> None:
    one, two, three = Decimal(0), Decimal(2), Decimal(3)
    assert points_that_stood(one, two, three) == one
    assert points_that_stood(None, two, three) == two
    assert points_that_stood(None, None, three) == three
    assert points_that_stood(None, None, None) is None


def test_a_finding_keeps_what_stood_and_a_later_one_takes_its_place() -> None:
    first = begun().confirmed([given("a", "3.5", "凭证不全"), given("c", "3.0")], STOOD, EVALUATOR, NOW)
    assert [(one.indicator, one.stood, one.differs) for one in first.findings] == [
        ("a", Decimal(4), True),
        ("c", Decimal(3), False),
    ]
    second = first.confirmed([given("a", "4")], STOOD, EVALUATOR, NOW)
    assert [(one.indicator, one.points, one.reason) for one in second.findings] == [
        ("a", Decimal(4), ""),
        ("c", Decimal("3.0"), ""),
    ]


def test_edits_in_a_row_are_one_line_of_the_history() -> None:
    later = datetime(2022, 7, 1, 3, tzinfo=UTC)
    one = begun().confirmed([given("a", "4")], STOOD, EVALUATOR, NOW).graded(FULL, EVALUATOR, later)
    assert one.history[2:] == ("2022-07-01 03:00Z 复核人（u7） 填写复核意见",)


def test_points_are_between_0_and_the_most_of_an_indicator_that_is_there() -> None:
    edges = [given("a", "0"), given("b", "5"), given("c", "1000")]
    assert len(begun().confirmed(edges, STOOD, EVALUATOR, NOW).findings) == 3
    beyond = [given("a", "-0.01"), given("b", "5.01"), given("c", "-1"), given("z", "1")]
    assert pointers(lambda: begun().confirmed(beyond, STOOD, EVALUATOR, NOW)) == [
        "/findings/3/indicator",
        "/findings/0/points",
        "/findings/1/points",
        "/findings/2/points",
    ]


@pytest.mark.parametrize(("points", "fits"), [("0", 1), ("-0.5", 0), ("0.5", 1), ("0.25", 0), ("25", 1), ("25.5", 0)])
def test_a_criterion_has_0_to_25_points_in_steps_of_a_half(points: str, fits: int) -> None:
    marks: dict[CriterionId, Mark] = {"accuracy": Mark(points=Decimal(points))}
    if fits:
        assert begun().graded(marks, EVALUATOR, NOW).quality == marks
    else:
        assert pointers(lambda: begun().graded(marks, EVALUATOR, NOW)) == ["/quality/accuracy/points"]


def test_everything_that_is_missing_is_said_at_once() -> None:
    one = begun().confirmed([given("a", "3"), given("b", "0", " "), given("c", "3")], STOOD, EVALUATOR, NOW)
    one = one.graded({"accuracy": Mark(points=Decimal("24.5")), "conformity": FULL["conformity"]}, EVALUATOR, NOW)
    assert pointers(lambda: one.done(EVALUATOR, (), NOW)) == [
        "/findings/0/reason",
        "/findings/1/reason",
        "/quality/truthfulness",
        "/quality/completeness",
        "/quality/accuracy/reason",
    ]


def test_with_all_criteria_and_reasons_it_is_done() -> None:
    one = begun().confirmed([given("a", "3", "凭证不全"), given("c", "3")], STOOD, EVALUATOR, NOW)
    assert one.quality_points is None
    one = one.graded(FULL | {"accuracy": Mark(points=Decimal("24.5"), reason="合计有误")}, EVALUATOR, NOW)
    assert one.done(EVALUATOR, (), NOW).quality_points == Decimal("99.5")


def test_the_criteria_are_the_four_of_the_ordinance_and_add_up_to_a_hundred() -> None:
    assert [one.title for one in QUALITY] == ["真实性", "完整性", "准确性", "规范性"]
    assert sum(one.points for one in QUALITY) == 100
    assert all(one.question.endswith("？") for one in QUALITY)

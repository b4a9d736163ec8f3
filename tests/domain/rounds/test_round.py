"""The life of a round: drafted, issued, taken back, extended, reminded, closed."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.domain.report import State
from app.domain.rounds.errors import InvalidRound, RoundState
from app.domain.rounds.lateness import Filing
from app.domain.rounds.round import Entry, Plan, Round, SchemeChosen, Stage

NOW = datetime(2022, 5, 1, 2, tzinfo=UTC)
DUE = date(2022, 5, 10)
LATER = date(2022, 5, 20)
AFTER = datetime(2022, 5, 10, 16, tzinfo=UTC)
"""The first moment of 11 May in China."""


def a_plan(*departments: int, **more: Any) -> Plan:
    scheme = SchemeChosen(id="yueyanglou", version=1)
    return Plan(**{"title": "2021年度自评", "scheme": scheme, "deadline": DUE, "departments": departments} | more)


def drafted(*departments: int) -> Round:
    return Round.drafted("430602", 2021, a_plan(*departments), "张三", NOW)


def issued(*departments: int) -> Round:
    return drafted(*(departments or (1, 2))).issued("张三", NOW)


def withdrawn() -> Round:
    return issued().withdrawn("方案有误", (), "张三", NOW)


def pointers(call: Callable[[], object]) -> list[str]:
    with pytest.raises(InvalidRound) as refused:
        call()
    return [one.pointer for one in refused.value.mistakes]


def test_a_round_goes_out_comes_back_goes_out_again_and_is_closed() -> None:
    last = withdrawn().issued("李四", NOW).closed("李四", NOW)
    assert last.state is Stage.CLOSED
    assert [one.split("Z ")[1] for one in last.history] == [
        "张三 拟订",
        "张三 下达",
        "张三 取消下达：方案有误",
        "李四 下达",
        "李四 结束任务",
    ]
    assert last.history[0].startswith("2022-05-01 02:00Z")


MOVES: dict[str, Callable[[Round], Round]] = {
    "issued": lambda one: one.issued("张三", NOW),
    "withdrawn": lambda one: one.withdrawn("理由", (), "张三", NOW),
    "closed": lambda one: one.closed("张三", NOW),
    "extended": lambda one: one.extended(1, LATER, "理由", "张三", NOW),
    "reminded": lambda one: one.reminded([1], "请报送", "张三", NOW),
    "edited": lambda one: one.edited(a_plan(1, 2, 3), "张三", NOW, "理由"),
}
STAGES = {
    Stage.DRAFT: drafted(1, 2),
    Stage.ISSUED: issued(),
    Stage.WITHDRAWN: withdrawn(),
    Stage.CLOSED: issued().closed("张三", NOW),
}
ALLOWED = {
    Stage.DRAFT: {"issued", "edited"},
    Stage.ISSUED: {"withdrawn", "closed", "extended", "reminded", "edited"},
    Stage.WITHDRAWN: {"issued", "edited"},
    Stage.CLOSED: set(),
}


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("move", MOVES)
def test_each_move_is_possible_where_it_belongs_and_refused_elsewhere(stage: Stage, move: str) -> None:
    if move in ALLOWED[stage]:
        assert MOVES[move](STAGES[stage]) != STAGES[stage]
    else:
        with pytest.raises(RoundState, match=stage.label):
            MOVES[move](STAGES[stage])


def test_a_draft_takes_any_plan_that_is_one() -> None:
    other = a_plan(3, title="改", deadline=date(2022, 1, 1), scheme=SchemeChosen(id="other", version=2))
    assert drafted(1, 2).edited(other, "张三", NOW).plan == other
    assert pointers(lambda: drafted(1).edited(a_plan(1, 2, 1, title=" "), "张三", NOW)) == ["/title", "/departments/2"]


def test_a_title_has_two_hundred_characters_at_most() -> None:
    assert drafted().edited(a_plan(title="题" * 200), "张三", NOW).title
    assert pointers(lambda: drafted().edited(a_plan(title="题" * 201), "张三", NOW)) == ["/title"]


def test_it_goes_out_to_a_department_at_least_and_with_a_deadline_that_is_not_over() -> None:
    last_moment, over = datetime(2022, 5, 10, 15, 59, tzinfo=UTC), AFTER
    assert drafted(1).issued("张三", last_moment).state is Stage.ISSUED
    assert pointers(lambda: drafted(1).issued("张三", over)) == ["/deadline"]
    assert pointers(lambda: drafted().issued("张三", over)) == ["/departments", "/deadline"]


@pytest.mark.parametrize("one", [issued(), withdrawn()], ids=["issued", "withdrawn"])
def test_once_it_went_out_it_only_grows(one: Round) -> None:
    grown = one.edited(a_plan(2, 1, 3, deadline=LATER), "张三", NOW, "新设部门")
    assert (grown.departments, grown.deadline) == ((1, 2, 3), LATER)
    assert grown.history[-1].endswith("张三 增加 1 个部门，截止日由 2022-05-10 推迟到 2022-05-20：新设部门")
    less = a_plan(1, title="改", scheme=SchemeChosen(id="other", version=1), deadline=date(2022, 5, 9))
    assert pointers(lambda: one.edited(less, "张三", NOW, " ")) == [
        "/title",
        "/scheme",
        "/deadline",
        "/departments",
        "/reason",
    ]


def test_a_plan_that_changes_nothing_is_no_move_and_wants_no_reason() -> None:
    assert issued(1, 2).edited(a_plan(2, 1), "张三", NOW) == issued(1, 2)


def test_a_withdrawal_has_a_reason_and_no_report_in_its_way() -> None:
    assert pointers(lambda: issued().withdrawn(" ", (), "张三", NOW)) == ["/reason"]
    with pytest.raises(RoundState, match=r"已有 1 份报告送审（甲局）"):
        issued().withdrawn("方案有误", ["甲局"], "张三", NOW)
    with pytest.raises(RoundState, match=r"已有 11 份报告送审（(局、){9}局等）"):
        issued().withdrawn("方案有误", ["局"] * 11, "张三", NOW)


def test_an_extension_is_later_than_the_present_day_and_has_a_reason() -> None:
    one = issued().extended(1, date(2022, 5, 11), " 受灾 ", "张三", NOW)
    assert one.entries == (
        Entry(department=1, due=date(2022, 5, 11), extension_reason="受灾"),
        Entry(department=2),
    )
    assert (one.due(1), one.due(2)) == (date(2022, 5, 11), DUE)
    assert pointers(lambda: issued().extended(1, DUE, "", "张三", NOW)) == ["/due", "/reason"]
    assert pointers(lambda: one.extended(1, date(2022, 5, 11), "又", "张三", NOW)) == ["/due"]
    assert pointers(lambda: one.extended(9, LATER, "理由", "张三", NOW)) == ["/department"]


def test_a_deadline_that_is_moved_beyond_an_extension_holds_for_that_department_too() -> None:
    one = issued().extended(1, date(2022, 5, 12), "受灾", "张三", NOW)
    assert one.edited(a_plan(1, 2, deadline=LATER), "张三", NOW, "系统停机").due(1) == LATER


def test_the_due_moment_is_the_end_of_the_day_in_china() -> None:
    assert issued().due_moment(1) == AFTER


def test_all_who_are_late_and_only_they_are_reminded() -> None:
    one = issued(1, 2, 3, 4).extended(2, LATER, "受灾", "张三", NOW)
    filings = {3: Filing(State.SUBMITTED, NOW), 4: Filing(State.PANEL_SIGNED)}
    late = one.late(filings, AFTER)
    assert late == (1, 4)
    reminded = one.reminded(late, "请尽快报送", "张三", AFTER)
    assert [len(entry.reminders) for entry in reminded.entries] == [1, 0, 0, 1]
    again = reminded.reminded([1], "再次提醒", "李四", AFTER)
    assert [(sent.by, sent.text) for sent in again.entries[0].reminders] == [
        ("张三", "请尽快报送"),
        ("李四", "再次提醒"),
    ]


def test_a_reminder_has_a_text_and_goes_to_departments_of_the_round() -> None:
    assert pointers(lambda: issued().reminded([], " ", "张三", NOW)) == ["/departments", "/text"]
    assert pointers(lambda: issued().reminded([1, 9], "请报送", "张三", NOW)) == ["/departments/1"]


def test_a_round_is_read_back_from_json_as_it_was() -> None:
    one = issued().extended(1, LATER, "受灾", "张三", NOW).reminded([1], "请报送", "张三", NOW)
    assert Round.model_validate_json(one.model_dump_json()) == one


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        drafted(1).issued("张三", NOW.replace(tzinfo=None))

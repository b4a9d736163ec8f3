"""The life of a scheme: written, handed in, reviewed by a second person, published, and then never changed."""

import json
from datetime import UTC, datetime

import pytest

from app.domain.scoring.draft import Doubt, DraftNotReady, DraftState, SamePerson, SchemeDraft, WrongState
from app.schemes.loader import shipped_schemes

AT = datetime(2022, 5, 10, 8, tzinfo=UTC)
WHOLE = json.loads(shipped_schemes()[0].canonical)


def draft(**more: object) -> SchemeDraft:
    return SchemeDraft(WHOLE | more, (), ("张三",), AT, AT)


def test_a_scheme_is_published_after_a_second_person_has_reviewed_it() -> None:
    published = draft().submitted("张三", AT).approved("李四", AT).published("张三", AT)
    assert (published.state, published.reviewer, published.version) == (DraftState.PUBLISHED, "李四", 4)
    assert published.history[1].endswith("李四 复核通过")


def test_nobody_who_wrote_on_it_can_review_it() -> None:
    by_two = draft().edited(WHOLE, (), "李四", AT).submitted("张三", AT)
    for author in ("张三", "李四"):
        with pytest.raises(SamePerson, match="参与了编制"):
            by_two.approved(author, AT)


def test_what_does_not_hold_is_not_handed_in_and_says_where() -> None:
    with pytest.raises(DraftNotReady) as refused:
        draft(total_points="99").submitted("张三", AT)
    assert [one.pointer for one in refused.value.findings] == ["/total_points"]


def test_open_doubts_are_looked_at_first() -> None:
    doubted = draft().edited(WHOLE, [Doubt("satisfaction", "没有把握")], "张三", AT)
    with pytest.raises(DraftNotReady, match="还有 1 处没有把握"):
        doubted.submitted("张三", AT)


@pytest.mark.parametrize("state", ["submitted", "approved", "published"])
def test_after_it_was_handed_in_it_is_not_written_on(state: str) -> None:
    handed = draft().submitted("张三", AT)
    if state != "submitted":
        handed = handed.approved("李四", AT)
    if state == "published":
        handed = handed.published("张三", AT)
    with pytest.raises(WrongState):
        handed.edited(WHOLE, (), "张三", AT)


def test_giving_it_back_voids_the_review_and_keeps_the_reason() -> None:
    back = draft().submitted("张三", AT).approved("李四", AT).returned("李四", "分值不合理", AT)
    assert (back.state, back.reviewer, back.remark) == (DraftState.DRAFTING, "", "分值不合理")
    with pytest.raises(WrongState):
        back.published("张三", AT)


@pytest.mark.parametrize("move", ["approved", "published"])
def test_no_step_is_left_out(move: str) -> None:
    with pytest.raises(WrongState):
        getattr(draft(), move)("李四", AT)

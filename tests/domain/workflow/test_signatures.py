"""What each signature covers, and what an edit makes void."""

from typing import Any

import pytest

from app.domain.changes import merged
from app.domain.form.form import Form
from app.domain.workflow.moves import Move
from app.domain.workflow.signature import PARTS, Signature, Slot, digest_of, voided_by
from app.domain.workflow.state import State
from tests.domain.workflow.desk import EMPTY, LEAD, PREPARER, REVIEWER, SCHEME, Desk

PREPARERS = PARTS[Slot.PREPARER]
PANELS = PARTS[Slot.PANEL_LEAD]
NARRATIVE = {"form": {"narrative": {"title": "新的综述"}}}


def signature(desk: Desk, slot: Slot) -> Signature:
    found = desk.case.signature(slot)
    assert found
    return found


def test_preparer_and_panel_lead_cover_every_section_exactly_once() -> None:
    """A new section of the form belongs to one of them."""
    whole = [*(f"/form/{name}" for name in Form.model_fields), "/supplement", "/attachments"]
    assert sorted((*PREPARERS, *PANELS)) == sorted(whole)


@pytest.mark.parametrize("part", [*PREPARERS, *PANELS])
def test_a_signature_holds_while_its_own_part_is_as_it_was_signed(part: str) -> None:
    first, _, last = part.removeprefix("/").partition("/")
    signed: Any = {**EMPTY, "attachments": {}}
    changed: Any = {**signed, first: {**signed[first], last or "satisfaction": "改了"}}
    differ = {slot for slot in Slot if digest_of(slot, signed, SCHEME) != digest_of(slot, changed, SCHEME)}
    assert differ == {Slot.DEPARTMENT_HEAD, Slot.PREPARER if part in PREPARERS else Slot.PANEL_LEAD}


def test_a_signature_is_bound_to_the_version_of_the_scheme() -> None:
    content = Desk().case.signed_content(EMPTY)
    assert all(digest_of(slot, content, "y@1") != digest_of(slot, content, "y@2") for slot in Slot)


def test_editing_the_narrative_voids_the_panel_leads_signature_only_and_says_why() -> None:
    desk = Desk.at(State.PANEL_SIGNED)
    desk.edits(NARRATIVE, LEAD)
    assert signature(desk, Slot.PREPARER).void is None
    void = signature(desk, Slot.PANEL_LEAD).void
    assert void
    assert void.why == "签字后，钱二（user2） 修改了“评价报告综述（文字部分）”1 处"
    assert (void.changed, void.changed_count) == (("/form/narrative/title",), 1)
    assert desk.state is State.DRAFTING


def test_a_void_signature_names_the_places_of_its_own_part() -> None:
    desk = Desk.at(State.PANEL_SIGNED)
    desk.edits({**NARRATIVE, "supplement": {"satisfaction": "95"}})
    for slot, places in ((Slot.PREPARER, ("/supplement/satisfaction",)), (Slot.PANEL_LEAD, ("/form/narrative/title",))):
        void = signature(desk, slot).void
        assert void
        assert void.changed == places


@pytest.mark.parametrize(("places", "named"), [(20, 20), (21, 20)])
def test_twenty_changed_places_are_named_and_the_rest_counted(places: int, named: int) -> None:
    desk = Desk.at(State.PANEL_SIGNED)
    desk.edits({"supplement": {f"answer_{at}": "1" for at in range(places)}})
    void = signature(desk, Slot.PREPARER).void
    assert void
    assert (len(void.changed), void.changed_count) == (named, places)


def test_a_void_signature_stays_void_when_the_content_is_back_and_keeps_its_first_reason() -> None:
    desk = Desk.at(State.PANEL_SIGNED)
    before = desk.content
    desk.edits(NARRATIVE)
    first = signature(desk, Slot.PANEL_LEAD).void
    desk.edits({"form": {"narrative": {"title": ""}}})
    assert desk.content == before
    assert signature(desk, Slot.PANEL_LEAD).void == first


def test_signing_anew_replaces_a_void_signature() -> None:
    desk = Desk.at(State.PANEL_SIGNED)
    desk.edits(NARRATIVE)
    desk.does(Move.SIGN_PANEL)
    assert signature(desk, Slot.PANEL_LEAD).holds(desk.content, SCHEME)
    assert len(desk.case.signatures) == 2


def test_a_signature_says_who_signed_as_what_and_when() -> None:
    desk = Desk()
    at = desk.now
    desk.does(Move.SIGN_PREPARER)
    one = signature(desk, Slot.PREPARER)
    assert (one.signer, one.name, one.title, one.at) == ("user:1", "赵一", "科员", at)


def test_the_section_signs_its_opinion_and_the_confirmed_points_not_the_content() -> None:
    desk = Desk.at(State.UNDER_REVIEW)
    desk.case = desk.case.with_opinion(desk.state, "同意自评结论", REVIEWER)
    desk.does(Move.PASS)
    section = signature(desk, Slot.FINANCE_SECTION)
    assert section.holds(desk.case.signed_content({}), SCHEME)
    other = desk.case.model_copy(update={"opinion": "不同意"})
    assert not section.holds(other.signed_content(desk.content), SCHEME)


def test_no_edit_of_the_content_voids_what_the_section_signed() -> None:
    desk = Desk.at(State.PASSED)
    before = desk.case.signed_content(desk.content)
    signatures = voided_by(desk.case.signatures, before, merged(before, NARRATIVE), SCHEME, "某人", desk.now)
    assert {one.slot for one in signatures if one.void is None} == {Slot.PREPARER, Slot.FINANCE_SECTION}


def test_an_approval_by_the_finance_bureau_voids_no_departments_signature() -> None:
    own = {"id": "own_1", "title": "招商引资", "points": "2", "approved": False}
    desk = Desk()
    desk.edits({"supplement": {"own": [own]}})
    desk.does(Move.SIGN_PREPARER)
    signed = desk.case.signed_content(desk.content)
    approved = {**signed, "supplement": {**signed["supplement"], "own": [{**own, "approved": True}]}}
    assert signature(desk, Slot.PREPARER).holds(approved, SCHEME)
    changed = {**signed, "supplement": {**signed["supplement"], "own": [{**own, "points": "3"}]}}
    assert not signature(desk, Slot.PREPARER).holds(changed, SCHEME)


def test_true_and_1_are_two_answers_to_a_signature() -> None:
    desk = Desk()
    desk.edits({"supplement": {"rules": {"published": True}}})
    desk.does(Move.SIGN_PREPARER)
    desk.edits({"supplement": {"rules": {"published": 1}}}, PREPARER)
    assert signature(desk, Slot.PREPARER).void

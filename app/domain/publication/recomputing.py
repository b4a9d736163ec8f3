"""Recomputing a public copy from what is in it, and what would differ if a figure were another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.domain.decimals import plain
from app.domain.form.cells import Cell, NotApplicable, Nothing, Unread, read_cell
from app.domain.form.supplement import JudgedPoints
from app.domain.publication.copy import ConfirmedReason, PublicCopy, confirmed_card, scorecard_of
from app.domain.scoring.compiled import CompiledScheme
from app.domain.scoring.confirmation import standing
from app.domain.scoring.evidence import Evidence, evidence_of
from app.domain.scoring.scorecard import IndicatorScore, PointsGiven, Scorecard
from app.domain.scoring.verification import first_difference

ASKED: Final = ("number", "count", "points")
"""Kinds of evidence that a reader can try other values of; lists, checklists and tiers are shown as they are."""


@dataclass(frozen=True, slots=True)
class Tried:
    """An input that a reader can change: what is published, and what is tried, both as typed."""

    id: str
    title: str
    unit: str
    published: str
    tried: str


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator: the points that stand as published, and those that stand by the recomputation."""

    id: str
    title: str
    published: Decimal | None
    recomputed: Decimal | None
    confirmed: bool
    """Whether the recomputed points are finance's own, which no figure gives."""
    score: IndicatorScore
    """As recomputed, with its sentence."""


@dataclass(frozen=True, slots=True)
class Recomputation:
    """What the figures give. `wrong` is empty where nothing was changed and all agrees."""

    inputs: tuple[Tried, ...]
    changed: bool
    rows: tuple[Row, ...]
    total: PointsGiven
    receipt: str
    wrong: tuple[str, ...]


def disagreements(copy: PublicCopy, scheme: CompiledScheme) -> Iterator[str]:
    """What of the copy is not what its own figures give under `scheme`; nothing where everything is."""
    if scheme.digest != copy.scheme.digest:
        yield "/scheme/digest：评分方案与公布时用的不是同一份"
        return
    evidence = evidence_of(scheme.scheme, copy.form, copy.supplement)
    if found := first_difference(copy.scorecard, scheme, evidence, copy.form.self_scoring):
        yield f"/scorecard{found.message}"
    card = scorecard_of(scheme, copy.form, copy.supplement, copy.confirmed)
    published = {one.id: one.confirmed_points for one in copy.scorecard.indicators}
    for one in card.indicators:
        if published.get(one.id) != one.confirmed_points:
            yield f"/scorecard/indicators：“{one.title}”的审定得分与 /confirmed 中的不一致"
    if card.confirmed != copy.scorecard.confirmed:
        yield "/scorecard/confirmed：审定合计与各指标的得分不一致"
    total = _total(card)
    if (copy.points, copy.rating) != (total.points, total.rating):
        published_total = f"{plain(copy.points)} 分 {copy.rating or '（无等次）'}"
        yield f"/points：公布 {published_total}，重算 {plain(total.points)} 分 {total.rating or '（无等次）'}"


def recomputed(copy: PublicCopy, scheme: CompiledScheme, figures: Mapping[str, str]) -> Recomputation:
    """The score of a copy with other `figures`, typed by evidence id; those it does not name are as published.

    Finance's own points stand for an indicator as long as its computed points are what finance saw.
    """
    evidence = evidence_of(scheme.scheme, copy.form, copy.supplement)
    inputs = tuple(_tried(scheme, evidence, figures))
    changes = {one.id: one.tried for one in inputs if one.tried != one.published}
    answers = {**evidence.model_dump(mode="python"), **{name: _typed(scheme, name, changes[name]) for name in changes}}
    card = confirmed_card(scheme, Evidence.model_validate(answers), copy.form.self_scoring, {})
    before = {one.id: one for one in copy.scorecard.indicators}
    kept = {
        name: one
        for name, one in copy.confirmed.items()
        if (there := _find(card, name)) is None or there.computed_points == before[name].computed_points
    }
    whole = confirmed_card(scheme, Evidence.model_validate(answers), copy.form.self_scoring, kept)
    rows = tuple(_row(before[one.id], one, kept) for one in whole.indicators)
    wrong = () if changes else tuple(disagreements(copy, scheme))
    return Recomputation(inputs, bool(changes), rows, _total(whole), whole.receipt.sha256, wrong)


def _find(card: Scorecard, name: str) -> IndicatorScore | None:
    return next((one for one in card.indicators if one.id == name), None)


def _row(before: IndicatorScore, after: IndicatorScore, kept: Mapping[str, ConfirmedReason]) -> Row:
    given = {before.id: before.confirmed_points} if before.confirmed_points is not None else {}
    now = {name: one.points for name, one in kept.items()}
    return Row(after.id, after.title, standing(before, given), standing(after, now), after.id in kept, after)


def _total(card: Scorecard) -> PointsGiven:
    return card.confirmed or PointsGiven(card.computed.low, card.computed.rating)


def _tried(scheme: CompiledScheme, evidence: Evidence, figures: Mapping[str, str]) -> Iterator[Tried]:
    answers, known = evidence.answers(), scheme.scheme.evidence
    asked = dict.fromkeys(name for one in scheme.indicators for name in one.inputs if name in known)
    for name in (*asked, *(name for name in known if name not in asked)):
        spec, answer = known[name], answers.get(name)
        if spec.kind in ASKED and not isinstance(answer, dict | tuple):
            published = _said(answer)
            yield Tried(name, spec.title, spec.unit or "", published, figures.get(name, published).strip())


def _said(answer: object) -> str:
    """An answer as it is typed."""
    if isinstance(answer, JudgedPoints):
        return _said(answer.points)
    if isinstance(answer, Nothing):
        return answer.none
    if isinstance(answer, NotApplicable):
        return f"不适用：{answer.not_applicable}"
    if isinstance(answer, Unread):
        return answer.unread
    return answer if isinstance(answer, str) else ""


def _typed(scheme: CompiledScheme, name: str, text: str) -> object:
    cell: Cell = read_cell(text, scheme.scheme.evidence[name].unit or "")
    value = cell.model_dump() if isinstance(cell, Nothing | NotApplicable | Unread) else cell
    return value if scheme.scheme.evidence[name].kind != "points" or not isinstance(cell, str) else {"points": cell}

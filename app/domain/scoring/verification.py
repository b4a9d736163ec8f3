"""Recomputing a published scorecard from the open data, and naming the first thing that differs."""

from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from app.domain.form.self_scoring import SelfScoring
from app.domain.form.supplement import Answers
from app.domain.pointer import joined
from app.domain.scoring.compiled import CompiledScheme
from app.domain.scoring.scorecard import Scorecard
from app.domain.scoring.scorer import ENGINE, score
from app.domain.scoring.self_assessment import with_self_assessment

_CARD: TypeAdapter[Scorecard] = TypeAdapter(Scorecard)


@dataclass(frozen=True, slots=True)
class Difference:
    """The first place (a JSON Pointer into the scorecard) where the published card is not what the data gives."""

    pointer: str
    published: Any
    recomputed: Any

    @property
    def message(self) -> str:
        """In words, with what it means where that is known."""
        meaning = {
            "/scheme/digest": "评分方案与公布时用的不是同一份",
            "/receipt/sha256": "数据或评分方案与公布时的不是同一份",
            "/receipt/engine": f"公布时用的评分引擎与本机的（{ENGINE}）不同，结果可能不同",
        }.get(self.pointer, "公布的结果与按公开数据重算的不一致")
        return f"{self.pointer}：公布 {_said(self.published)}，重算 {_said(self.recomputed)}。{meaning}"


def first_difference(
    published: Scorecard, scheme: CompiledScheme, evidence: Answers, self_scoring: SelfScoring | None = None
) -> Difference | None:
    """None where the published card is what `scheme` and `evidence` give; self-assessed points are laid beside it
    from `self_scoring`, or left out of the comparison where that is not given. Confirmed points are not recomputed.

    Points and sentences are compared before the receipt's digest, so that a changed figure is named itself.
    """
    card = score(scheme, evidence)
    if self_scoring is not None:
        card = with_self_assessment(card, scheme, self_scoring)
    ours, theirs = _plain(card), _plain(published)
    for name in ("self", "proof") if self_scoring is None else ():
        ours.pop(name), theirs.pop(name)
    theirs["confirmed"] = ours["confirmed"]
    for one in (*ours["indicators"], *theirs["indicators"]):
        one["confirmed_points"] = None
        if self_scoring is None:
            one["self_assessed_points"] = one["self_pointer"] = None
    for one in (*ours["nodes"], *theirs["nodes"]) if self_scoring is None else ():
        one["self"] = None
    order = ("scheme", "indicators", "nodes", "computed", "self", "proof", "receipt")
    return next(
        (found for name in order if name in ours and (found := _differs(theirs[name], ours[name], (name,)))), None
    )


def _plain(card: Scorecard) -> dict[str, Any]:
    plain: dict[str, Any] = _CARD.dump_python(card, mode="json", by_alias=True)
    return plain


def _differs(theirs: Any, ours: Any, place: tuple[str | int, ...]) -> Difference | None:
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for name in ours:
            if name not in theirs:
                return Difference(joined((*place, name)), None, ours[name])
            if found := _differs(theirs[name], ours[name], (*place, name)):
                return found
        return None
    if isinstance(theirs, list) and isinstance(ours, list):
        for at, (left, right) in enumerate(zip(theirs, ours, strict=False)):
            if found := _differs(left, right, (*place, at)):
                return found
        return None if len(theirs) == len(ours) else Difference(joined(place), f"{len(theirs)} 项", f"{len(ours)} 项")
    return None if theirs == ours else Difference(joined(place), theirs, ours)


def _said(value: Any) -> str:
    return "（空）" if value is None else f"“{value}”"

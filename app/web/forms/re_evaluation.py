"""The re-evaluator's table as browsers post it (`points/…`, `reason/…`, `mark/…`, `why/…`): what of it has changed."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from pydantic import ValidationError

from app.contract.follow_up import (
    QUALITY,
    CriterionId,
    PointsConfirmed,
    PointsFound,
    QualityGraded,
    QualityMark,
    ReEvaluation,
)
from app.contract.problem import ProblemError
from app.web.forms.posted import Typed

WORDS: Final = {"points": "应为数字，例如 1.5", "reason": "不能超过 2000 个字"}


@dataclass(slots=True)
class Evaluation:
    """What of a re-evaluation differs from what is stored, and what cannot be read, by field."""

    findings: list[PointsFound] = field(default_factory=list)
    marks: dict[CriterionId, QualityMark] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def points(self) -> PointsConfirmed | None:
        """Those to confirm, if any."""
        return PointsConfirmed(findings=tuple(self.findings)) if self.findings else None

    @property
    def quality(self) -> QualityGraded | None:
        """Those to grade, if any."""
        return QualityGraded(quality=self.marks) if self.marks else None


def evaluation_of(content: ReEvaluation, typed: Typed) -> Evaluation:
    """What was typed, against what is stored."""
    found = Evaluation()
    _read_findings(content, typed, found)
    for criterion in QUALITY:
        mark, name = content.quality.get(criterion.id), f"mark/{criterion.id}"
        given = _given(typed, name, f"why/{criterion.id}", found.wrong)
        if given is not None and (mark is None or (mark.points, mark.reason) != given):
            found.marks[criterion.id] = QualityMark(points=given[0], reason=given[1])
        elif given is None and mark is not None and name in typed:
            found.wrong.setdefault(name, f"评过分以后不能清空；请填 0 至 {criterion.points} 分")
    return found


def _read_findings(content: ReEvaluation, typed: Typed, found: Evaluation) -> None:
    stored = {one.indicator: one for one in content.findings}
    for name in typed:
        kind, _, indicator = name.partition("/")
        if kind != "points":
            continue
        before = stored.get(indicator)
        given = _given(typed, name, f"reason/{indicator}", found.wrong)
        if given is None and before is not None and name not in found.wrong:
            # Blank again: it stands as it was before the re-evaluation.
            if before.stood is None:
                found.wrong[name] = "原来没有得分，填过以后不能清空；请填写复核得分"
                continue
            given = before.stood, ""
        if given is not None and (before is None or (before.points, before.reason) != given):
            found.findings.append(PointsFound(indicator=indicator, points=given[0], reason=given[1]))


def wrong_in(errors: tuple[ProblemError, ...], indicators: list[str]) -> dict[str, str]:
    """What the API found wrong, by field; `indicators` are those that its pointers count."""
    wrong = {}
    for one in errors:
        part, _, rest = one.pointer.removeprefix("/").partition("/")
        place, _, name = rest.partition("/")
        if part == "findings" and place.isdecimal() and int(place) < len(indicators):
            wrong[f"{'reason' if name == 'reason' else 'points'}/{indicators[int(place)]}"] = one.detail
        elif part == "quality":
            wrong[f"{'why' if name == 'reason' else 'mark'}/{place}"] = one.detail
    return wrong


def _given(typed: Typed, points: str, reason: str, wrong: dict[str, str]) -> tuple[Decimal, str] | None:
    """Points and reason as they were typed; None where there are none, or where they cannot be read."""
    text, why = typed.get(points, "").strip(), typed.get(reason, "").strip()
    if not text:
        if why:
            wrong[points] = "写了理由，没有填得分；不改得分的，请把理由也清空"
        return None
    try:
        mark = QualityMark.model_validate({"points": text, "reason": why})
    except ValidationError as error:
        wrong |= {points if one["loc"][0] == "points" else reason: WORDS[str(one["loc"][0])] for one in error.errors()}
        return None
    return mark.points, mark.reason

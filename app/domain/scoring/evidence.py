"""Evidence: the named inputs of a scheme, gathered from form and supplement, and how the engine reads them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from app.domain.decimals import ZERO, plain
from app.domain.form.cells import FIGURE_PATTERN, NotApplicable, Nothing, Unread
from app.domain.form.form import Form
from app.domain.form.supplement import Answer, Answers, Check, JudgedPoints, OwnIndicator, Supplement, TierAnswer
from app.domain.pointer import MISSING, cell_at
from app.domain.scoring.scheme import EvidenceSpec, Scheme


class Evidence(Answers):
    """Answers by evidence id, with the filer's choices, pool splits and 不适用. Null is blank, an absent key missing.

    It has no personal data: a scheme can only name figures of the form.
    """


def evidence_of(scheme: Scheme, form: Form, supplement: Supplement) -> Evidence:
    """The inputs that `scheme` names: form cells by their pointer, everything else from the supplement."""
    answers = supplement.answers()
    found: dict[str, Any] = {}
    for name, spec in scheme.evidence.items():
        answer = cell_at(form, spec.source) if spec.source else answers.get(name, MISSING)
        if answer is not MISSING:
            found[name] = answer
    return Evidence.model_construct(
        _fields_set={"choices", "pools", "not_applicable", *found},
        choices=supplement.choices,
        pools=supplement.pools,
        not_applicable=supplement.not_applicable,
        **found,
    )


@dataclass(frozen=True, slots=True)
class ReadInputs:
    """Evidence as the engine uses it: `values` by id (missing ones absent), and notes that sentences repeat.

    The filer's choice for an indicator is the value `choices/<indicator>`.
    """

    values: Mapping[str, Any]
    notes: Mapping[str, str]


def read_inputs(specs: Mapping[str, EvidenceSpec], evidence: Answers) -> ReadInputs:
    """Read each answer by its kind. What cannot be read is missing, with a note of what was found instead."""
    values: dict[str, Any] = {f"choices/{name}": chosen for name, chosen in evidence.choices.items()}
    notes: dict[str, str] = {}
    for name, answer in evidence.answers().items():
        if (spec := specs.get(name)) is None:
            continue
        if isinstance(answer, str) and spec.kind in _FIGURES and _is_figure(answer):
            values[name] = Decimal(answer)
            continue
        value, note = _READERS[spec.kind](answer, spec)
        if value is not None:
            values[name] = value
        if note:
            notes[name] = note
    return ReadInputs(values, notes)


Reading = tuple[Any, str]

_FIGURES: Final = frozenset({"number", "count"})
_is_figure: Final = re.compile(FIGURE_PATTERN).match


def _no_figure(answer: Answer, spec: EvidenceSpec) -> Reading:
    """What an answer that is not written as a figure comes to where one is asked for."""
    if answer is None:
        return _blank(spec)
    if isinstance(answer, Nothing) and spec.unit != "%":
        return ZERO, f"{spec.title}填“无”，计 0"
    if isinstance(answer, NotApplicable):
        return None, f"{spec.title}填“不适用”"
    typed = answer.unread if isinstance(answer, Unread) else answer if isinstance(answer, str) else "无"
    return None, f"{spec.title}“{typed}”不是数字，请改正"


def _blank(spec: EvidenceSpec) -> Reading:
    if spec.blank_as is None:
        return None, ""
    return spec.blank_as, f"{spec.title}为空，按评分表约定计 {plain(spec.blank_as)}"


def _count(answer: Answer, spec: EvidenceSpec) -> Reading:
    return (_checks if isinstance(answer, dict) else _no_figure)(answer, spec)


def _checks(answer: Answer, spec: EvidenceSpec) -> Reading:
    if isinstance(answer, dict):
        return {line: _check(check) for line, check in answer.items() if check is not None}, ""
    return None, f"{spec.title}应逐项回答" if answer is not None else ""


def _check(check: Check) -> bool | Decimal | Unread | None:
    """True, false, or a figure; what cannot be read stays as it was typed, for the rule to refuse by its line."""
    if isinstance(check, bool | Unread) or check is None:
        return check
    return Decimal(check)


def _points(answer: Answer, spec: EvidenceSpec) -> Reading:
    if isinstance(answer, str):
        return JudgedPoints(points=answer), ""
    if isinstance(answer, Unread):
        return None, f"{spec.title}“{answer.unread}”不是分数，请改正"
    return (answer, "") if isinstance(answer, JudgedPoints) else (None, "")


def _tier(answer: Answer, spec: EvidenceSpec) -> Reading:
    if isinstance(answer, TierAnswer):
        return answer, ""
    return None, f"{spec.title}应选择一档并给分" if answer is not None else ""


def _date(answer: Answer, spec: EvidenceSpec) -> Reading:
    if isinstance(answer, str) and not _is_figure(answer):
        return date.fromisoformat(answer), ""
    if answer is None:
        return None, ""
    typed = answer.unread if isinstance(answer, Unread) else answer if isinstance(answer, str) else "其他"
    return None, f"{spec.title}“{typed}”不是日期，请改正"


def _own(answer: Answer, spec: EvidenceSpec) -> Reading:
    if isinstance(answer, tuple) and all(isinstance(one, OwnIndicator) for one in answer):
        return answer, ""
    return None, f"{spec.title}应是部门自己的指标" if answer is not None else ""


def _items(answer: Answer, spec: EvidenceSpec) -> Reading:
    if isinstance(answer, tuple):
        return answer, ""
    return None, f"{spec.title}应是一个列表" if answer is not None else ""


_READERS: dict[str, Callable[[Answer, EvidenceSpec], Reading]] = {
    "number": _no_figure,
    "count": _count,
    "checks": _checks,
    "points": _points,
    "date": _date,
    "items": _items,
    "tier": _tier,
    "own": _own,
}

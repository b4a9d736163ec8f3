"""Facts: what a report says that scoring needs, packed into a few hundred bytes beside it.

A what-if over all reports reads these instead of the documents. A fact is a binary64 number: a figure is kept as a
whole number of 1/`unit`, exact below 2^53; what is no figure has a value beyond that (`BLANK`, `TRUE`, …); what is not
there is not a number. A report that a row of facts cannot carry whole says so, and is scored from its document.
"""

import math
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from app.domain.form.cells import Nothing
from app.domain.form.form import Form
from app.domain.form.supplement import Answer, JudgedPoints, Supplement, TierAnswer
from app.domain.pointer import cell_at, figures_of
from app.domain.scoring.compiled import CompiledScheme
from app.domain.scoring.measures import ValueMeasure
from app.domain.scoring.rules import Checklist, Chosen, Levels, Occurrences
from app.domain.scoring.rules.composite import Composite
from app.domain.scoring.scheme import EvidenceSpec, Item

ABSENT: Final = math.nan
BLANK: Final = 2.0**60
NOTHING: Final = 2.0**61
TRUE: Final = 2.0**62
FALSE: Final = -(2.0**62)

NARROW_ABSENT: Final = -(2**31)
NARROW: Final = {
    NARROW_ABSENT + 1: BLANK,
    NARROW_ABSENT + 2: NOTHING,
    NARROW_ABSENT + 3: TRUE,
    NARROW_ABSENT + 4: FALSE,
}
"""A row of nothing but small figures is packed into 32-bit integers, half as long; these stand for the values above."""

SMALLEST: Final = NARROW_ABSENT + 16
"""The least figure of such a row."""

_NARROW_OF: Final = {value: number for number, value in NARROW.items()}

EXACT_BELOW: Final = 2**53
"""Whole numbers below this are exact in binary64."""

UNITS: Final = (100, 1_000_000)
"""The figures of one report are whole numbers of 1/100 or, where that is too coarse for any of them, of 1/10^6."""

NOT_CARRIED: Final = 0
"""A row begins with its unit, or with this where only the document says everything."""


FORM_CELLS: Final = tuple(figures_of(Form))
"""Every single figure of the form by its pointer. All are packed, whether or not the report's own scheme asks for them,
since another one may."""


_FORM_PLACES: Final = {pointer: place for place, pointer in enumerate(FORM_CELLS, start=1)}
"""In every layout the form's figures come first, so that these can be read whatever scheme a report is under."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Which fact stands where: the form's figures, then the answers that a scheme asks for in the supplement."""

    places: Mapping[str, int]
    """By name: a pointer, an evidence id, or `id/line`, `id/points`, `id/reason`, `id/tier/x`,
    `choices/indicator/part`."""
    specs: Mapping[str, EvidenceSpec]
    """The evidence that has no cell of the form, by id."""

    def carries(self, name: str, spec: EvidenceSpec) -> bool:
        """Whether facts say of this evidence all that there is."""
        if spec.source is not None:
            return spec.source in self.places
        own = self.specs.get(name)
        return own is None or (own.kind == spec.kind and spec.kind != "items")


def layout_of(scheme: CompiledScheme) -> Layout:
    """The layout of the facts of reports that are filed under `scheme`."""
    specs = {name: spec for name, spec in scheme.scheme.evidence.items() if spec.source is None}
    names = [*FORM_CELLS]
    lines = _lines(scheme.scheme.items)
    for name, spec in specs.items():
        names += {"points": [f"{name}/points", f"{name}/reason"], "tier": [f"{name}/points", f"{name}/reason"]}.get(
            spec.kind, [name]
        )
        names += [f"{name}/{line}" for line in lines.get(name, ())]
    names += [f"choices/{name}/{part}" for name, parts in _choices(scheme.scheme.items) for part in parts]
    return Layout({name: place for place, name in enumerate(names, start=1)}, specs)


def _leaves(items: tuple[Item, ...]) -> Iterator[tuple[str, Any, Any]]:
    """(indicator, measure, rule) of every leaf and of every part of a composite rule."""
    for item in items:
        yield from _leaves(item.items)
        stack = [(item.measure, item.rule)] if item.rule is not None else []
        while stack:
            measure, rule = stack.pop()
            yield item.id or "", measure, rule
            stack += [(part.measure, part.rule) for part in rule.of] if isinstance(rule, Composite) else []


def _lines(items: tuple[Item, ...]) -> dict[str, list[str]]:
    """The lines or tiers that rules know of an answer."""
    found: dict[str, dict[str, None]] = {}
    for _, measure, rule in _leaves(items):
        if isinstance(measure, ValueMeasure) and isinstance(rule, Checklist | Occurrences | Levels):
            if isinstance(rule, Levels):
                parts = [f"tier/{tier.id}" for tier in rule.tiers]
            else:
                parts = [line.id for line in rule.of]
            found.setdefault(measure.value, {}).update(dict.fromkeys(parts))
    return {name: list(lines) for name, lines in found.items()}


def _choices(items: tuple[Item, ...]) -> Iterator[tuple[str, list[str]]]:
    for name, _, rule in _leaves(items):
        if isinstance(rule, Chosen):
            yield name, [part.id for part in rule.of]


def pack(layout: Layout, form: Form, supplement: Supplement) -> bytes:
    """A report's facts, little-endian, the unit first: 32-bit integers where all of them fit, else binary64."""
    packing = _Packing(layout, [ABSENT] * (len(layout.places) + 1), {})
    for pointer in FORM_CELLS:
        packing.number(pointer, cell_at(form, pointer))
    packing.carried = not (supplement.pools or supplement.not_applicable)
    for name, answer in supplement.answers().items():
        spec = layout.specs.get(name)
        if spec is None:
            packing.carried = False
        else:
            packing.answer(name, spec, answer)
    for indicator, part in supplement.choices.items():
        packing.flag(f"choices/{indicator}/{part}", answer=True)
    return packing.packed()


def form_figures(packed: bytes, pointers: Sequence[str]) -> list[Decimal | None]:
    """The form's figures at `pointers` (into the form) in a report's facts; 无 is 0, and None is what is no number.

    All are None where the facts do not carry the report whole.
    """
    code, size, unit = _numbers_in(packed)
    if unit == NOT_CARRIED:
        return [None] * len(pointers)
    found: list[Decimal | None] = []
    for pointer in pointers:
        (number,) = struct.unpack_from(f"<{code}", packed, _FORM_PLACES[pointer] * size)
        value = NARROW.get(number, number) if code == "i" else number
        if value == NOTHING:
            found.append(Decimal(0))
        elif number == NARROW_ABSENT or math.isnan(value) or abs(value) >= EXACT_BELOW:
            found.append(None)
        else:
            found.append(Decimal(int(value)) / unit)
    return found


def _numbers_in(packed: bytes) -> tuple[str, int, int]:
    """(type, bytes, unit) of the numbers of a report's facts: the unit that they begin with tells the two apart."""
    if len(packed) >= struct.calcsize("<d"):
        if (wide := struct.unpack_from("<d", packed)[0]) in UNITS:
            return "d", 8, int(wide)
        if (narrow := struct.unpack_from("<i", packed)[0]) in UNITS:
            return "i", 4, narrow
    return "i", 4, NOT_CARRIED


@dataclass(slots=True)
class _Packing:
    layout: Layout
    row: list[float]
    figures: dict[int, str]
    """Figures as they were typed, by their place; put in once the unit is known."""
    carried: bool = True

    def answer(self, name: str, spec: EvidenceSpec, answer: Answer) -> None:
        if spec.kind == "items":
            return
        if spec.kind in ("points", "tier"):
            self.judged(name, spec.kind, answer)
        elif isinstance(answer, dict):
            if spec.kind in ("checks", "count"):
                self.lines(name, answer)
        elif spec.kind == "date":
            if isinstance(answer, str) and "-" in answer[1:]:
                self.row[self.layout.places[name]] = date.fromisoformat(answer).toordinal()
        elif spec.kind != "checks":
            self.number(name, answer)

    def number(self, name: str, answer: object) -> None:
        place = self.layout.places[name]
        if answer is None:
            self.row[place] = BLANK
        elif isinstance(answer, Nothing):
            self.row[place] = NOTHING
        elif isinstance(answer, str) and "-" not in answer[1:]:
            self.figures[place] = answer

    def lines(self, name: str, answer: Mapping[str, Any]) -> None:
        for line, check in answer.items():
            if isinstance(check, bool):
                self.flag(f"{name}/{line}", answer=check)
            elif f"{name}/{line}" not in self.layout.places:
                self.carried = False
            elif isinstance(check, str | int):
                self.figures[self.layout.places[f"{name}/{line}"]] = str(check)

    def judged(self, name: str, kind: str, answer: Answer) -> None:
        given: object = answer
        if isinstance(answer, JudgedPoints | TierAnswer) and (kind == "tier") == isinstance(answer, TierAnswer):
            given = answer.points
            if answer.reason.strip():
                self.flag(f"{name}/reason", answer=True)
            if isinstance(answer, TierAnswer) and answer.tier is not None:
                self.flag(f"{name}/tier/{answer.tier}", answer=True)
        elif kind == "tier":
            return
        if isinstance(given, str) and "-" not in given[1:]:
            self.figures[self.layout.places[f"{name}/points"]] = given

    def flag(self, name: str, *, answer: bool) -> None:
        place = self.layout.places.get(name)
        if place is None:
            self.carried = False
        else:
            self.row[place] = TRUE if answer else FALSE

    def packed(self) -> bytes:
        unit = next((unit for unit in UNITS if all(_fits(text, unit) for text in self.figures.values())), None)
        if unit is None or not self.carried:
            self.row[0] = NOT_CARRIED
        else:
            self.row[0] = unit
            for place, text in self.figures.items():
                self.row[place] = float(int(Decimal(text) * unit))
        if all(_is_narrow(value) for value in self.row):
            return struct.pack(f"<{len(self.row)}i", *map(_narrow, self.row))
        return struct.pack(f"<{len(self.row)}d", *self.row)


def _is_narrow(value: float) -> bool:
    return math.isnan(value) or value in _NARROW_OF or SMALLEST <= value < -NARROW_ABSENT


def _narrow(value: float) -> int:
    return NARROW_ABSENT if math.isnan(value) else _NARROW_OF.get(value, int(value))


def _fits(text: str, unit: int) -> bool:
    scaled = Decimal(text) * unit
    return abs(scaled) < EXACT_BELOW and scaled == scaled.to_integral_value()

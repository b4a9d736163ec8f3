"""What an edit page shows: inputs with their labels, values and what is wrong with them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

from app.contract.form import tokens_of
from app.contract.problem import ProblemError, TouchedCell
from app.contract.report import ReportView
from app.web.formatting import cell, element
from app.web.sections import FIRST, Field, Part, Section
from app.web.views.beside import Hosts

NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Input:
    """One input; `error` is beside it, and `name` is its pointer."""

    name: str
    label: str
    kind: str
    unit: str
    value: str
    error: str
    choices: tuple[tuple[str, str], ...] = ()
    before: str = ""
    """What last year's report settles it to."""

    @property
    def id(self) -> str:
        """The id of its element."""
        return element(self.name)

    @property
    def source(self) -> str:
        """Where its value comes from, or that it is not that any more."""
        if not self.before:
            return ""
        if not self.value or self.value == self.before:
            return f"上年报告：{self.before}"
        return f"上年报告是 {self.before}；不同的，请在综述中写明原因"


@dataclass(frozen=True, slots=True)
class Group:
    """Inputs that belong together: a row of a table, or the fields of a part."""

    place: str
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class PartView:
    """A part with its groups."""

    place: str
    title: str
    repeats: bool
    titles: tuple[str, ...]
    groups: tuple[Group, ...]
    begins: Section | None
    """The section of the form that begins with it."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What has to be said before anything else: an error summary, or that somebody else has saved."""

    title: str
    lines: tuple[tuple[str, str], ...] = field(default=())
    """(id of the input, text); an empty id links nowhere."""


def parts_of(
    section: Section,
    content: Mapping[str, Any],
    errors: Sequence[ProblemError],
    before: Mapping[str, str] = NOTHING,
) -> tuple[PartView, ...]:
    """The section with `content` (its JSON) filled in, `errors` beside their inputs, and last year's figures."""
    by_name = {one.pointer.removeprefix("/form/"): one.detail for one in errors}
    return tuple(_part(part, content, by_name, before) for part in section.parts)


def carried_texts(report: ReportView) -> Mapping[str, str]:
    """What last year's report settles, by the name of the input; nothing where there is none."""
    if report.last_year is None:
        return NOTHING
    return {
        pointer.partition("/")[2].partition("/")[2]: cell(value) for pointer, value in report.last_year.cells.items()
    }


def hosts_of(parts: Sequence[PartView]) -> Hosts:
    """Where on the page findings are told: at its inputs, and at the head of its parts."""
    return Hosts(
        "form",
        {one.name: one.label for one in all_inputs(parts)},
        tuple(part.place for part in parts),
        frozenset(one.name for one in all_inputs([part for part in parts if part.repeats])),
    )


def all_inputs(parts: Sequence[PartView]) -> Iterator[Input]:
    """Every input of the page."""
    for part in parts:
        for group in part.groups:
            yield from group.inputs


def wrong_inputs(parts: Sequence[PartView]) -> tuple[tuple[str, str], ...]:
    """The inputs with something wrong, for the summary."""
    return tuple((one.id, f"{one.label}：{one.error}") for one in all_inputs(parts) if one.error)


def labels_of(parts: Sequence[PartView]) -> dict[str, str]:
    """What the inputs and the parts of a page are called, by name."""
    return {one.name: one.label for one in all_inputs(parts)} | {part.place: part.title for part in parts}


def texts_of(parts: Sequence[PartView]) -> dict[str, Any]:
    """Every input's text by its name, and how many rows each part has that repeats."""
    return {
        "values": {one.name: one.value for one in all_inputs(parts)},
        "rows": {part.place: len(part.groups) for part in parts if part.repeats},
    }


@dataclass(frozen=True, slots=True)
class Clash:
    """An input, or a part whose rows were added or removed, that somebody else has written in as well."""

    name: str
    label: str
    yours: str
    theirs: str

    @property
    def id(self) -> str:
        """The id of its element."""
        return element(self.name)

    def as_json(self) -> dict[str, str]:
        """For the script of the page."""
        return {"name": self.name, "label": self.label, "yours": self.yours, "theirs": self.theirs}


def clashes_of(labels: Mapping[str, str], touched: Iterable[TouchedCell]) -> tuple[Clash, ...]:
    """What of a page two people have written different things in; `labels` are its inputs and parts by name."""
    clashing = {"/".join(tokens_of(one.pointer)[1:]): one for one in touched if one.conflict}
    return tuple(
        Clash(name, labels[name], _said(one.yours), _said(one.theirs))
        for name, one in clashing.items()
        if name in labels
    )


def _said(value: Any) -> str:
    return f"{len(value)} 行" if isinstance(value, list) else cell(value)


def _part(part: Part, content: Mapping[str, Any], errors: Mapping[str, str], before: Mapping[str, str]) -> PartView:
    here: Any = content
    for token in part.place.split("/"):
        here = here.get(token) if isinstance(here, Mapping) else None
    if part.repeats:
        groups = [
            _group(part, f"{part.place}/{at}", row, errors, before, f"第 {at + 1} 行")
            for at, row in enumerate(here or ())
        ]
    else:
        groups = [_group(part, part.place, here or {}, errors, before, part.title)]
    titles = tuple(one.title for one in part.fields)
    return PartView(part.place, part.title, part.repeats, titles, tuple(groups), FIRST.get(part.place))


def _group(
    part: Part,
    place: str,
    values: Mapping[str, Any],
    errors: Mapping[str, str],
    before: Mapping[str, str],
    where: str,
) -> Group:
    inputs = [_input(one, place, values.get(one.name), errors, where) for one in part.fields]
    if before:
        inputs = [replace(one, before=before.get(one.name, "")) for one in inputs]
    return Group(place, tuple(inputs))


def _input(one: Field, place: str, value: Any, errors: Mapping[str, str], where: str) -> Input:
    name = f"{place}/{one.name}"
    error = errors.get(name, "")
    if not error and isinstance(value, Mapping) and "unread" in value:
        kind = "日期" if one.kind == "date" else f"以{one.unit}为单位的数字"
        error = f"“{value['unread']}”不是{kind}，已按原样保留，送审前须改正"
    label = f"{where} {one.title}".strip() if where else one.title
    return Input(name, label, one.kind, one.unit, cell(value), error, one.choices)

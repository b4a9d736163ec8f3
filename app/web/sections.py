"""The sections of the form as they are edited: which fields stand on their own, and which repeat in rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, get_args

from pydantic import BaseModel

from app.contract.form import Form, TargetKind, field_at, unit_of

LONG: Final = frozenset(
    {"duties", "main_work", "achievements", "objective", "result", "target", "criterion", "deduction_reason"}
    | {"text", "opinion"}
)
"""Fields whose text runs over several lines."""


@dataclass(frozen=True, slots=True)
class Field:
    """One input. `kind` is figure, date, year, choice, long or text."""

    name: str
    title: str
    kind: str
    unit: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Fields below one pointer of the form; with `repeats`, a list of such groups."""

    place: str
    title: str
    fields: tuple[Field, ...]
    repeats: bool


@dataclass(frozen=True, slots=True)
class Section:
    """What one page edits."""

    name: str
    title: str
    parts: tuple[Part, ...]

    @property
    def roots(self) -> tuple[str, ...]:
        """The keys of the form that it covers."""
        return tuple(dict.fromkeys(part.place.split("/")[0] for part in self.parts))


def _field(name: str, info: Any) -> Field:
    unit = unit_of(info) or ""
    title = info.title or name
    if unit:
        return Field(name, title, "figure", unit)
    if name.endswith("date"):
        return Field(name, title, "date", "")
    if name == "fiscal_year":
        return Field(name, title, "year", "")
    if info.annotation is TargetKind:
        return Field(name, title, "choice", "", tuple((kind.value, kind.label) for kind in TargetKind))
    return Field(name, title, "long" if name in LONG else "text", "")


def _plain(model: type[BaseModel]) -> Iterator[Field]:
    """The fields that are no group and no list."""
    for name, info in model.model_fields.items():
        parts = [part for part in (info.annotation, *get_args(info.annotation)) if isinstance(part, type)]
        nested = any(issubclass(part, BaseModel) and part.__name__ not in _CELLS for part in parts)
        if not nested and tuple not in parts and getattr(info.annotation, "__origin__", None) is not tuple:
            yield _field(name, info)


_CELLS: Final = frozenset({"Nothing", "NotApplicable", "Unread"})


def _model(place: str) -> type[BaseModel]:
    info = field_at(Form, f"/{place}")
    assert info is not None, place  # noqa: S101 - the places below are of the form
    candidates = [info.annotation, *get_args(info.annotation)]
    return next(one for one in candidates if isinstance(one, type) and issubclass(one, BaseModel))


def _fields(place: str, title: str = "") -> Part:
    return Part(place, title, tuple(_plain(_model(place))), repeats=False)


def _rows(place: str, title: str = "") -> Part:
    return Part(place, title, tuple(_plain(_model(place))), repeats=True)


def _finance(name: str, title: str) -> Section:
    return Section(name, title, (_rows(f"{name}/rows", "各机构"), _fields(f"{name}/total", "合计行（表中没有则留空）")))


_ALL: Final = (
    Section("cover", "封面", (_fields("cover"),)),
    Section("profile", "一、部门（单位）基本概况", (_fields("profile"),)),
    _finance("revenue", "二、年度收入情况（万元）"),
    _finance("expenditure", "二、年度支出和结余情况（万元）"),
    _finance("three_public", "二、三公经费（万元）"),
    _finance("fixed_assets", "二、固定资产（万元）"),
    Section(
        "objectives",
        "三、绩效目标及完成情况",
        (_rows("objectives/qualitative", "定性目标"), _rows("objectives/quantitative", "定量目标")),
    ),
    Section(
        "self_scoring",
        "评分表（自评得分）",
        (_fields("self_scoring", "总分和等次"), _rows("self_scoring/rows", "各项指标")),
    ),
    Section(
        "panel",
        "四、评价人员、意见和填报人",
        (
            _rows("panel/evaluators", "评价人员"),
            _fields("panel/panel_lead", "评价组组长"),
            _fields("panel/department_opinion", "部门（单位）意见"),
            _fields("panel/finance_opinion", "财政部门归口业务科室意见"),
            _fields("preparer", "填报人"),
        ),
    ),
    Section("narrative", "五、评价报告综述（文字部分）", (_fields("narrative"), _rows("narrative/sections", "各节"))),
)

SECTIONS: Final = {section.name: section for section in _ALL}
WHOLE: Final = Section("all", "填写自评报告", tuple(part for section in _ALL for part in section.parts))
"""The whole form on one page, in its order."""
FIRST: Final = {section.parts[0].place: section for section in _ALL}
"""The section that begins with a part."""


def section_of(place: str) -> Section:
    """The section that a place of the form is edited in."""
    return next(
        section
        for section in _ALL
        if any(place == part.place or place.startswith(f"{part.place}/") for part in section.parts)
    )

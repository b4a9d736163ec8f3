"""A report as it lies before whoever begins it: what the scheme, the register and last year's report already know.

Nothing is decided here that somebody would have to answer for: texts, goals, figures of the year and points stay blank.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from app.domain.form.cells import Cell
from app.domain.form.form import Form
from app.domain.form.objectives import TargetKind
from app.domain.form.supplement import Supplement
from app.domain.pointer import cell_at
from app.domain.scoring.compiled import CompiledScheme
from app.domain.scoring.measures import Change
from app.domain.scoring.scheme import Scheme

SECTIONS: Final = (
    ("一", "部门（单位）概况"),
    ("二", "部门整体支出管理及使用情况"),
    ("三", "部门整体支出绩效情况"),
    ("四", "存在的主要问题"),
    ("五", "改进措施和有关建议"),
)
"""The narrative's sections, as the official form asks for them."""
TABLES: Final = ("revenue", "expenditure", "three_public", "fixed_assets")
KEPT: Final = ("contact", "phone", "established_posts", "duties")
"""Of the profile, what is usually the same next year."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """Whose report of which year is begun."""

    department: str
    budget_code: str
    fiscal_year: int


def prepared(scheme: CompiledScheme, of: Beginning, last: Form | None) -> tuple[Form, Supplement]:
    """The form and supplement to begin with; `last` is the department's report of the year before, if there is one."""
    form: dict[str, Any] = {
        "cover": _cover(scheme.scheme, of),
        "self_scoring": {
            "rows": list(_scoring_rows(scheme)),
            "max_points_total": f"{scheme.scheme.total_points:f}",
        },
        "objectives": {"quantitative": [{"kind": kind.value} for kind in TargetKind]},
        "narrative": {
            "title": f"{of.fiscal_year}年部门整体支出绩效评价报告",
            "sections": [{"number": number, "title": title} for number, title in SECTIONS],
        },
        **{name: _table(name, of, last) for name in TABLES},
    }
    if last is not None:
        profile = last.profile.model_dump(mode="json")
        form["profile"] = {name: profile[name] for name in KEPT}
    supplement: dict[str, Any] = {}
    for pointer, cell in carried_over(scheme.scheme, last).items() if last is not None else ():
        _, root, *_ = pointer.split("/")
        if root == "supplement":
            supplement[pointer.rpartition("/")[2]] = _json(cell)
        else:
            _fill(form, pointer, _json(cell))
    return Form.model_validate(form), Supplement.model_validate(supplement)


def carried_over(scheme: Scheme, last: Form) -> dict[str, Cell]:
    """What last year's report settles of this one, by the pointer into this one's report.

    上年结转 of each row is last year's 累计结余 there; the 三公经费 that the scheme compares with is last year's total.
    """
    found: dict[str, Cell] = {}
    for at, row in enumerate(last.expenditure.rows):
        found[f"/form/revenue/rows/{at}/prior_year_carryover"] = row.cumulative_balance
    if last.expenditure.total is not None:
        found["/form/revenue/total/prior_year_carryover"] = last.expenditure.total.cumulative_balance
    if (evidence := prior_three_public(scheme)) is not None:
        spent = cell_at(last, "/three_public/total/total")
        found[f"/supplement/{evidence}"] = spent if isinstance(spent, str) else None
    return {pointer: cell for pointer, cell in found.items() if cell is not None}


def prior_three_public(scheme: Scheme) -> str | None:
    """The input that the scheme compares this year's 三公 with, found by the measure and not by its name."""
    this_year = {name for name, spec in scheme.evidence.items() if spec.source == "/three_public/total/total"}
    for measure in _changes(scheme.items):
        now, before = measure.change
        if now in this_year and isinstance(before, str):
            spec = scheme.evidence.get(before)
            return before if spec is not None and spec.source is None else None
    return None


def _changes(items: Any) -> Iterator[Change]:
    for item in items:
        if isinstance(item.measure, Change):
            yield item.measure
        yield from _changes(item.items)


def _cover(scheme: Scheme, of: Beginning) -> dict[str, Any]:
    region = scheme.issuer.removesuffix("财政局")
    return {
        "title": f"{region}{of.fiscal_year}年度部门（单位）整体支出绩效评价自评报告",
        "department_name": of.department,
        "budget_code": of.budget_code,
        "fiscal_year": of.fiscal_year,
        "evaluation_method": "部门（单位）绩效自评",
        "evaluation_body": "部门（单位）评价组",
        "issuer": scheme.issuer,
    }


def _scoring_rows(scheme: CompiledScheme) -> Iterator[dict[str, Any]]:
    for one in scheme.indicators:
        category, group = (*one.path, "", "")[:2]
        points = None if one.max_points is None or one.pool else f"{one.max_points:f}"
        yield {
            "category": category,
            "group": group,
            "indicator": one.title,
            "criterion": one.criterion,
            "max_points": points,
        }


def _table(name: str, of: Beginning, last: Form | None) -> dict[str, Any]:
    """The institutions of last year's table, with blank figures; else the department itself."""
    if last is None or not (before := getattr(last, name)).rows:
        return {"rows": [{"institution": of.department}]}
    table: dict[str, Any] = {"rows": [{"institution": row.institution or of.department} for row in before.rows]}
    if before.total is not None:
        table["total"] = {"institution": before.total.institution}
    return table


def _fill(form: dict[str, Any], pointer: str, value: Any) -> None:
    """Put a carried value where the new form has such a row."""
    _, _, table, place, *rest = pointer.split("/")
    if place == "total" and "total" in form[table]:
        form[table]["total"][rest[0]] = value
    elif place == "rows" and int(rest[0]) < len(form[table]["rows"]):
        form[table]["rows"][int(rest[0])][rest[1]] = value


def _json(cell: Cell) -> Any:
    return cell if cell is None or isinstance(cell, str) else cell.model_dump(mode="json")

"""G4: sections of the official form in which nothing is filled in."""

from collections.abc import Iterator
from typing import Any, Final

from app.domain.checks.check import WARNING_AT_SUBMISSION, Check, Example, Found
from app.domain.checks.examined import TABLES, Examined
from app.domain.checks.finding import Fix
from app.domain.checks.tables import COLUMNS
from app.domain.places import title_at


def find(report: Examined) -> Iterator[Found]:
    """One finding that names them all."""
    empty = list(_empty(report))
    if empty:
        places = [f"/form/{name}" for name in empty]
        yield Found(
            at=places[0],
            amount=f"有 {len(empty)} 个部分没有填写：{'、'.join(map(title_at, empty))}",
            fixes=(Fix("补填这些部分，确实没有的填“无”或 0"),),
            repairs=dict.fromkeys(places),
        )


def _empty(report: Examined) -> Iterator[str]:
    form = report.form
    profile, objectives = form.profile, form.objectives
    if not (profile.duties.strip() or profile.main_work.strip() or profile.achievements.strip()):
        yield "profile"
    for table in TABLES:
        found: Any = getattr(form, table)
        rows = found.rows if found.total is None else (*found.rows, found.total)
        if not any(getattr(row, name) is not None for row in rows for name in COLUMNS[table]):
            yield table
    if not any(one.objective.strip() for one in objectives.qualitative) and not any(
        one.target.strip() for one in objectives.quantitative
    ):
        yield "objectives"
    if not any(row.self_assessed_points is not None for row in form.self_scoring.rows):
        yield "self_scoring"
    if not any(one.name.strip() for one in form.panel.evaluators):
        yield "panel"
    if not any(section.text.strip() for section in form.narrative.sections):
        yield "narrative"


_NONE: Final = {"none": "无"}


CHECK: Final = Check(
    id="G4",
    title="表式的某些部分没有填写",
    reason="自评报告应按表式填写完整，缺少的部分无法审核，公开时也不完整",
    source="自评报告表式第一至五部分和附件评分表",
    severity=WARNING_AT_SUBMISSION,
    find=find,
    passing=Example(
        "没有固定资产，各栏填“无”",
        {"/form/fixed_assets/rows/0": {"institution": "示例县档案服务中心", "total": _NONE, "in_use": _NONE}},
    ),
    failing=Example("固定资产表是空的", {"/form/fixed_assets/rows": []}),
)

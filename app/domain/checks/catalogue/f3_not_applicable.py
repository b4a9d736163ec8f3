"""F3: full points for an indicator that the report itself calls 不适用 or 不涉及, without declaring it."""

import re
from collections.abc import Iterator
from typing import Final

from app.domain.checks.check import WARNING, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix
from app.domain.checks.wording import amount, quoted
from app.domain.form.cells import folded

_WHO: Final = r"(本|该|此|我)?(项|指标|项指标|部门|单位|局|项工作|项业务)?"
_SAID: Final = re.compile(
    rf"(?:^|[,.。;:：，；、(（])(?:对)?{_WHO}(?:对?{_WHO})?(?:不适用|不涉及)(?:于)?{_WHO}(?=$|[,.。;；，、)）])"
)
"""A clause that says this and nothing else: 不涉及违规资金 is no such thing. On half-width text."""


def find(report: Examined) -> Iterator[Found]:
    """Each indicator by its own row, or by the target of its name."""
    targets = _targets(report)
    for indicator, pointer, row, claimed in report.scored():
        if _says_so(row.deduction_reason):
            at, said = f"{pointer}/deduction_reason", row.deduction_reason
        elif indicator.title in targets:
            at, said = targets[indicator.title]
        else:
            continue
        if claimed and claimed == indicator.max_points and indicator.id not in report.supplement.not_applicable:
            yield Found(
                at=at,
                amount=f"写的是{quoted(said)}，而“{indicator.title}”自评满分 {amount(claimed)} 分",
                fixes=(_declared(indicator.not_applicable), Fix("指标适用的，改正说明，写明实际完成情况")),
                repairs={at: None, f"{pointer}/self_assessed_points": None},
            )


def _says_so(text: str) -> bool:
    return bool(text) and ("不适用" in text or "不涉及" in text) and _SAID.search(folded(text)) is not None


def _targets(report: Examined) -> dict[str, tuple[str, str]]:
    """(pointer, text) of the targets that say so, by the label of their kind, where it is the only one of it."""
    found: dict[str, tuple[str, str]] = {}
    listed = report.form.objectives.quantitative
    for at, one in enumerate(listed):
        if _says_so(one.target) and sum(other.kind is one.kind for other in listed) == 1:
            found[one.kind.label] = (f"/form/objectives/quantitative/{at}/target", one.target)
    return found


def _declared(policy: str) -> Fix:
    if policy == "forbidden":
        return Fix("按实际完成情况评分，本评分表没有按不适用给满分的约定")
    return Fix("在补充数据中声明该指标不适用并写明理由")


CHECK: Final = Check(
    id="F3",
    title="不适用的指标给了满分",
    reason="不适用的指标应当声明并写明理由，按评分表的约定处理，直接给满分会抬高总分",
    source="评分表“扣分原因和其他说明”；方案对不适用的约定（not_applicable）",
    severity=WARNING,
    find=find,
    follows=("D1",),
    passing=Example(
        "说明里的“不涉及”说的不是指标",
        {"/form/self_scoring/rows/6/deduction_reason": "培训对象不涉及外县人员，计划全部完成"},
    ),
    failing=Example("说明写不适用，仍计满分", {"/form/self_scoring/rows/6/deduction_reason": "本单位不适用"}),
)

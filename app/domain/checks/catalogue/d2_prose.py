"""D2: quantitative goals that hold prose only: no number, unit, date or rate."""

from collections.abc import Iterator
from typing import Final

from app.domain.checks.check import WARNING, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix
from app.domain.checks.quantities import amounts, is_nothing, is_quantified
from app.domain.checks.wording import quoted
from app.domain.decimals import HUNDRED
from app.domain.form.objectives import QuantitativeTarget


def find(report: Examined) -> Iterator[Found]:
    """One finding for all such rows, the first one quoted."""
    rows = [
        (f"/form/objectives/quantitative/{at}/target", row)
        for at, row in enumerate(report.form.objectives.quantitative)
        if row.target and is_prose(row)
    ]
    if not rows:
        return
    at, first = rows[0]
    labels = "、".join(dict.fromkeys(row.kind.label for _, row in rows))
    yield Found(
        at=at,
        amount=(
            f"{labels}共 {len(rows)} 行定量目标只有文字，没有数量、时限或比率，"
            f"如{first.kind.label}{quoted(first.target)}"
        ),
        fixes=(Fix("把目标写成可衡量的数值、时限或比率（如“12月底前完成”“不少于 3,000 件”）"),),
        repairs=dict.fromkeys(place for place, _ in rows),
    )


def is_prose(row: QuantitativeTarget) -> bool:
    """Whether neither the goal nor its result has a quantity; 100% of something unmeasured is none."""
    if is_nothing(row.target) or is_quantified(row.target):
        return False
    reached = amounts(row.result)
    return not any(one.value != HUNDRED for one in reached)


CHECK: Final = Check(
    id="D2",
    title="定量目标没有量化",
    reason="没有数量、时限或比率的目标无法衡量是否完成，“100%”也无从核对",
    source="自评报告表式第三部分“整体支出绩效定量目标”；财预〔2021〕101号：绩效指标应细化、量化、可衡量",
    severity=WARNING,
    find=find,
    passing=Example(
        "数量用汉字写，时限写季度，目标为零事故",
        {
            "/form/objectives/quantitative/1/target": "接收十二家单位的到期档案",
            "/form/objectives/quantitative/2/target": "每季度完成一批数字化",
            "/form/objectives/quantitative/0/target": "不发生档案泄密事故",
        },
    ),
    failing=Example(
        "时效目标写“第一时间办理”，名称中的数字不是数量",
        {
            "/form/objectives/quantitative/2/target": "指标1：1.第一时间办理“12345”热线转来的查档件。",
            "/form/objectives/quantitative/2/result": "100%",
        },
    ),
)

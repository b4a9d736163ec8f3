"""F2: points are claimed for a rate whose denominator is 0, and the scoring table does not say what holds then."""

from collections.abc import Iterator
from typing import Final

from app.domain.checks.check import WARNING, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix
from app.domain.checks.wording import amount


def find(report: Examined) -> Iterator[Found]:
    """What scoring leaves open because of `zero_base: unscored`; a row that explains how it was scored is let be."""
    for indicator, pointer, row, claimed in report.scored():
        settled = report.settled[indicator.id]
        if settled.status != "unscored" or settled.shortcut is None:
            continue
        if not claimed or claimed < 0 or row.deduction_reason.strip():
            continue
        place = f"{pointer}/self_assessed_points"
        inputs = [where for _, _, _, where in indicator.told_inputs]
        yield Found(
            at=place,
            amount=f"自评 {amount(claimed)} 分，而{settled.reason}，评分标准没有规定这种情形怎样计分",
            fixes=(
                Fix("核对分母，漏填或填错的改为实际数"),
                Fix("分母确为 0 的，在扣分原因和其他说明中写明计分的理由，或按规定声明不适用"),
            ),
            repairs={place: None, **{where if "supplement" in where else f"/form{where}": None for where in inputs}},
        )


_NONE: Final = {"none": "无"}


CHECK: Final = Check(
    id="F2",
    title="分母为零而给了分",
    reason="分母为零时比率没有意义，评分标准又没有规定怎样计分，得分没有依据",
    source="评分表以比率计分的指标；方案对零分母的约定（zero_base）",
    severity=WARNING,
    find=find,
    passing=Example(
        "本年和上年三公经费都是 0，方案规定变动率按 0 计",
        {
            "/supplement/three_public_prior": "0",
            "/form/three_public/rows/0/total": "0",
            "/form/three_public/rows/0/official_hospitality": _NONE,
            "/form/three_public/rows/0/vehicle_running_costs": _NONE,
            "/form/narrative/sections/1/text": "全年收入800.00万元，支出780.00万元。没有三公经费支出。",
        },
    ),
    failing=Example("上年三公经费填 0，本年有支出，变动率仍计满分", {"/supplement/three_public_prior": "0"}),
)

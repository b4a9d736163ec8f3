"""C5: results far above their targets without any explanation."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from app.domain.checks.check import WARNING, Check, Example, Found, Parameter
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix
from app.domain.checks.quantities import Amount
from app.domain.checks.targets import comparable, gives_reason
from app.domain.checks.wording import quoted
from app.domain.decimals import HUNDRED, ZERO, shortest
from app.domain.form.cells import number_in
from app.domain.form.objectives import QuantitativeTarget, TargetKind
from app.domain.form.supplement import TargetItem

MOST: Final = Decimal(130)


def find(report: Examined) -> Iterator[Found]:
    """Quantitative targets with one number on each side, and the targets that the supplement lists."""
    most = report.parameter("C5", "most", MOST)
    for at, row in enumerate(report.form.objectives.quantitative):
        if row.kind is not TargetKind.COST and row.target and row.result:
            both = comparable(row.target, row.result)
            if both and _far(both[0].value, both[1].value, most) and not _explained(report, row.result):
                yield of_row(f"/form/objectives/quantitative/{at}/result", row, both)
    for name, answer in report.supplement.answers().items():
        if isinstance(answer, tuple):
            for place, item in enumerate(answer):
                yield from of_item(report, f"/supplement/{name}", place, item, most)


def _far(target: Decimal, actual: Decimal, most: Decimal) -> bool:
    return target > ZERO and actual * HUNDRED >= target * most


def _explained(report: Examined, result: str) -> bool:
    """Whether the result or the narrative says why; the narrative is asked for any word of targets that were passed."""
    return gives_reason(result) or any(
        "超额" in text or "超过目标" in text or "超出目标" in text or "超目标" in text for _, text in report.narrative
    )


def of_row(at: str, row: QuantitativeTarget, both: tuple[Amount, Amount]) -> Found:
    """A row of 定量目标."""
    target, actual = both
    share = shortest((actual.value * HUNDRED / target.value).quantize(Decimal("0.1")))
    return Found(
        at=at,
        amount=(
            f"{row.kind.label}目标{quoted(row.target)}，完成{quoted(row.result)}，"
            f"是目标的 {share}%，多 {shortest(actual.value - target.value)}{_spaced(actual.unit)}，没有说明原因"
        ),
        fixes=(Fix("在完成情况中写明大幅超出目标的原因"), Fix("核对目标值和完成值，填错的改正")),
        repairs={at: None},
    )


def of_item(report: Examined, pointer: str, place: int, item: object, most: Decimal) -> Iterator[Found]:
    """A line of a list in the supplement."""
    if not isinstance(item, TargetItem) or item.better != "higher":
        return
    target, actual = number_in(item.target), number_in(item.actual)
    if target is None or actual is None or not _far(target, actual, most) or _explained(report, item.title):
        return
    share = shortest((actual * HUNDRED / target).quantize(Decimal("0.1")))
    yield Found(
        at=pointer,
        amount=(
            f"第 {place + 1} 项“{item.title}”目标 {shortest(target)}，完成 {shortest(actual)}，"
            f"是目标的 {share}%，没有说明原因"
        ),
        fixes=(Fix("在自评报告中写明大幅超出目标的原因"), Fix("核对目标值和完成值，填错的改正")),
        repairs={f"{pointer}/{place}": None},
    )


def _spaced(unit: str) -> str:
    return unit if unit == "%" else f" {unit}"


CHECK: Final = Check(
    id="C5",
    title="完成值远高于目标值而没有说明",
    reason="完成值大幅超出目标，多半是目标定得过低或数据有误，应说明原因",
    source="财预〔2020〕10号：偏离绩效目标较多的要说明原因；自评系统中完成值达到目标 130% 须填原因的通行做法",
    severity=WARNING,
    find=find,
    passing=Example(
        "超出目标三成以上，写明原因；成本越低越好",
        {
            "/form/objectives/quantitative/1/result": "4,100卷，因两家单位撤并提前移交",
            "/form/objectives/quantitative/3/result": "0.10元/页",
        },
    ),
    failing=Example("目标 3,000 卷，完成 4,100 卷，没有说明", {"/form/objectives/quantitative/1/result": "4,100卷"}),
    parameters={"most": Parameter("完成值达到目标值的多少即须说明", MOST, "%")},
)

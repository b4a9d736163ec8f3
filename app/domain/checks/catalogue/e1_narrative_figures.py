"""E1: a figure in the narrative that is not the one in the form's own table."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from app.domain.checks.check import ERROR, Check, Example, Found
from app.domain.checks.examined import Examined, interval_in
from app.domain.checks.finding import Fix
from app.domain.checks.interval import Interval, exactly
from app.domain.checks.wording import amount, figure
from app.domain.form.cells import number_in
from app.domain.places import title_at
from app.domain.prose.mentions import Mention

_TEN_THOUSAND: Final = Decimal(10_000)


def find(report: Examined) -> Iterator[Found]:
    """Each number whose subject is a cell of the form, compared with that cell; a blank cell is compared with none."""
    for pointer, sentence in report.statements:
        for mention in sentence.mentions:
            yield from _different(report, pointer, mention)


def cell_of(report: Examined, key: str) -> tuple[str, Decimal, Interval] | None:
    """(pointer, number, interval) of the cell that a mention's key names; None where it has no number."""
    table, _, column = key.partition("/")
    if table in ("profile", "self_scoring"):
        pointer = f"/form/{key}"
        number = report.number(pointer)
        return (pointer, number, exactly(number)) if number is not None else None
    row = report.total_row(table)
    if row is None:
        return None
    cell = getattr(row[1], column)
    number, interval = number_in(cell), interval_in(cell)
    return (f"{row[0]}/{column}", number, interval) if number is not None and interval is not None else None


def place_of(pointer: str, mention: Mention) -> str:
    """The mention's number as a place, for repairs."""
    return f"{pointer}#{mention.quantity.start}:{mention.quantity.end}"


def _different(report: Examined, pointer: str, mention: Mention) -> Iterator[Found]:
    cell = cell_of(report, mention.key)
    quantity = mention.quantity
    if cell is None or cell[2].meets(quantity.value):
        return
    at, number, interval = cell
    unit, label = quantity.unit, title_at(at.removeprefix("/form/").replace("/total/", "/rows/0/"))
    gap = f"相差 {amount(abs(quantity.number - number), unit)}"
    if slip := _slip(quantity.value, interval):
        gap = f"相差一万倍，{slip}"
    typed = f"{mention.term}{quantity.text}"
    stated = f"{figure(number)}{unit}"
    yield Found(
        at=pointer,
        span=(mention.start, quantity.end),
        amount=f"文字写“{typed}”，而表中{label}是 {amount(number, unit)}，{gap}",
        fixes=(
            Fix(f"把文字中的“{quantity.text}”改为“{stated}”，或改用引用“{{{label}}}”，以后随表自动更新"),
            Fix(f"如果文字是对的，把表中{label}改为 {figure(quantity.number)}", at, figure(quantity.number)),
        ),
        repairs={place_of(pointer, mention): interval, at: quantity.value},
    )


def _slip(said: Interval, stated: Interval) -> str:
    """Which unit was taken for which, where the two differ by exactly ten thousand."""
    if said.meets(stated.times(_TEN_THOUSAND)):
        return "疑把元写成了万元"
    if said.times(_TEN_THOUSAND).meets(stated):
        return "疑把万元写成了元"
    return ""


CHECK: Final = Check(
    id="E1",
    title="文字部分的数与表中的数不一致",
    reason="同一个数在报告中应只有一个说法，否则公开后无法判断以哪个为准",
    source="自评报告表式第五部分（文字部分）与第一、二部分各表、评分表",
    severity=ERROR,
    find=find,
    follows=("A1", "A2", "A3", "A5", "A7", "A8", "A9", "A10", "B2", "B4"),
    passing=Example(
        "换成元、四舍五入到整数，或说的是预算、上年、下属单位的数，都不算不一致",
        {
            "/form/narrative/sections/1/text": (
                "2021年度总支出7,800,000元，其中：基本支出480万元，项目支出约300万元。人员支出比上年增加12.00万元。"
                "三公经费预算10.00万元，实际支出8.00万元。2020年项目支出288.00万元。下属档案馆人员支出90.00万元。"
            )
        },
    ),
    failing=Example(
        "表中公用支出 120.00 万元，文字写 150.00 万元",
        {
            "/form/narrative/sections/1/text": (
                "全年收入800.00万元，支出780.00万元。基本支出中，公用支出150.00万元。项目支出300.00万元。"
            )
        },
    ),
)

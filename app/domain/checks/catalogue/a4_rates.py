"""A4: a rate that is printed in the texts and does not follow from the form's own amounts."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final

from app.domain.checks.check import ERROR, Check, Example, Found, Parameter
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix
from app.domain.checks.interval import Interval, exactly
from app.domain.checks.wording import amount
from app.domain.decimals import plain
from app.domain.form.cells import number_in
from app.domain.places import title_at
from app.domain.prose.numbers import Quantity, half_width
from app.domain.scoring.settling import Settled

TOLERANCE: Final = Parameter("印出的比率与按金额计算的比率最多可差", Decimal("0.05"), "个百分点")

ALLOTTED: Final = ("total", "general_budget_appropriation", "government_fund_appropriation")
"""Columns of 年度收入情况 that are taken for what was spent by mistake."""

_LINK: Final = r"(?:为|是|达到?|有|[:：=＝\s]){0,3}$"
_OTHER: Final = re.compile(
    r"上年|去年|20\d\d年|目标|预期|计划|不低于|不高于|不超过|以上|以内|应|确保|力争|较|比|二级|本级|下属|标准|≥|≤|>|<"
)


def find(report: Examined) -> Iterator[Found]:
    """Sentences that say “<the indicator's title> 97.5%”, where the scheme computes that rate from amounts."""
    if not any(one.typed == "%" for _, sentence in report.statements for one in sentence.quantities):
        return
    titles = _titles(report)
    if not titles:
        return
    pattern = _pattern(tuple(titles))
    for pointer, sentence in report.statements:
        for one in sentence.quantities:
            if one.unit != "%" or one.approximate:
                continue
            begin = one.start - sentence.start
            named = pattern.search(sentence.text, max(0, begin - 30), begin)
            if named and not _OTHER.search(sentence.text[:begin]):
                settled = titles[_key(named["title"])]
                yield from _different(report, pointer, named["title"], one, settled)


def _titles(report: Examined) -> dict[str, Settled]:
    """The scheme's rates that are computed from amounts, by title."""
    return {
        _key(half_width(one.indicator.title)): one
        for one in report.settled.values()
        if one.value is not None
        and one.indicator.measure is not None
        and one.indicator.measure.computes
        and one.indicator.measure.unit == "%"
    }


def _key(title: str) -> str:
    return re.sub(r"[“”\"]", "", title)


@lru_cache(maxsize=64)
def _pattern(titles: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(titles, key=len, reverse=True)
    spelt = [re.escape(title).replace("三公经费", '[“”"]?三公(?:经费)?[“”"]?(?:经费)?') for title in longest]
    return re.compile(rf"(?P<title>{'|'.join(spelt)}){_LINK}")


def _different(report: Examined, pointer: str, title: str, said: Quantity, settled: Settled) -> Iterator[Found]:
    assert settled.value is not None  # noqa: S101 - only such have titles here
    exact = settled.value[0] / settled.value[1]
    tolerance = report.parameter("A4", "tolerance", TOLERANCE.default)
    if said.value.widened(tolerance).meets(exactly(exact)):
        return
    measure = settled.indicator.measure
    assert measure is not None  # noqa: S101 - as above
    computed = exact.quantize(Decimal("0.01"))
    instead = _from_allotment(report, said, settled, tolerance)
    yield Found(
        at=pointer,
        span=(said.start, said.end),
        amount=(
            f"文字写“{title}{said.text}”，按表中金额计算是 {amount(computed)}%，"
            f"相差 {amount(abs(said.number - computed))} 个百分点{instead}"
        ),
        fixes=(
            Fix(f"把文字中的“{said.text}”改为“{plain(computed)}%”{'，按支出数而不是下达数计算' if instead else ''}"),
            Fix(f"核对计算{settled.indicator.title}的各个数，改正填错的一个"),
        ),
        repairs={
            f"{pointer}#{said.start}:{said.end}": Interval(exact - tolerance, exact + tolerance),
            **{_place(where): None for _, _, _, where in settled.indicator.told_inputs},
        },
    )


def _from_allotment(report: Examined, said: Quantity, settled: Settled, tolerance: Decimal) -> str:
    """Whether the rate is what comes of money received in place of money spent (下达数÷预算数), in words."""
    measure, values = settled.indicator.measure, report.inputs.values
    row = report.total_row("revenue")
    if measure is None or row is None:
        return ""
    for name, title, _, where in settled.indicator.told_inputs:
        if not where.startswith("/expenditure/"):
            continue
        for column in ALLOTTED:
            received = number_in(getattr(row[1], column))
            if received is None or received == values.get(name):
                continue
            rate = measure.evaluate({**values, name: received})
            if isinstance(rate, tuple) and said.value.widened(tolerance).meets(exactly(rate[0] / rate[1])):
                label = title_at(f"revenue/rows/0/{column}")
                return f"，正是用{label} {amount(received, '万元')}（下达数）代替{title}算出来的"
    return ""


def _place(pointer: str) -> str:
    return pointer if pointer.startswith("/supplement") else f"/form{pointer}"


CHECK: Final = Check(
    id="A4",
    title="印出的比率与金额不符",
    reason="比率应由表中的金额算出，印错的比率会让人误判得分",
    source="评分标准中各比率的算法（例如执行率＝支出数÷预算数×100%）",
    severity=ERROR,
    find=find,
    parameters={"tolerance": TOLERANCE},
    follows=("A1", "A2", "A3"),
    passing=Example(
        "780 ÷ 800 = 97.5%，写成 98% 是取整",
        {"/form/narrative/sections/2/text": "预算执行率为98%，财政供养人员控制率95%，上年预算执行率为91%。"},
    ),
    failing=Example("780 ÷ 800 = 97.5%，文字写 99.5%", {"/form/narrative/sections/2/text": "全年预算执行率99.5%。"}),
)

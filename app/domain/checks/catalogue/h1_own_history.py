"""H1: a figure far away from what the department's own earlier reports say."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Final

from app.domain.checks.check import WARNING, Check, Example, Found, Parameter
from app.domain.checks.context import Context
from app.domain.checks.examined import Examined
from app.domain.checks.figures import compared, earlier, figure_of, place_of, section_of, unit_at
from app.domain.checks.finding import Fix
from app.domain.checks.interval import Interval
from app.domain.checks.wording import amount
from app.domain.decimals import ONE, shortest
from app.domain.form.form import Form
from app.domain.places import title_at

TIMES: Final = Parameter("本年数与以前年度相差的倍数", Decimal(5), "倍")
LEAST: Final = Parameter("两数中较大的一个至少为", Decimal(5), "万元（人）")


def find(report: Examined) -> Iterator[Found]:
    """One finding a section, at its first figure: where all of a table is off, it is off for one reason."""
    past = earlier(report)
    if not past:
        return
    times = max(report.parameter("H1", "times", TIMES.default), ONE)
    least = report.parameter("H1", "least", LEAST.default)
    by_section: dict[str, list[Outlier]] = {}
    for pointer, number in compared(report):
        values = [(year, value) for year, form in past if (value := figure_of(form, pointer)) and value > 0]
        if values and (found := _outlier(report, pointer, number, values, times)) and found.larger >= least:
            by_section.setdefault(section_of(pointer), []).append(found)
    for outliers in by_section.values():
        yield _found(outliers, times)


@dataclass(frozen=True, slots=True)
class Outlier:
    """A figure beside what it was."""

    pointer: str
    title: str
    number: Decimal
    usual: Decimal
    words: str
    """What `usual` is: of which years, and how it was found."""

    @property
    def larger(self) -> Decimal:
        """The larger of the two."""
        return max(self.number, self.usual)

    @property
    def told(self) -> str:
        """项目支出 3,000 万元，是 2020 年的 300 万元的 10 倍."""
        unit = unit_at(self.pointer)
        more = self.number > self.usual
        factor = shortest(round(self.number / self.usual if more else self.usual / self.number, 1))
        how = f"的 {factor} 倍" if more else f"的 {factor} 分之一"
        return f"{self.title} {amount(self.number, unit)}，是{self.words} {amount(self.usual, unit)}{how}"


def _outlier(
    report: Examined, pointer: str, number: Decimal, values: list[tuple[int, Decimal]], times: Decimal
) -> Outlier | None:
    """Against the median of three years or more, else the latest; within what there has been is no outlier."""
    known = [value for _, value in values]
    if len(known) >= 3:
        usual, words = median(known), f"以前 {len(known)} 年的中位数"
    else:
        usual, words = known[0], f" {values[0][0]} 年的"
    if not (number >= usual * times and number > max(known)) and not (number * times <= usual and number < min(known)):
        return None
    place = place_of(report, pointer)
    return Outlier(place, title_at(place.removeprefix("/form/")), number, usual, words)


def _found(outliers: list[Outlier], times: Decimal) -> Found:
    first = outliers[0]
    more = f"；同样偏离的还有{'、'.join(one.title for one in outliers[1:])}" if outliers[1:] else ""
    return Found(
        at=first.pointer,
        amount=f"{first.told}，超过了与本部门历史相比 {amount(times)} 倍的界限{more}",
        fixes=(Fix(f"核对{first.title}的数字和单位"), Fix("数字无误的，在综述中说明大幅增减的原因")),
        repairs={one.pointer: Interval(one.usual / times, one.usual * times) for one in outliers},
    )


def _assets(total: str) -> Form:
    return Form.model_validate({"fixed_assets": {"rows": [{"total": total}]}})


_THREE_YEARS: Final = Context(history={2018: _assets("440.00"), 2019: _assets("480.00"), 2020: _assets("490.00")})


CHECK: Final = Check(
    id="H1",
    title="与本部门以前年度相差悬殊",
    reason="正常增减不会有这么大，常见的原因是多写少写一位数或用错单位",
    source="实务：财政审核时与上年度自评报告对照；中位数法",
    severity=WARNING,
    find=find,
    passing=Example(
        "固定资产增长到以前年度的两倍多",
        {"/form/fixed_assets/rows/0/total": "1200.00", "/form/fixed_assets/rows/0/in_use": "1160.00"},
        _THREE_YEARS,
    ),
    failing=Example(
        "固定资产是以前三年中位数的 10 倍",
        {"/form/fixed_assets/rows/0/total": "4800.00", "/form/fixed_assets/rows/0/in_use": "4760.00"},
        _THREE_YEARS,
    ),
    parameters={"times": TIMES, "least": LEAST},
    follows=("A1", "A2", "A3", "A7", "A8", "A9", "A10", "B4", "E1", "F1"),
)

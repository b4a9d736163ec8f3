"""A10: a figure that is ten thousand times what the figures beside it suggest: 元 written where the form says 万元."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.domain.checks.check import WARNING, Check, Example, Found, Parameter
from app.domain.checks.context import Context
from app.domain.checks.examined import Examined
from app.domain.checks.figures import compared, earlier, figure_of, place_of, section_of
from app.domain.checks.finding import Fix
from app.domain.checks.interval import Interval
from app.domain.checks.sums import ALL_SUMS, label, row_number, unequal
from app.domain.checks.wording import amount
from app.domain.decimals import ONE, ZERO, plain
from app.domain.form.form import Form
from app.domain.pointer import tokens_of

WAN: Final = Decimal(10_000)
SPREAD: Final = Parameter("换算成万元后，与所比的数最多相差的倍数", Decimal(3), "倍")
LEAST: Final = Decimal("0.1")
"""万元; against less than this a difference of ten thousand times says nothing."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A figure that looks like another unit, with what it is compared with, in words."""

    pointer: str
    number: Decimal
    compared: str

    @property
    def table(self) -> str:
        """The finance table that it is in."""
        return section_of(self.pointer)


def find(report: Examined) -> Iterator[Found]:
    """One finding a table: against the sums of its own row, the other tables, the year before and comparable
    departments, whichever tells first."""
    if not _has_large_figures(report):
        return
    spread = max(report.parameter("A10", "spread", SPREAD.default), ONE)
    by_table: dict[str, dict[str, Suspect]] = {}
    for suspect in _suspects(report, spread):
        by_table.setdefault(suspect.table, {}).setdefault(suspect.pointer, suspect)
    for suspects in by_table.values():
        yield _found(list(suspects.values()))


def _has_large_figures(report: Examined) -> bool:
    """A figure in 元 has at least four digits before its point, as 0.1 万元 is 1000 元."""
    for one in ALL_SUMS:
        for _, row in report.rows(one.table):
            for name in (one.whole, *one.parts):
                cell = getattr(row, name)
                if isinstance(cell, str) and len(cell.partition(".")[0]) > 3:
                    return True
    return False


def _suspects(report: Examined, spread: Decimal) -> Iterator[Suspect]:
    yield from _in_sums(report)
    yield from _beside_other_tables(report, spread)
    yield from _beside_last_year(report, spread)
    yield from _beside_peers(report, spread)


def _in_sums(report: Examined) -> Iterator[Suspect]:
    """A figure with which a sum would hold if it were in 元."""
    for one in ALL_SUMS:
        for pointer, row in report.rows(one.table):
            for found in unequal(one, pointer, row):
                for place, mended in found.repairs.items():
                    number = row_number(row, tokens_of(place)[-1])
                    read = number / WAN
                    if isinstance(mended, Interval) and read >= LEAST and mended.low <= read <= mended.high:
                        yield Suspect(place, number, "同一行其他各数")


def _beside_other_tables(report: Examined, spread: Decimal) -> Iterator[Suspect]:
    """Income against expenditure, and 三公 that would be more than all expenditure."""
    income, spent = report.number("/form/revenue/total/total"), report.number("/form/expenditure/total/total")
    if not income or not spent:
        return
    if is_times(income, spent, spread):
        yield Suspect(place_of(report, "/form/revenue/total/total"), income, f"支出合计 {amount(spent, '万元')}")
    if is_times(spent, income, spread):
        yield Suspect(place_of(report, "/form/expenditure/total/total"), spent, f"收入合计 {amount(income, '万元')}")
    three_public = report.number("/form/three_public/total/total")
    if three_public and three_public > spent and LEAST <= three_public / WAN <= spent:
        place = place_of(report, "/form/three_public/total/total")
        yield Suspect(place, three_public, f"支出合计 {amount(spent, '万元')}")


def _beside_last_year(report: Examined, spread: Decimal) -> Iterator[Suspect]:
    for year, form in earlier(report)[:1]:
        for pointer, number in compared(report):
            before = figure_of(form, pointer)
            if before and section_of(pointer) != "profile" and is_times(number, before, spread):
                yield Suspect(place_of(report, pointer), number, f" {year} 年的 {amount(before, '万元')}")


def _beside_peers(report: Examined, spread: Decimal) -> Iterator[Suspect]:
    for pointer, peers in report.context.peers.items():
        number, values = report.number(pointer), [value for value in peers.values if value > ZERO]
        if number and len(values) >= 3 and section_of(pointer) != "profile":
            least, most = min(values), max(values)
            if number > most * 100 and least / spread <= number / WAN <= most * spread:
                told = f"{peers.group}的 {amount(least)} 至 {amount(most, '万元')}"
                yield Suspect(place_of(report, pointer), number, told)


def is_times(number: Decimal, other: Decimal, spread: Decimal) -> bool:
    """Whether `number` is about ten thousand times `other`."""
    return other >= LEAST and other * WAN <= number * spread and number <= other * WAN * spread


def _found(suspects: list[Suspect]) -> Found:
    first = suspects[0]
    name, read = label(first.table, tokens_of(first.pointer)[-1]), plain((first.number / WAN).normalize())
    more = f"，同一张表另有 {len(suspects) - 1} 个数也是如此" if len(suspects) > 1 else ""
    return Found(
        at=first.pointer,
        amount=(
            f"{name} {amount(first.number, '万元')}，与{first.compared}相比约大一万倍，"
            f"像是按元填写，合 {amount(first.number / WAN, '万元')}{more}"
        ),
        fixes=(Fix(f"把{name}换算成万元，改为 {read}", first.pointer, read), Fix("确属此数的，在综述中说明原因")),
        repairs={one.pointer: _in_wan(one.number) for one in suspects},
    )


def _in_wan(number: Decimal) -> Interval:
    """The value in 万元, to the hundredth that the form is filled in with."""
    return Interval(number / WAN, number / WAN).widened(Decimal("0.01"))


def _last_year() -> Context:
    rows = [{"institution": "示例县档案服务中心", "total": "490.00", "in_use": "455.00"}]
    return Context(history={2020: Form.model_validate({"fixed_assets": {"rows": rows}})})


CHECK: Final = Check(
    id="A10",
    title="疑似把元填成万元",
    reason="收支各表以万元为单位，单位错了，合计、比率和得分都跟着错",
    source="自评报告表式第二部分各表标题“（万元）”",
    severity=WARNING,
    find=find,
    passing=Example(
        "固定资产是上年的两倍多",
        {
            "/form/fixed_assets/rows/0/total": "1200.00",
            "/form/fixed_assets/rows/0/in_use": "1160.00",
        },
        _last_year(),
    ),
    failing=Example(
        "固定资产按元填写，上年是 490 万元",
        {
            "/form/fixed_assets/rows/0/total": "5000000.00",
            "/form/fixed_assets/rows/0/in_use": "4600000.00",
            "/form/fixed_assets/rows/0/leased_out": "300000.00",
            "/form/fixed_assets/rows/0/other": "100000.00",
        },
        _last_year(),
    ),
    parameters={"spread": SPREAD},
    follows=("A1", "A2", "A3", "A7", "A8"),
)

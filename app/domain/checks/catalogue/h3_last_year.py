"""H3: what this report says about last year is not what last year's report says."""

import re
from collections.abc import Iterator
from typing import Final

from app.domain.checks.check import ERROR_AFTER_DRAFT, Check, Example, Found
from app.domain.checks.context import Context
from app.domain.checks.examined import Examined, interval_in
from app.domain.checks.figures import place_of
from app.domain.checks.finding import Fix
from app.domain.checks.wording import amount, figure
from app.domain.form.cells import number_in
from app.domain.form.form import Form
from app.domain.pointer import cell_at
from app.domain.preparing import prior_three_public

_OF_CARRYOVER: Final = re.compile(r"(?:上年|年初|以前年度).{0,6}(?:结转|结余)")
_OF_THREE_PUBLIC: Final = re.compile(r"上年.{0,8}三公|三公.{0,12}上年")
_REASON: Final = re.compile(r"因|由于|调整|审计|清理|收回|更正|核减|核增|追加|划转|口径")
_SENTENCE: Final = re.compile(r"[^。；;\n]+")

CARRYOVER: Final = "/form/revenue/total/prior_year_carryover"


def find(report: Examined) -> Iterator[Found]:
    """Only where last year's report is known."""
    year = report.fiscal_year
    last = report.context.history.get(year - 1) if year is not None else None
    if last is not None and year is not None:
        yield from _carryover(report, last, year - 1)
        yield from _three_public(report, last, year - 1)


def _carryover(report: Examined, last: Form, year: int) -> Iterator[Found]:
    """上年结转 is last year's 累计结余, or 当年结余 where that alone was carried over."""
    stated = report.interval(CARRYOVER)
    left = [cell_at(last, f"/expenditure/total/{name}") for name in ("cumulative_balance", "year_end_balance")]
    known = [value for cell in left if (value := interval_in(cell)) is not None]
    balance, number = number_in(left[0]), report.number(CARRYOVER)
    if stated is None or number is None or balance is None or any(stated.meets(value) for value in known):
        return
    if _explained(report, _OF_CARRYOVER):
        return
    place, difference = place_of(report, CARRYOVER), amount(abs(number - balance), "万元")
    yield Found(
        at=place,
        amount=(
            f"上年结转为 {amount(number, '万元')}，而 {year} 年度报告的累计结余为 {amount(balance, '万元')}，"
            f"相差 {difference}"
        ),
        fixes=(
            Fix(f"把上年结转改为 {figure(balance)}", place, figure(balance)),
            Fix("上年决算后有调整的，在综述中写明上年结转为何变动"),
        ),
        repairs={place: interval_in(left[0])},
    )


def _three_public(report: Examined, last: Form, year: int) -> Iterator[Found]:
    """The prior year's 三公 that the change rate is computed against."""
    then = cell_at(last, "/three_public/total/total")
    was = interval_in(then)
    evidence = prior_three_public(report.scheme.scheme) if was is not None else None
    cell = report.supplement.answers().get(evidence) if evidence else None
    stated = interval_in(cell)
    number, before = number_in(cell), number_in(then)
    if stated is None or was is None or number is None or before is None or stated.meets(was):
        return
    if _explained(report, _OF_THREE_PUBLIC):
        return
    place, title = f"/supplement/{evidence}", report.evidence_title(evidence or "")
    yield Found(
        at=place,
        amount=(
            f"{title}为 {amount(number, '万元')}，而 {year} 年度报告的三公经费合计为 {amount(before, '万元')}，"
            f"相差 {amount(abs(number - before), '万元')}"
        ),
        fixes=(
            Fix(f"把{title}改为 {figure(before)}", place, figure(before)),
            Fix(f"以本数为准的，在综述中写明上年三公经费为何与 {year} 年度报告不同"),
        ),
        repairs={place: was},
    )


def _explained(report: Examined, about: re.Pattern[str]) -> bool:
    """Whether a sentence of the narrative says why the figure is another one than last year's report had."""
    return any(
        about.search(sentence) and _REASON.search(sentence)
        for _, text in report.narrative
        for sentence in _SENTENCE.findall(text)
    )


_LAST_YEAR: Final = Context(
    history={
        2020: Form.model_validate(
            {
                "expenditure": {"rows": [{"year_end_balance": "20.00", "cumulative_balance": "35.00"}]},
                "three_public": {"rows": [{"total": "8.20"}]},
            }
        )
    }
)


CHECK: Final = Check(
    id="H3",
    title="与上年度报告不衔接",
    reason="本年的上年结转和上年度三公经费应取自上年决算，两年的报告对不上，变动率等得分就没有依据",
    source="实务：财政审核时与上年度自评报告对照；评分表“三公经费变动率”取上年决算数",
    severity=ERROR_AFTER_DRAFT,
    find=find,
    passing=Example(
        "上年结转只结转了上年的当年结余；上年三公经费与上年报告不同，写明了原因",
        {
            "/supplement/three_public_prior": "8.40",
            "/form/narrative/sections/2/text": "上年度三公经费因决算审计核增0.20万元。",
        },
        _LAST_YEAR,
    ),
    failing=Example("上年度三公经费比上年度报告多 0.30 万元", {"/supplement/three_public_prior": "8.50"}, _LAST_YEAR),
    follows=("A1", "A8", "H1"),
)

"""F5: points that rest on a blank cell which the scheme counts as a figure: nobody has said that there is none."""

from collections.abc import Iterator
from typing import Final

from app.domain.checks.check import WARNING_AT_SUBMISSION, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix
from app.domain.checks.per_scheme import per_scheme
from app.domain.checks.reckoning import input_places
from app.domain.checks.wording import amount
from app.domain.decimals import ZERO, shortest
from app.domain.scoring.compiled import CompiledScheme, Indicator
from app.domain.scoring.outcomes import Unscored


def find(report: Examined) -> Iterator[Found]:
    """One finding an indicator, with every blank that its points rest on."""
    lenient = _lenient(report.scheme)
    answers = report.evidence.answers() if lenient else {}
    blank = [name for name in lenient if answers.get(name, "") is None]
    if not blank:
        return
    for indicator, pointer, _, claimed in report.scored():
        if not claimed or claimed <= ZERO or report.settled[indicator.id].points is None:
            continue
        if resting := [name for name in indicator.inputs if name in blank and _rests_on(report, indicator, name)]:
            places = dict(input_places(report, report.settled[indicator.id]))
            cells = {report.evidence_title(name): lenient[name] for name in resting}
            named = "、".join(f"“{title}”" for title in cells)
            counted = "、".join(dict.fromkeys(cells.values()))
            yield Found(
                at=places[next(iter(cells))],
                amount=f"{named}空着，“{indicator.title}”按评分表约定计 {counted}，自评 {amount(claimed)} 分",
                fixes=(Fix(f"确实没有的，在{named}填 0 或“无”"), Fix("有发生额的，填写实际金额，再按评分标准核对得分")),
                repairs={places[title]: None for title in cells},
                others=(f"{pointer}/self_assessed_points",),
            )


def _rests_on(report: Examined, indicator: Indicator, name: str) -> bool:
    """Whether the points could not be told without that input."""
    rest = {other: value for other, value in report.inputs.values.items() if other != name}
    try:
        return indicator.points(rest) is None
    except (KeyError, Unscored):
        return True


@per_scheme
def _lenient(scheme: CompiledScheme) -> dict[str, str]:
    """Inputs whose blank counts as a figure, with that figure in words."""
    specs = scheme.scheme.evidence.items()
    return {name: f"{shortest(one.blank_as)} {one.unit}" for name, one in specs if one.blank_as is not None}


CHECK: Final = Check(
    id="F5",
    title="得分依据的是空白",
    reason="空白不等于 0：没有填写，就还没有人说过没有",
    source="自评报告表式第二部分各栏；评分表对空白的约定（blank_as）",
    severity=WARNING_AT_SUBMISSION,
    find=find,
    passing=Example(
        "方案约定空白计 0 的数都已填写",
        {
            "/scheme/evidence/spent/blank_as": "0",
            "/form/narrative/sections/1/text": "全年收入800.00万元，支出780.00万元。",
        },
    ),
    failing=Example(
        "预算数空着，方案约定空白计 800",
        {"/scheme/evidence/budget/blank_as": "800", "/supplement/budget": None},
    ),
)

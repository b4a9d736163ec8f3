"""F4: points are claimed for an indicator whose inputs are nowhere in the report.

Only what is computed from figures: where the scheme takes the filer's word, the points are that word.
"""

from collections.abc import Iterator
from typing import Final

from app.domain.checks.check import WARNING_AT_SUBMISSION, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix
from app.domain.checks.wording import amount, quoted
from app.domain.scoring.settling import Settled


def find(report: Examined) -> Iterator[Found]:
    """One finding an indicator, with everything that it wants."""
    for indicator, pointer, _, claimed in report.scored():
        settled = report.settled[indicator.id]
        if settled.status == "needs_evidence" and settled.missing and claimed and claimed > 0:
            yield _found(report, pointer, settled, amount(claimed))


def _found(report: Examined, pointer: str, settled: Settled, claimed: str) -> Found:
    places = {name: where for name, _, _, where in settled.indicator.told_inputs}
    wanted = dict.fromkeys(name.partition("/")[0] for name in settled.missing)
    titles = {name: report.evidence_title(name) for name in wanted}
    inputs = {name: _place(places.get(name, "")) or f"/supplement/{name}" for name in wanted}
    beside = "、".join(titles[name] for name in wanted if inputs[name].startswith("/supplement"))
    form = "、".join(titles[name] for name in wanted if inputs[name].startswith("/form"))
    lacking = "，".join(
        (*((f"在补充数据中填写{beside}",) if beside else ()), *((f"在表中补填{form}",) if form else ()))
    )
    said = f"没有可用的数（{settled.reason.removesuffix('，请改正')}）" if settled.reason else "没有填写"
    place = f"{pointer}/self_assessed_points"
    return Found(
        at=place,
        amount=f"自评 {claimed} 分，而计分要用的{'、'.join(map(quoted, titles.values()))}{said}",
        fixes=(Fix(lacking), Fix("没有这项数据的，不计分并在扣分原因和其他说明中写明")),
        repairs={place: None, **dict.fromkeys(inputs.values())},
    )


def _place(where: str) -> str:
    """Where an input stands, as findings point: `/form/…` or `/supplement/…`."""
    return where if not where or where.startswith("/supplement") else f"/form{where}"


CHECK: Final = Check(
    id="F4",
    title="没有数据而给了分",
    reason="评分标准按数据计分，报告里没有这些数据，得分无从核对",
    source="评分表各项评分标准所用的数据",
    severity=WARNING_AT_SUBMISSION,
    find=find,
    follows=("D1", "D5"),
    passing=Example("由填报人评分的指标没有另填补充数据，以自评得分为准", {"/supplement/social": None}),
    failing=Example("公务卡刷卡率没有填写，仍计满分", {"/supplement/card": None}),
)

"""D5: satisfaction that is scored by its rate, and no rate, sample or way of asking anywhere."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from app.domain.checks.check import ERROR_AT_SUBMISSION, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix, Severity
from app.domain.decimals import ZERO, shortest
from app.domain.form.objectives import TargetKind
from app.domain.scoring.compiled import Indicator

_METHOD: Final = re.compile(
    r"问卷|调查|回访|评价器|抽样|第三方|样本|测评|好差评|评议|访谈|随机|扫码|电话|走访|回收|发放|征求意见|[0-9０-９]\s*(?:余|多)?(?:份|人次|人|户|名|家)"
)
_RATE: Final = re.compile(r"满意[度率]?[^。；\n]{0,20}?[0-9０-９.]+\s*[%％]|[0-9０-９.]+\s*[%％][^。；\n]{0,10}满意")
_SENTENCE: Final = re.compile(r"[^。；\n]+")


def find(report: Examined) -> Iterator[Found]:
    """Indicators of satisfaction whose rule takes a rate, with points."""
    for indicator, pointer, _, given in report.scored():
        if "满意" not in indicator.title or indicator.rule.takes != "number" or given is None or given <= ZERO:
            continue
        if indicator.id in report.supplement.not_applicable:
            continue
        texts = about_satisfaction(report)
        rate = _has_rate(report, indicator, texts)
        asked = any(_METHOD.search(text) for text in texts)
        if not (rate and asked):
            yield unfounded(indicator, pointer, shortest(given), rate=rate, asked=asked)


def about_satisfaction(report: Examined) -> Sequence[str]:
    """What the report says of it: results of that kind, and sentences of the narrative and of the achievements."""
    goals = [
        text
        for row in report.form.objectives.quantitative
        if row.kind is TargetKind.SATISFACTION
        for text in (row.result, *((f"满意度{row.result}",) if "满意" in row.target and "%" in row.target else ()))
    ]
    remarks = [row.deduction_reason for row in report.form.self_scoring.rows if "满意" in row.indicator]
    told = [text for _, text in report.narrative] + [report.form.profile.achievements, report.form.profile.main_work]
    sentences = [one[0] for text in told if "满意" in text for one in _SENTENCE.finditer(text) if "满意" in one[0]]
    targets = [row.target for row in report.form.objectives.quantitative if row.kind is TargetKind.SATISFACTION]
    return [*goals, *remarks, *sentences, *(text for text in targets if "调查" in text or "问卷" in text)]


def _has_rate(report: Examined, indicator: Indicator, texts: Sequence[str]) -> bool:
    """Whether the rule has its input, or a text says the rate that was found."""
    if all(name in report.inputs.values for name in indicator.inputs):
        return True
    return any(_RATE.search(text) for text in texts)


def unfounded(indicator: Indicator, pointer: str, given: str, *, rate: bool, asked: bool) -> Found:
    """Points for a rate that nobody measured, or that nobody says how; the latter may only be left unsaid."""
    at = f"{pointer}/self_assessed_points"
    lacking = "调查方式或样本数" if rate else "满意率" if asked else "满意率、样本数或调查方式"
    return Found(
        at=at,
        amount=f"“{indicator.title}”按满意率计分，自评 {given} 分，全表没有{lacking}",
        fixes=(
            Fix("填写满意度调查的结果，并写明调查方式、时间和样本数"),
            *(() if rate else (Fix("没有开展调查的，该指标不计分"),)),
        ),
        repairs={at: None},
        severity=Severity.WARNING if rate else None,
    )


CHECK: Final = Check(
    id="D5",
    title="满意度得分没有调查依据",
    reason="满意度按满意率分档计分，没有调查结果就没有得分依据",
    source="部门整体支出绩效评价评分表“社会公众或服务对象满意度”：按满意率分档计分",
    severity=ERROR_AT_SUBMISSION,
    find=find,
    passing=Example(
        "满意率在补充数据，文字部分写明电话回访",
        {
            "/form/objectives/quantitative/7/result": "达到目标",
            "/form/narrative/sections/2/text": (
                "接收档案3,200卷，扫描12万页。通过电话回访了解查档群众满意情况。自评得分96.5分。"
            ),
        },
    ),
    failing=Example(
        "满意度得满分，没有满意率，也没有调查",
        {
            "/form/objectives/quantitative/7/result": "100%",
            "/form/objectives/quantitative/7/target": "办好“12345”热线，群众满意，办件5,000件",
            "/form/narrative/sections/2/text": "接收档案3,200卷，数字化扫描12万页，自评得分96.5分。",
            "/supplement/satisfaction": None,
        },
    ),
    follows=("D1",),
)

"""C7: targets that were set so low that reaching them says nothing."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Final

from app.domain.checks.check import WARNING, Check, Example, Found, Parameter
from app.domain.checks.context import Context
from app.domain.checks.examined import Examined
from app.domain.checks.figures import earlier
from app.domain.checks.finding import Fix
from app.domain.checks.quantities import Amount, amounts
from app.domain.checks.targets import comparable, gives_reason
from app.domain.checks.wording import quoted
from app.domain.decimals import HUNDRED, ZERO, shortest
from app.domain.form.cells import folded
from app.domain.form.form import Form
from app.domain.form.objectives import QuantitativeTarget, TargetKind

LEAST: Final = Parameter("目标值低于上年实际完成值的多少即须说明", Decimal(80), "%")

_COMPLETION: Final = re.compile(
    r"(?<!一次)(?<!一次性)(?<!当场)(?<!即时)(?<!网上)(?:完成|完工|办结|竣工|兑现|拨付|发放|支付|到位|落实)率"
)
_SHARED: Final = re.compile(r"[^年月]{0,4}(?:满意|合格|优良|准确|覆盖|知晓|参与|执行)")
_LIMIT: Final = re.compile(r"不(?:超|高于|多于|大于|突破)|以内|以下|低于|小于|[≤≦<＜]")
_AT_LEAST: Final = re.compile(r"不(?:低于|少于|小于)")
_NOT_A_SUBJECT: Final = re.compile(
    r"[0-9０-９.,，、。:：;；%％≥≧>＞=()（）“”\"\s]|不低于|不少于|不小于|以上|至少|达到|完成|全年|年度|目标|任务|[0-9一二三四五六七八九十]、"
)
SHORTEST: Final = 2
"""A subject of fewer characters names nothing."""


def find(report: Examined) -> Iterator[Found]:
    """Completion rates below 100 %, and targets far below what the department reached in its last known year."""
    least, past = report.parameter("C7", "least", LEAST.default), earlier(report)
    before = (past[0][0], _reached(past[0][1])) if past else (0, {})
    for at, row in enumerate(report.form.objectives.quantitative):
        if not row.target or row.kind is TargetKind.COST or gives_reason(f"{row.target}{row.result}"):
            continue
        place = f"/form/objectives/quantitative/{at}/target"
        if rate := incomplete(row.target):
            yield _incomplete(place, row, rate)
        elif before[1] and (then := before[1].get((row.kind, subject(row.target)))):
            yield from _below(place, row, then, before[0], least)


@lru_cache(maxsize=1024)
def incomplete(target: str) -> Amount | None:
    """The rate that a target sets for completing its work, where it is below 100 %."""
    text = folded(target)
    named, found = _COMPLETION.search(text), amounts(target)
    if named is None or len(found) != 1 or found[0].unit != "%" or _LIMIT.search(_AT_LEAST.sub("", text)):
        return None
    return found[0] if ZERO < found[0].value < HUNDRED and not _SHARED.search(text) else None


@lru_cache(maxsize=1024)
def subject(target: str) -> str:
    """What a target is about: its text without figures, units and 不低于; empty where too little is left."""
    found = amounts(target)
    bare = _NOT_A_SUBJECT.sub("", target)
    bare = bare.removesuffix(found[0].unit) if len(found) == 1 else bare
    return bare if len(bare) >= SHORTEST else ""


def _reached(form: Form) -> Mapping[tuple[TargetKind, str], str]:
    """The results of another year by the subject of their targets; a subject that stands there twice is no key."""
    listed: dict[tuple[TargetKind, str], str] = {}
    twice = set()
    for row in form.objectives.quantitative:
        key = (row.kind, subject(row.target))
        twice.update({key} & listed.keys())
        if key[1] and row.result:
            listed[key] = row.result
    return {key: result for key, result in listed.items() if key not in twice}


def _incomplete(place: str, row: QuantitativeTarget, rate: Amount) -> Found:
    return Found(
        at=place,
        amount=(
            f"{row.kind.label}目标{quoted(row.target)}，比全部完成低 {shortest(HUNDRED - rate.value)} 个百分点，"
            "没有说明原因"
        ),
        fixes=(Fix("把完成率的目标定为 100%"), Fix("写明为什么不能全部完成")),
        repairs={place: None},
        why="列入计划的工作本应全部完成，低于 100% 的完成率目标等于预先打了折扣",
    )


def _below(place: str, row: QuantitativeTarget, then: str, year: int, least: Decimal) -> Iterator[Found]:
    both = comparable(row.target, then)
    if both is None or both[1].value <= ZERO or both[0].value * HUNDRED >= both[1].value * least:
        return
    share = shortest((both[0].value * HUNDRED / both[1].value).quantize(Decimal("0.1")))
    yield Found(
        at=place,
        amount=(
            f"{row.kind.label}目标{quoted(row.target)}，而 {year} 年已完成{quoted(then)}，"
            f"目标只是上年实际的 {share}%，没有说明原因"
        ),
        fixes=(Fix(f"参照 {year} 年的实际完成重新核定目标"), Fix("写明任务减少等目标调低的原因")),
        repairs={place: None},
    )


_LAST_YEAR: Final = Context(
    history={
        2020: Form.model_validate(
            {
                "objectives": {
                    "quantitative": [{"kind": "quantity", "target": "接收档案3,600卷", "result": "4,100卷"}],
                }
            }
        )
    }
)


CHECK: Final = Check(
    id="C7",
    title="目标值定得偏低",
    reason="目标明显低于上年实际，完成了也说明不了绩效，应说明原因或重新核定",
    source="财预〔2015〕88号《中央部门预算绩效目标管理办法》：绩效目标要合理可行、相应匹配",
    severity=WARNING,
    find=find,
    parameters={"least": LEAST},
    passing=Example(
        "上年完成 4,100 卷，本年目标低三成，写明任务减少；完成率定为 100%，合格率不是完成率",
        {
            "/form/objectives/quantitative/1/target": "接收档案2,800卷（因到期单位减少4家）",
            "/form/objectives/quantitative/0/target": "扫描件完成后一次验收合格率不低于98%",
            "/form/objectives/quantitative/4/target": "查阅办结率100%",
            "/form/objectives/quantitative/4/result": "100%",
        },
        _LAST_YEAR,
    ),
    failing=Example("上年完成 4,100 卷，本年目标只有 3,000 卷", {}, _LAST_YEAR),
)

"""The official wording against the rule: what it leaves open, and where the two do not say the same."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Final

from app.domain.decimals import shortest
from app.domain.form.cells import folded
from app.domain.scoring.compiled import Indicator
from app.domain.scoring.lint.finding import Finding
from app.domain.scoring.rules.bands import CompiledBands
from app.domain.scoring.rules.checklist import CompiledChecklist
from app.domain.scoring.rules.occurrences import CompiledCases, CompiledOccurrences
from app.domain.scoring.rules.steps import CompiledSteps
from app.domain.scoring.scheme import Item, Scheme

Check = Callable[[Indicator, Scheme], Iterator[Finding]]

_SAYS_PARTS: Final = re.compile(r"不足|按比例|整数|每满")
_YEAR: Final = re.compile(r"((?:19|20)\d{2})年")
_OPEN_EDGE: Final = re.compile(r"(\d+(?:\.\d+)?%?)(以上|以下|以内)(?!\((?:不)?含)")
_SUBJECT: Final = re.compile(r"([^,;。:\d(]*?)(≦|≧|≤|≥|>|<|=|大于|小于|等于)\d")
_COUNT: Final = re.compile(r"(\d+(?:\.\d+)?)分")
_ABOUT_ZERO: Final = re.compile(r"为0|等于0时|没有|未安排|都是0|均为0")


def part_of_a_step(one: Indicator, _: Scheme) -> Iterator[Finding]:
    """每超过一个百分点扣 0.5 分: what half a point costs is not said."""
    if isinstance(one.rule, CompiledSteps) and one.criterion and not _SAYS_PARTS.search(one.criterion):
        read = {"full": "不扣", "started": "按一步扣", "proportional": "按比例扣"}[one.rule.part]
        message = f"文字没有说不足一步怎样扣，现在读作“{read}”；请在文字中写明"
        yield Finding("part_step_unsaid", "warning", f"{one.pointer}/rule/part_step", one.id, message)


def other_side(one: Indicator, _: Scheme) -> Iterator[Finding]:
    """等于100%的得3分，每减少…: what more than 100 % earns is not said."""
    rule, text = one.rule, folded(one.criterion)
    if isinstance(rule, CompiledSteps) and rule.rule.worse != "either":
        standard = shortest(rule.standard)
        if re.search(rf"(等于|=){re.escape(standard)}(?![\d.])", text):
            side = "高于" if rule.rule.worse == "below" else "低于"
            message = f"文字只说等于 {standard} 得满分，没有说{side} {standard} 怎样计，现在得满分；请在文字中写明"
            yield Finding("gap", "warning", f"{one.pointer}/rule/standard", one.id, message)


def doubled_edge(one: Indicator, _: Scheme) -> Iterator[Finding]:
    """=0，计3分；0-10%（含），计2分: 0 stands in both."""
    if not isinstance(one.rule, CompiledBands):
        return
    text = folded(one.criterion)
    for edge in dict.fromkeys(re.findall(r"(?:=|等于)(\d+(?:\.\d+)?)(?![\d.])", text)):
        if re.search(rf"[;,。]{re.escape(edge)}%?(?:\(含\))?[-~至]", text):
            message = f"文字里 {edge} 既单独一档，又是另一档的下限；现在按单独的一档。请在文字中写明“不含 {edge}”"
            yield Finding("overlap", "warning", f"{one.pointer}/rule/rows", one.id, message)


def open_edge(one: Indicator, _: Scheme) -> Iterator[Finding]:
    """50%以上: whether 50 % itself is meant is an old quarrel."""
    for edge, word in _OPEN_EDGE.findall(folded(one.criterion)):
        message = f"“{edge}{word}”没有说明是否包括 {edge} 本身；请在文字中写明（含）或（不含）"
        yield Finding("open_edge", "warning", f"{one.pointer}/criterion", one.id, message)


def subject(one: Indicator, _: Scheme) -> Iterator[Finding]:
    """A rate whose wording compares an amount: “三公经费”＞0 where the rate is meant."""
    if one.measure is None or one.measure.unit != "%" or not one.title.endswith("率"):
        return
    for clause, sign in _SUBJECT.findall(folded(one.criterion)):
        name = clause.strip("“”\"'")
        if name and "率" not in name and not name.endswith(("以", "达", "比", "的")):
            message = f"文字里的 {clause}{sign}… 比较的不是率，而指标是率；请改正文字的主语"
            yield Finding("subject", "warning", f"{one.pointer}/criterion", one.id, message)


def other_year(one: Indicator, scheme: Scheme) -> Iterator[Finding]:
    """A year that is not one of the scheme's."""
    for year in dict.fromkeys(_YEAR.findall(folded(one.criterion))):
        if int(year) not in scheme.fiscal_years:
            years = "、".join(map(str, scheme.fiscal_years))
            message = f"文字写的是 {year} 年，方案用于 {years} 年度；请核对年份"
            yield Finding("year", "warning", f"{one.pointer}/criterion", one.id, message)


def nothing_against_nothing(one: Indicator, scheme: Scheme) -> Iterator[Finding]:
    """A base that can be 0 in earnest: the scheme answers it with points that the wording does not give."""
    policy = _zero_base(scheme, one)
    if policy not in (None, "unscored") and not _ABOUT_ZERO.search(folded(one.criterion)):
        message = "分母可以为 0（例如都没有发生），文字没有说怎样计，现在由 zero_base 决定；请在文字中写明"
        yield Finding("zero_base_unsaid", "warning", f"{one.pointer}/measure/zero_base", one.id, message)


def point_counts(one: Indicator, scheme: Scheme) -> Iterator[Finding]:
    """A number of points in the wording that the rule does not have."""
    known = _numbers(one)
    if known is None:
        return
    known |= {scheme.total_points, scheme.total_cap or scheme.total_points}
    for said in dict.fromkeys(_COUNT.findall(folded(one.criterion))):
        if Decimal(said) not in known:
            message = f"文字里的 {said} 分不是规则的参数；请核对文字和参数"
            yield Finding("point_count", "warning", f"{one.pointer}/rule", one.id, message)


def _numbers(one: Indicator) -> set[Decimal] | None:
    rule, own = one.rule, {one.max_points or one.pool_points}
    if isinstance(rule, CompiledBands):
        return own | {row.points for row in rule.rule.rows}
    if isinstance(rule, CompiledSteps):
        bonus = rule.rule.bonus
        return own | {rule.rule.deduct} | ({bonus.add, bonus.cap} if bonus else set())
    if isinstance(rule, CompiledOccurrences):
        return own | {rule.deduct}
    if isinstance(rule, CompiledCases):
        return own | {case.deduct for case in rule.cases}
    if isinstance(rule, CompiledChecklist):
        return own | {line.points for line in rule.lines} | {line.step for line in rule.lines if line.step is not None}
    return None


def _zero_base(scheme: Scheme, one: Indicator) -> Any:
    """The policy that the indicator's measure is written with."""
    item: Item | None = None
    items = scheme.items
    for token in one.pointer.split("/")[2::2]:
        item = items[int(token)]
        items = item.items
    return getattr(item.measure, "zero_base", None) if item is not None else None


WORDING_CHECKS: Final[tuple[Check, ...]] = (
    part_of_a_step,
    other_side,
    doubled_edge,
    open_edge,
    subject,
    other_year,
    nothing_against_nothing,
    point_counts,
)

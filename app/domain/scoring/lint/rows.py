"""Rows of a table by themselves: values that no row holds or that two hold, and rows that hold none."""

from collections.abc import Callable, Iterator
from decimal import Decimal, localcontext
from typing import Final

from app.domain.decimals import EXACT, shortest
from app.domain.scoring.compiled import Indicator
from app.domain.scoring.lint.finding import Finding
from app.domain.scoring.rules.bands import CompiledBands
from app.domain.scoring.scheme import Scheme

Check = Callable[[Indicator, Scheme], Iterator[Finding]]


def gaps(one: Indicator, _: Scheme) -> Iterator[Finding]:
    """Stretches of values that only `otherwise` answers: the table itself says nothing of them."""
    rule = one.rule
    if isinstance(rule, CompiledBands):
        for place, row in enumerate(rule.stretches):
            if row is None or row is rule.others:
                where = _stretch(rule, place)
                answer = "不评分" if row is None else f"按 otherwise 得 {shortest(row.points)} 分"
                message = f"{where}没有任何一档，现在{answer}；请补一档，或确认这样处理"
                yield Finding("gap", "warning", f"{one.pointer}/rule/rows", one.id, message)


def overlaps(one: Indicator, _: Scheme) -> Iterator[Finding]:
    """Values that two rows claim: the first one wins, which the table does not say."""
    rule = one.rule
    if not isinstance(rule, CompiledBands):
        return
    with localcontext(EXACT):
        claimed: dict[tuple[int, int], Decimal] = {}
        for value in rule.samples():
            rows = [place for place, row in enumerate(rule.rule.rows) if row.holds(value)]
            if len(rows) > 1:
                claimed.setdefault((rows[0], rows[1]), value)
    for (first, second), value in claimed.items():
        message = (
            f"{rule.terms.say(value)} 同时在第 {first + 1} 档和第 {second + 1} 档，现在按第 {first + 1} 档；请改清界限"
        )
        yield Finding("overlap", "warning", f"{one.pointer}/rule/rows/{second}", one.id, message)


def unreachable(one: Indicator, _: Scheme) -> Iterator[Finding]:
    """Rows that no value reaches, because none is possible or earlier rows hold them all."""
    rule = one.rule
    if not isinstance(rule, CompiledBands):
        return
    reached = {row.index for row in rule.stretches if row is not None}
    for place in range(len(rule.rule.rows)):
        if place + 1 not in reached:
            message = f"第 {place + 1} 档永远用不到；请核对它和前面各档的界限"
            yield Finding("unreachable", "warning", f"{one.pointer}/rule/rows/{place}", one.id, message)


def _stretch(rule: CompiledBands, place: int) -> str:
    """低于 0%, 等于 50%, 10% 与 20% 之间, 高于 100%."""
    say, edges = rule.terms.say, rule.edges
    if place % 2:
        return f"等于 {say(edges[place // 2])} "
    if place == 0:
        return f"低于 {say(edges[0])} " if edges else "所有数值"
    if place == len(rule.stretches) - 1:
        return f"高于 {say(edges[-1])} "
    return f"{say(edges[place // 2 - 1])} 与 {say(edges[place // 2])} 之间"


ROW_CHECKS: Final[tuple[Check, ...]] = (gaps, overlaps, unreachable)

"""E2: parts that the narrative lists, and that together are more than the total that it gives for them."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from app.domain.checks.catalogue.e1_narrative_figures import cell_of
from app.domain.checks.check import ERROR, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix
from app.domain.checks.interval import Interval, total
from app.domain.checks.wording import amount, sum_of
from app.domain.decimals import ZERO
from app.domain.prose.mentions import WHOLES, Mention, Sentence
from app.domain.prose.numbers import Quantity

_LISTS: Final = re.compile(r"(?:其中|包括|包含|分别(?:是|为)|主要用于|用于)[:：]?|[:：]")
"""What begins a list of parts."""
_NO_PART: Final = re.compile(r"[比较]|同比|增|减|涨|降|上年|去年|20\d\d年|预算|计划|人均|平均|每|占|剩|结余|节约|另")
"""Words before a number that make it no part of the whole."""
_NESTED: Final = re.compile(r"[(（]")
_CLAUSE: Final = re.compile(r"[,，;；、:：()（）]")

Part = tuple[str, Quantity]


def find(report: Examined) -> Iterator[Found]:
    """Sentence by sentence: a total of the form, and what the sentence then lists as its parts."""
    for pointer, sentence in report.statements:
        if len(sentence.quantities) > 2:
            for whole in sentence.mentions:
                if whole.key in WHOLES and (parts := _parts(sentence, whole)):
                    yield from _excess(report, pointer, whole, parts)
                    break


def _parts(sentence: Sentence, whole: Mention) -> Sequence[Part]:
    """The parts of `whole`: those that are columns of the form's table, else every amount of a plain list."""
    known = [one for one in sentence.mentions if one.key in WHOLES[whole.key] and one.start > whole.quantity.end]
    named = {one.key for one in known}
    below = {part for key in named for part in WHOLES.get(key, ())}
    listed = [(one.term, one.quantity) for one in known if one.key not in below]
    return listed if len(listed) > 1 else _plain_list(sentence, whole)


def _plain_list(sentence: Sentence, whole: Mention) -> Sequence[Part]:
    """“其中：甲20万元、乙30万元” without anything nested or compared; nothing where the list is not so plain."""
    end = whole.quantity.end
    rest = sentence.text[end - sentence.start :]
    start = _LISTS.search(rest)
    if start is None or _LISTS.search(rest, start.end()) or _NESTED.search(rest, start.end()):
        return ()
    parts: list[Part] = []
    here = start.end()
    for one in sentence.quantities:
        at = one.start - sentence.start - (end - sentence.start)
        if at < here:
            continue
        name = _CLAUSE.split(rest[here:at])[-1].strip()
        if one.unit == "万元":
            if not name or one.approximate or _NO_PART.search(rest[here:at]):
                return ()
            parts.append((name, one))
        here = one.end - end
    return parts if len(parts) > 1 else ()


def _excess(report: Examined, pointer: str, whole: Mention, parts: Sequence[Part]) -> Iterator[Found]:
    added = total(one.value for _, one in parts)
    limit = whole.quantity.value
    if added.low <= limit.high:
        return
    exact = sum((one.number for _, one in parts), start=ZERO)
    excess = exact - whole.quantity.number
    places = {f"{pointer}#{one.start}:{one.end}": one for _, one in parts}
    repairs: dict[str, Interval | None] = {
        place: Interval(ZERO, one.value.high - (added.low - limit.high)) for place, one in places.items()
    }
    repairs[f"{pointer}#{whole.quantity.start}:{whole.quantity.end}"] = Interval(added.low, added.high)
    told = sum_of([(name, one.number) for name, one in parts], exact, "万元")
    same = _same_gap(report, whole, parts, excess)
    yield Found(
        at=pointer,
        span=(whole.start, parts[-1][1].end),
        amount=(
            f"文字所列{told}，超过{whole.term} {amount(whole.quantity.number, '万元')}，"
            f"多出 {amount(excess, '万元')}{same}"
        ),
        fixes=(
            Fix("核对各组成部分，去掉重复计算的部分（例如已含在项目支出中的商品服务支出）"),
            Fix(f"如果各部分都对，改正{whole.term}和表中的合计"),
        ),
        repairs=repairs,
    )


def _same_gap(report: Examined, whole: Mention, parts: Sequence[Part], excess: object) -> str:
    """Which part is more than its cell by just as much: then that part alone is the fault."""
    spans = {one.start for _, one in parts}
    for _, sentence in report.statements:
        for mention in sentence.mentions:
            if mention.quantity.start in spans and mention.key != whole.key:
                cell = cell_of(report, mention.key)
                if cell is not None and mention.quantity.number - cell[1] == excess:
                    return f"，正是{mention.term}比表中多出的数"
    return ""


CHECK: Final = Check(
    id="E2",
    title="文字所列各部分之和超过总数",
    reason="各组成部分之和不可能大于总数，通常是同一笔支出算了两次",
    source="自评报告表式第五部分“整体支出管理及使用情况”；支出＝基本支出＋项目支出",
    severity=ERROR,
    find=find,
    follows=("A1", "A3", "A6", "A7", "E1"),
    passing=Example(
        "层层列出的下级部分、增减的数和占比不重复相加",
        {
            "/form/narrative/sections/1/text": (
                "全年支出780.00万元，其中：基本支出480.00万元（人员支出360.00万元，公用支出120.00万元），项目支出300.00万元。"
                "项目支出300.00万元，主要用于数字化扫描180.00万元、消防改造120.00万元，比上年增加50.00万元。"
            )
        },
    ),
    failing=Example(
        "三公经费 8.00 万元，所列三项合计 11.00 万元",
        {
            "/form/narrative/sections/1/text": (
                "全年支出780.00万元。三公经费8.00万元，其中公务接待费2.00万元，公务用车运行维护费6.00万元，"
                "公务用车购置费3.00万元。"
            ),
            "/form/three_public/rows/0/vehicle_purchases": None,
        },
    ),
)

"""A6: a breakdown by economic class that does not add up to the total that it is given for."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from app.domain.checks.check import ERROR, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix
from app.domain.checks.interval import Interval, total
from app.domain.checks.wording import amount, sum_of
from app.domain.decimals import ZERO
from app.domain.prose.mentions import Mention, Sentence
from app.domain.prose.numbers import Quantity

_CLASS: Final = re.compile(
    r"(?P<class>工资福利支出|商品(?:和)?服务支出|对个人和家庭的补助(?:支出)?|资本性支出|债务利息及费用支出|对企业补助|其他支出)"
    r"(?:为|是|共计?|合计|[:：\s]){0,3}$"
)
_MAIN: Final = ("工资福利", "商品", "对个人", "资本性")
"""A list that has all of these is taken for a whole one; a shorter one may leave classes out, but not exceed."""
_WHOLES: Final = frozenset({"expenditure/total", "expenditure/basic", "expenditure/project"})


def find(report: Examined) -> Iterator[Found]:
    """Sentence by sentence: at least three classes after a total of the form."""
    for pointer, sentence in report.statements:
        if len(sentence.quantities) < 4 or "福利" not in sentence.text:
            continue
        classes = list(_classes(sentence))
        if len(classes) >= 3 and (whole := _whole(sentence, classes)):
            yield from _unequal(pointer, whole, classes)


def _classes(sentence: Sentence) -> Iterator[tuple[str, Quantity]]:
    for one in sentence.quantities:
        at = one.start - sentence.start
        found = _CLASS.search(sentence.text, max(0, at - 20), at)
        if found and one.unit == "万元" and not one.approximate:
            yield found["class"], one


def _whole(sentence: Sentence, classes: Sequence[tuple[str, Quantity]]) -> Mention | None:
    first = classes[0][1].start
    before = [one for one in sentence.mentions if one.key in _WHOLES and one.start < first]
    return before[-1] if before else None


def _unequal(pointer: str, whole: Mention, classes: Sequence[tuple[str, Quantity]]) -> Iterator[Found]:
    added, stated = total(one.value for _, one in classes), whole.quantity.value
    complete = all(any(name.startswith(main) for name, _ in classes) for main in _MAIN)
    if added.meets(stated) or (added.high < stated.low and not complete):
        return
    exact = sum((one.number for _, one in classes), start=ZERO)
    gap = exact - whole.quantity.number
    repairs: dict[str, Interval | None] = {f"{pointer}#{whole.quantity.start}:{whole.quantity.end}": added}
    for name, one in classes:
        rest = total(other.value for which, other in classes if which != name)
        repairs[f"{pointer}#{one.start}:{one.end}"] = stated - rest
    told = sum_of([(name, one.number) for name, one in classes], exact, "万元")
    yield Found(
        at=pointer,
        span=(whole.start, classes[-1][1].end),
        amount=(
            f"按经济分类所列{told}，而{whole.term}是 {amount(whole.quantity.number, '万元')}，"
            f"{'多' if gap > ZERO else '少'} {amount(abs(gap), '万元')}"
        ),
        fixes=(
            Fix("对照决算报表“支出决算经济分类表”核对各类支出，改正填错的一类"),
            Fix(f"如果各类都对，改正{whole.term}"),
        ),
        repairs=repairs,
    )


CHECK: Final = Check(
    id="A6",
    title="经济分类各项之和与总数不等",
    reason="按经济分类列出的各项之和应等于总数，否则决算数有一处是错的",
    source="部门决算报表“支出决算经济分类表”；《支出经济分类科目》",
    severity=ERROR,
    find=find,
    follows=("A1",),
    passing=Example(
        "四类之和等于总支出",
        {
            "/form/narrative/sections/1/text": (
                "全年支出780.00万元，按经济分类：工资福利支出340.00万元，商品和服务支出330.00万元，"
                "对个人和家庭的补助20.00万元，资本性支出90.00万元。"
            )
        },
    ),
    failing=Example(
        "四类之和比总支出少 10 万元",
        {
            "/form/narrative/sections/1/text": (
                "全年支出780.00万元，按经济分类：工资福利支出340.00万元，商品和服务支出320.00万元，"
                "对个人和家庭的补助20.00万元，资本性支出90.00万元。"
            )
        },
    ),
)

"""E4: numbers of sections or of points that are left out or come twice, and instructions of the template left in.

Lists are numbered in many ways and may begin anew, go on from the list before or run on in one line. So a number is
called missing only where the one before and the one after stand at the beginning of lines and it stands nowhere.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from app.domain.checks.check import WARNING_AT_SUBMISSION, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix
from app.domain.checks.wording import quoted
from app.domain.form.form import Form
from app.domain.prose.passages import texts_of

_DIGITS: Final = "一二三四五六七八九"
_NUMERALS: Final = frozenset(f"{_DIGITS}十")
_MOST: Final = 99


def find(report: Examined) -> Iterator[Found]:
    """The numbers of the sections, the numbers in their texts, then every text for what the template says."""
    yield from sections(report)
    for pointer, text in report.narrative:
        if "\n" in text:
            yield from points(pointer, text)
    yield from instructions(report)


def sections(report: Examined) -> Iterator[Found]:
    """The first break in the sections' numbers, where all have one and write it alike."""
    listed = report.form.narrative.sections
    known = [number for one in listed if (number := value_of(one.number))]
    at = first_break(known) if len(known) == len(listed) and _alike([one.number for one in listed]) else None
    if at is None:
        return
    number, before, after = known[at], listed[at - 1].number, listed[at].number
    wanted = written(known[at - 1] + 1, after)
    if number > known[at - 1] and any(_stands_in(text, wanted) for _, text in report.narrative):
        return  # its heading was taken for a line of the section before
    last = at == len(known) - 1
    fix = f"把这一节的序号改为“{wanted}”" if last else f"从这一节起依次改为“{wanted}”以下的序号"
    pointer = f"/form/narrative/sections/{at}/number"
    yield Found(
        at=pointer,
        amount=f"序号“{before}”之后是“{after}”，{_told(known[at - 1], number, wanted)}",
        fixes=(
            Fix(fix, pointer, wanted) if last else Fix(fix),
            Fix(f"补上缺少的第“{wanted}”节" if number > known[at - 1] + 1 else "核对各节的先后"),
        ),
        repairs={pointer: None},
    )


def points(pointer: str, text: str) -> Iterator[Found]:
    """The first break in each kind of numbering at the beginning of the lines of a text."""
    kinds: dict[str, list[Marker]] = {}
    for one in markers(text):
        kinds.setdefault(one.kind, []).append(one)
    for found in kinds.values():
        at = first_break([one.number for one in found], anew=True)
        if at is None:
            continue
        before, here = found[at - 1], found[at]
        plain = written(before.number + 1, here.written)
        wanted = f"{here.prefix}{plain}{here.suffix}"
        if here.number > before.number and _stands_in(text, plain):
            continue  # it runs on inside a line
        yield Found(
            at=pointer,
            span=(here.start, here.start + len(here.text)),
            amount=f"编号“{before.text}”之后是“{here.text}”，{_told(before.number, here.number, wanted)}",
            fixes=(Fix(f"把“{here.text}”改为“{wanted}”，其后依次改正"), Fix("如漏写了一项，把它补上")),
            repairs={f"{pointer}#{here.start}:{here.start + len(here.text)}": None},
        )


def first_break(numbers: Sequence[int], *, anew: bool = False) -> int | None:
    """Where a number follows that is not the next one; the first may be any, and with `anew` a 1 may come any time."""
    for at in range(1, len(numbers)):
        if numbers[at] != numbers[at - 1] + 1 and not (anew and numbers[at] == 1):
            return at
    return None


def _alike(numbers: Sequence[str]) -> bool:
    """Whether all are bare figures, or all bare numerals: what is in brackets is another level."""
    plain = [number.strip().rstrip("、.．") for number in numbers]
    return all(one.isdecimal() for one in plain) or all(set(one) <= _NUMERALS for one in plain)


def _told(before: int, number: int, wanted: str) -> str:
    if number == before:
        return "重复了"
    return f"缺少“{wanted}”" if number > before else "顺序颠倒"


class Marker(NamedTuple):
    """A number at the beginning of a line."""

    start: int
    text: str
    prefix: str
    written: str
    suffix: str
    number: int

    @property
    def kind(self) -> str:
        """Numbers of one list are written alike."""
        style = "digits" if self.written.isdigit() else "chinese"
        return f"{self.prefix.replace('(', '（')}{style}{self.suffix.replace(')', '）').replace('．', '.')}"


_MARKER: Final = re.compile(
    r"(?P<prefix>[（(]?)(?P<number>[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?P<suffix>[）)]|[、.．](?![0-9]))"
)


def markers(text: str) -> Iterator[Marker]:
    """The numbers at the beginning of lines: （一） 1、 1. （1） 一、."""
    start = 0
    for line in text.split("\n"):
        stripped = line.lstrip()
        found = _MARKER.match(stripped)
        if found and bool(found["prefix"]) == (found["suffix"] in "）)"):
            number = value_of(found["number"])
            if number:
                yield Marker(start + len(line) - len(stripped), found[0], found[1], found[2], found[3], number)
        start += len(line) + 1


def _stands_in(text: str, number: str) -> bool:
    """Whether a number is written anywhere in a text as one of a list, or as the end of a greater one."""
    return any(f"{number}{mark}" in text for mark in "、.．）)")


@lru_cache(maxsize=256)
def value_of(number: str) -> int | None:
    """A printed number as one: 3, 三, （三）, 三、; None for anything else."""
    plain = number.strip().strip("（）()、.．")
    if plain.isdecimal() and plain.isascii():
        return int(plain) if len(plain) <= 2 and int(plain) else None
    tens, ten, ones = plain.rpartition("十")
    if not plain or any(len(part) > 1 or (part and part not in _DIGITS) for part in (tens, ones)):
        return None
    return (_digit(tens) or 1) * 10 + _digit(ones) if ten else _digit(ones)


def _digit(character: str) -> int:
    return _DIGITS.index(character) + 1 if character else 0


def written(number: int, like: str) -> str:
    """A number in the figures of another one."""
    if number > _MOST or any(character in "0123456789" for character in like):
        return str(number)
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens - 1]}十"
    return f"{ten}{_DIGITS[ones - 1] if ones else ''}"


_HINTS: Final = ("字以内", "字左右", "××", "XX", "xx", "＊＊", "**", "此处", "在此", "填写", "际进行调整")
"""A text without any of them holds no instruction: looked for first, since that is quick."""
_UNIT: Final = "局|部门|单位|年|万元|亿元|元|个|项|人|次|%|％|项目|区|县|市|镇|乡|月|日|街道|办|委|工程|任务|公司|中心"
_INSTRUCTION: Final = re.compile(
    rf"[（(][^（()）\n]{{0,30}}[0-9]{{2,4}}\s*字(?:以内|左右|以上|以下)[^（()）\n]{{0,20}}[）)]"
    rf"|(?<![A-Za-z0-9×])(?:×{{2,}}|[XxＸ]{{2,}}|[*＊]{{2,}})(?:{_UNIT})"
    r"|(?<![\w×])×{3,}(?![\w×])|(?<![\wX])X{3,}(?![\wX])"
    r"|此处(?:请)?(?:填写|填入|填报|说明|简述)|请在(?:此处?|此栏)(?:填写|说明)|(?:^|[（(【])\s*请填写|填写(?:说明|要求)[:：]"
    r"|(?:根据|按照?)(?:部门|单位|本?部门（?单位）?)实际(?:情况)?进行调整|[（(]请?(?:简要)?(?:填写|填报)[^（()）\n]{1,30}[）)]"
)


def instructions(report: Examined) -> Iterator[Found]:
    """What the template says to those who fill it in, in the texts that are theirs; labels and criteria are not."""
    if not _hinted(report.form):
        return
    for pointer, start, text in texts_of(report.form):
        if found := _INSTRUCTION.search(text):
            place = (start + found.start(), start + found.end())
            yield Found(
                at=pointer,
                span=place,
                amount=f"文中还留着模板的提示{quoted(found[0])}",
                fixes=(Fix(f"删去{quoted(found[0])}，写上本部门的实际内容"),),
                repairs={f"{pointer}#{place[0]}:{place[1]}": None},
            )


def _hinted(form: Form) -> bool:
    profile, objectives = form.profile, form.objectives
    texts = [profile.duties, profile.main_work, profile.achievements]
    texts += [text for one in objectives.qualitative for text in (one.objective, one.result)]
    texts += [text for one in objectives.quantitative for text in (one.target, one.result)]
    whole = "\n".join([*texts, *(section.text for section in form.narrative.sections)])
    return any(hint in whole for hint in _HINTS)


CHECK: Final = Check(
    id="E4",
    title="序号不连续，或留有模板提示",
    reason="序号断开往往是漏写了一节，留下的提示说明这里还没有按本部门的实际填写",
    source="自评报告表式第五部分：综述分节编号，括号内的提示在填写后删去",
    severity=WARNING_AT_SUBMISSION,
    find=find,
    passing=Example(
        "条目在一行里接着写，下一级重新从1编号，文中有“填写”二字",
        {
            "/form/narrative/sections/2/text": (
                "（一）接收档案3,200卷。\n1、机关档案2,000卷；2、乡镇档案1,200卷。\n3、入库登记逐卷填写。\n"
                "（二）数字化扫描12万页。\n1、查档群众满意率96.2%。\n2、自评得分96.5分。"
            )
        },
    ),
    failing=Example("综述第二节之后是第四节", {"/form/narrative/sections/2/number": "四"}),
)

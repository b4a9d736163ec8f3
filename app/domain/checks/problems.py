"""The problems that a narrative admits (存在的主要问题), and which indicators they name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.domain.checks.examined import Examined
from app.domain.form.cells import folded
from app.domain.prose.words import has_any
from app.domain.scoring.self_assessment import title_key

_TITLE: Final = re.compile(
    r"存在.{0,6}(?:问题|不足|困难)|(?:主要|突出)(?:的)?(?:问题|不足)|发现的问题|^(?:问题|不足)(?:$|和|及|与|、)|(?:问题|不足)(?:和|及|与|、)"
)
_PART: Final = re.compile(
    r"^[ 　\t]*(?P<number>[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|[（(]?[0-9]{1,2}[)）、.．])?"
    r"(?P<title>[^，。；\n]{0,12}(?:存在|主要)[^，。；\n]{0,6}(?:问题|不足)[^，。；\n]{0,10})[：:。]?[ 　\t]*$",
    re.MULTILINE,
)
_CHINESE, _DIGITS = r"[一二三四五六七八九十]{1,3}", r"[0-9]{1,2}"
_MEASURES: Final = re.compile(r"(?:改进|整改|下一步)(?:的)?(?:措施|建议|意见|工作|打算)|下一步|有关建议|工作建议")
_NONE: Final = re.compile(
    r"(?:无|没有|未发现|未出现|不存在|暂未|尚未发现)[^，。；\n]{0,12}(?:问题|不足|偏差)|^(?:暂?无|没有|[/—-]+)[。.]?$"
)
_NO: Final = ("无", "没有", "未", "不存在")
SHORT: Final = 8
"""A passage of so few characters may be a mere stroke."""
_SENTENCE: Final = re.compile(r"[^。；;！!\n]+")
_GENERIC: Final = re.compile(
    "率|性|情况|管理|工作|完成|建设|资金|资产|固定|预算|制度|目标|任务|指标|项目|经费|支出|执行|部门|单位|年度|社会|公众|服务|对象|"
    "效益|质量|数量|时效|成本|重点|重大|实施|推进|有效|及时|和|或|的|与|等|其他|省市区"
)
_VERY_GENERIC: Final = re.compile("率|性|情况|管理|工作|完成|建设|部门|单位|目标|任务|指标|和|或|的|与|其他|推进")
_ENDING: Final = re.compile(r"(?:完成)?(?:情况|程度)$|[率性]$")
_MARKS: Final = re.compile(r"[^\w]|_")
_SOUNDNESS: Final = re.compile(r"制度[^，。；]{0,6}(?:不健全|不够健全|不完善|不够完善|缺失)")
SHORTEST: Final = 4
"""A title without its ending names its indicator by itself from so many characters on."""
NAMING: Final = 3
"""So many characters in a row that are not generic name an indicator."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a problem passage, with its place in the section's text."""

    pointer: str
    start: int
    text: str

    @property
    def span(self) -> tuple[int, int]:
        """Which characters of the text."""
        return self.start, self.start + len(self.text)


def problem_sentences(report: Examined) -> list[Sentence]:
    """The sentences that admit a problem; none where the report says that there are none, or has no such part."""
    found: list[Sentence] = []
    for (pointer, text), section in zip(report.narrative, report.form.narrative.sections, strict=True):
        found += [Sentence(pointer, start, told) for start, told in _sentences(section.title, text)]
    return found


def _sentences(title: str, text: str) -> tuple[tuple[int, str], ...]:
    """(start, sentence) of those that a section has."""
    return tuple(
        (one.start(), one[0])
        for start, end in _passages(title, text)
        if text[start:end].strip() and not _says_none(text[start:end])
        for one in _SENTENCE.finditer(text, start, end)
        if one[0].strip() and not _PART.match(one[0])
    )


def _says_none(passage: str) -> bool:
    """Whether a passage says that there are no problems."""
    if len(passage) > SHORT and not has_any(passage, _NO):
        return False
    return _NONE.search(folded(passage)) is not None


def _passages(title: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a section tells of problems: all of it by its title, or the part under a heading of its own."""
    if _TITLE.search(title):
        yield 0, _without_measures(text, 0, len(text))
    elif "问题" in text or "不足" in text:
        for part in _PART.finditer(text):
            yield part.end(), _without_measures(text, part.end(), _end_of(part, text))


def _end_of(part: re.Match[str], text: str) -> int:
    """The next heading that is numbered in the same way."""
    number = part["number"]
    if not number:
        return len(text)
    digits = _DIGITS if re.search("[0-9]", number) else _CHINESE
    opening = "[（(]" if number[0] in "（(" else ""
    following = re.compile(rf"^[ 　\t]*{opening}{digits}[)）、.．]", re.MULTILINE).search(text, part.end())
    return following.start() if following else len(text)


def _without_measures(text: str, start: int, end: int) -> int:
    measures = _MEASURES.search(text, start, end)
    return measures.start() if measures else end


def may_name(title: str, text: str) -> bool:
    """Whether some of several sentences can name an indicator: the cheap question before `names`."""
    if "制度" in title and _SOUNDNESS.search(text):
        return True
    return has_any(text, _naming(title))


def names(title: str, about: str, text: str) -> bool:
    """Whether a sentence plainly speaks of an indicator; `about` tells indicators of one title apart (资产管理)."""
    if "制度" in title and "健全" in title and _SOUNDNESS.search(text):
        return ("资产" in text) == ("资产" in about)
    return has_any(text, _naming(title))


@lru_cache(maxsize=4096)
def _naming(title: str) -> tuple[str, ...]:
    """What names an indicator: its title without the ending, or three of its characters in a row that are its own."""
    plain = _MARKS.sub("", title_key(title))
    stem = _ENDING.sub("", plain)
    keys = [stem] if len(stem) >= SHORTEST else []
    if "满意度" in plain:
        keys += ["满意度", "满意率"]
    else:
        for run in _GENERIC.split(stem):
            keys += [run[at : at + NAMING] for at in range(len(run) - NAMING + 1)]
    return tuple(keys)


@lru_cache(maxsize=4096)
def touching(title: str) -> tuple[str, ...]:
    """Words by which a text may speak of an indicator: rather too often than once too few."""
    plain = _MARKS.sub("", title_key(title))
    pairs = {run[at : at + 2] for run in _VERY_GENERIC.split(plain) for at in range(len(run) - 1)}
    return tuple(sorted(pairs | {plain}))

"""The numbers that Word writes before paragraphs by itself (一、 （二） 3.), from word/numbering.xml and styles.xml."""

import re
from typing import Any, Final

_CHINESE: Final = "〇一二三四五六七八九"
_COUNTED: Final = frozenset(
    {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand", "ideographDigital"}
)


class Numbering:
    """Counts the paragraphs of each list as they are read."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._of_style: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._lists: dict[str, str] = {}
        if numbering is not None:
            self._read_lists(numbering)
        if styles is not None:
            self._read_styles(styles)

    def before(self, paragraph: Any) -> str:
        """The number before a paragraph; empty where it has none, or a bullet."""
        found = self._list_of(paragraph) if self._lists else None
        if found is None:
            return ""
        number, level = found
        of_list = self._lists.get(number, "")
        if (of_list, level) not in self._levels:
            return ""
        counts = self._counts.setdefault(number, {})
        counts[level] = counts.get(level, self._levels[of_list, level][2] - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        kind, text, _ = self._levels[of_list, level]
        if kind in ("bullet", "none"):
            return ""
        return re.sub(r"%([1-9])", lambda place: self._said(of_list, int(place[1]) - 1, counts), text)

    def _said(self, of_list: str, level: int, counts: dict[int, int]) -> str:
        kind, _, start = self._levels.get((of_list, level), ("decimal", "", 1))
        return said(counts.get(level, start), kind)

    def _list_of(self, paragraph: Any) -> tuple[str, int] | None:
        properties = next((one for one in paragraph if _local(one) == "pPr"), None)
        if properties is None:
            return None
        own = _numbered(properties)
        if own is not None:
            return own if own[0] != "0" else None
        style = next((_value(one) for one in properties if _local(one) == "pStyle"), "")
        return self._of_style.get(style)

    def _read_lists(self, numbering: Any) -> None:
        for node in numbering:
            if _local(node) == "abstractNum":
                for level in (one for one in node if _local(one) == "lvl"):
                    parts = {_local(one): _value(one) for one in level}
                    start = parts.get("start", "1")
                    key = (_value(node, "abstractNumId"), int(_value(level, "ilvl") or 0))
                    first = int(start) if start.isdigit() else 1
                    self._levels[key] = (parts.get("numFmt", "decimal"), parts.get("lvlText", ""), first)
            elif _local(node) == "num":
                of_list = next((_value(one) for one in node if _local(one) == "abstractNumId"), "")
                self._lists[_value(node, "numId")] = of_list

    def _read_styles(self, styles: Any) -> None:
        for style in (one for one in styles if _local(one) == "style"):
            properties = next((one for one in style if _local(one) == "pPr"), None)
            found = _numbered(properties) if properties is not None else None
            if found is not None and found[0] != "0":
                self._of_style[_value(style, "styleId")] = found


def said(number: int, kind: str) -> str:
    """A number as a list of that kind writes it."""
    if kind in _COUNTED and 0 < number < 100:
        tens, ones = divmod(number, 10)
        before = ("" if tens == 1 else _CHINESE[tens]) + "十" if tens else ""
        return before + (_CHINESE[ones] if ones else "")
    if kind == "decimalEnclosedCircle" and 0 < number <= 20:
        return chr(0x245F + number)
    if kind in ("upperLetter", "lowerLetter") and 0 < number <= 26:
        return chr((64 if kind == "upperLetter" else 96) + number)
    return str(number)


def _numbered(properties: Any) -> tuple[str, int] | None:
    node = next((one for one in properties if _local(one) == "numPr"), None)
    if node is None:
        return None
    parts = {_local(one): _value(one) for one in node}
    level = parts.get("ilvl", "0")
    return parts.get("numId", "0"), int(level) if level.isdigit() else 0


def _local(node: Any) -> str:
    tag: str = node.tag
    return tag[tag.rfind("}") + 1 :]


def _value(node: Any, attribute: str = "val") -> str:
    return next((text for name, text in node.attrib.items() if name.rpartition("}")[2] == attribute), "")

"""The official wording of a criterion (评分标准) read as a rule: only where it says one thing, and nothing else.

What the wording leaves open (part of a step, a base of 0) is left out of the rule, where the scheme's own check then
asks for it. What cannot be read for sure comes back with the reason, never as a guess.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from app.domain.decimals import shortest
from app.domain.form.cells import folded

MARKS: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

_NUMBER: Final = r"-?\d+(?:\.\d+)?"
_SIGNS: Final = {"≦": "<=", "≤": "<=", "≧": ">=", "≥": ">=", "﹤": "<", "﹥": ">", "—": "-", "–": "-", "～": "~"}
_POINTS: Final = rf"[,:]?的?,?(?:计|得|给|记)?(?P<points>{_NUMBER})分|[,:]?的?,?(?:不得分|不计分|得零分|计零分)"


@dataclass(frozen=True, slots=True)
class ReadRule:
    """A rule's data, what its measure has to be (`rate`, `count`, `checks`, `score`), and doubts that come with it."""

    rule: dict[str, Any]
    wants: str
    unit: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unsure:
    """Why the wording was not read as a rule."""

    reason: str


def plain(text: str) -> str:
    """Wording as it is compared: half-width, without white space, one sign for each relation, § for ①②③."""
    found = folded(re.sub(f"[{MARKS}]", "§", text))
    for sign, ours in _SIGNS.items():
        found = found.replace(sign, ours)
    return found.replace("\u201c", "").replace("\u201d", "").replace('"', "")


def read_rule(criterion: str, points: Decimal) -> ReadRule | Unsure:
    """The rule that `criterion` says for an indicator of so many `points`."""
    text = plain(criterion)
    if not text:
        return Unsure("没有写评分标准，请选择规则")
    if "酌情" in text:
        return Unsure("“酌情”没有写明怎样给分，请选择规则（例如由评审人判断）")
    for reader in _READERS:
        found = reader(text, criterion, points)
        if found is not None:
            return found
    return Unsure("这段文字不能确定是哪一种规则，请选择规则并填写参数")


def _converted(text: str, _: str, __: Decimal) -> ReadRule | Unsure | None:
    """按…考核分数折算: whose score, of which year and out of how many is for a person to say."""
    if "折算" not in text or "考核" not in text:
        return None
    named = re.search(r"([\u4e00-\u9fff]{2,30}考核)(?:分数|得分|结果|成绩)?折算", text)
    year = re.search(r"((?:19|20)\d\d)年", text)
    rule: dict[str, Any] = {"kind": "converted"}
    if named:
        rule["source"] = named[1].rpartition("的")[2] or named[1]
    doubts = ["按另一项考核的分数折算：请核对考核的名称，并填写年度和满分"]
    if year:
        doubts.append(f"文字里的考核年度是 {year[1]} 年，请核对是否应为本方案的年度")
    return ReadRule(rule, "score", "分", tuple(doubts))


def _lines(criterion: str) -> list[str]:
    """The lines of ①…；②…；, as they are written; what follows the last one's full stop or semicolon is left off."""
    _, *found = re.split(f"[{MARKS}]", criterion)
    return [re.split(r"[；;。\n]", line.strip())[0].strip() for line in found]


_WORTH: Final = re.compile(rf"(?P<text>.+?)[，,：:]?\s*(?:计|得)?(?P<points>{_NUMBER})\s*分")


def _checklist(text: str, criterion: str, points: Decimal) -> ReadRule | Unsure | None:
    """①…，1分；②…，0.5分."""
    before, *parts = text.split("§")
    ends = all(re.fullmatch(rf"[^;。]+?[,:]?(?:计|得)?{_NUMBER}分[;。]?", part) for part in parts)
    found = [one for line in _lines(criterion) if (one := _WORTH.fullmatch(line))]
    if before or not ends or len(found) != len(parts) or len(parts) < 2:
        return None
    worth = [Decimal(folded(one["points"])) for one in found]
    if (total := sum(worth, start=Decimal(0))) != points:
        return Unsure(f"各项合计 {shortest(total)} 分，与分值 {shortest(points)} 分不符，请核对")
    of = [
        {"id": f"line_{at}", "text": one["text"], "points": shortest(value), "award": "all_or_nothing"}
        for at, (one, value) in enumerate(zip(found, worth, strict=True), start=1)
    ]
    return ReadRule({"kind": "checklist", "of": of}, "checks")


_EACH: Final = re.compile(
    rf"每(?:出现|发现|发生|有)(?:一|1)(?P<unit>例|次|项|个|起|处|笔)(?:[^;。]*?),?扣(?P<deduct>{_NUMBER})分(?:,?扣完为止)?"
)


def _occurrences(text: str, criterion: str, _: Decimal) -> ReadRule | Unsure | None:
    """每出现一例不符合要求的扣1分，扣完为止, for one count or for each of a list."""
    each = list(_EACH.finditer(text))
    if len(each) != 1 or re.search(rf"(?:计|得){_NUMBER}分", text):
        return None
    deduct = each[0]["deduct"]
    if "§" not in text:
        return ReadRule({"kind": "occurrences", "deduct": deduct}, "count", each[0]["unit"])
    if re.search(rf"{_NUMBER}分", text[: each[0].start()]):
        return None
    of = [{"id": f"case_{at}", "text": line, "deduct": deduct} for at, line in enumerate(_lines(criterion), start=1)]
    return ReadRule({"kind": "occurrences", "of": of}, "checks")


_STEP: Final = re.compile(
    rf"每(?P<way>超过|超出|增加|高于|上升|提高|减少|低于|降低|下降|少)(?P<of>{_NUMBER}%)?"
    rf"(?P<step>一|{_NUMBER})?(?P<kind>个?百分点|%|个单位)?,?(?:的)?,?扣(?:减)?(?P<deduct>{_NUMBER})分"
)
_WORSE: Final = {
    **dict.fromkeys(("超过", "超出", "增加", "高于", "上升", "提高"), "above"),
    **dict.fromkeys(("减少", "低于", "降低", "下降", "少"), "below"),
}
_STANDARD: Final = re.compile(rf"以(?P<standard>{_NUMBER})%为标准")
_FULL: Final = re.compile(
    rf"(?:<=|>=|=|等于|达到?|不超过|不低于|小于等于|大于等于)(?P<standard>{_NUMBER})%?(?:\(含\))?(?:以上|以内|及以上|及以下)?"
    rf"的?,?(?:计|得|记)(?P<points>{_NUMBER})分"
)


def _steps(text: str, _: str, points: Decimal) -> ReadRule | Unsure | None:
    """以100%为标准，≦100%计5分；每超过一个百分点扣0.5分，扣完为止."""
    found = list(_STEP.finditer(text))
    if not found:
        return None
    if len(found) > 1:
        return Unsure("文字里有几种扣分的步长，请选择规则并填写参数")
    step, kind = found[0]["step"] or "一", found[0]["kind"] or ""
    if "百分点" not in kind:
        return Unsure(f"“{found[0][0]}”没有写明是几个百分点还是标准的百分之几，请选择规则并填写参数")
    standard = _standard(text, found[0]["of"], points)
    if isinstance(standard, Unsure):
        return standard
    rule = {
        "kind": "steps",
        "standard": standard,
        "worse": _WORSE[found[0]["way"]],
        "step": "1" if step == "一" else step,
        "deduct": found[0]["deduct"],
    }
    part = next((name for words, name in _PARTS if re.search(words, text)), None)
    return ReadRule(rule | ({"part_step": part} if part else {}), "rate", "%")


def _standard(text: str, of: str | None, points: Decimal) -> str | Unsure:
    """The one standard that earns full points; nothing else may give or take any."""
    full = list(_FULL.finditer(text))
    standards = {one["standard"] for one in (*_STANDARD.finditer(text), *full)} | (
        {of.removesuffix("%")} if of else set()
    )
    if len(standards) != 1:
        return Unsure("没有写明（或写了几个）得满分的标准，请填写")
    if any(Decimal(one["points"]) != points for one in full):
        return Unsure(f"文字里的满分与分值 {shortest(points)} 分不符，请核对")
    standard = standards.pop()
    if _has_more(text, standard):
        return Unsure("除了满分的标准和每步的扣分，文字里还有别的给分条件，请选择规则并填写参数")
    return standard


_SHORT: Final = r"不足(?:(?:一|\d+)个?(?:百分点|%)?)?的?,?"
_PARTS: Final = (
    (rf"{_SHORT}(?:不扣分?|不计)", "full"),
    (rf"{_SHORT}按比例(?:扣分?|计算?)", "proportional"),
    (rf"{_SHORT}按(?:一|\d+)个?(?:百分点|%)?(?:扣分?|计算?)", "started"),
)


def _has_more(text: str, standard: str) -> bool:
    """Whether something that gives or takes points is left when everything that was understood is taken away."""
    known = (_STEP, _STANDARD, _FULL, *(re.compile(words) for words, _ in _PARTS), re.compile("扣完为止"))
    for one in known:
        text = one.sub(";", text)
    text = re.sub(rf"(?:>|<|大于|小于|低于|超过|高于){re.escape(standard)}%?的?", ";", text)
    return re.search(r"\d|得分|满分|扣|加分", text) is not None


@dataclass(slots=True)
class _Row:
    """A row with its edges; an end is (number, included or None where the wording does not say)."""

    points: Decimal
    low: tuple[Decimal, bool | None] | None = None
    high: tuple[Decimal, bool | None] | None = None
    equal: Decimal | None = None


_IN: Final = r"(?P<{0}_in>\(含\)|\(不含\))?"
_BETWEEN: Final = re.compile(
    rf"[^\d<>=]*?(?P<low>{_NUMBER})%?{_IN.format('low')}(?:-|~|至|到)(?P<high>{_NUMBER})%?{_IN.format('high')}(?:之间|以内)?(?:{_POINTS})"
)
_COMPARED: Final = re.compile(
    rf"[^\d<>=]*?(?P<sign><=|>=|<|>|=|低于|小于|不足|大于|超过|高于|等于|达到|不低于|不超过)(?P<edge>{_NUMBER})%?{_IN.format('edge')}(?P<tail>以上|以下|及以上|及以下)?(?:{_POINTS})"
)
_BEYOND: Final = re.compile(
    rf"[^\d<>=]*?(?P<edge>{_NUMBER})%?{_IN.format('edge')}(?P<tail>以上|以下|及以上|及以下|以内)(?:{_POINTS})"
)
_INCLUDED: Final = {"(含)": True, "(不含)": False, None: None}
_SIGN: Final[dict[str, tuple[str, bool]]] = {
    "<=": ("high", True), "不超过": ("high", True), "<": ("high", False), "低于": ("high", False),
    "小于": ("high", False), "不足": ("high", False), ">=": ("low", True), "不低于": ("low", True),
    "达到": ("low", True), ">": ("low", False), "大于": ("low", False), "超过": ("low", False), "高于": ("low", False),
}  # fmt: skip


def _bands(text: str, _: str, points: Decimal) -> ReadRule | Unsure | None:
    """≥90%，计5分；80%（含）-90%，计4分；…；低于60%不得分."""
    clauses = [clause.strip(",") for clause in re.split(r"[;。]", text) if clause.strip(",")]
    rows = [_row(clause) for clause in clauses]
    if len(rows) < 2 or any(row is None for row in rows):
        return None
    found = [row for row in rows if row is not None]
    if max(row.points for row in found) != points:
        return Unsure(f"各档最高不是 {shortest(points)} 分，请核对文字和分值")
    for row in found:
        for end in ("low", "high"):
            if (unsure := _settle(row, end, found)) is not None:
                return unsure
    return ReadRule({"kind": "bands", "rows": [_row_data(row) for row in found]}, "rate", "%")


def _row(clause: str) -> _Row | None:
    if between := _BETWEEN.fullmatch(clause):
        low, high = Decimal(between["low"]), Decimal(between["high"])
        given = Decimal(between["points"] or 0)
        return _Row(given, (low, _INCLUDED[between["low_in"]]), (high, _INCLUDED[between["high_in"]]))
    if compared := _COMPARED.fullmatch(clause):
        edge, given = Decimal(compared["edge"]), Decimal(compared["points"] or 0)
        if compared["sign"] in ("=", "等于"):
            return _Row(given, equal=edge)
        end, included = _SIGN[compared["sign"]]
        return _Row(given, **{end: (edge, included)})  # type: ignore[arg-type]
    if beyond := _BEYOND.fullmatch(clause):
        edge, given, tail = Decimal(beyond["edge"]), Decimal(beyond["points"] or 0), beyond["tail"]
        within = True if tail.startswith("及") else _INCLUDED[beyond["edge_in"]]
        return _Row(given, **{"low" if tail.endswith("上") else "high": (edge, within)})  # type: ignore[arg-type]
    return None


def _settle(row: _Row, end: str, rows: list[_Row]) -> Unsure | None:
    """An edge belongs to a row that does not say so where its neighbour says no, and not where that says yes."""
    own = getattr(row, end)
    if own is None or own[1] is not None:
        return None
    edge, other = own[0], "high" if end == "low" else "low"
    others = [one for one in rows if one is not row]
    claims: set[bool | None] = {True if one.equal == edge else _claim(one, other, edge) for one in others} - {None}
    if len(claims) != 1:
        return Unsure(f"{shortest(edge)} 属于哪一档，文字没有写明（含）或（不含），请在规则里选择")
    setattr(row, end, (edge, True not in claims))
    return None


def _claim(row: _Row, end: str, edge: Decimal) -> bool | None:
    found = getattr(row, end)
    return found[1] if found is not None and found[0] == edge else None


def _row_data(row: _Row) -> dict[str, str]:
    data: dict[str, str] = {}
    if row.equal is not None:
        data["equal"] = shortest(row.equal)
    if row.low is not None:
        data["at_least" if row.low[1] else "above"] = shortest(row.low[0])
    if row.high is not None:
        data["at_most" if row.high[1] else "below"] = shortest(row.high[0])
    return data | {"points": shortest(row.points)}


_READERS: Final[tuple[Callable[[str, str, Decimal], ReadRule | Unsure | None], ...]] = (
    _converted,
    _checklist,
    _occurrences,
    _steps,
    _bands,
)

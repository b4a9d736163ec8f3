"""What the numbers of a narrative speak of: cells of the form, where that can be told for sure.

Only a plain statement about the whole department and the evaluated year is taken as one: 人员支出322.77万元, 实有18人.
Another year, a budget, a comparison, a share, a subordinate unit or a subject that is not the form's own is left alone:
who restates a figure wrongly is told, and who speaks of something else is not.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from app.domain.prose.numbers import Quantity, half_width, quantities
from app.domain.prose.words import has_any

_TERMS: Final[dict[str, tuple[str, ...]]] = {
    "revenue/total": (
        *(
            "收入合计",
            "收入总计",
            "收入总额",
            "总收入",
            "全年收入",
            "本年收入",
            "年度收入",
            "当年收入",
            "年收入",
            "收入",
        ),
    ),
    "revenue/prior_year_carryover": ("上年结转",),
    "revenue/general_budget_appropriation": (*("公共财政拨款", "一般公共预算财政拨款", "一般公共预算拨款"),),
    "revenue/government_fund_appropriation": (
        *("政府基金拨款", "政府性基金拨款", "政府性基金预算财政拨款", "政府性基金预算拨款"),
    ),
    "revenue/special_account_non_tax_revenue": ("纳入专户管理的非税收入拨款", "纳入专户管理的非税收入"),
    "revenue/other": ("其他收入",),
    "expenditure/total": (
        *(
            "支出合计",
            "支出总计",
            "支出总额",
            "总支出",
            "全年支出",
            "本年支出",
            "年度支出",
            "当年支出",
            "年支出",
            "支出",
        ),
    ),
    "expenditure/basic": ("基本支出",),
    "expenditure/personnel": ("人员支出", "人员经费"),
    "expenditure/operating": (
        *("公用支出", "公用经费", "日常公用支出", "日常公用经费", "一般商品服务支出", "一般商品和服务支出"),
    ),
    "expenditure/project": ("项目支出",),
    "expenditure/year_end_balance": ("当年结余", "本年结余"),
    "expenditure/cumulative_balance": ("累计结余",),
    "three_public/total": (
        "三公经费合计",
        "三公经费总额",
        "三公经费",
        "“三公”经费合计",
        "“三公”经费总额",
        "“三公”经费",
    ),
    "three_public/official_hospitality": ("公务接待费",),
    "three_public/vehicle_running_costs": ("公务用车运维费", "公务用车运行维护费", "公务用车运行费"),
    "three_public/vehicle_purchases": ("公务用车购置费",),
    "three_public/overseas_travel": ("因公出国(境)费", "因公出国（境）费", "因公出国费"),
    "fixed_assets/total": ("固定资产合计", "固定资产总额", "固定资产总值", "固定资产"),
    "fixed_assets/in_use": ("在用固定资产",),
    "fixed_assets/leased_out": ("出租固定资产",),
    "profile/established_posts": ("人员编制", "编制人数", "核定编制", "编制数", "编制"),
    "profile/staff_in_post": ("实有人数", "实有人员", "实际人数", "在职人员", "在职人数", "实有在职人员", "实有"),
    "self_scoring/overall_points": (
        *("绩效自评综合得分", "自评综合得分", "自评得分", "自评总分", "综合得分", "自评总得分"),
    ),
}
_KEYS: Final = {term: key for key, terms in _TERMS.items() for term in terms}

_UNITS: Final = {"profile": "人", "self_scoring": "分"}
"""The unit of a section's figures where it is not 万元."""

WHOLES: Final[dict[str, tuple[str, ...]]] = {
    "revenue/total": (
        "revenue/prior_year_carryover",
        "revenue/general_budget_appropriation",
        "revenue/government_fund_appropriation",
        "revenue/special_account_non_tax_revenue",
        "revenue/other",
    ),
    "expenditure/total": (
        "expenditure/basic",
        "expenditure/personnel",
        "expenditure/operating",
        "expenditure/project",
    ),
    "expenditure/basic": ("expenditure/personnel", "expenditure/operating"),
    "three_public/total": (
        "three_public/official_hospitality",
        "three_public/vehicle_running_costs",
        "three_public/vehicle_purchases",
        "three_public/overseas_travel",
    ),
    "fixed_assets/total": ("fixed_assets/in_use", "fixed_assets/leased_out"),
}
"""What the form's totals consist of."""

_LONGEST_FIRST: Final = "|".join(re.escape(term) for term in sorted(_KEYS, key=len, reverse=True))
_SUBJECT: Final = re.compile(
    rf"(?P<term>{_LONGEST_FIRST})"
    r"(?P<link>(?:人数|人员|总额|总数|金额|决算数?|资金|支出|收入|共计|合计|总计|累计|为|是|达到?|共|计|有|人民币"
    r"|[额数:：=＝“”\s]){0,5})$"
)
_NO_LINK: Final = {"revenue": "支出", "expenditure": "收入", "three_public": "收入", "fixed_assets": "支出"}
"""What makes another figure of a subject: 公共财政拨款支出 is no income, 固定资产支出 no stock."""
_WINDOW: Final = 30

_TOTALS: Final = ("得分", "总分")
"""Without these words no 分 of a text is the total of the points."""
_SENTENCE: Final = re.compile(r"[^。!?！？\n]+")
SHORT: Final = 2
"""Characters between two numbers that say nothing: 和, 约."""
_CLAUSE_END: Final = re.compile(r"[,，;；、:：()（）“”]")
_NEUTRAL: Final = re.compile(
    r"(?:\d{4}年度?|全年度?|本年度?|当年度?|今年|年末|年底|年度|我[局委办院部处站所]|本[局委办院部处]|[我本]?单位|[我本]?部门|部门[(（]单位[)）]"
    r"|[我本]?中心|整体|其中|(?:总|基本)?支出中|收入中|实际|发生|总|共|全部|人员|核定|现有|的|和|及|决算|经.*|综上所?述?|[(（]?[一二三四五六七八九十\d]{1,3}[)）]?[、.)]"
    r"|第?[一二三四五六七八九]是|首先|截至\d{0,4}年?\d{0,2}月?\d{0,2}日?|根据.*|按照.*|年|\s)*"
)
_OTHER_SCOPE: Final = ("本级", "二级", "下属", "所属", "直属", "各单位", "该项", "此项", "专项")
_PLANNED: Final = (
    *("预算", "计划", "目标", "拟", "批复", "下达", "安排", "追加", "调整", "申报", "控制数", "指标数", "概算"),
)
_ACTUAL: Final = ("决算", "实际", "执行")
_YEAR: Final = re.compile(r"(?P<year>20\d\d)年|(?<![比较与同])(?P<before>上年(?!结转)|去年|上一年|往年|历年|前年)")
_EXPLAINED: Final = re.compile(r"用于|包括|^[其并]?(?:占|系|由|因|按)|约占")
"""A clause that says more of the figure before it."""
_COMPARED: Final = re.compile(r"[比较][上去]年|同比|增加|增长|减少|下降|上升|提高|降低|节约|压减")
WHOLE_KEYS: Final = frozenset({"revenue/total", "expenditure/total", "self_scoring/overall_points"})
"""Totals: they stand at the head of their sentence, or after another one."""


class Mention(NamedTuple):
    """A quantity that restates a cell of the form."""

    key: str
    """Table and column: `expenditure/personnel`."""
    term: str
    """The subject as it was written: 一般商品服务支出."""
    start: int
    """Where the subject begins."""
    quantity: Quantity


class Sentence(NamedTuple):
    """A sentence with its numbers, digits in half width; `start` is its place in the text."""

    text: str
    start: int
    quantities: tuple[Quantity, ...]
    """Places are those of the whole text."""
    mentions: tuple[Mention, ...]


@lru_cache(maxsize=256)
def sentences(text: str, fiscal_year: int | None, name: str = "") -> tuple[Sentence, ...]:
    """The sentences of a text that have numbers with units. `name` is the department's, which may be a subject.

    The last texts are kept: while a report is being filled in, its narrative is examined after every cell.
    """
    return tuple(_sentences(text, fiscal_year, name))


def _sentences(text: str, fiscal_year: int | None, name: str) -> Iterator[Sentence]:
    plain = half_width(text)
    points = has_any(plain, _TOTALS)
    for found in _SENTENCE.finditer(plain):
        start, end = found.span()
        numbers = tuple(quantities(plain, start, end, points=points))
        if numbers:
            subjects = _subjects(plain, start, numbers)
            words = _Words(plain, start, end, fiscal_year, name) if any(subjects) else None
            mentions = tuple(_mentions(words, numbers, subjects)) if words else ()
            yield Sentence(found[0], start, numbers, mentions)


class _Words:
    """What a sentence says beside its numbers, looked for once."""

    def __init__(self, text: str, start: int, end: int, fiscal_year: int | None, name: str) -> None:
        self.text, self.start, self.name = text, start, name
        self._other_scope = min(_places(_OTHER_SCOPE, text, start, end), default=end)
        self._planned = _places(_PLANNED, text, start, end)
        self._actual = _places(_ACTUAL, text, start, end) if self._planned else []
        years = _YEAR.finditer(text, start, end) if text.find("年", start, end) >= 0 else ()
        self._years = [(found.start(), _is_year(found, fiscal_year)) for found in years]

    def goes_on(self, start: int, end: int, *, subject: bool) -> bool:
        """Whether what stands between two numbers keeps the sentence with the whole department.

        Before a subject nothing may make it another one; before any other number there may be a comparison.
        """
        *clauses, last = _CLAUSE_END.split(self.text[start:end])
        if not all(self._neutral(one) or _EXPLAINED.search(one) or _COMPARED.search(one) for one in clauses):
            return False
        return self._neutral(last) if subject else _COMPARED.search(last) is not None or len(last) <= SHORT

    def of_the_year(self, at: int) -> bool:
        """Whether a subject at that place is the whole department's, actual, and of the evaluated year."""
        return at <= self._other_scope and self._is_actual(at) and self._is_of_the_year(at)

    def neutral_between(self, start: int, end: int) -> bool:
        """Whether nothing between two places gives what follows another subject."""
        return start >= end or all(self._neutral(clause) for clause in _CLAUSE_END.split(self.text[start:end]))

    def _is_actual(self, at: int) -> bool:
        """Whether a budget that was spoken of before has been left again for what was spent."""
        planned = max((place for place in self._planned if place < at), default=-1)
        return planned < 0 or max((place for place in self._actual if place < at), default=-1) > planned

    def _is_of_the_year(self, at: int) -> bool:
        """Whether the last year that was named before is the evaluated one, or none was."""
        return next((same for place, same in reversed(self._years) if place < at), True)

    def _neutral(self, words: str) -> bool:
        return _NEUTRAL.fullmatch(words.replace(self.name, "") if self.name else words) is not None


def _places(words: Sequence[str], text: str, start: int, end: int) -> list[int]:
    """Where some of the words stand."""
    found = []
    for word in words:
        at = text.find(word, start, end)
        while at >= 0:
            found.append(at)
            at = text.find(word, at + 1, end)
    return found


def _is_year(found: re.Match[str], fiscal_year: int | None) -> bool:
    return found["year"] is not None and fiscal_year is not None and int(found["year"]) == fiscal_year


def _subjects(text: str, start: int, numbers: Sequence[Quantity]) -> list[re.Match[str] | None]:
    """What stands right before each number, where that is a cell of the form: no rate is."""
    return [
        None if one.typed == "%" else _SUBJECT.search(text, max(start, one.start - _WINDOW), one.start)
        for one in numbers
    ]


def _mentions(
    words: _Words, numbers: Sequence[Quantity], subjects: Sequence[re.Match[str] | None]
) -> Iterator[Mention]:
    """The quantities of one sentence whose subject is a cell of the form, as far as it speaks of nothing else.

    “某项目支出100万元，其中人员支出20万元” speaks of the project from its first number on.
    """
    here = words.start
    wholes_until: int | None = here  # as far as nothing but totals was named; None once something else was
    named = set[str]()
    for quantity, subject in zip(numbers, subjects, strict=True):
        at = subject.start() if subject else quantity.start
        if not words.goes_on(here, at, subject=subject is not None):
            return
        here = quantity.end
        key = _KEYS[subject["term"]] if subject else ""
        table, is_whole = key.partition("/")[0], key in WHOLE_KEYS
        if subject is None or quantity.unit != _UNITS.get(table, "万元") or _NO_LINK.get(table, "-") in subject["link"]:
            wholes_until = None
            continue
        about = words.of_the_year(at) and key not in named
        if is_whole and about:
            about = wholes_until is not None and words.neutral_between(wholes_until, at)
        if about and not quantity.approximate:
            yield Mention(key, subject["term"], at, quantity)
        named.add(key)
        wholes_until = quantity.end if is_whole and wholes_until is not None else None

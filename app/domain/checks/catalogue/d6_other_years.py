"""D6: a title, a criterion or a quoted notice that is plainly about another year than the one that is evaluated.

Other years occur in every sound report (较上年增长, 2019年成立, plans for the next); only what can be nothing else is
told.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final

from app.domain.checks.check import WARNING, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix
from app.domain.checks.interval import Interval, exactly
from app.domain.checks.wording import quoted
from app.domain.form.cells import folded

COVER_YEAR: Final = "/form/cover/fiscal_year"

_YEAR: Final = re.compile(r"(?<![0-9])(20[0-9]{2}|[二][〇零○Oo0][〇零○一二三四五六七八九Oo0]{2})(?=\s*年|[-—~～至])")
_DIGITS: Final = str.maketrans("〇零○Oo一二三四五六七八九", "00000123456789")
_DATED: Final = re.compile(r"[2２][0０][0-9０-９]{2}\s*年")
_ASSESSED: Final = re.compile(
    r"(?<![自从较比至—-])(?P<year>20[0-9]{2})年度?"
    r"(?![^。；;]{0,30}?(?:印发|修订|以来|起))[^。；;《》]{0,30}?(?:考核|考评|评估|测评|评价)的?(?:分数|得分|结果|成绩|等次)"
)
_NOTICE: Final = re.compile(
    r"(?:开展|做好|组织)(?P<year>20[0-9]{2})年度?[^。《》]{0,30}?(?:自评|绩效评价)[^。《》]{0,12}?通知"
)
_BY: Final = re.compile(
    r"(?<![自从较比至—~～-])(?P<year>20[0-9]{2})年(?:度|底|末|年底|年末|内|[0-9]{1,2}月(?:[0-9]{1,2}日|底|末)?)?(?:之?前|以前|内)"
    r"(?=[^。；;，,]{0,16}(?:完成|实现|达到|建成|建立|办结|验收|通过|不低于|不少于))"
)
_SPANS: Final = re.compile(r"20[0-9]{2}年?[-—~～至到]+20[0-9]{2}年?")
"""Several years: 2019-2023年."""
_BEGINS: Final = re.compile(
    r"(?:^|(?<=[\n。；;]))(?:目标[0-9一二三四五六七八九十]{1,2}[:：、.]|[(]?[0-9]{1,2}[)、.])?"
    r"(?P<year>20[0-9]{2})年度?(?:全年|全县|全市|全区|共|累计|计划|预计|[，,])?"
    r"(?=(?:完成|实现|达到|开展|办理|接收|组织|举办|新增|新建|争取|确保))"
)


def find(report: Examined) -> Iterator[Found]:
    """The cover, the titles, the criteria that take another assessment's score, the notice that is followed, and
    goals and results of an earlier year."""
    yield from _asked_for(report)
    year = report.fiscal_year
    if year is None:
        return
    form = report.form
    yield from _title(report, year, "/form/cover/title", form.cover.title)
    yield from _title(report, year, "/form/narrative/title", form.narrative.title)
    yield from _criteria(report, year)
    yield from _notices(report, year)
    yield from _goals(report, year)


def _asked_for(report: Examined) -> Iterator[Found]:
    """评价年度 against the year that the report was asked for."""
    asked, said = report.context.fiscal_year, report.form.cover.fiscal_year
    if asked is None or said is None or asked == said:
        return
    yield Found(
        at=COVER_YEAR,
        amount=f"评价年度为 {said} 年，而布置的是 {asked} 年度的自评",
        fixes=(
            Fix(f"把评价年度改为 {asked}", COVER_YEAR, str(asked)),
            Fix("确属其他年度的报告，填到对应年度的任务里"),
        ),
        repairs=_year(COVER_YEAR, asked),
    )


def _title(report: Examined, year: int, pointer: str, title: str) -> Iterator[Found]:
    """A title that names years, but not this one."""
    if not title or str(year) in title:
        return
    named = [int(found.translate(_DIGITS)) for found in _YEAR.findall(folded(title))]
    if not named or year in named:
        return
    cover = {} if report.context.fiscal_year else _year(COVER_YEAR, named[0])
    yield Found(
        at=pointer,
        amount=f"标题{quoted(title)}是 {named[0]} 年的，而评价年度是 {year} 年",
        fixes=(
            Fix(f"把标题中的年份改为 {year}"),
            Fix("整篇沿用了其他年度报告的，逐处核对内容" if report.context.fiscal_year else "评价年度填错的，改正封面"),
        ),
        repairs={pointer: None, **cover},
    )


def _criteria(report: Examined, year: int) -> Iterator[Found]:
    """Rows that share a criterion share its fault."""
    rows: dict[str, list[int]] = {}
    for at, row in enumerate(report.form.self_scoring.rows):
        if "年" in row.criterion and _DATED.search(row.criterion):
            rows.setdefault(row.criterion, []).append(at)
    for criterion, shared in rows.items():
        found = _assessed(criterion)
        if found is None or abs(int(found["year"]) - year) <= 1:
            continue
        places = [f"/form/self_scoring/rows/{at}/criterion" for at in shared]
        if _scored_anyway(report, shared):
            continue
        by = f"，共 {len(shared)} 项指标用它" if len(shared) > 1 else ""
        yield Found(
            at=places[0],
            amount=f"评分标准按 {found['year']} 年的考核结果计分（{quoted(found[0])}），而评价年度是 {year} 年{by}",
            fixes=(
                Fix(f"向财政部门确认所用考核的年度，按 {year} 年度的考核结果计分"),
                Fix("评分标准沿用旧表的，换成本年度下发的评分表"),
            ),
            repairs=dict.fromkeys(places),
            why="别的年度的考核结果不能说明本年度的绩效，这些指标的得分没有依据",
        )


def _scored_anyway(report: Examined, rows: list[int]) -> bool:
    """Whether the rows are computed from what the scheme asks for, so that only the table's wording is out of date."""
    at = {f"/form/self_scoring/rows/{row}" for row in rows}
    found = [report.settled[name] for name, (pointer, _) in report.scored_rows.items() if pointer in at]
    return bool(found) and all(one.points is not None for one in found)


@lru_cache(maxsize=1024)
def _assessed(criterion: str) -> re.Match[str] | None:
    """The assessment of a named year that a criterion takes its score from; one wording stands in many reports."""
    return _ASSESSED.search(folded(criterion))


def _notices(report: Examined, year: int) -> Iterator[Found]:
    """A notice for self-evaluation that is two years off or more: last year's is sometimes named by when it came."""
    for pointer, text in report.narrative:
        if "通知" in text:
            for found in _NOTICE.finditer(text):
                if abs(int(found["year"]) - year) > 1:
                    yield Found(
                        at=pointer,
                        span=found.span(),
                        amount=f"所依据的通知{quoted(found[0])}是 {found['year']} 年的，而评价年度是 {year} 年",
                        fixes=(Fix(f"改为布置 {year} 年度自评的通知"),),
                        repairs={f"{pointer}#{found.start()}:{found.end()}": None},
                    )


def _goals(report: Examined, year: int) -> Iterator[Found]:
    """Goals that were due in an earlier year, and goals and results that begin with one and never name this one."""
    objectives = report.form.objectives
    for part, rows, first in (
        ("qualitative", objectives.qualitative, "objective"),
        ("quantitative", objectives.quantitative, "target"),
    ):
        for at, row in enumerate(rows):
            for name in (first, "result"):
                text: str = getattr(row, name)
                if "年" not in text or (found := _earlier(text, year, goal=name == first)) is None:
                    continue
                place = f"/form/objectives/{part}/{at}/{name}"
                told = "目标" if name == first else "完成情况"
                cover = {} if report.context.fiscal_year else _year(COVER_YEAR, int(found["year"]))
                yield Found(
                    at=place,
                    span=found.span(),
                    amount=f"{told}{quoted(text)}写的是 {found['year']} 年，而评价年度是 {year} 年",
                    fixes=(
                        Fix(f"改写为 {year} 年的{told}"),
                        Fix("年份写错的改正，跨年度的写明起止年份"),
                    ),
                    repairs={f"{place}#{found.start()}:{found.end()}": None, **cover},
                )


@lru_cache(maxsize=1024)
def _earlier(text: str, year: int, *, goal: bool) -> re.Match[str] | None:
    """Where a goal or result is plainly an earlier year's."""
    if f"{year}年" in text or _SPANS.search(text):
        return None
    patterns = (_BY, _BEGINS) if goal else (_BEGINS,)
    found = next((one for pattern in patterns if (one := pattern.search(text))), None)
    return found if found is not None and int(found["year"]) < year else None


def _year(pointer: str, year: int) -> dict[str, Interval | None]:
    return {pointer: exactly(Decimal(year))}


CHECK: Final = Check(
    id="D6",
    title="所写年度不是评价年度",
    reason="年度写错多是沿用往年的报告，内容和数据也可能是往年的",
    source="自评报告表式封面：评价年度；评分表引用其他考核结果的评分标准",
    severity=WARNING,
    find=find,
    passing=Example(
        "评分标准引用 2018 年印发的办法，用的是本年度考核得分",
        {
            "/form/self_scoring/rows/5/criterion": "根据2018年印发的考核办法，按2021年度工作实绩考核得分折算。",
            "/form/narrative/title": "关于2021年度部门整体支出绩效自评的报告（2022年5月）",
            "/form/objectives/qualitative/0/objective": "2019年移交的档案整理上架，2025年底前实现全部数字化。",
        },
    ),
    failing=Example(
        "综述的标题还是 2019 年的",
        {"/form/narrative/title": "2019年部门整体支出绩效评价报告"},
    ),
)

"""B1: the 分值 of the scoring table: row by row as the scheme has it, adding up to its headings and to the total."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Final

from app.domain.checks.check import ERROR, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix
from app.domain.checks.interval import Interval, exactly
from app.domain.checks.marks import Mark, is_free
from app.domain.checks.per_scheme import per_scheme
from app.domain.checks.row_titles import differing_rows
from app.domain.decimals import ZERO, shortest
from app.domain.form.cells import folded, number_in
from app.domain.scoring.compiled import CompiledScheme, Node
from app.domain.scoring.self_assessment import title_key

_POINTS: Final = re.compile(r"\((?:共|满分)?([0-9]+(?:\.[0-9]+)?)分\)$")


def find(report: Examined) -> Iterator[Found]:
    """Each wrong row by itself; sums are then judged as if those rows were right, so that no fault is told twice."""
    marks = report.marks
    if all(mark.stated is None for mark in marks):
        return
    wrong = [
        mark for mark in marks if mark.stated is not None and mark.expected is not None and mark.stated != mark.expected
    ]
    yield from map(unlike_the_scheme, wrong)
    told = bool(wrong)
    for found in (*unequal_pools(report, marks), *unequal_headings(report, marks)):
        told = True
        yield found
    yield from unequal_total(report, marks, told=told)


def unlike_the_scheme(mark: Mark) -> Found:
    """A row whose 分值 is not the scheme's."""
    stated, expected, at = mark.stated or ZERO, mark.expected or ZERO, mark.cell("max_points")
    more = "多" if stated > expected else "少"
    return Found(
        at=at,
        amount=(
            f"“{mark.title}”的分值填 {shortest(stated)} 分，评分方案为 {shortest(expected)} 分，"
            f"{more} {shortest(abs(stated - expected))} 分"
        ),
        fixes=(Fix(f"把分值改为 {shortest(expected)}", at, shortest(expected)),),
        repairs={at: exactly(expected)},
    )


def unequal_pools(report: Examined, marks: Sequence[Mark]) -> Iterator[Found]:
    """A pool whose rows each carry their share, where the shares are not the whole."""
    for node in report.scheme.nodes:
        if not node.pool:
            continue
        shares = [mark for mark in marks if len(mark.rows) == 1 and _pool(mark) == node.id and mark.stated is not None]
        if len(shares) == node.last - node.first:
            yield from _unequal(f"“{node.title}”", shares, node.points, "评分方案为")


def _pool(mark: Mark) -> str | None:
    return mark.indicators[0].pool if mark.indicators else None


@dataclass(slots=True)
class Heading:
    """一级指标 or 二级指标 with its rows, also where a page break has it repeated."""

    title: str
    first: int
    level: str
    printed: Decimal | None = None
    marks: list[Mark] = field(default_factory=list)


def unequal_headings(report: Examined, marks: Sequence[Mark]) -> Iterator[Found]:
    """A heading that prints its points, or whose rows the department sets by itself, and that its rows do not add up
    to."""
    rows = report.form.self_scoring.rows
    wanted = _free_headings(report.scheme)
    printed = any("分" in row.category or "分" in row.group for row in rows)
    if not wanted and not printed:
        return
    for path, heading in _headings(report, marks, None if printed else wanted).items():
        points = _points(heading.marks)
        if points is None or points == ZERO:
            continue
        node = wanted.get(path)
        scheme = node.points if node and _has_all_rows(report, node, heading.marks) else None
        if heading.printed is not None and heading.printed != points:
            yield _misprinted(heading, points, scheme)
        elif scheme is not None and scheme != points:
            yield from _unequal(f"“{heading.title}”", heading.marks, scheme, "评分方案为")


Path = tuple[str, ...]


def _headings(report: Examined, marks: Sequence[Mark], only: Container[Path] | None) -> dict[Path, Heading]:
    """The headings of the form by their paths, those `only` where that is given."""
    rows = report.form.self_scoring.rows
    found: dict[Path, Heading] = {}
    texts, above = ("", ""), list[Heading]()
    for mark in marks:
        row = rows[mark.rows[0]]
        if (row.category, row.group) != texts:
            texts = row.category, row.group
            above = [_heading(found, path, mark.rows[0], level, text) for path, level, text in _paths(*texts, only)]
        for heading in above:
            heading.marks.append(mark)
    return found


def _paths(category: str, group: str, only: Container[Path] | None) -> Iterator[tuple[Path, str, str]]:
    """(path, level, text) of the headings above a row, the outer one first."""
    path: Path = ()
    for level, text in (("category", category), ("group", group)):
        if text:
            path = (*path, _read(text)[1])
            if only is None or path in only:
                yield path, level, text


def _heading(found: dict[Path, Heading], path: Path, at: int, level: str, text: str) -> Heading:
    """The heading, with the points that it prints wherever it first does."""
    title, _, printed = _read(text)
    heading = found.setdefault(path, Heading(title, at, level))
    if heading.printed is None and printed is not None:
        heading.printed, heading.title, heading.first = printed, title, at
    return heading


@lru_cache(maxsize=4096)
def _read(text: str) -> tuple[str, str, Decimal | None]:
    """A heading as it reads, as it is compared, and the points that it prints: 过程（40分）."""
    title = folded(text)
    printed = _POINTS.search(title)
    return title, title_key(text), Decimal(printed[1]) if printed else None


def _has_all_rows(report: Examined, node: Node, marks: Sequence[Mark]) -> bool:
    """Whether no row of the scheme's heading stands below another heading of the form."""
    here = {one.id for mark in marks for one in mark.indicators}
    leaves = report.scheme.indicators[node.first : node.last]
    return all(one.id in here for one in leaves if one.id in report.scored_rows)


@per_scheme
def _free_headings(scheme: CompiledScheme) -> dict[Path, Node]:
    """Each heading of the scheme with rows that departments set by themselves, by its path."""
    found = {}
    for node in scheme.nodes:
        leaves = scheme.indicators[node.first : node.last]
        if not node.pool and any(map(is_free, leaves)):
            found[tuple(title_key(title) for title in leaves[0].path[: node.level])] = node
    return found


def _points(marks: Sequence[Mark]) -> Decimal | None:
    """What the rows come to once each wrong one is right; None where one is blank or unread."""
    total = ZERO
    for mark in marks:
        right = mark.stated if mark.expected is None else mark.expected
        if mark.stated is None or right is None:
            return None
        total += right
    return total


def _misprinted(heading: Heading, points: Decimal, scheme: Decimal | None) -> Found:
    printed = heading.printed or ZERO
    at = f"/form/self_scoring/rows/{heading.first}/{heading.level}"
    bare = _POINTS.sub("", heading.title)
    return Found(
        at=at,
        amount=(
            f"“{heading.title}”写明 {shortest(printed)} 分，所属各行分值合计 {shortest(points)} 分，"
            f"相差 {shortest(abs(printed - points))} 分"
        ),
        fixes=(
            Fix(f"把标题改为“{bare}（{shortest(points)}分）”", at, f"{bare}（{shortest(points)}分）"),
            Fix(f"核对所属各行的分值，使合计为 {shortest(scheme or printed)} 分"),
        ),
        repairs={at: None, **_shares(heading.marks, printed - points)},
    )


def _unequal(name: str, marks: Sequence[Mark], wanted: Decimal, whose: str) -> Iterator[Found]:
    """Rows that do not come to `wanted` together."""
    points = sum((mark.stated or ZERO for mark in marks), start=ZERO)
    if points == wanted:
        return
    yield Found(
        at=marks[0].cell("max_points"),
        amount=(
            f"{name}各行分值合计 {shortest(points)} 分，{whose} {shortest(wanted)} 分，"
            f"相差 {shortest(abs(points - wanted))} 分"
        ),
        fixes=(Fix(f"调整{name}各行的分值，使合计为 {shortest(wanted)} 分"),),
        repairs=_shares(marks, wanted - points),
    )


def _shares(marks: Sequence[Mark], short: Decimal) -> dict[str, Interval | None]:
    """Each 分值 with what it would be if it alone were wrong by `short`."""
    return {
        mark.cell("max_points"): exactly(mark.stated + short)
        for mark in marks
        if mark.stated is not None and mark.stated + short > ZERO
    }


def unequal_total(report: Examined, marks: Sequence[Mark], *, told: bool) -> Iterator[Found]:
    """The printed total, and the sum of all rows where nothing that is already told explains it."""
    total, printed = report.scheme.scheme.total_points, number_in(report.form.self_scoring.max_points_total)
    points = _points(marks)
    if points is None or (points == total and printed in (None, total)):
        return
    raw = sum((mark.stated or ZERO for mark in marks), start=ZERO)
    if printed is not None and printed not in (raw, points, total):
        at = "/form/self_scoring/max_points_total"
        yield Found(
            at=at,
            amount=(
                f"总分的分值填 {shortest(printed)} 分，各行分值合计 {shortest(raw)} 分，"
                f"相差 {shortest(abs(printed - raw))} 分"
            ),
            fixes=(Fix(f"把总分的分值改为 {shortest(total)}", at, shortest(total)),),
            repairs={at: exactly(total), **_shares(marks, printed - raw)},
        )
    elif points != total and not told and not any(differing_rows(report)):
        yield from _unequal("评分表", marks, total, "满分应为")


CHECK: Final = Check(
    id="B1",
    title="分值与评分方案或合计不符",
    reason="分值由评分方案统一规定，改动一行就使总分和各部门之间不可比",
    source="部门整体支出绩效评价评分表：分值栏，一级、二级指标名称后的分值，总分 100 分",
    severity=ERROR,
    find=find,
    passing=Example(
        "标题因跨页重复，分值用全角写，产出两行合用一个分值",
        {
            "/form/self_scoring/rows/3/category": "过  程（４０分）",
            "/form/self_scoring/rows/4/category": "过程",
            "/form/self_scoring/rows/5/max_points": "25",
            "/form/self_scoring/rows/6/max_points": None,
        },
    ),
    failing=Example("人员控制率的分值填成 12 分", {"/form/self_scoring/rows/0/max_points": "12"}),
)

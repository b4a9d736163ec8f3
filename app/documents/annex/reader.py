"""An annex with a scoring table (评分表) read as a scheme's draft: the tree, the points, and rules where they are sure.

Every leaf of the table comes out as an indicator with its official wording. What is not sure is a doubt at its
indicator; what nobody understood is listed. Nothing is guessed and nothing is dropped.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

from app.documents.annex.grids import Grid, GridCell, grids_of
from app.documents.annex.wording import ReadRule, Unsure, plain, read_rule
from app.documents.envelope import NotAForm
from app.documents.labels import TOTAL, label
from app.domain.decimals import shortest
from app.domain.form.cells import folded, read_cell
from app.domain.scoring.draft import Doubt

COLUMNS: Final[Mapping[str, str]] = {
    "一级指标": "category",
    "二级指标": "group",
    "三级指标": "indicator",
    "四级指标": "indicator",
    "指标": "indicator",
    "指标名称": "indicator",
    "评价指标": "indicator",
    "评分标准": "criterion",
    "评价标准": "criterion",
    "评分细则": "criterion",
    "计分标准": "criterion",
    "评分办法": "criterion",
    "分值": "points",
    "权重": "points",
    "标准分": "points",
    "指标分值": "points",
    "指标解释": "explanation",
    "指标说明": "explanation",
    "计算公式": "explanation",
}
"""What the columns of such tables are called; others (自评得分, 备注) are for filling in and are left."""

LEVELS: Final = ("category", "group", "indicator")
RATINGS: Final = [
    {"name": name, "at_least": edge} for name, edge in (("优", "90"), ("良", "80"), ("中", "60"), ("差", "0"))
]
_IN_BRACKETS: Final = re.compile(r"\((?P<points>\d+(?:\.\d+)?)分?\)$")


@dataclass(frozen=True, slots=True)
class Annex:
    """A scheme's document, unfinished; what to look at, and lines that nobody understood."""

    document: dict[str, Any]
    doubts: tuple[Doubt, ...]
    leftovers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What the table itself does not say and whoever imports it knows."""

    id: str
    title: str
    issuer: str
    region: str
    fiscal_year: int


@dataclass(slots=True)
class _Leaf:
    """A row of the table."""

    labels: dict[str, str]
    """The headings that begin in this row, by level; headings above it are not repeated."""
    title: str
    criterion: str
    explanation: str
    points: Decimal | None
    shares_points: bool
    shares_wording: bool
    sure: bool


def read_annex(data: bytes, name: str, head: Head) -> Annex:
    """The draft that a file's scoring table makes. Raises NotAForm where it has none."""
    leaves: list[_Leaf] = []
    leftovers: list[str] = []
    columns: list[str] | None = None
    for grid in grids_of(data, name):
        columns = _read_grid(grid, columns, leaves, leftovers)
    if not leaves:
        message = f"{name or '文件'}里没有找到评分表：表头应有“指标”和“评分标准”“分值”这些栏目"
        raise NotAForm(message)
    return _Building(head, leaves).annex(tuple(leftovers))


def _read_grid(grid: Grid, columns: list[str] | None, leaves: list[_Leaf], leftovers: list[str]) -> list[str] | None:
    """Add the rows of a table that has such a header, or goes on with the one before; says the columns it ends with."""
    pending: list[GridCell] = []
    inside = False
    for row in grid:
        names = [COLUMNS.get(label(cell.text), "") for cell in row]
        if "indicator" in names and {"criterion", "points"} & set(names):
            columns, inside, pending = names, True, []
            continue
        if columns is None or not (inside or len(row) == len(columns)):
            continue
        cells = pending + row
        if len(cells) > len(columns):
            break
        pending = cells if len(cells) < len(columns) else []  # a blank line inside a cell has cut the row
        if not pending:
            _add(dict(zip(columns, cells, strict=True)), leaves, leftovers)
    if pending and (text := " | ".join(cell.text for cell in pending if cell.text)):
        leftovers.append(text)
    return columns


def _add(cells: dict[str, GridCell], leaves: list[_Leaf], leftovers: list[str]) -> None:
    """A row as a leaf; one that is none is left over, unless it is blank or a sum."""
    leaf = _leaf(cells)
    if leaf is not None:
        leaves.append(leaf)
        return
    text = " | ".join(cell.text for cell in cells.values() if cell.text)
    if text and not any(folded(cell.text) in TOTAL for cell in cells.values()):
        leftovers.append(text)


def _leaf(cells: dict[str, GridCell]) -> _Leaf | None:
    indicator, points = cells["indicator"], cells.get("points", GridCell(""))
    if not folded(indicator.text) or any(folded(cells[one].text) in TOTAL for one in LEVELS if one in cells):
        return None
    number = read_cell(points.text, "分")
    criterion = cells.get("criterion", GridCell(""))
    return _Leaf(
        labels={level: cells[level].text for level in LEVELS[:2] if level in cells and folded(cells[level].text)},
        title=indicator.text,
        criterion=criterion.text,
        explanation=cells.get("explanation", GridCell("")).text,
        points=Decimal(number) if isinstance(number, str) else None,
        shares_points=not folded(points.text),
        shares_wording=not folded(criterion.text),
        sure=points.sure or points.merged or bool(folded(points.text)),
    )


def _title_and_points(text: str) -> tuple[str, Decimal | None]:
    """投 入（15分）: the title without white space, and the points that stand in brackets."""
    flat = re.sub(r"\s+", "", text).replace("（", "(").replace("）", ")")
    found = _IN_BRACKETS.search(folded(flat))
    title = _IN_BRACKETS.sub("", flat) if found else flat
    return title.replace("(", "（").replace(")", "）"), Decimal(found["points"]) if found else None


@cache
def _standard() -> Any:
    return YAML(typ="safe").load(Path(__file__).with_name("standard.yaml").read_text("utf-8"))


@dataclass(slots=True)
class _Building:
    head: Head
    leaves: list[_Leaf]
    evidence: dict[str, dict[str, Any]] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    shared: dict[str, str] = field(default_factory=dict)
    """The evidence of indicators that have one wording in common."""

    def annex(self, leftovers: tuple[str, ...]) -> Annex:
        """The whole draft."""
        items = self._items()
        total = sum((Decimal(item["points"]) for item in items if "points" in item), start=Decimal(0))
        self.doubts.insert(0, Doubt("", "评分表里没有写评价等次的分数线，先按通用的 优 90、良 80、中 60 填写，请核对"))
        document = {
            "id": self.head.id,
            "version": 1,
            "title": self.head.title,
            "issuer": self.head.issuer,
            "region": self.head.region,
            "fiscal_years": [self.head.fiscal_year],
            "total_points": shortest(total),
            "ratings": RATINGS,
            "rounding": {"points": "0.01", "rates": "0.01", "mode": "half_up"},
            "evidence": self.evidence,
            "items": items,
        }
        return Annex(document, tuple(self.doubts), leftovers)

    def _items(self) -> list[dict[str, Any]]:
        top: list[dict[str, Any]] = []
        path: dict[str, dict[str, Any]] = {}
        above: _Leaf | None = None
        for group in self._groups():
            parent = self._heading(top, path, group[0].labels)
            for leaf in group[1:]:
                for level in leaf.labels:
                    self.doubts.append(Doubt("", f"“{leaf.labels[level]}”开始于共用分值的指标中间，请核对"))
            if group[0].shares_wording and above is not None and not group[0].labels:
                group[0].criterion = above.criterion
            parent += self._leaves(group)
            above = group[-1] if group[-1].criterion else group[0]
        self._sum_headings(top)
        return top

    def _groups(self) -> Iterator[list[_Leaf]]:
        """Leaves by themselves, and those that share one maximum together."""
        group: list[_Leaf] = []
        for leaf in self.leaves:
            if group and leaf.shares_points and not leaf.labels:
                group.append(leaf)
                continue
            if group:
                yield group
            group = [leaf]
        if group:
            yield group

    def _heading(
        self, top: list[dict[str, Any]], path: dict[str, dict[str, Any]], labels: dict[str, str]
    ) -> list[dict[str, Any]]:
        """The list that the next leaf belongs to; headings that begin here are made."""
        for depth, level in enumerate(LEVELS[:2]):
            if level in labels:
                title, points = _title_and_points(labels[level])
                if level in path and path[level]["title"] == title:
                    continue  # a table that goes on over the page says its headings again
                heading = {"title": title, "items": []} | ({"points": shortest(points)} if points is not None else {})
                for deeper in LEVELS[depth:2]:
                    path.pop(deeper, None)
                outer = next((path[one]["items"] for one in reversed(LEVELS[:depth]) if one in path), top)
                outer.append(heading)
                path[level] = heading
        inner: list[dict[str, Any]] = next((path[one]["items"] for one in ("group", "category") if one in path), top)
        return inner

    def _leaves(self, group: list[_Leaf]) -> list[dict[str, Any]]:
        first = group[0]
        if len(group) == 1:
            return [self._indicator(first, first.points, first.criterion)]
        criterion = first.criterion
        inner = [self._indicator(leaf, None, leaf.criterion or criterion, first.points) for leaf in group]
        name = self._id("pool")
        pool: dict[str, Any] = {
            "id": name,
            "title": "、".join(item["title"] for item in inner),
            "points": shortest(first.points or Decimal(0)),
            "pool": True,
            "items": inner,
        }
        how = "合并的分值格" if all(leaf.sure for leaf in group) else "下面几行的分值是空的"
        text = f"{len(group)} 个指标（{pool['title']}）共用 {pool['points']} 分（{how}），由部门分配；请核对"
        self.doubts.append(Doubt(name, text))
        return [pool]

    def _indicator(
        self, leaf: _Leaf, points: Decimal | None, criterion: str, pool: Decimal | None = None
    ) -> dict[str, Any]:
        title, in_title = _title_and_points(leaf.title)
        worth = points if points is not None else in_title if pool is None else None
        known = _standard()["rates"].get(plain(title))
        item: dict[str, Any] = {"id": self._id(known["id"] if known else "indicator"), "title": title}
        if worth is not None:
            item["points"] = shortest(worth)
        elif pool is None:
            self.doubts.append(Doubt(item["id"], "没有读到分值，请填写"))
        if criterion:
            item["criterion"] = criterion
        found = read_rule(criterion, worth if worth is not None else pool or Decimal(0))
        if isinstance(found, Unsure):
            self.doubts.append(Doubt(item["id"], found.reason))
            return item
        if criterion not in self.shared:
            self.doubts += [Doubt(item["id"], text) for text in found.doubts]
        return item | {"measure": self._measure(item["id"], title, leaf, criterion, found), "rule": found.rule}

    def _measure(self, name: str, title: str, leaf: _Leaf, criterion: str, found: ReadRule) -> dict[str, Any]:
        if found.wants == "rate":
            return self._rate(name, title, leaf)
        kind, by = {"count": ("count", "record"), "checks": ("checks", "filer"), "score": ("number", "filer")}[
            found.wants
        ]
        if found.wants == "score":  # several rows carry over one assessment's score
            if criterion not in self.shared:
                self.shared[criterion] = self._evidence(
                    f"{name}_score", found.rule.get("source", title) + "得分", "分", kind, by
                )
            return {"value": self.shared[criterion]}
        return {"value": self._evidence(f"{name}_{found.wants}", title, found.unit, kind, by)}

    def _rate(self, name: str, title: str, leaf: _Leaf) -> dict[str, Any]:
        """As the national framework defines the rate, or the rate itself, with a doubt."""
        known = _standard()["rates"].get(plain(title))
        if known is None:
            text = "没有确定的公式，先按直接填写比率处理；如能由表中数据算出，请在计算方式里改"
            if leaf.explanation:
                text += f"。表中的说明是：{leaf.explanation}"
            self.doubts.append(Doubt(name, text))
            return {"value": self._evidence(f"{name}_rate", title, "%", "number", "record")}
        kind = "change" if "change" in known else "ratio"
        for operand in known[kind]:
            self.evidence.setdefault(operand, dict(_standard()["evidence"][operand]))
        return {kind: list(known[kind]), "as": "percent"}

    def _evidence(self, name: str, title: str, unit: str, kind: str, by: str) -> str:
        self.evidence[name] = {"title": title, "unit": unit, "kind": kind, "by": by}
        return name

    def _id(self, wanted: str) -> str:
        """An id that nothing else has."""
        free = (f"{wanted}_{number}" for number in range(1, 1000))
        name = wanted if wanted not in self.used and wanted not in ("indicator", "pool") else ""
        name = name or next(one for one in free if one not in self.used)
        self.used.add(name)
        return name

    def _sum_headings(self, items: list[dict[str, Any]]) -> Decimal:
        """Give headings without points their sum; one that differs from its own is told by the scheme's check."""
        total = Decimal(0)
        for item in items:
            if "items" in item and not item.get("pool"):
                inner = self._sum_headings(item["items"])
                item.setdefault("points", shortest(inner))
                order = {"title": item["title"], "points": item["points"], "items": item["items"]}
                item.clear()
                item.update(order)
            total += Decimal(item.get("points", "0"))
        return total

"""What the pages of a scheme's draft show: its tree with rules in words, and the form of one indicator."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.contract.draft import DraftView
from app.contract.scoring import SchemeFinding
from app.web.forms.draft import items_of
from app.web.forms.scheme import (
    AS,
    BLANK_ROWS,
    MEASURES,
    POLICIES,
    RULES,
    Names,
    field_input,
    measure_fields,
    rule_fields,
)
from app.web.views.editing import Input

NOT_APPLICABLE = (
    ("", "不允许声明不适用"),
    ("full_points", "声明不适用时得满分"),
    ("rescale", "声明不适用时其余折算"),
    ("forbidden", "不允许声明不适用（写明）"),
)


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A row of the tree: a heading or an indicator, with what is to be done about it."""

    place: str
    level: int
    id: str
    title: str
    points: str
    rule: str
    wording: str
    heading: bool
    pool: bool
    findings: tuple[SchemeFinding, ...]
    doubts: tuple[str, ...]


def tree_of(draft: DraftView) -> list[TreeRow]:
    """Every row, in order."""
    rows: list[TreeRow] = []
    _grow(draft, draft.document, "", 1, rows)
    return rows


def _grow(draft: DraftView, parent: Any, place: str, level: int, rows: list[TreeRow]) -> None:
    for at, item in enumerate(items_of(parent)):
        if not isinstance(item, dict):
            continue
        here = f"{place}/items/{at}"
        name, heading = str(item.get("id") or ""), "items" in item
        own = [one for one in draft.findings if _belongs(one.pointer, here, heading=heading)]
        doubts = tuple(one.text for one in draft.doubts if name and one.item == name)
        rows.append(
            TreeRow(
                here, level, name, str(item.get("title", "")), str(item.get("points", "")),
                "" if heading else in_words(item.get("rule")), str(item.get("criterion", "")), heading,
                bool(item.get("pool")), tuple(own), doubts,
            )
        )  # fmt: skip
        _grow(draft, item, here, level + 1, rows)


def _belongs(pointer: str, place: str, *, heading: bool) -> bool:
    """Whether a finding is about this row, and not about one below it."""
    if pointer == place:
        return True
    return pointer.startswith(f"{place}/") and not (heading and pointer.startswith(f"{place}/items/"))


def loose_findings(draft: DraftView) -> list[SchemeFinding]:
    """What was found outside the table: the head, the evidence."""
    return [one for one in draft.findings if not one.pointer.startswith("/items/")]


def in_words(rule: Any) -> str:
    """A rule in a few words, for the tree."""
    if not isinstance(rule, dict) or str(rule.get("kind")) not in RULES:
        return "还没有规则"
    kind = RULES[rule["kind"]]
    if rule["kind"] == "steps":
        way = {"above": "每高于", "below": "每低于", "either": "每相差"}.get(str(rule.get("worse")), "每")
        standard, step, deduct = (rule.get(name, "？") for name in ("standard", "step", "deduct"))
        return f"{kind.label}：标准 {standard}，{way} {step} 扣 {deduct} 分"
    if kind.rows is not None and rule.get(kind.rows.name):
        return f"{kind.label}：{len(rule[kind.rows.name])} 行"
    said = "，".join(str(rule[one.name]) for one in kind.fields if not one.choices and rule.get(one.name))
    return f"{kind.label}：{said}" if said else kind.label


@dataclass(frozen=True, slots=True)
class RowsView:
    """A list of a rule as a table of inputs; `parts` leads to the forms of parts that have rules of their own."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[Input, ...], str], ...]
    """(name of the hidden id, id, inputs, pointer of the part)."""


@dataclass(frozen=True, slots=True)
class ItemForm:
    """The form of one item or part."""

    place: str
    heading: bool
    part: bool
    fields: tuple[Input, ...]
    kind: Input
    rule: tuple[Input, ...]
    rows: RowsView | None
    rule_json: str | None
    """The rule as JSON, where fields cannot say it."""
    measure_kind: Input
    measure: tuple[Input, ...]
    measure_json: str | None
    wants_measure: bool


def item_form(document: Mapping[str, Any], item: Mapping[str, Any], place: str) -> ItemForm:
    """The form for the item at `place`, filled in."""
    evidence = document.get("evidence")
    names = Names(evidence if isinstance(evidence, dict) else {})
    rule, measure = item.get("rule"), item.get("measure")
    said, counted = rule_fields(rule, names), measure_fields(measure, names)
    chosen = (said or {}).get("rule/kind", "")
    kind = RULES.get(chosen)
    part = "/rule/of/" in place
    kinds = (("", "请选择规则"), *((name, one.label) for name, one in RULES.items()))
    said_of = {} if said is None else said
    fields = kind.fields if kind else ()
    return ItemForm(
        place=place,
        heading="items" in item,
        part=part,
        fields=tuple(_head(item, part=part, heading="items" in item)),
        kind=Input("rule/kind", "规则", "choice", "", chosen, "", kinds),
        rule=tuple(field_input(one, f"rule/{one.name}", said_of.get(f"rule/{one.name}", "")) for one in fields),
        rows=_rows(chosen, said_of, place),
        rule_json=json.dumps(rule, ensure_ascii=False, indent=2) if said is None else None,
        measure_kind=Input(
            "measure/kind", "计算方式", "choice", "", (counted or {}).get("measure/kind", ""), "",
            (("", "请选择（要回答的规则可不选，会自动加上）"), *MEASURES.items()),
        ),
        measure=tuple(_measure_inputs(counted or {})),
        measure_json=json.dumps(measure, ensure_ascii=False, indent=2) if counted is None else None,
        wants_measure=chosen not in ("cases", "sum", "best_of", "chosen"),
    )  # fmt: skip


def _head(item: Mapping[str, Any], *, part: bool, heading: bool) -> list[Input]:
    def text(name: str, label: str, kind: str = "text", choices: tuple[tuple[str, str], ...] = ()) -> Input:
        return Input(f"item/{name}", label, kind, "", str(item.get(name, "")), "", choices)

    found = [text("title", "名称"), text("points", "分值"), text("id", "编号（小写字母、数字、下划线）")]
    if part:
        return found
    found.append(text("criterion", "评分标准（原文）", "long"))
    if heading:
        pool = Input("item/pool", "下级共用这些分值，由部门分配", "choice", "", "yes" if item.get("pool") else "no", "",
                     (("no", "不是"), ("yes", "是")))  # fmt: skip
        return [*found, pool]
    return [*found, text("source", "出处"), text("not_applicable", "不适用", "choice", NOT_APPLICABLE)]


def _rows(chosen: str, said: Mapping[str, str], place: str) -> RowsView | None:
    kind = RULES.get(chosen)
    if kind is None or kind.rows is None:
        return None
    rows, prefix = kind.rows, f"rule/{kind.rows.name}/"
    filled = (
        max((int(key.removeprefix(prefix).partition("/")[0]) for key in said if key.startswith(prefix)), default=-1) + 1
    )
    found = []
    for at in range(filled + BLANK_ROWS):
        inputs = tuple(
            field_input(one, f"{prefix}{at}/{one.name}", said.get(f"{prefix}{at}/{one.name}", ""))
            for one in rows.columns
        )
        name = f"{prefix}{at}/id" if rows.id_stem else ""
        leads = f"{place}/rule/{rows.name}/{at}" if rows.id_stem in ("part", "way") and at < filled else ""
        found.append((name, said.get(name, ""), inputs, leads))
    return RowsView(rows.title, tuple(one.label for one in rows.columns), tuple(found))


def _measure_inputs(said: Mapping[str, str]) -> list[Input]:
    def one(name: str, label: str, kind: str = "text", choices: tuple[tuple[str, str], ...] = ()) -> Input:
        return Input(f"measure/{name}", label, kind, "", said.get(f"measure/{name}", ""), "", choices)

    kind = said.get("measure/kind", "")
    first = {"ratio": "甲（分子）", "change": "甲（现在）", "deviation": "甲（实际）", "weighted_mean": "各单位的比率",
             "working_days_late": "期限", "share_met": "列表"}.get(kind, "甲")  # fmt: skip
    second = {"ratio": "乙（分母）", "change": "乙（以前）", "deviation": "乙（目标）", "weighted_mean": "各单位的金额",
              "working_days_late": "完成日期"}.get(kind, "乙")  # fmt: skip
    found = [one("a", f"{first}：写数据的名称，可用 + − 相连")]
    if kind in ("ratio", "change", "deviation", "weighted_mean", "working_days_late"):
        found.append(one("b", f"{second}：写数据的名称"))
    if kind == "share_met":
        found += [one("low", "达标的下限（%）"), one("high", "达标的上限（%，可不填）")]
    if kind == "working_days_late":
        found.append(one("calendar", "工作日历的编号"))
    if kind in ("ratio", "change", "deviation", "share_met"):
        found.append(one("as", "写成", "choice", AS))
    if kind in ("ratio", "change", "deviation", "share_met", "weighted_mean"):
        for side, label in (("zero_zero", "分子分母都为 0 时"), ("x_zero", "只有分母为 0 时")):
            found += [one(side, label, "choice", POLICIES), one(f"{side}_value", f"{label}按这个数计")]
    return found

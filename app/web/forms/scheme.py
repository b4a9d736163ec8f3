"""An indicator of a scheme as browsers show and post it: plain fields for every kind of measure and rule.

What a form cannot say without loss (computations inside computations) is shown and posted as JSON instead.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.web.forms.form_cells import BY_TITLE, id_for
from app.web.views.editing import Input

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FieldOf:
    """A field of a rule or measure; its name is its place in the document."""

    name: str
    label: str
    choices: Choices = ()
    kind: str = "text"
    """text, long, whole (a whole number) or yes (true where chosen)."""


@dataclass(frozen=True, slots=True)
class RowsOf:
    """A list of a rule, a line a row; lines of rules that people answer have ids, which are made where missing."""

    name: str
    title: str
    columns: tuple[FieldOf, ...]
    id_stem: str = ""


@dataclass(frozen=True, slots=True)
class KindOf:
    """A kind of rule: what it is called, its fields, and the evidence that it is applied to where that is an answer."""

    label: str
    fields: tuple[FieldOf, ...] = ()
    rows: RowsOf | None = None
    answer: str = ""
    by: str = "filer"


PART_STEP: Final = (
    ("", "请选择"),
    ("full", "不扣（满一步才扣）"),
    ("started", "按一步扣"),
    ("proportional", "按比例扣"),
)
WAYS: Final = (("above", "高于标准扣分"), ("below", "低于标准扣分"), ("either", "高低都扣分"))
PART: Final = (FieldOf("title", "名称"), FieldOf("points", "分数"))
BY: Final = (("filer", "填报人"), ("reviewer", "评审人"))

RULES: Final[Mapping[str, KindOf]] = {
    "bands": KindOf(
        "分档给分",
        (FieldOf("otherwise", "不在任何一档时（分数，或 unscored 表示不评分）"),),
        RowsOf("rows", "各档", (
            FieldOf("at_least", "不小于 ≥"), FieldOf("above", "大于 >"), FieldOf("at_most", "不大于 ≤"),
            FieldOf("below", "小于 <"), FieldOf("equal", "等于 ="), FieldOf("points", "分数"),
        )),
    ),
    "steps": KindOf("每步扣分", (
        FieldOf("standard", "得满分的标准"), FieldOf("worse", "方向", WAYS), FieldOf("step", "每一步（百分点或单位）"),
        FieldOf("step_of", "步长按", (("", "数值本身"), ("standard_percent", "标准的百分之几"))),
        FieldOf("deduct", "每步扣分"), FieldOf("part_step", "不足一步", PART_STEP),
        FieldOf("bonus/step", "加分：每一步"), FieldOf("bonus/add", "加分：每步加"), FieldOf("bonus/cap", "加分：最多"),
        FieldOf("bonus/part_step", "加分：不足一步", (("", "没有加分"), *PART_STEP[1:])),
    )),
    "occurrences": KindOf(
        "按例扣分",
        (FieldOf("deduct", "每例扣分（只有一个例数时填）"),),
        RowsOf("of", "分别计数的情况", (FieldOf("text", "情况"), FieldOf("deduct", "每例扣分")), "case"),
        "count",
        "record",
    ),
    "checklist": KindOf(
        "逐项得分",
        (),
        RowsOf("of", "各项", (
            FieldOf("text", "内容"), FieldOf("points", "分数"),
            FieldOf("award", "怎样给", (("", "请选择"), ("all_or_nothing", "符合才得分"), ("partial", "可得一部分"))),
            FieldOf("step", "一部分以几分为一档"),
        ), "line"),
        "checks",
    ),
    "cases": KindOf(
        "按情形",
        (FieldOf("otherwise/otherwise", "其他情形的分数"), FieldOf("otherwise/text", "其他情形叫什么")),
        RowsOf("rows", "各情形，从上往下第一个成立的算", (
            FieldOf("when", "条件（如：当年结余 <= 上年结转）"), FieldOf("points", "分数"), FieldOf("text", "叫什么"),
        )),
    ),
    "proportional": KindOf("按比例", (
        FieldOf("form", "算法", (
            ("ratio", "完成值 ÷ 目标 × 分值"), ("inverse", "目标 ÷ 完成值 × 分值"),
            ("excess", "[1 −（完成值 − 目标）÷ 目标] × 分值"), ("linear", "（常数 + 系数 × 完成值）× 分值"),
        )),
        FieldOf("target", "目标（linear 不填）"),
        FieldOf("better", "方向（linear 不填）", (("", "—"), ("higher", "越高越好"), ("lower", "越低越好"))),
        FieldOf("intercept", "常数（只用于 linear）"), FieldOf("slope", "系数（只用于 linear）"),
        FieldOf("zero_above", "超过几就不得分（只用于 linear）"),
    )),
    "levels": KindOf(
        "按完成程度",
        (),
        RowsOf("tiers", "各档，从好到差", (
            FieldOf("title", "档名"), FieldOf("from", "至少占分值的（0–1）"), FieldOf("to", "至多占分值的（0–1）"),
        ), "tier"),
        "tier",
    ),
    "converted": KindOf("折算", (
        FieldOf("source", "哪一项考核"), FieldOf("year", "考核年度", kind="whole"), FieldOf("out_of", "考核满分"),
    ), None, "score"),
    "judged": KindOf("判断给分", (
        FieldOf("min", "最低"), FieldOf("max", "最高（不填为分值）"), FieldOf("step", "以几分为一档"),
        FieldOf("by", "由谁判断", BY),
        FieldOf("reason", "理由", (("below_full", "不得满分时要写"), ("always", "都要写"), ("no", "不用写"))),
        FieldOf("attachment", "附件", (("", "不要求"), ("yes", "要求")), "yes"),
    ), None, "points"),
    "own": KindOf("部门自己的指标（经审定后按完成率给分）", (), None, "own"),
    "sum": KindOf("几部分相加", (), RowsOf("of", "各部分", PART, "part")),
    "best_of": KindOf("几种算法取高", (), RowsOf("of", "各算法", PART, "way")),
    "chosen": KindOf("由部门选一种算法", (), RowsOf("of", "各算法", PART, "way")),
}  # fmt: skip

NO_MEASURE: Final = frozenset({"cases", "sum", "best_of", "chosen"})
"""Rules that name what they use themselves."""

POLICIES: Final = (
    ("", "请选择"),
    ("unscored", "不评分"),
    ("full", "得满分"),
    ("zero", "不得分"),
    ("value", "按右边的数计"),
)
AS: Final = (("percent", "百分比"), ("number", "数"))
MEASURES: Final[Mapping[str, str]] = {
    "value": "直接取一个数或一项回答",
    "ratio": "比率：甲 ÷ 乙",
    "change": "变动率：（甲 − 乙）÷ 乙",
    "deviation": "偏差率：|甲 − 乙| ÷ 乙",
    "sum": "相加减",
    "share_met": "达标率：一个列表里达标的项数 ÷ 总项数",
    "weighted_mean": "加权平均：各单位的比率按金额加权",
    "working_days_late": "迟了几个工作日",
}
BLANK_ROWS: Final = 2

_PAIRS: Final = ("ratio", "change", "deviation", "weighted_mean", "working_days_late")
_DIVIDE: Final = ("ratio", "change", "deviation", "share_met", "weighted_mean")
_SIGNS: Final = re.compile(r"\s*([+＋−－])\s*|\s+(-)\s+")
_COMPARISON: Final = re.compile(r"\s*(<=|>=|≤|≥|<|>|=|＜|＞|＝)\s*")
_OPS: Final = {"≤": "<=", "≥": ">=", "＜": "<", "＞": ">", "＝": "="}
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")

Posted = Mapping[str, str]


class Names:
    """Evidence by what people call it: titles where they are unique, else ids.

    A figure of the official form may be named without being evidence yet; `added` then has it by its id.
    """

    def __init__(self, evidence: Mapping[str, Any]) -> None:
        self.added: dict[str, dict[str, Any]] = {}
        titles = {
            name: str(one.get("title", name)) if isinstance(one, dict) else name for name, one in evidence.items()
        }
        unique = {title for title in titles.values() if list(titles.values()).count(title) == 1}
        self.said = {name: title if title in unique else name for name, title in titles.items()}
        self._ids = {said: name for name, said in self.said.items()}

    def id_of(self, text: str) -> str:
        """The id of what was typed; what nobody knows stays as it is, for the scheme's check to refuse."""
        said = text.strip()
        if said in BY_TITLE and said not in self._ids:
            name = id_for(BY_TITLE[said]["from"])
            if name not in self.said:
                self.added[name], self._ids[said] = dict(BY_TITLE[said]), name
        return self._ids.get(said, said)

    def operand(self, text: str) -> Any:
        """One name, or a sum of names: 甲 + 乙 − 丙."""
        if text.strip() in self._ids or not _SIGNS.search(text):
            return self.id_of(text)
        parts = [part for part in _SIGNS.split(text) if part]
        terms, sign = [], ""
        for part in parts:
            if part in ("+", "＋", "−", "－", "-"):
                sign = "" if part in ("+", "＋") else "-"
            elif part.strip():
                terms.append(sign + self.id_of(part))
                sign = ""
        return {"sum": terms}

    def text(self, operand: Any) -> str:
        """An operand as it is typed. Raises ValueError where a field cannot say it."""
        if isinstance(operand, str):
            return self.said.get(operand, operand)
        if (
            isinstance(operand, dict)
            and set(operand) == {"sum"}
            and all(isinstance(one, str) for one in operand["sum"])
        ):
            return self.terms(operand["sum"])
        raise ValueError(operand)

    def terms(self, terms: Iterable[str]) -> str:
        """甲 + 乙 − 丙."""
        said = "".join(f" {'−' if one.startswith('-') else '+'} {self.text(one.lstrip('-'))}" for one in terms)
        return said.removeprefix(" + ").lstrip()


def rule_fields(rule: Any, names: Names) -> dict[str, str] | None:
    """The rule in fields; None where fields cannot say it."""
    if rule is None:
        return {"rule/kind": ""}
    try:
        fields = _rule_fields(rule, names)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return fields if entered_rule(fields, names, rule) == rule else None


def _rule_fields(rule: dict[str, Any], names: Names) -> dict[str, str]:
    kind = RULES[rule["kind"]]
    fields = {"rule/kind": rule["kind"]}
    content = _with_otherwise(rule) if rule["kind"] == "cases" else rule
    for one in kind.fields:
        fields[f"rule/{one.name}"] = _said(one, _at(content, one.name))
    for at, row in enumerate(content.get(kind.rows.name, ()) if kind.rows else ()):
        assert kind.rows is not None  # noqa: S101 - rows are gone through only where there are any
        if kind.rows.id_stem:
            fields[f"rule/{kind.rows.name}/{at}/id"] = row["id"]
        for column in kind.rows.columns:
            value = _condition_text(row["when"], names) if column.name == "when" else row.get(column.name)
            fields[f"rule/{kind.rows.name}/{at}/{column.name}"] = _said(column, value)
    return fields


def _with_otherwise(rule: dict[str, Any]) -> dict[str, Any]:
    """The last row of `cases` apart from the others."""
    *rows, last = rule["rows"]
    return {**rule, "rows": rows, "otherwise": last}


def _at(content: dict[str, Any], name: str) -> Any:
    here: Any = content
    for token in name.split("/"):
        here = here.get(token) if isinstance(here, dict) else None
    return here


def _said(one: FieldOf, value: Any) -> str:
    if one.kind == "yes":
        return "yes" if value else ""
    return "" if value is None else str(value)


def entered_rule(posted: Posted, names: Names, before: Any = None) -> dict[str, Any] | None:
    """The rule that was posted. Parts of rules with parts keep what stands inside them in `before`."""
    chosen = posted.get("rule/kind", "")
    if chosen not in RULES:
        return None
    kind = RULES[chosen]
    rule: dict[str, Any] = {"kind": chosen}
    for one in kind.fields:
        text = posted.get(f"rule/{one.name}", "").strip()
        if one.kind == "yes":
            rule[one.name] = text == "yes"
        elif text:
            *outer, name = one.name.split("/")
            here = rule
            for token in outer:
                here = here.setdefault(token, {})
            here[name] = int(text) if one.kind == "whole" and text.isdecimal() else text
    if kind.rows is not None:
        rows = list(_rows(posted, kind.rows, names, before))
        if rows or not (chosen == "occurrences" and "deduct" in rule):
            rule[kind.rows.name] = rows
    if chosen == "cases":
        rule["rows"] = [*rule["rows"], rule.pop("otherwise", {})]
    return rule


def _rows(posted: Posted, rows: RowsOf, names: Names, before: Any) -> Iterable[dict[str, Any]]:
    """The rows in which something was typed."""
    old = before.get(rows.name, ()) if isinstance(before, dict) else ()
    known = {row["id"]: row for row in old if isinstance(row, dict) and "id" in row}
    used = {text for key, text in posted.items() if re.fullmatch(rf"rule/{rows.name}/\d+/id", key) and text}
    for at in range(_count(posted, f"rule/{rows.name}/")):
        prefix = f"rule/{rows.name}/{at}/"
        typed = {one.name: posted.get(prefix + one.name, "").strip() for one in rows.columns}
        if not any(text for name, text in typed.items() if name != "award"):
            continue
        row: dict[str, Any] = {}
        if rows.id_stem:
            name = posted.get(f"{prefix}id", "")
            if not name:
                name = next(f"{rows.id_stem}_{n}" for n in range(1, 1000) if f"{rows.id_stem}_{n}" not in used)
                used.add(name)
            kept = {key: value for key, value in known.get(name, {}).items() if key in ("measure", "rule")}
            row = {"id": name, **kept}
        for key, text in typed.items():
            if text:
                row[key] = _condition(text, names) if key == "when" else text
        yield row


def _count(posted: Posted, prefix: str) -> int:
    places = [int(key.removeprefix(prefix).partition("/")[0]) for key in posted if re.match(rf"{prefix}\d+/", key)]
    return max(places, default=-1) + 1


def _condition(text: str, names: Names) -> Any:
    """当年结余 <= 上年结转 且 …; what is no condition stays as it was typed."""
    for word, key in (("且", "all"), ("或", "any")):
        parts = re.split(rf"\s+{word}\s+|[，,]\s*{word}", text)
        if len(parts) > 1:
            return {key: [_condition(part, names) for part in parts]}
    found = _COMPARISON.split(text, maxsplit=1)
    if len(found) != 3 or _COMPARISON.search(found[2]):
        return text
    left, op, right = found
    return {"left": _side(left, names), "op": _OPS.get(op, op), "right": _side(right, names)}


def _side(text: str, names: Names) -> Any:
    return text.strip() if _NUMBER.fullmatch(text.strip()) else names.operand(text)


def _condition_text(condition: Any, names: Names) -> str:
    if isinstance(condition, str):
        return condition
    for word, key in (("且", "all"), ("或", "any")):
        if key in condition:
            return f" {word} ".join(_condition_text(one, names) for one in condition[key])
    return f"{names.text(condition['left'])} {condition['op']} {names.text(condition['right'])}"


def measure_fields(measure: Any, names: Names) -> dict[str, str] | None:
    """The measure in fields; None where fields cannot say it."""
    if measure is None:
        return {"measure/kind": ""}
    try:
        fields = _measure_fields(measure, names)
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration):
        return None
    return fields if entered_measure(fields, names) == measure else None


def _measure_fields(measure: dict[str, Any], names: Names) -> dict[str, str]:
    kind = next(one for one in MEASURES if one in measure)
    fields = {"measure/kind": kind, "measure/as": measure.get("as", "")}
    if kind == "sum":
        fields["measure/a"] = names.terms(measure["sum"])
    elif kind in _PAIRS:
        fields["measure/a"], fields["measure/b"] = (names.text(one) for one in measure[kind])
    else:
        fields["measure/a"] = names.text(measure[kind])
    low, high = measure.get("within", ("", ""))
    fields |= {"measure/low": low or "", "measure/high": high or "", "measure/calendar": measure.get("calendar", "")}
    zero = measure.get("zero_base", {})
    both = zero if isinstance(zero, dict) and "zero_zero" in zero else {"zero_zero": zero, "x_zero": zero}
    for side, policy in both.items():
        valued = isinstance(policy, dict) and "value" in policy
        fields[f"measure/{side}"] = "value" if valued else policy or ""
        fields[f"measure/{side}_value"] = policy["value"] if valued else ""
    return fields


def entered_measure(posted: Posted, names: Names) -> dict[str, Any] | None:
    """The measure that was posted; None where none was chosen."""
    kind = posted.get("measure/kind", "")
    if kind not in MEASURES:
        return None
    first, second = (posted.get(f"measure/{side}", "") for side in ("a", "b"))
    measure: dict[str, Any] = {}
    if kind == "sum":
        found = names.operand(first)
        measure[kind] = found["sum"] if isinstance(found, dict) else [found]
    elif kind in _PAIRS:
        measure[kind] = [names.operand(first), names.operand(second)]
    else:
        measure[kind] = names.id_of(first)
    if kind == "share_met":
        high = posted.get("measure/high", "").strip()
        measure["within"] = [posted.get("measure/low", "").strip(), high or None]
    if kind == "working_days_late":
        measure["calendar"] = posted.get("measure/calendar", "").strip()
    if kind in ("ratio", "change", "deviation", "share_met"):
        measure["as"] = posted.get("measure/as", "") or "percent"
    if kind in _DIVIDE:
        sides = [_policy(posted, side) for side in ("zero_zero", "x_zero")]
        if sides[0] == sides[1]:
            measure |= {"zero_base": sides[0]} if sides[0] else {}
        else:
            given = zip(("zero_zero", "x_zero"), sides, strict=True)
            measure["zero_base"] = {side: policy for side, policy in given if policy}
    return measure


def _policy(posted: Posted, side: str) -> Any:
    chosen = posted.get(f"measure/{side}", "")
    return {"value": posted.get(f"measure/{side}_value", "").strip()} if chosen == "value" else chosen


def entered_json(text: str) -> Any:
    """JSON as it was typed; what is none stays text, for the scheme's check to refuse."""
    try:
        return json.loads(text) if text.strip() else None
    except ValueError:
        return text


def field_input(one: FieldOf, name: str, value: str) -> Input:
    """A field as an input."""
    return Input(name, one.label, "choice" if one.choices else one.kind, "", value, "", one.choices)

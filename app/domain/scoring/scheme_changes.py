"""What one scheme says differently from another, in words: the change notice of a new version."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.domain.changes import ABSENT, CellChange, differences
from app.domain.decimals import plain, shortest
from app.domain.pointer import tokens_of
from app.domain.scoring.check_settings import CheckSettings
from app.domain.scoring.compiled import CompiledScheme, Indicator
from app.domain.scoring.scheme import Item, Scheme


@dataclass(frozen=True, slots=True)
class SchemeChange:
    """One change. `scores` says whether it can change points; a change of wording alone cannot."""

    indicator: str
    """Its id in the newer scheme, else in the older; empty for what is not of one indicator."""
    title: str
    text: str
    scores: bool


def scheme_changes(old: CompiledScheme, new: CompiledScheme) -> list[SchemeChange]:
    """Every change from `old` to `new`: head, evidence, checks, then each indicator in the newer order."""
    before = {one.id: one for one in old.indicators}
    after = {one.id: one for one in new.indicators}
    return [
        *_head(old.scheme, new.scheme),
        *_evidence(old.scheme, new.scheme),
        *_checks(old.scheme, new.scheme),
        *(_change(one, f"取消（原 {_worth(one)}）") for one in old.indicators if one.id not in after),
        *(
            change
            for one in new.indicators
            for change in (
                _between(before[one.id], one, old.scheme, new.scheme)
                if one.id in before
                else [_change(one, f"新增（{_worth(one)}，{_place(one)}）")]
            )
        ),
    ]


_HEAD: Final[Mapping[str, str]] = {
    "title": "名称",
    "issuer": "制表单位",
    "fiscal_years": "适用年度",
    "total_points": "总分",
    "total_cap": "总分上限",
    "ratings": "评价等次",
    "rounding": "取整",
    "calendars": "工作日历",
}
_NO_SCORES: Final = frozenset({"title", "issuer", "fiscal_years", "hint"})


def _head(old: Scheme, new: Scheme) -> Iterator[SchemeChange]:
    for name, label in _HEAD.items():
        one, other = getattr(old, name), getattr(new, name)
        if one != other:
            text = f"{label}：{_said(_plain(old)[name])} → {_said(_plain(new)[name])}"
            yield SchemeChange("", "方案", text, name not in _NO_SCORES)


def _evidence(old: Scheme, new: Scheme) -> Iterator[SchemeChange]:
    for name in dict.fromkeys((*old.evidence, *new.evidence)):
        one, other = old.evidence.get(name), new.evidence.get(name)
        title = (other or one or new.evidence[name]).title
        if one is None or other is None:
            yield SchemeChange("", f"证据 {title}", "新增" if one is None else "取消", scores=True)
            continue
        for change in differences(_plain(one), _plain(other)):
            label = _label(change)
            scores = tokens_of(change.pointer)[-1] not in _NO_SCORES
            yield SchemeChange("", f"证据 {title}", f"{label}：{_said(change.old)} → {_said(change.new)}", scores)


def _checks(old: Scheme, new: Scheme) -> Iterator[SchemeChange]:
    """What reports under it are held to; that a check is told or not moves no points."""
    for name in sorted({*old.checks, *new.checks}):
        one, other = old.checks.get(name, CheckSettings()), new.checks.get(name, CheckSettings())
        texts = [
            f"参数 {parameter}：{_set(one, parameter)} → {_set(other, parameter)}"
            for parameter in sorted({*one.parameters, *other.parameters})
            if one.parameters.get(parameter) != other.parameters.get(parameter)
        ]
        if one.off != other.off:
            texts.append(f"停用：{other.off}" if other.off else f"恢复（原停用：{one.off}）")
        yield from (SchemeChange("", f"检查 {name}", text, scores=False) for text in texts)


def _set(settings: CheckSettings, parameter: str) -> str:
    value = settings.parameters.get(parameter)
    return "（默认）" if value is None else plain(value)


def _between(old: Indicator, new: Indicator, before: Scheme, after: Scheme) -> Iterator[SchemeChange]:
    if old.title != new.title:
        yield _change(new, f"名称：{old.title} → {new.title}", scores=False)
    if old.path != new.path:
        yield _change(new, f"位置：{_place(old)} → {_place(new)}", scores=False)
    if old.criterion != new.criterion:
        yield _change(new, f"评分标准的文字：“{old.criterion}” → “{new.criterion}”", scores=False)
    if _worth(old) != _worth(new):
        yield _change(new, f"分值：{_worth(old)} → {_worth(new)}")
    if old.not_applicable != new.not_applicable:
        yield _change(new, f"不适用：{_said(old.not_applicable)} → {_said(new.not_applicable)}")
    one, other = _item(before, old), _item(after, new)
    for part, name in (("measure", "计算方式"), ("rule", "评分规则")):
        left, right = _plain(getattr(one, part)), _plain(getattr(other, part))
        if part == "rule" and left["kind"] != right["kind"]:
            yield _change(new, f"{name}：{_said(left['kind'])} → {_said(right['kind'])}")
            continue
        for change in differences(left, right):
            scores = tokens_of(change.pointer)[-1:] != ("text",)
            yield _change(new, f"{name}，{_label(change)}：{_said(change.old)} → {_said(change.new)}", scores=scores)


def _change(one: Indicator, text: str, *, scores: bool = True) -> SchemeChange:
    return SchemeChange(one.id, one.title, text, scores)


def _worth(one: Indicator) -> str:
    return f"{shortest(one.max_points)} 分" if one.max_points is not None else f"共用 {shortest(one.pool_points)} 分"


def _place(one: Indicator) -> str:
    return " › ".join(one.path) or "最上一级"


def _item(scheme: Scheme, one: Indicator) -> Item:
    """The indicator as the scheme writes it."""
    tokens = tokens_of(one.pointer)[1::2]
    item = scheme.items[int(tokens[0])]
    for token in tokens[1:]:
        item = item.items[int(token)]
    return item


def _plain(value: Any) -> Any:
    return None if value is None else value.model_dump(mode="json", exclude_defaults=True)


_LABELS: Final[Mapping[str, str]] = {
    "rows": "",
    "of": "",
    "standard": "标准",
    "worse": "扣分方向",
    "step": "步长",
    "step_of": "步长的单位",
    "deduct": "每步（例）扣分",
    "part_step": "不足一步",
    "points": "分数",
    "otherwise": "其他情况",
    "at_least": "下限（含）",
    "above": "下限（不含）",
    "at_most": "上限（含）",
    "below": "上限（不含）",
    "equal": "等于",
    "target": "目标",
    "zero_base": "分母为 0 时",
    "zero_zero": "都为 0 时",
    "x_zero": "只有分母为 0 时",
    "blank_as": "空白计为",
    "unit": "单位",
    "from": "在表中的位置",
    "by": "由谁证明",
    "kind": "种类",
    "title": "名称",
    "text": "文字",
    "cap": "加分上限",
    "add": "每步加分",
}


def _label(change: CellChange) -> str:
    """第 2 档下限（含）: the place in a rule, in words; names without a word stay as they are."""
    said = (f"第 {int(one) + 1} 项" if one.isdigit() else _LABELS.get(one, one) for one in tokens_of(change.pointer))
    return " ".join(one for one in said if one) or "内容"


_WORDS: Final[Mapping[str, str]] = {
    "full": "不计（满分）",
    "started": "按一步计",
    "proportional": "按比例计",
    "unscored": "不评分",
    "zero": "不得分",
    "above": "高于",
    "below": "低于",
    "either": "两侧",
    "forbidden": "不允许",
    "full_points": "得满分",
    "rescale": "其余折算",
    "bands": "分档",
    "steps": "每步扣分",
    "occurrences": "按例扣分",
    "checklist": "逐项得分",
    "cases": "按情形",
    "levels": "按完成程度",
    "converted": "折算",
    "judged": "判断",
    "own": "部门自己的指标",
    "best_of": "取高",
    "chosen": "选一种",
    "sum": "相加",
}


def _said(value: Any) -> str:
    if value is ABSENT or value is None:
        return "（无）"
    if isinstance(value, list):
        return "、".join(map(_said, value))
    if isinstance(value, dict):
        return "，".join(f"{_LABELS.get(name, name)} {_said(inner)}" for name, inner in value.items())
    return _WORDS.get(str(value), str(value))

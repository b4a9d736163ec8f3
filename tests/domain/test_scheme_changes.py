"""Two versions of a scheme, compared in words."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from app.domain.scoring.compiled import compile_scheme
from app.domain.scoring.scheme import Scheme
from app.domain.scoring.scheme_changes import SchemeChange, scheme_changes
from app.schemes.loader import shipped_schemes

SEED = shipped_schemes()[0]
FIRST = "/items/0/items/0/items/0"


def changed(change: Callable[[dict[str, Any]], Any]) -> list[SchemeChange]:
    data = json.loads(SEED.canonical)
    change(data)
    return scheme_changes(SEED, compile_scheme(Scheme.model_validate(data)))


def leaf(data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = data["items"][0]["items"][0]["items"][0]
    return found


def test_the_same_scheme_has_no_changes() -> None:
    assert scheme_changes(SEED, SEED) == []


@pytest.mark.parametrize(
    ("change", "text", "scores"),
    [
        (lambda data: leaf(data)["rule"].update(standard="105"), "评分规则，标准：100 → 105", True),
        (
            lambda data: leaf(data)["rule"].update(part_step="started"),
            "评分规则，不足一步：不计（满分） → 按一步计",
            True,
        ),
        (lambda data: leaf(data).update(title="人员控制率"), "名称：财政供养人员控制率 → 人员控制率", False),
        (lambda data: leaf(data)["measure"].update(zero_base="zero"), "计算方式，分母为 0 时：不评分 → 不得分", True),
        (lambda data: leaf(data).update(not_applicable="rescale"), "不适用：不允许 → 其余折算", True),
        (lambda data: data.update(fiscal_years=[2021, 2022]), "适用年度：2021 → 2021、2022", False),
        (lambda data: data["evidence"]["staff_in_post"].update(blank_as="0"), "空白计为：（无） → 0", True),
        (lambda data: data.update(checks={"A1": {"off": "表式不填"}}), "停用：表式不填", False),
        (lambda data: data.update(checks={"A1": {"parameters": {"most": "150"}}}), "参数 most：（默认） → 150", False),
    ],
)
def test_a_change_is_told_with_old_and_new(change: Any, text: str, *, scores: bool) -> None:
    assert [(one.text, one.scores) for one in changed(change)] == [(text, scores)]


def test_new_and_dropped_indicators_are_told_and_their_points_move() -> None:
    def replace(data: dict[str, Any]) -> None:
        leaf(data)["id"] = "headcount_rate"

    assert [(one.indicator, one.text) for one in changed(replace)] == [
        ("staffing_control_rate", "取消（原 5 分）"),
        ("headcount_rate", "新增（5 分，投入 › 预算配置）"),
    ]


def test_wording_alone_is_told_and_moves_no_points() -> None:
    found = changed(lambda data: leaf(data).update(criterion="不足一个百分点的不扣。"))
    assert [one.scores for one in found] == [False]
    assert found[0].text.endswith("→ “不足一个百分点的不扣。”")

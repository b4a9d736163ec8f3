"""The official table of 岳阳楼区 2021 as data, and how a scheme's text is refused."""

import pytest

from app.domain.decimals import plain
from app.domain.scoring.evidence import Evidence
from app.domain.scoring.scorer import score
from app.schemes.loader import SHIPPED, SchemeUnreadable, load_scheme, shipped_schemes

SCHEME = shipped_schemes()[0]
TEXT = (SHIPPED / "yueyanglou-2021.yaml").read_text("utf-8")


def points(indicator: str, **evidence: object) -> str | None:
    card = score(SCHEME, Evidence.model_validate(evidence))
    found = next(one for one in card.indicators if one.id == indicator).computed_points
    return None if found is None else plain(found.normalize())


def test_the_table_has_25_indicators_worth_100_points() -> None:
    assert len(SCHEME.indicators) == 25
    assert [str(node.points) for node in SCHEME.nodes if node.level == 1] == ["15", "40", "25", "20"]


@pytest.mark.parametrize(
    ("share", "wanted"),
    [
        ("90", "5"),
        ("89.99", "4"),
        ("80", "4"),
        ("79.99", "3"),
        ("70", "3"),
        ("69.99", "2"),
        ("60", "2"),
        ("59.99", "0"),
    ],
)
def test_priority_spending_includes_its_lower_edges(share: str, wanted: str) -> None:
    assert points("priority_spending_rate", priority_project_budget=share, project_budget="100") == wanted


@pytest.mark.parametrize(
    ("share", "wanted"),
    [
        ("0", "3"),
        ("0.01", "2"),
        ("10", "2"),
        ("10.01", "1"),
        ("20", "1"),
        ("20.01", "0.5"),
        ("30", "0.5"),
        ("30.01", "0"),
        ("-0.01", None),
    ],
)
def test_budget_adjustment_includes_its_upper_edges_and_leaves_a_reduction_unscored(share: str, wanted: str) -> None:
    assert points("budget_adjustment_rate", budget_adjustment=share, initial_budget="100") == wanted


@pytest.mark.parametrize(
    ("rate", "wanted"),
    [("100", "5"), ("95", "5"), ("94.99", "3"), ("85", "3"), ("84.99", "1"), ("75", "1"), ("74.99", "0"), ("0", "0")],
)
def test_satisfaction_includes_its_lower_edges(rate: str, wanted: str) -> None:
    assert points("satisfaction", satisfaction_rate=rate) == wanted


@pytest.mark.parametrize(
    ("rate", "wanted"), [("50", "3"), ("49.01", "3"), ("49", "2.8"), ("35.01", "0.2"), ("35", "0")]
)
def test_exactly_half_of_card_payments_is_enough(rate: str, wanted: str) -> None:
    assert points("official_card_usage_rate", official_card_usage=rate) == wanted


@pytest.mark.parametrize(("actual", "wanted"), [("120", "3"), ("100", "3"), ("99.01", "3"), ("99", "2.8"), ("85", "0")])
def test_procurement_above_the_budget_loses_nothing(actual: str, wanted: str) -> None:
    assert points("procurement_execution_rate", procurement_actual=actual, procurement_budget="100") == wanted


@pytest.mark.parametrize(("rate", "wanted"), [("100", "3"), ("99.01", "3"), ("99", "2.9"), ("70", "0")])
def test_idle_assets_lose_a_tenth_a_point(rate: str, wanted: str) -> None:
    assert points("fixed_asset_utilization_rate", fixed_assets_in_use=rate, fixed_assets="100") == wanted


@pytest.mark.parametrize(
    ("spent", "wanted"), [("100", "6"), ("100.99", "6"), ("101", "5"), ("105.99", "1"), ("106", "0")]
)
def test_three_public_over_budget_loses_a_point_each(spent: str, wanted: str) -> None:
    assert points("three_public_control_rate", three_public=spent, three_public_budget="100") == wanted


def test_three_public_of_nothing_against_nothing_follows_the_decision() -> None:
    assert points("three_public_change_rate", three_public="0", three_public_prior="0") == "5"
    assert points("three_public_change_rate", three_public="1", three_public_prior="0") is None
    assert points("three_public_control_rate", three_public="0", three_public_budget="0") == "6"
    assert points("three_public_control_rate", three_public="1", three_public_budget="0") == "0"


@pytest.mark.parametrize(
    ("balance", "carryover", "wanted"), [("0", "0", "3"), ("5", "5", "2"), ("5", "4.99", "0"), (None, None, "3")]
)
def test_balance_is_compared_with_the_carryover_and_blank_is_declared_as_nothing(
    balance: str, carryover: str, wanted: str
) -> None:
    assert points("unspent_balance", year_end_balance=balance, prior_year_carryover=carryover) == wanted


@pytest.mark.parametrize(
    ("old", "new", "line_of", "message"),
    [
        ("zero_base: unscored}", "}", "measure: {ratio: [staff_in_post", "缺少这一项"),
        (
            ", part_step: full}",
            "}",
            'rule: {kind: steps, standard: "100", worse: above, step: "1", deduct: "0.5"',
            "缺少",
        ),
        ("              otherwise: unscored\n", "", "rows:\n                - {equal", "必须写 otherwise"),
        ("[staff_in_post, established_posts]", "[staff, established_posts]", "ratio: [staff,", "没有名为 staff"),
        ('points: "40"', 'points: "41"', 'points: "41"', "下级分值合计 40，应为 41"),
        ("issuer:", "isuer:", "isuer:", "不认识这个键"),
    ],
)
def test_a_scheme_with_something_missing_or_wrong_is_refused_at_its_line(
    old: str, new: str, line_of: str, message: str
) -> None:
    text = TEXT.replace(old, new, 1)
    line = text[: text.index(line_of)].count("\n") + 1
    with pytest.raises(SchemeUnreadable) as refused:
        load_scheme(text, "trial")
    near = [one for one in refused.value.problems if message in one.message]
    assert near, refused.value.problems
    assert abs(near[0].line - line) <= 1

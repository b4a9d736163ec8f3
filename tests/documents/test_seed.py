"""The real official form: read, scored and verified. Skipped where it is not beside the checkout."""

from collections import Counter
from decimal import Decimal

from app.documents.text import read_text
from app.domain.scoring.evidence import Evidence, evidence_of
from app.domain.scoring.scorer import score
from app.domain.scoring.self_assessment import with_self_assessment
from app.domain.scoring.verification import first_difference
from app.schemes.loader import shipped_schemes

SCHEME = shipped_schemes()[0]

COMPUTED = {"staffing_control_rate", "unspent_balance", "fixed_asset_utilization_rate"}
MISSING = {
    "three_public_change_rate": ["three_public_prior"],
    "priority_spending_rate": ["priority_project_budget", "project_budget"],
    "budget_adjustment_rate": ["budget_adjustment", "initial_budget"],
    "payment_progress": ["late_earmarked_funds"],
    "three_public_control_rate": ["three_public_budget"],
    "procurement_execution_rate": ["procurement_actual", "procurement_budget"],
    "official_card_usage_rate": ["official_card_usage"],
    "satisfaction": ["satisfaction_rate"],
}


def test_every_figure_is_recovered_and_blank_is_not_zero(seed_text: str) -> None:
    form = read_text(seed_text).form
    assert (form.cover.fiscal_year, form.cover.report_date, form.cover.budget_code) == (2021, "2022-05-10", "110001")
    assert (form.profile.established_posts, form.profile.staff_in_post) == ("18", "18")
    revenue, expenditure = form.revenue.rows[0], form.expenditure.rows[0]
    assert (revenue.total, revenue.general_budget_appropriation, revenue.prior_year_carryover) == (
        "775.66",
        "775.66",
        None,
    )
    assert (expenditure.total, expenditure.basic, expenditure.personnel) == ("775.66", "429.20", "322.77")
    assert (expenditure.operating, expenditure.project, expenditure.year_end_balance) == ("106.43", "346.46", None)
    assert set(form.three_public.rows[0].model_dump(exclude={"institution"}).values()) == {"0"}
    assets = form.fixed_assets.rows[0]
    assert (assets.total, assets.in_use, assets.leased_out, assets.other) == ("58.92", "58.92", None, None)


def test_all_indicators_are_recovered_with_points_and_wording(seed_text: str) -> None:
    table = read_text(seed_text).form.self_scoring
    rows = table.rows
    assert len(rows) == 25
    assert sum(Decimal(str(row.max_points)) for row in rows if row.max_points) == 100
    assert sum(Decimal(str(row.self_assessed_points)) for row in rows) == 98
    assert (table.max_points_total, table.self_assessed_points_total, table.overall_points) == ("100", "98", "98")
    assert table.rating == "优秀"
    wording = {one.id: one.criterion for one in SCHEME.indicators}
    assert [row.criterion for row in rows] == list(wording.values())
    assert Counter(row.group for row in rows) == {
        "预算配置": 3, "预算执行": 4, "预算管理": 5, "资产管理": 3, "职责履行": 6, "履职效益": 4
    }  # fmt: skip


def test_people_targets_and_narrative_are_recovered(seed_text: str) -> None:
    form = read_text(seed_text).form
    assert len(form.panel.evaluators) == 3
    assert all(one.name and one.position and not one.signature for one in form.panel.evaluators)
    assert form.preparer.name
    assert len(form.objectives.qualitative) == 1
    assert Counter(one.kind.value for one in form.objectives.quantitative) == {
        "quality": 3, "quantity": 3, "timeliness": 1, "cost": 3, "social": 1, "economic": 1, "ecological": 1,
        "satisfaction": 1,
    }  # fmt: skip
    assert [one.number for one in form.narrative.sections] == ["一", "三", "四", "五"]
    assert all(line in seed_text for one in form.narrative.sections for line in one.text.splitlines())


def test_only_the_shared_points_are_doubted(seed_text: str) -> None:
    assert [one.pointer for one in read_text(seed_text).doubts] == ["/form/self_scoring/rows/21/max_points"]


def test_the_self_total_is_98_and_the_indicators_have_the_listed_status(seed_text: str) -> None:
    envelope = read_text(seed_text)
    evidence = evidence_of(SCHEME.scheme, envelope.form, envelope.supplement)
    card = with_self_assessment(score(SCHEME, evidence), SCHEME, envelope.form.self_scoring)
    assert card.self_assessed is not None
    assert (card.self_assessed.points, card.self_assessed.rating) == (Decimal(98), "优秀")
    assert {one.id for one in card.indicators if one.status == "computed"} == COMPUTED
    assert {one.id: one.missing for one in card.indicators if one.status == "needs_evidence"} == MISSING
    assert sum(1 for one in card.indicators if one.status == "judged") == 14
    assert all(one.computed_points is None for one in card.indicators if one.id in MISSING)
    assert (card.computed.low, card.computed.high, card.computed.rating) == (Decimal(11), Decimal(100), None)
    assert (card.proof.figures, card.proof.judgement, card.proof.word) == (Decimal(11), Decimal(0), Decimal(87))


def test_a_published_card_verifies_and_one_changed_figure_is_named(seed_text: str) -> None:
    envelope = read_text(seed_text)
    evidence = evidence_of(SCHEME.scheme, envelope.form, envelope.supplement)
    card = with_self_assessment(score(SCHEME, evidence), SCHEME, envelope.form.self_scoring)
    assert first_difference(card, SCHEME, evidence, envelope.form.self_scoring) is None
    changed = Evidence.model_validate(evidence.model_dump(mode="json") | {"staff_in_post": "19"})
    found = first_difference(card, SCHEME, changed, envelope.form.self_scoring)
    assert found is not None
    assert found.pointer.startswith("/indicators/0/")

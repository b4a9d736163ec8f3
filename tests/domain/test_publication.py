"""The public copy: nobody is named in it, and its score is what its own figures give."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.domain.publication.copy import PublicCopy, PublicDepartment, Published, publish
from app.domain.publication.masking import Masking, names_in
from app.domain.publication.recomputing import disagreements
from app.domain.report import SelfEvaluationReport, State
from app.domain.workflow.case import ReportCase
from app.domain.workflow.reviewing import ConfirmedPoints
from app.domain.workflow.signature import Signature, Slot
from app.schemes.loader import shipped_schemes

NOW = datetime(2022, 7, 1, 8, tzinfo=UTC)
SCHEME = shipped_schemes()[0]
RATE = "staffing_control_rate"
SURNAMES, GIVEN = "王李张刘陈杨黄赵周吴徐孙", "伟芳娜秀敏静丽强磊军洋勇艳杰涛"
names = st.builds(str.__add__, st.sampled_from(SURNAMES), st.text(GIVEN, min_size=1, max_size=2))
mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
lines = st.from_regex(r"07[0-9]{2}-[2-8][0-9]{6}", fullmatch=True)


def a_published(content: dict[str, Any], case: ReportCase | None = None, **more: Any) -> Published:
    """The public copy of a passed report with this form."""
    report = SelfEvaluationReport(
        department=1, fiscal_year=2021, scheme_id=SCHEME.scheme.id, scheme_version=SCHEME.scheme.version,
        state=State.PASSED, version=9, created_at=NOW, updated_at=NOW, case=case or ReportCase(),
        form=Form.model_validate(content), supplement=Supplement.model_validate(more),
    )  # fmt: skip
    department = PublicDepartment(id=1, region="430602", budget_code="999001", name="示范局")
    return publish(report, 7, department, SCHEME, NOW, 1)


def named(contact: str, evaluator: str, phone: str, line: str) -> dict[str, Any]:
    """A form that quotes its people wherever one can write."""
    quoted = f"由{evaluator}负责，联系{contact}（{phone}，{line}）；{contact[0]} {contact[1:]}另行说明。"
    return {
        "profile": {"contact": contact, "phone": phone, "staff_in_post": "43", "established_posts": "40",
                    "duties": quoted},
        "panel": {"evaluators": [{"name": f"{evaluator}（局长）", "signature": evaluator}],
                  "panel_lead": {"signature": contact}, "department_opinion": {"opinion": quoted}},
        "preparer": {"name": contact, "phone": line},
        "narrative": {"title": quoted, "sections": [{"title": "一", "text": quoted}]},
        "self_scoring": {"rows": [{"indicator": "在职人员控制率", "self_assessed_points": "5",
                                   "deduction_reason": quoted}]},
    }  # fmt: skip


@given(names, names, names, mobiles, lines)
def test_no_public_copy_has_a_name_or_number_of_its_people_wherever_they_are_quoted(
    contact: str, evaluator: str, signer: str, phone: str, line: str
) -> None:
    signature = Signature(slot=Slot.DEPARTMENT_HEAD, signer="user:7", name=signer, title="局长", at=NOW, digest="x")
    reviewed = ConfirmedPoints(points=Decimal(2), reason=f"{signer}核定，{contact}说明", by=f"{signer}（a）", at=NOW)
    case = ReportCase(signatures=(signature,), confirmed={RATE: reviewed})
    body = a_published(named(contact, evaluator, phone, line), case).body.decode()
    assert [said for said in (contact, evaluator, signer, phone, line) if said in body] == []


@given(names, names, mobiles, lines)
def test_what_is_masked_moves_no_point_and_the_score_is_recomputed_from_what_is_public(
    contact: str, evaluator: str, phone: str, line: str
) -> None:
    published = a_published(named(contact, evaluator, phone, line))
    read = PublicCopy.model_validate_json(published.body)
    assert read.body() == published.body
    rate = next(one for one in read.scorecard.indicators if one.id == RATE)
    assert (rate.computed_points, read.form.profile.staff_in_post) == (Decimal("1.5"), "43")
    assert list(disagreements(read, SCHEME)) == []


def test_a_changed_figure_point_total_or_scheme_is_named() -> None:
    copy = a_published({"profile": {"staff_in_post": "43", "established_posts": "40"}}).copy
    plain = json.loads(copy.body())
    plain["form"]["profile"]["staff_in_post"] = "40"
    assert next(disagreements(PublicCopy.model_validate(plain), SCHEME)).startswith("/scorecard/indicators/")
    raised = copy.model_copy(update={"points": copy.points + 1})
    assert [one.partition("：")[0] for one in disagreements(raised, SCHEME)] == ["/points"]
    assert next(disagreements(copy, replace(SCHEME, digest="0" * 64))).startswith("/scheme/digest")


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("张三", ["张三"]),
        ("张 三（局长）、李四", ["张三", "李四"]),
        ("同意", []),
        ("李", []),
        ("", []),
        ("办公室", []),
    ],
)
def test_names_are_told_from_what_is_typed_in_their_place(said: str, names: list[str]) -> None:
    assert list(names_in(said)) == names


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("电话13907301234转办", "电话＊＊＊转办"),
        ("139 0730 1234", "＊＊＊"),
        ("0730-8881885、（0730）8881885", "＊＊＊、＊＊＊"),
        ("430602198001011234", "＊＊＊"),
        ("邮箱 a.b@example.cn。", "邮箱 ＊＊＊。"),
        ("支出 13907301234.56 元，占 1390.73 万元", "支出 13907301234.56 元，占 1390.73 万元"),
        ("2021年完成 0731 项，编号 20210001", "2021年完成 0731 项，编号 20210001"),
    ],
)
def test_numbers_to_reach_people_are_hidden_and_figures_are_not(text: str, public: str) -> None:
    assert Masking(()).text(text) == public

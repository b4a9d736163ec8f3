"""The template to fill in: what may be typed, what adds itself up, and that it comes back as it was filled in."""

import io
import random
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from app.documents.envelope import Envelope
from app.documents.files import read_any
from app.documents.template.layout import Places, layout
from app.documents.template.prepared import prepared
from app.documents.template.terms import CHECKS, MAP, VERDICTS
from app.documents.template.workbook import MOST_INSTITUTIONS, TooLargeForTemplate, template
from app.domain.checks.catalogue import BY_ID
from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.schemes.loader import shipped_schemes
from tests.support.consistent_reports import a_consistent_report
from tests.support.odd_forms import an_odd_form
from tests.support.recalculated import needs_office, recalculated
from tests.support.workbook import opened

SCHEME = shipped_schemes()[0]
BLANK = template(Form(), Supplement(), SCHEME)
PLACES = Places.of(layout(prepared(Form(), SCHEME)))
ANSWERS = {
    "/form/cover/department_name": "示例局",
    "/form/cover/budget_code": "0110",
    "/form/cover/fiscal_year": 2021,
    "/form/profile/staff_in_post": 43,
    "/form/revenue/rows/0/institution": "本级",
    "/form/revenue/rows/0/general_budget_appropriation": 700.5,
    "/form/revenue/rows/0/other": 0.25,
    "/form/revenue/rows/2/institution": "中心",
    "/form/revenue/rows/2/general_budget_appropriation": 100,
    "/form/objectives/quantitative/0/target": "合格率95%",
    "/form/narrative/sections/1/text": "=不是公式\n第二行",
}


def put(book: Workbook, pointer: str, value: Any) -> None:
    book[PLACES.sheet(pointer)][PLACES.address(pointer)].value = value
    if isinstance(value, str):
        book[PLACES.sheet(pointer)][PLACES.address(pointer)].data_type = "s"


def filled() -> bytes:
    """The blank one filled in by a program that calculates nothing."""
    book, out = opened(BLANK), io.BytesIO()
    for pointer, value in ANSWERS.items():
        put(book, pointer, value)
    book.save(out)
    return out.getvalue()


def is_as_filled(envelope: Envelope) -> None:
    form = envelope.form
    assert envelope.doubts == ()
    assert (form.cover.department_name, form.cover.budget_code, form.cover.fiscal_year) == ("示例局", "0110", 2021)
    assert form.profile.staff_in_post == "43"
    assert [(row.institution, row.total) for row in form.revenue.rows] == [("本级", "700.75"), ("中心", "100.00")]
    assert form.revenue.total is not None
    assert (form.revenue.total.total, form.revenue.total.other) == ("800.75", "0.25")
    assert form.expenditure.rows == () and form.expenditure.total is None  # noqa: PT018 - one thing: nothing there
    assert form.objectives.quantitative[0].target == "合格率95%"
    assert [one.text for one in form.narrative.sections] == ["=不是公式\n第二行"]
    assert len(form.self_scoring.rows) == len(SCHEME.indicators)


def test_a_template_filled_in_by_a_program_is_read_with_its_sums() -> None:
    is_as_filled(read_any(filled(), "a.xlsx"))


@pytest.mark.slow
@needs_office
def test_a_template_saved_by_libreoffice_is_read_the_same(tmp_path: Path) -> None:
    report, supplement = a_consistent_report(SCHEME, random.Random(3))
    saved = recalculated([filled(), template(report, supplement, SCHEME)], tmp_path)
    is_as_filled(read_any(saved[0], "a.xlsx"))
    assert read_any(saved[1], "a.xlsx").form == report


@pytest.mark.parametrize("part", range(4))
def test_a_report_comes_back_from_its_template_as_it_went_out(part: int) -> None:
    for seed in range(part * 2, part * 2 + 2):
        report, supplement = a_consistent_report(SCHEME, random.Random(seed))
        envelope = read_any(template(report, supplement, SCHEME), "a.xlsx")
        assert envelope.form == report, seed
        assert envelope.doubts == ()


def test_figures_of_any_kind_and_totals_that_contradict_their_parts_come_back() -> None:
    for seed in range(6):
        form = an_odd_form(random.Random(seed))
        back = read_any(template(form, Supplement(), SCHEME), "a.xlsx").form
        for table in ("revenue", "expenditure", "three_public", "fixed_assets"):
            total = getattr(form, table).total
            assert getattr(back, table).rows == getattr(form, table).rows, seed
            if total is not None and any(value for name, value in total if name != "institution"):
                assert getattr(back, table).total == total, seed
        assert back.profile == form.profile


def test_only_inputs_are_open_and_the_lock_has_no_password() -> None:
    book = opened(BLANK)
    locked = {
        pointer: book[PLACES.sheet(pointer)][PLACES.address(pointer)].protection.locked for pointer in PLACES.cells
    }
    assert all(
        sheet.protection.sheet and not sheet.protection.password
        for sheet in book.worksheets
        if sheet.sheet_state == "visible"
    )
    assert not locked["/form/revenue/rows/0/other"]
    assert not locked["/form/self_scoring/rows/0/self_assessed_points"]
    for pointer in ("/form/revenue/rows/0/total", "/form/revenue/total/other", "/form/self_scoring/rows/0/max_points"):
        assert locked[pointer], pointer


def test_a_total_that_contradicts_its_parts_stays_as_stated_and_open() -> None:
    row = {"institution": "甲", "total": "9.00", "in_use": "4.00", "leased_out": "1.00"}
    book = opened(template(Form.model_validate({"fixed_assets": {"rows": [row]}}), Supplement(), SCHEME))
    cell = book[PLACES.sheet("/form/fixed_assets/rows/0/total")][PLACES.address("/form/fixed_assets/rows/0/total")]
    assert (cell.value, cell.protection.locked) == (9, False)


def test_every_check_has_its_row_in_the_words_of_the_catalogue() -> None:
    sheet = opened(BLANK)[CHECKS]
    named = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=4)}
    assert {"A1", "A7", "B2", "C1", "G1"} <= named.keys()
    assert all(text.startswith(BY_ID[name].title) for name, text in named.items())


def test_what_was_typed_beside_the_form_is_doubted_and_hidden_sheets_are_not() -> None:
    book, out = opened(BLANK), io.BytesIO()
    book["收支"]["K3"].value = "备注：暂估"
    put(book, "/form/cover/fiscal_year", "去年")
    book.save(out)
    doubts = read_any(out.getvalue(), "a.xlsx").doubts
    assert sorted(one.found for one in doubts) == ["去年", "备注：暂估"]


def test_a_row_that_was_inserted_moves_no_figure(tmp_path: Path) -> None:
    """Programs keep the hidden references true; here they are moved as those programs move them."""
    book, out = opened(filled()), io.BytesIO()
    sheet = book["基本情况"]
    texts = {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row}
    assert texts[PLACES.address("/form/cover/budget_code")] == "0110"
    place = PLACES.address("/form/cover/budget_code")
    sheet["C60"].value, sheet[place].value = "0110", None
    for row in book[MAP].iter_rows(min_row=2):
        if row[0].value == "/form/cover/budget_code":
            row[2].value = "='基本情况'!$C$60"
    book.save(out)
    assert read_any(out.getvalue(), "a.xlsx").form.cover.budget_code == "0110"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-cmd", "@SUM(A1)", "'=1"])
def test_no_text_of_a_report_computes(text: str) -> None:
    form = Form.model_validate({"profile": {"duties": text}, "cover": {"department_name": text}})
    data = template(form, Supplement(), SCHEME)
    cell = opened(data)[PLACES.sheet("/form/profile/duties")][PLACES.address("/form/profile/duties")]
    assert cell.data_type == "s"
    assert read_any(data, "a.xlsx").form.profile.duties == text


def test_formulas_stay_within_what_excel_takes() -> None:
    book = load_workbook(io.BytesIO(BLANK))
    formulas = [str(cell.value) for name in (VERDICTS, MAP, CHECKS) for row in book[name].iter_rows() for cell in row]
    assert max(map(len, formulas)) < 8_192
    rules = [rule for sheet in book.worksheets for rule in sheet.data_validations.dataValidation]
    assert all(len(rule.formula1) <= 255 and len(rule.prompt) <= 255 for rule in rules)


def test_sums_that_go_round_in_circles_are_blank() -> None:
    book, out = opened(BLANK), io.BytesIO()
    for name, other in (("total", "prior_year_carryover"), ("prior_year_carryover", "total")):
        cell = book["收支"][PLACES.address(f"/form/revenue/rows/0/{name}")]
        part = PLACES.address(f"/form/revenue/rows/0/{other}")
        cell.value, cell.data_type = f'=IF(COUNT({part})=0,"",SUM({part}))', "f"
    book.save(out)
    assert read_any(out.getvalue(), "a.xlsx").form.revenue.rows == ()


def test_a_report_that_could_not_be_read_back_gets_no_template() -> None:
    rows = [{"institution": f"第{at}中心"} for at in range(MOST_INSTITUTIONS + 1)]
    with pytest.raises(TooLargeForTemplate, match="201 个机构"):
        template(Form.model_validate({"revenue": {"rows": rows}}), Supplement(), SCHEME)

"""The checks of the template, calculated by LibreOffice, say what the checks of the catalogue say."""

import io
import json
import random
from decimal import localcontext
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.documents.template.said import SAID
from app.documents.template.terms import VERDICTS
from app.documents.template.workbook import template
from app.domain.checks.catalogue import BY_ID
from app.domain.checks.check import Example
from app.domain.checks.context import Context
from app.domain.checks.examined import Examined
from app.domain.checks.examples import report_of
from app.domain.checks.finding import Stage
from app.domain.decimals import EXACT
from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.domain.scoring.compiled import CompiledScheme
from tests.support.consistent_reports import a_consistent_report, schemes
from tests.support.recalculated import needs_office, recalculated

pytestmark = [pytest.mark.slow, needs_office]

Report = tuple[CompiledScheme, Form, Supplement]
WHOLE = [name for name, (_, part) in SAID.items() if not part]
FIGURES: tuple[Any, ...] = (
    None, "0", "0.00", "-3.10", "999.99", "12.5", "7", "1234.567891", {"none": "无"}, {"not_applicable": "没有"},
    {"unread": "约三"},
)  # fmt: skip
IN_PART = {
    ("B3", "failing"): Example("", {"/form/self_scoring/rows/0/self_assessed_points": "10.5"}),
    ("D4", "failing"): Example("", {"/form/objectives/quantitative/1/result": ""}),
}
"""Where the example of the catalogue is of the part that is not said."""
TABLES = ("revenue", "expenditure", "three_public", "fixed_assets")


def with_faults(report: Report, dice: random.Random) -> Report:
    """The report with one to three of its answers made others; a hundredth is within what rounding allows."""
    scheme, form, supplement = report
    data = form.model_dump(mode="json")
    for _ in range(dice.randint(1, 4)):
        _spoil(data, dice)
    return scheme, Form.model_validate(data), supplement


def _spoil(data: dict[str, Any], dice: random.Random) -> None:
    scoring, table = data["self_scoring"], data[dice.choice(TABLES)]
    where = dice.randrange(8)
    if where < 4 and table["rows"]:
        row = dice.choice([*table["rows"], *([table["total"]] if table["total"] else [])])
        name = dice.choice([one for one in row if one != "institution"])
        near = f"{float(row[name]) + dice.choice((0.01, 0.02, 2)):.2f}" if isinstance(row[name], str) else "1"
        row[name] = dice.choice((*FIGURES, near, near, near))
    elif where <= 4:
        name = dice.choice(("self_assessed_points_total", "overall_points", "max_points_total", "rating"))
        scoring[name] = (
            dice.choice(("优秀", "良好", "不合格")) if name == "rating" else dice.choice(("88.5", "100", "0"))
        )
    elif where == 5:
        row = dice.choice(scoring["rows"])
        row["deduction_reason"] = dice.choice(("", "无", " "))
        row["self_assessed_points"] = dice.choice(("0", "-1", "50", "1.5"))
    elif where == 6:
        data["panel"]["panel_lead"]["date"] = dice.choice(("2022-05-01", "2022-06-01", None))
        data["cover"]["report_date"] = dice.choice(("2021-05-01", "2021-12-31", None, {"unread": "五月"}))
        data["profile"]["staff_in_post"] = dice.choice(("-1", "3.5", "3"))
    else:
        dice.choice(data["objectives"]["quantitative"])["result"] = ""
        data[dice.choice(TABLES)].update(rows=[], total=None)


def told_by_the_sheet(data: bytes) -> dict[str, set[str]]:
    """The places where each check finds a fault."""
    book = load_workbook(io.BytesIO(data), data_only=True, read_only=True)
    found: dict[str, set[str]] = {name: set() for name in SAID}
    for check, _, _, _, wrong, _, pointer in book[VERDICTS].iter_rows(min_row=2, values_only=True):
        assert wrong in (0, 1), (check, pointer, wrong)
        if wrong:
            found[check].add(pointer)
    return found


def told_by_the_checks(report: Report) -> dict[str, list[set[str]]]:
    """What each check finds: a set of places for every fault, the first of which may be any of them."""
    with localcontext(EXACT):
        examined = Examined(*report, Context(), Stage.SUBMISSION)
        return {name: [{one.at, *one.repairs} for one in BY_ID[name].find(examined)] for name in SAID}


def disagreements(reports: list[Report], folder: Path) -> tuple[list[bytes], list[Any]]:
    """The workbooks, and what one of the two does not tell; of a check said in part, what only the sheet tells."""
    files = recalculated([template(form, supplement, scheme) for scheme, form, supplement in reports], folder)
    found: list[Any] = []
    for at, (report, data) in enumerate(zip(reports, files, strict=True)):
        told, wanted = told_by_the_sheet(data), told_by_the_checks(report)
        for name in SAID:
            places = set().union(*wanted[name])
            found += [(at, name, "only the sheet", place) for place in told[name] - places]
            if name in WHOLE:
                found += [(at, name, "only the check", fault) for fault in wanted[name] if not fault & told[name]]
    return files, found


def test_every_check_that_is_said_passes_and_fails_its_own_examples(tmp_path: Path) -> None:
    examples = [(name, "failing") for name in SAID] + [(name, "passing") for name in WHOLE]
    reports = [report_of(IN_PART.get((name, wanted), getattr(BY_ID[name], wanted))) for name, wanted in examples]
    files, found = disagreements(reports, tmp_path)
    assert found == []
    for (name, wanted), data in zip(examples, files, strict=True):
        assert bool(told_by_the_sheet(data)[name]) is (wanted == "failing"), (name, wanted)


def test_generated_reports_get_the_same_verdicts_with_and_without_planted_faults(tmp_path: Path) -> None:
    reports: list[Report] = []
    for seed, scheme in enumerate(schemes()):
        dice = random.Random(seed)
        report = (scheme, *a_consistent_report(scheme, dice))
        reports += [report, *(with_faults(report, dice) for _ in range(2))]
    _, found = disagreements(reports, tmp_path)
    assert found == [], json.dumps([str(one) for one in found], ensure_ascii=False, indent=1)
    assert sum(bool(told_by_the_checks(one)[name]) for one in reports for name in SAID) > 10

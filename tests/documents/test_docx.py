"""The official form as a Word document: its structure cell by cell, and nothing lost on the way there and back."""

import random
from collections.abc import Callable
from itertools import accumulate

import pytest

from app.cli.demo import REPORT
from app.documents.files import read_any
from app.documents.text import read_text
from app.documents.writing.docx import docx
from app.documents.writing.official import WIDTH, official_paper
from app.documents.writing.xlsx import xlsx
from app.domain.form.form import Form
from app.domain.scoring.compiled import CompiledScheme
from tests.support.consistent_reports import a_consistent_report, schemes
from tests.support.odd_forms import an_odd_form
from tests.support.word import Cell, W, body_of, read_back, tables_of

DEMO = read_text(REPORT.read_text("utf-8")).form

SCHEMES = schemes()

FINANCES = """
年度收入情况(万元)
机构名称v 收入合计v 其中:
^ ^ 上年结转 公共财政拨款 政府基金拨款 纳入专户管理的非税收入拨款 其他收入
部门(单位)年度支出和结余情况(万元)
机构名称v 支出合计v 其中: 结余
^ ^ 基本支出v 其中: 项目支出v 当年结余v 累计结余v
^ ^ ^ 人员支出 公用支出 ^ ^ ^
机构名称v 三公经费合计v 其中:
^ ^ 公务接待费 公务用车运维费 公务用车购置费 因公出国费
机构名称v 固定资产合计v 其中: 其他v
^ ^ 在用固定资产 出租固定资产 ^
"""
"""The heading rows of part two: `v` begins a cell over several rows, `^` is covered by it."""


def written(form: Form) -> bytes:
    return docx(official_paper(form))


def drawn(row: list[Cell]) -> list[str]:
    """A row as FINANCES draws it."""
    signs = {"restart": "v", "continue": "^", "": ""}
    return [f"{cell.key}{signs[cell.merge]}" for cell in row]


def test_the_heading_rows_of_the_four_tables_are_merged_as_in_the_official_form() -> None:
    main, _ = tables_of(written(DEMO))
    rows = [drawn(row) for row in main]
    for line in FINANCES.split("\n")[1:-1]:
        assert line.split(" ") in rows


def test_every_row_of_a_table_covers_all_of_its_columns() -> None:
    data = written(DEMO)
    grids = [[int(column.attrib[f"{W}w"]) for column in grid] for grid in body_of(data).iter(f"{W}tblGrid")]
    for grid, table in zip(grids, tables_of(data), strict=True):
        assert sum(grid) == WIDTH
        assert all(sum(cell.span for cell in row) == len(grid) for row in table)


def test_a_covered_cell_stands_below_the_columns_of_the_one_that_covers_it() -> None:
    for table in tables_of(written(DEMO)):
        above: dict[tuple[int, int], Cell] = {}
        for row in table:
            ends = list(accumulate(cell.span for cell in row))
            places = {(end - cell.span, end): cell for end, cell in zip(ends, row, strict=True)}
            assert all(place in above and above[place].merge for place, cell in places.items() if is_covered(cell))
            above = places


def test_headings_criteria_and_a_shared_maximum_are_merged_downwards_in_the_scoring_table() -> None:
    _, scoring = tables_of(written(DEMO))
    assert drawn(scoring[1])[:2] == ["投入(15分)v", "预算配置(15分)v"]
    shared = [row for row in scoring if row[4].merge]
    assert [(row[4].text, row[4].merge) for row in shared] == [("15", "restart"), ("", "continue"), ("", "continue")]
    assert [row[3].merge for row in shared] == ["restart", "continue", "continue"]


def test_the_heading_of_the_scoring_table_stands_on_every_page_and_a_paragraph_after_it() -> None:
    body = body_of(written(DEMO))
    tables = [at for at, child in enumerate(body) if child.tag.endswith("}tbl")]
    first_row = body[tables[-1]].find(f"{W}tr")
    assert first_row is not None
    assert first_row.find(f"{W}trPr/{W}tblHeader") is not None
    assert body[tables[-1] + 1].tag == f"{W}p"


def test_the_same_report_gives_the_same_bytes() -> None:
    assert written(DEMO) == written(DEMO.model_copy(deep=True))


def test_fonts_are_named_and_never_embedded() -> None:
    data = written(DEMO)
    assert all(font.encode() not in data for font in ("odttf", "embedRegular"))
    assert "fontTable" not in data.decode("latin-1")


@pytest.mark.parametrize("part", range(10))
def test_a_form_comes_back_as_it_went_out(part: int) -> None:
    for seed in range(part * 50, part * 50 + 50):
        dice = random.Random(seed)
        form = an_odd_form(dice) if seed % 5 else a_consistent_report(dice.choice(SCHEMES), dice)[0]
        first = read_back(written(form)).form
        assert first.model_dump() == form.model_dump(), seed
        assert written(first) == written(form)


@pytest.mark.parametrize("write", [written, xlsx], ids=["docx", "xlsx"])
def test_an_indicator_without_a_heading_below_one_that_has_one_keeps_none(write: Callable[[Form], bytes]) -> None:
    headings = (("", ""), ("产出", "数量"), ("产出", ""), ("", ""), ("", "质量"), ("效益", ""), ("", ""), ("", ""))
    rows = [
        {"category": category, "group": group, "indicator": f"指标{at}", "criterion": "标准", "max_points": "5"}
        for at, (category, group) in enumerate(headings)
    ]
    form = Form.model_validate({"self_scoring": {"rows": rows}})
    assert read_any(write(form)).form == form


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda one: one.scheme.id)
def test_a_report_under_each_scheme_comes_back_from_excel(scheme: CompiledScheme) -> None:
    form, _ = a_consistent_report(scheme, random.Random(7))
    assert read_any(xlsx(form)).form == form


def test_one_cell_that_was_edited_is_the_only_one_that_changes() -> None:
    data = DEMO.model_dump(mode="json")
    data["revenue"]["rows"][0]["total"] = "780.00"
    edited = Form.model_validate(data)
    assert read_back(written(edited)).form == edited


def test_a_working_copy_keeps_references_and_a_printed_one_has_the_figures() -> None:
    section = {"number": "一", "title": "概况", "text": "支出{支出合计}，{没有的}。"}
    form = DEMO.model_copy(update={"narrative": Form.model_validate({"narrative": {"sections": [section]}}).narrative})
    kept, filled = (read_back(docx(official_paper(form, printed=printed))).form for printed in (False, True))
    assert kept.narrative.sections[0].text == "支出{支出合计}，{没有的}。"
    assert filled.narrative.sections[0].text == "支出775.66万元，{没有的}。"


def is_covered(cell: Cell) -> bool:
    return cell.merge == "continue"

"""Annexes: tables of Word, Excel and text as drafts; wording as rules where it is certain, never guessed."""

import io
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook

from app.documents.annex.reader import Annex, Head, read_annex
from app.documents.annex.wording import ReadRule, Unsure, read_rule
from app.documents.envelope import NotAForm
from app.domain.scoring.compiled import compile_scheme
from app.domain.scoring.lint import examine
from app.domain.scoring.scheme import Scheme
from app.schemes.loader import shipped_schemes

HEAD = Head("trial-2022", "评分表", "区财政局", "430602", 2022)
SEED = shipped_schemes()[0]


def leaves(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [leaf for item in items for leaf in (leaves(item["items"]) if "items" in item else [item])]


def rule_of(criterion: str, points: str) -> dict[str, Any]:
    found = read_rule(criterion, Decimal(points))
    assert isinstance(found, ReadRule), found
    return found.rule


@pytest.mark.parametrize("one", SEED.indicators, ids=lambda one: one.id)
def test_official_wording_is_read_as_the_shipped_rule_or_not_at_all(one: Any) -> None:
    found = read_rule(one.criterion, one.max_points or one.pool_points)
    if isinstance(found, Unsure):
        assert one.id in {"unspent_balance", "economic_benefit", "social_benefit", "ecological_benefit"}
        return
    shipped = one.rule.rule.model_dump(mode="json", exclude_defaults=True) if hasattr(one.rule, "rule") else {}
    named = {"source", "kind"} if found.rule["kind"] == "converted" else set(found.rule) - {"of"}
    assert {name: found.rule[name] for name in named if name in shipped} == {
        name: shipped[name] for name in named if name in shipped
    }
    assert not {"part_step", "zero_base", "year", "out_of"} & set(found.rule)


@pytest.mark.parametrize(
    ("criterion", "points"),
    [
        ("90%以上得5分；80%-90%得3分；80%以下不得分。", "5"),  # to whom 90 and 80 belong
        ("每超过5%扣2分，以100%为标准。", "5"),  # points of percent, or percent of the standard
        ("①制度健全，1分；②酌情给分，2分。", "3"),
        ("①制度健全，1分；②执行有效，1分。", "3"),  # does not add up
        ("以100%为标准，每超过一个百分点扣1分；每减少5个百分点加1分。", "5"),
        ("达到90%得10分；每低一个百分点扣1分，低于60%不得分。", "10"),
        ("以100%为标准，计4分；每超过一个百分点扣1分。超过120%不得分。", "4"),
        ("≥90%，计5分；低于90%不得分。", "6"),
        ("按完成情况由评审组打分。", "5"),
        ("", "5"),
    ],
)
def test_wording_that_leaves_something_open_is_not_guessed(criterion: str, points: str) -> None:
    assert isinstance(read_rule(criterion, Decimal(points)), Unsure)


def test_an_edge_that_is_not_said_follows_from_the_neighbour_that_says_it() -> None:
    rows = rule_of("0-10%（含），计2分；10-20%（含），计1分；大于20%不得分；=0，计3分。", "3")["rows"]
    assert rows[:2] == [
        {"above": "0", "at_most": "10", "points": "2"},
        {"above": "10", "at_most": "20", "points": "1"},
    ]


@pytest.mark.parametrize(
    ("said", "part"),
    [("不足一个百分点的不扣", "full"), ("不足一个百分点按一个百分点扣", "started"), ("不足的按比例扣", "proportional")],
)
def test_what_the_wording_says_of_a_part_of_a_step_is_taken(said: str, part: str) -> None:
    text = f"以100%为标准，≤100%计5分；每超过一个百分点扣0.5分，{said}，扣完为止。"
    assert rule_of(text, "5")["part_step"] == part


def test_the_seeds_annex_has_25_leaves_and_none_is_silently_wrong(seed_text: str) -> None:
    annex = read_annex(seed_text.encode(), "seed.txt", HEAD)
    found = leaves(annex.document["items"])
    assert (len(found), annex.document["total_points"], annex.leftovers) == (25, "100", ())
    assert [one["title"] for one in found[:3]] == ["财政供养人员控制率", "“三公经费”变动率", "重点支出安排率"]
    told = {one.item for one in annex.doubts} | {one.indicator for one in examine(annex.document)}
    for leaf, shipped in zip(found, SEED.indicators, strict=True):
        if leaf["id"] in told or leaf.get("rule", {}).get("kind") == "converted":
            continue  # somebody is asked to look
        assert leaf["rule"]["kind"] == shipped.rule.rule.kind if hasattr(shipped.rule, "rule") else True
    assert {"part_step", "zero_base", "year", "out_of"} == {
        one.pointer.rpartition("/")[2] for one in examine(annex.document)
    }


STEPS = "以100%为标准。≦100%，计5分；每超过一个百分点扣0.5分，不足的不扣。"
JUDGED = {"kind": "judged", "min": "0", "step": "1", "by": "filer", "reason": "no", "attachment": False}
ROWS = [
    ["一级指标", "二级指标", "三级指标", "分值", "评分标准"],
    ["投入（15分）", "预算", "财政供养人员控制率", "5", STEPS],
    ["", "", "重点支出安排率", "10", "≥90%，计10分；低于90%不得分。"],
    ["效果（15分）", "效益", "经济效益", "15", "由部门细化。"],
    ["", "", "社会效益", "", ""],
    ["合计", "", "", "30", ""],
]  # fmt: skip


def excel(rows: list[list[str]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["2022年评分表"])
    for row in rows:
        sheet.append([cell or None for cell in row])
    for area in ("A3:A4", "B3:B4", "A5:A6", "B5:B6", "D5:D6", "E5:E6"):
        sheet.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def word(rows: list[list[str]]) -> bytes:
    """The least document with a table: merged cells, text in a content control, an insertion and a deletion."""

    def cell(text: str, at: int, row: list[str]) -> str:
        covered = not text and row[0] != "合计"
        merge = "<w:tcPr><w:vMerge/></w:tcPr>" if covered else '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>'
        runs = f"<w:r><w:t>{text[:2]}</w:t></w:r><w:ins><w:r><w:t>{text[2:]}</w:t></w:r></w:ins>"
        removed = "<w:del><w:r><w:delText>旧</w:delText></w:r><w:r><w:t>旧</w:t></w:r></w:del>"
        return f"<w:tc>{merge}<w:sdt><w:sdtContent><w:p>{runs}{removed}</w:p></w:sdtContent></w:sdt></w:tc>"

    table = "".join(f"<w:tr>{''.join(cell(text, at, row) for at, text in enumerate(row))}</w:tr>" for row in rows)
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {space}><w:body><w:tbl>{table}</w:tbl></w:body></w:document>"
        )
    return out.getvalue()


def text(rows: list[list[str]]) -> bytes:
    return "\n\n".join("\t" + "\n\t".join(row) for row in rows).encode("gb18030")


@pytest.mark.parametrize("made", [excel, word, text])
def test_the_same_table_reads_the_same_from_word_excel_and_text(made: Any) -> None:
    annex: Annex = read_annex(made(ROWS), "附件", HEAD)
    inputs, results = annex.document["items"]
    assert (inputs["title"], inputs["points"], results["points"]) == ("投入", "15", "15")
    control, spending = leaves([inputs])
    assert control["rule"]["part_step"] == "full"
    assert control["measure"] == {"ratio": ["staff_in_post", "established_posts"], "as": "percent"}
    assert spending["rule"]["rows"][1] == {"below": "90", "points": "0"}
    (pool,) = results["items"][0]["items"]
    assert (pool["pool"], pool["points"], [one["title"] for one in pool["items"]]) == (
        True,
        "15",
        ["经济效益", "社会效益"],
    )


def test_a_draft_is_a_scheme_once_what_was_asked_is_answered() -> None:
    document = read_annex(excel(ROWS), "附件.xlsx", HEAD).document
    for leaf in leaves(document["items"]):
        leaf.setdefault("rule", JUDGED)
        if "measure" in leaf:
            leaf["measure"]["zero_base"] = "unscored"
        else:
            document["evidence"][f"{leaf['id']}_points"] = {"title": "自评", "kind": "points", "by": "filer"}
            leaf["measure"] = {"value": f"{leaf['id']}_points"}
    assert compile_scheme(Scheme.model_validate(document)).scheme.total_points == 30


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("只有一段文字".encode(), "没有找到评分表"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "另存为"),
        (b"PK\x03\x04" + b"\0" * 100, "已损坏"),
        (b"\0\1\2", "不是文本文件"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(NotAForm, match=said):
        read_annex(data, "附件", HEAD)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 50_000_000)
    with pytest.raises(NotAForm, match="太大"):
        read_annex(out.getvalue(), "附件.docx", HEAD)


def test_entities_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with pytest.raises(NotAForm, match="已损坏"):
        read_annex(out.getvalue(), "附件.docx", HEAD)

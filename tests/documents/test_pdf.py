"""The form as a PDF: for archives, with what is printed on it told by its data, and honest about missing characters."""

import json
import re
import zlib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli.demo import REPORT
from app.cli.main import main
from app.documents.text import read_text
from app.documents.writing.copies import Copy, Format
from app.documents.writing.fonts import NoChineseFont, chosen, typefaces
from app.documents.writing.official import official_paper
from app.documents.writing.pdf import pdf
from app.domain.form.form import Form
from app.domain.form.supplement import Supplement

DEMO = read_text(REPORT.read_text("utf-8")).form


@pytest.fixture(autouse=True)
def _fonts() -> None:
    try:
        typefaces()
    except NoChineseFont:
        pytest.skip("no Chinese font on this machine: apt-get install fonts-noto-cjk")


def made(form: Form) -> bytes:
    return pdf(official_paper(form, printed=True), "jixiao:sha256:" + "0" * 64)


def is_for_archives(data: bytes) -> bool:
    return b"<pdfaid:part>2</pdfaid:part>" in data


def test_it_is_a_tagged_pdf_for_archives_with_its_fonts_inside() -> None:
    data = made(DEMO)
    assert data.startswith(b"%PDF-1.7")
    assert is_for_archives(data)
    plain = data + b"".join(unpacked(data))
    assert b"/MarkInfo" in plain
    assert b"/FontFile3" in plain or b"/FontFile2" in plain


def test_the_same_report_gives_the_same_bytes() -> None:
    assert made(DEMO) == made(DEMO.model_copy(deep=True))


@pytest.mark.parametrize("text", ['#import "x.typ"', "*粗* _斜_ $x$ @ref <label>", '"}]', "\\u{0}", "// 注释"])
def test_no_text_is_taken_for_source(text: str) -> None:
    form = Form.model_validate({"profile": {"duties": text}, "cover": {"title": text}, "narrative": {"title": text}})
    assert made(form).startswith(b"%PDF")


def test_a_character_that_no_font_has_makes_a_plain_pdf_and_spoils_nothing_after_it() -> None:
    lacking = Form.model_validate({"profile": {"contact": "\U000e0fff\ue000"}})
    assert not is_for_archives(made(lacking))
    assert is_for_archives(made(DEMO))


def test_an_empty_form_and_a_very_long_one_are_printed() -> None:
    rows = [{"institution": f"第{at}中心", "total": "1.00"} for at in range(200)]
    assert made(Form()).startswith(b"%PDF")
    long = Form.model_validate({"revenue": {"rows": rows}, "profile": {"duties": "很长。" * 5000}})
    assert made(long).startswith(b"%PDF")


def test_the_printed_digest_is_that_of_the_copys_own_data(tmp_path: Path) -> None:
    copy = Copy(DEMO, Supplement())
    file = tmp_path / "copy.json"
    file.write_bytes(copy.written(Format.JSON))
    assert CliRunner().invoke(main, ["digest", str(file), "--expect", copy.digest]).exit_code == 0
    changed = json.loads(file.read_text("utf-8"))
    changed["form"]["profile"]["established_posts"] = "19"
    file.write_text(json.dumps(changed), "utf-8")
    assert CliRunner().invoke(main, ["digest", str(file), "--expect", copy.digest]).exit_code == 1


def test_a_folder_that_is_not_there_is_told() -> None:
    with pytest.raises(NoChineseFont, match="FONT_FOLDER"):
        typefaces("/nowhere")


def test_the_official_faces_go_before_the_free_ones_and_each_has_a_substitute() -> None:
    assert chosen(["Noto Serif CJK SC", "SimSun", "FangSong", "SimHei"]) == ("SimSun", "FangSong", "SimHei")
    assert chosen(["Noto Serif CJK SC"]) == ("Noto Serif CJK SC",) * 3
    assert chosen(["Noto Sans CJK SC"]) == ("Noto Sans CJK SC",) * 3


def test_without_a_chinese_font_it_is_told_what_to_install() -> None:
    with pytest.raises(NoChineseFont, match="fonts-noto-cjk"):
        chosen(["DejaVu Sans", "Noto Serif CJK JP"])


def unpacked(data: bytes) -> list[bytes]:
    """The compressed parts of a PDF."""
    found = []
    for part in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        try:
            found.append(zlib.decompress(part))
        except zlib.error:
            continue
    return found

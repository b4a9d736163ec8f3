"""What paper cannot hold is named by its place."""

import pytest

from app.cli.demo import REPORT
from app.documents.text import read_text
from app.documents.writing.docx import docx
from app.documents.writing.official import official_paper
from app.documents.writing.told import read_differently
from app.documents.writing.xlsx import xlsx
from app.domain.form.form import Form

DEMO = read_text(REPORT.read_text("utf-8")).form


def test_of_a_usual_form_nothing_is_told() -> None:
    assert read_differently(DEMO, docx(official_paper(DEMO))) == ()
    assert read_differently(DEMO, xlsx(DEMO)) == ()


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"narrative": {"sections": [{"number": "", "title": "没有序号", "text": "正文"}]}}, "评价报告综述"),
        ({"profile": {"duties": "行尾的空格 "}}, "职能职责概述"),
        ({"profile": {"established_posts": {"unread": "18"}}}, "人员编制"),
        ({"cover": {"fiscal_year": 2021}}, "评价年度"),
    ],
)
def test_what_a_document_does_not_give_back_is_told_by_its_place(change: dict[str, object], place: str) -> None:
    form = Form.model_validate({"cover": {"department_name": "某局"}} | change)
    told = read_differently(form, docx(official_paper(form)))
    assert any(place in one for one in told), told

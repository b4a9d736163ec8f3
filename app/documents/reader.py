"""A form from its blocks, section by section; each reader looks for its own labels, wherever they are."""

import re

from app.documents.blocks import Document, Line, Row
from app.documents.envelope import Envelope, NotAForm
from app.documents.sections.cover import read_cover
from app.documents.sections.finances import read_finances
from app.documents.sections.narrative import read_narrative
from app.documents.sections.objectives import read_objectives
from app.documents.sections.panel import read_panel, read_preparer
from app.documents.sections.profile import read_profile
from app.documents.sections.self_scoring import read_self_scoring
from app.domain.form.cells import folded
from app.domain.form.form import Form

_HEADING = re.compile(
    r"[一二三四五六七八九十]+、(部门|单位).*(概况|情况)|[一二三四五六七八九十]+、评价人员|[一二三四五六七八九十]+、评价报告综述.*"
    r"|年度收入情况.*|.*年度支出和结余情况.*|附件[0-9一二三四五六七八九十]*([-—－][0-9]+)?|.*绩效评价评分表|.*评分表|[0-9]{1,3}|-[0-9]{1,3}-"
    r"|第[0-9]+页.*"
)


def read_document(document: Document) -> Envelope:
    """The form in `document`; what nobody understood is in the doubts. Raises NotAForm where nothing is of one."""
    scoring, overall = read_self_scoring(document)
    narrative = read_narrative(document)
    form = Form(
        revenue=read_finances(document, "revenue"),
        expenditure=read_finances(document, "expenditure"),
        three_public=read_finances(document, "three_public"),
        fixed_assets=read_finances(document, "fixed_assets"),
        objectives=read_objectives(document),
        self_scoring=scoring.model_copy(update=overall),
        profile=read_profile(document),
        panel=read_panel(document),
        preparer=read_preparer(document),
        narrative=narrative,
        cover=read_cover(document),
    )
    if form == Form():
        message = "没有认出部门整体支出绩效自评报告的任何一处；请确认文件，或按官方表式重新另存为文本"
        raise NotAForm(message)
    for block in document.blocks:
        text = block.text if isinstance(block, Line) else "".join(block.cells)
        if _HEADING.fullmatch(folded(text)) and (isinstance(block, Line) or len(_filled(block)) == 1):
            block.taken = True
    document.leftovers()
    return Envelope(form=form, doubts=tuple(document.doubts))


def _filled(row: Row) -> list[str]:
    return [key for key in row.keys if key]

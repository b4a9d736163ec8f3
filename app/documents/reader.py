"""A form from its blocks, section by section; each reader looks for its own labels, wherever they are."""

import re
from typing import Final

from pydantic import ValidationError

from app.documents.blocks import Document, Row
from app.documents.envelope import Envelope, NotAForm
from app.documents.headings import divides, is_heading
from app.documents.labels import is_furniture, unit_in
from app.documents.listed import is_listed, read_listed
from app.documents.pairs import divided
from app.documents.sections.cover import read_cover
from app.documents.sections.finances import read_finances
from app.documents.sections.narrative import read_narrative
from app.documents.sections.objectives import read_objectives
from app.documents.sections.panel import read_panel, read_preparer
from app.documents.sections.profile import read_profile
from app.documents.sections.self_scoring import read_self_scoring
from app.documents.turned import upright
from app.domain.form.form import Form

MAX_CELLS: Final = 60_000
MAX_COLUMNS: Final = 200

_ONLY_UNIT: Final = re.compile(r"[(]?((金额)?单位:[^:]{1,6}|万元|元)[)]?")


def read_document(document: Document) -> Envelope:
    """The form in `document`; what nobody understood is in the doubts. Raises NotAForm where nothing is of one."""
    _check_size(document)
    document.blocks = divided(upright(document.blocks))
    try:
        form = _form(document)
    except ValidationError as error:
        first = error.errors()[0]
        where = "/".join(str(one) for one in first["loc"])
        raise NotAForm(f"表式里有一处太长或行数太多（{where}），没有读取；请删减后再导入") from error
    if form == Form():
        message = "没有认出部门整体支出绩效自评报告的任何一处；请确认文件，或按官方表式填写后再导入"
        raise NotAForm(message)
    _take_headings(document)
    document.leftovers()
    return Envelope(form=form, doubts=tuple(document.doubts), found=document.sources())


def _check_size(document: Document) -> None:
    """Refuse what no form is like, before time is spent on it."""
    rows = [block for block in document.blocks if isinstance(block, Row)]
    widest = max((len(row.cells) for row in rows), default=0)
    if widest > MAX_COLUMNS or sum(len(row.cells) for row in rows) > MAX_CELLS or len(document.blocks) > MAX_CELLS:
        raise NotAForm(f"文件里有 {len(rows)} 行表格、最宽 {widest} 格，不像一份自评报告，没有读取")


def _form(document: Document) -> Form:
    """The form, read in an order that lets the surest labels come first; a list of its cells says where each is."""
    if is_listed(document):
        return Form.model_validate(read_listed(document))
    scoring = read_self_scoring(document)
    narrative = read_narrative(document)
    finances = read_finances(document)
    return Form(
        **finances,
        objectives=read_objectives(document),
        self_scoring=scoring,
        panel=read_panel(document),
        preparer=read_preparer(document),
        profile=read_profile(document),
        narrative=narrative,
        cover=read_cover(document),
    )


def _take_headings(document: Document) -> None:
    """The titles of parts and tables, and what belongs to pages, say nothing of their own."""
    for block in document.blocks:
        left = [box for box in block.filled if not box.taken] if isinstance(block, Row) else [block]
        piece = left[0] if len(left) == 1 else None
        if piece is None or piece.taken:
            continue
        only_unit = _ONLY_UNIT.fullmatch(piece.key) and unit_in(piece.text) in ("万元", "元")
        if is_heading(piece.key) or divides(piece.key) or only_unit or is_furniture(piece.key):
            piece.taken = True

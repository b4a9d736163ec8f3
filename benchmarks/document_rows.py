"""Writing the official form: Word against a template engine that fills the same tables, PDF against HTML to PDF."""

import dataclasses
import io
import random
import time
from collections.abc import Callable, Iterator
from html import escape
from itertools import cycle
from typing import Final

from docxtpl import DocxTemplate
from weasyprint import HTML

from app.documents.writing.docx import docx
from app.documents.writing.official import official_paper
from app.documents.writing.pdf import pdf
from app.documents.writing.sheet import Box, Line, Paper, Table, spans
from app.domain.form.form import Form
from benchmarks.comparison import Comparison, Side
from tests.support.consistent_reports import a_consistent_report, schemes

SEED: Final = 20261125
REPORTS: Final = 50
DIGEST: Final = "jixiao:sha256:" + "0" * 64
CSS: Final = """@page { size: A4; margin: 2cm } body { font: 10.5pt "Noto Serif CJK SC" } td { border: .5pt solid }
table { border-collapse: collapse; width: 100% } thead { display: table-header-group }"""


def rows(rounds: int) -> Iterator[Comparison]:
    """Reports of usual length; both sides lay out the same cells, and never the same report twice in a row."""
    scheme = next(one for one in schemes() if one.scheme.id == "yueyanglou-2021")
    forms = [a_consistent_report(scheme, random.Random(SEED + at))[0] for at in range(REPORTS)]
    template, texts = template_of(official_paper(forms[0]))
    ours_next, theirs_next = cycle(forms), cycle(forms)

    def filled() -> None:
        file = DocxTemplate(io.BytesIO(template))
        file.render({"texts": texts}, autoescape=True)
        file.save(io.BytesIO())

    title = "the form as a Word document"
    ours = Side("ours", _rate(lambda: docx(official_paper(next(ours_next))), 20))
    yield Comparison("W1", title, "/s", ours, Side("docxtpl", _rate(filled, 5)), floor=0.5).run(rounds)
    title = "the form as a PDF, fonts looked through before"
    ours = Side("ours", _rate(lambda: printed(next(ours_next)), 20))
    theirs = Side("WeasyPrint", _rate(lambda: HTML(string=html_of(official_paper(next(theirs_next)))).write_pdf(), 1))
    yield Comparison("W2", title, "/s", ours, theirs, floor=3).run(rounds)


def printed(form: Form) -> None:
    pdf(official_paper(form, printed=True), DIGEST)


def template_of(paper: Paper) -> tuple[bytes, list[str]]:
    """A template with the paper's tables, each text of theirs a placeholder; and the texts."""
    texts: list[str] = []

    def placeholder(box: Box) -> Box:
        texts.append(box.text)
        return dataclasses.replace(box, text=f"{{{{ texts[{len(texts) - 1}] }}}}")

    def emptied(block: Line | Table) -> Line | Table:
        if isinstance(block, Line):
            return block
        return dataclasses.replace(
            block, rows=tuple(dataclasses.replace(row, boxes=tuple(map(placeholder, row.boxes))) for row in block.rows)
        )

    return docx(dataclasses.replace(paper, body=tuple(map(emptied, paper.body)))), texts


def html_of(paper: Paper) -> str:
    """The paper as a page, with the same cells, spans and repeated headings."""
    blocks = [f"<p>{escape(block.text)}</p>" if isinstance(block, Line) else _table(block) for block in paper.body]
    return f"<html lang=zh><title>{escape(paper.title)}</title><style>{CSS}</style>{''.join(blocks)}</html>"


def _table(table: Table) -> str:
    edges = table.edges()
    rows = {True: "", False: ""}
    for row in table.rows:
        cells = "".join(
            f"<td colspan={span} rowspan={box.rows}>{escape(box.text)}</td>"
            for box, span in zip(row.boxes, spans(row, edges), strict=True)
            if box.rows
        )
        rows[row.repeated] += f"<tr>{cells}</tr>"
    return f"<table><thead>{rows[True]}</thead><tbody>{rows[False]}</tbody></table>"


def _rate(work: Callable[[], object], times: int) -> Callable[[], float]:
    """How often a second; each side is run once before it counts, since both load fonts and templates."""
    work()

    def measure() -> float:
        begin = time.perf_counter()
        for _ in range(times):
            work()
        return times / (time.perf_counter() - begin)

    return measure

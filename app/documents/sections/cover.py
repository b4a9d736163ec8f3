"""封面: the title lines, and labels with their values after a colon."""

import re
from typing import Any

from app.documents.blocks import Document, Line
from app.documents.labels import COVER, label
from app.domain.form.cells import folded
from app.domain.form.cover import Cover

_LABELLED = re.compile(r"\s*(?P<label>[^：:]{2,20})[：:](?P<value>.*)", re.DOTALL)
_ISSUER = re.compile(r"(?P<issuer>.*(局|厅|部|委))\(?制\)?")
_YEAR = re.compile(r"(?P<year>(19|20)[0-9]{2})年")


def read_cover(document: Document) -> Cover:
    """The cover; its year is the one in the title."""
    found: dict[str, Any] = {}
    titles: list[str] = []
    for block in document.blocks:
        if not isinstance(block, Line) or block.taken:
            continue
        plain = folded(block.text)
        labelled = _LABELLED.fullmatch(block.text)
        name = COVER.get(label(labelled["label"])) if labelled else None
        if labelled and name:
            found.setdefault(name, "".join(labelled["value"].split()))
            block.taken = True
        elif issuer := _ISSUER.fullmatch(plain):
            found.setdefault("issuer", issuer["issuer"].rstrip("("))
            block.taken = True
        elif not found and ("绩效" in plain or _YEAR.search(plain)):
            titles.append(block.text)
            block.taken = True
    title = _title(titles)
    year = _YEAR.search(title)
    if "report_date" in found:
        found["report_date"] = document.date(found["report_date"], "/form/cover/report_date")
    return Cover(**found, title=title, fiscal_year=int(year["year"]) if year else None)


def _title(lines: list[str]) -> str:
    """The title, which forms print once as a heading and once more in larger letters over two lines."""
    joined = folded("".join(lines)).replace("::", ":")
    starts = [match.start() for match in _YEAR.finditer(joined)]
    if len(starts) > 1:
        half = joined[: starts[0]]
        last = joined.rfind(half, 0, starts[-1] + 1) if half else starts[-1]
        joined = joined[last:]
    return joined.replace("(", "（").replace(")", "）")

"""The evidence for an indicator's points: its files as far as they can be shown, the report's texts, last year."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from app.contract.attachment import Attachment
from app.contract.form import REFERENCES, Form, texts_of
from app.contract.report import ReportView
from app.contract.scoring import IndicatorScore
from app.web.formatting import between, points
from app.web.views.attachments import size_words
from app.web.views.places import shown_at, where

IMAGES: Final = frozenset({"image/png", "image/jpeg"})
TEXTS: Final = frozenset({"text/plain", "text/csv"})
MOST_TEXT: Final = 200_000
"""Bytes of a text that is read for a page; a larger one is only linked."""
MOST_SHOWN: Final = 3_000
"""Characters of it that the page shows."""
MOST_PASSAGES: Final = 6
SHORTEST_TITLE: Final = 4
"""Characters: a shorter title stands in too many sentences."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A file: an image or a text that the page shows, or a file to open."""

    file: Attachment
    size: str
    kind: Literal["image", "text", "file"]
    text: str
    cut: bool
    """Whether the text goes on."""
    new: bool
    """Added since the report was last returned."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of the report about an indicator."""

    place: str
    href: str
    text: str


@dataclass(frozen=True, slots=True)
class LastYear:
    """The indicator in the department's report of the year before."""

    href: str
    fiscal_year: int
    own: str
    computed: str
    confirmed: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything beside an indicator's points."""

    score: IndicatorScore
    files: tuple[Shown, ...]
    whole: tuple[Shown, ...]
    """Files for the whole report."""
    passages: tuple[Passage, ...]
    last: LastYear | None


def readable(files: Iterable[Attachment]) -> Iterator[Attachment]:
    """The files whose text a page shows."""
    return (one for one in files if one.media_type in TEXTS and one.size <= MOST_TEXT)


def evidence_view(
    report: ReportView,
    score: IndicatorScore,
    files: Iterable[Attachment],
    texts: Mapping[int, bytes],
    before: ReportView | None,
) -> Evidence:
    """The evidence for an indicator; `texts` are the contents of `readable` files by number."""
    returned = report.workflow.returned
    since = returned.at if returned else None
    shown = [(one.indicator, _shown(one, texts, since)) for one in files if one.indicator in ("", score.id)]
    return Evidence(
        score,
        tuple(one for name, one in shown if name),
        tuple(one for name, one in shown if not name),
        tuple(_passages(report.id, report.form, score))[:MOST_PASSAGES],
        _last_year(before, score) if before else None,
    )


def _shown(file: Attachment, texts: Mapping[int, bytes], since: datetime | None) -> Shown:
    text = _decoded(texts[file.id]) if file.id in texts else ""
    kind: Literal["image", "text", "file"] = "image" if file.media_type in IMAGES else "text" if text else "file"
    new = since is not None and file.added_at > since
    return Shown(file, size_words(file.size), kind, text[:MOST_SHOWN], len(text) > MOST_SHOWN, new)


def _decoded(content: bytes) -> str:
    """Texts here are UTF-8 or, from older programs, GB 18030."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")


_SENTENCE: Final = re.compile(r"[^。；！？\n]+[。；！？]?")


def _passages(report_id: int, form: Form, score: IndicatorScore) -> Iterator[Passage]:
    """Sentences that name the indicator or an input that its points are computed from."""
    words = set(_names(score))
    for text in texts_of(form):
        for found in _SENTENCE.finditer(text.text):
            if any(word in found[0] for word in words):
                yield Passage(where(text.pointer), shown_at(report_id, text.pointer), found[0].strip())


def _names(score: IndicatorScore) -> Iterator[str]:
    for title in (score.title, score.title.removesuffix("率"), score.title.removesuffix("情况")):
        if len(title) >= SHORTEST_TITLE:
            yield title
    used = {one.pointer for one in score.measure.inputs} if score.measure else set()
    yield from (name for name, pointer in REFERENCES.items() if pointer in used and len(name) >= SHORTEST_TITLE)


def _last_year(before: ReportView, score: IndicatorScore) -> LastYear | None:
    """The indicator of the same number, else of the same title; schemes change from year to year."""
    card = before.scorecard.indicators if before.scorecard else []
    same = [one for one in card if one.id == score.id] or [one for one in card if one.title == score.title]
    if not same:
        return None
    then = same[0]
    own, computed = points(then.self_assessed_points), between(then.low, then.high)
    return LastYear(
        f"/reports/{before.id}/score#{then.id}", before.fiscal_year, own, computed, points(then.confirmed_points)
    )

"""Tables as text (.csv): UTF-8 with a mark, since Excel takes it for the local encoding otherwise."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from app.documents.listed import HEADING
from app.documents.writing.words import written
from app.domain.form.cells import FIGURE_PATTERN, NotApplicable, Nothing, Unread
from app.domain.form.form import Form
from app.domain.model import Value
from app.domain.places import place_name
from app.domain.pointer import joined

_FIGURE: Final = re.compile(FIGURE_PATTERN)
_FORMULA: Final = re.compile("'*[=+\\-@\t\r]")


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: one that begins like one is quoted, a figure is left alone.

    One that begins with such a quote is quoted once more, so that the text can be told from the file.
    """
    return f"'{text}" if _FORMULA.match(text) and not _FIGURE.fullmatch(text) else text


def csv_table(rows: Iterable[Sequence[str]]) -> bytes:
    """The rows as a file."""
    return codecs.BOM_UTF8 + csv_lines(rows)


def csv_lines(rows: Iterable[Sequence[str]]) -> bytes:
    """The rows as they go on in a file."""
    out = io.StringIO()
    csv.writer(out).writerows([harmless(one) for one in row] for row in rows)
    return out.getvalue().encode()


def csv_of_form(form: Form) -> bytes:
    """Every cell of a form that is not blank: its pointer, its place in words, and what it says."""
    cells = ((pointer, place_name(pointer, form), text) for pointer, text in _cells(form, ("form",)) if text)
    return csv_table([HEADING, *cells])


def _cells(value: Any, place: tuple[str | int, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(value, tuple):
        for at, one in enumerate(value):
            yield from _cells(one, (*place, at))
    elif isinstance(value, Value) and not isinstance(value, Nothing | NotApplicable | Unread):
        for name in type(value).model_fields:
            yield from _cells(getattr(value, name), (*place, name))
    elif value is not None:
        yield joined(place), str(value) if isinstance(value, int) else written(value)

"""Files of lists, as offices and attackers make them."""

import csv
import io
import zipfile
from collections.abc import Sequence

from openpyxl import Workbook

Rows = Sequence[Sequence[object]]


def excel(rows: Rows, *others: Rows) -> bytes:
    """A workbook with a sheet for each list of rows; None is a blank cell."""
    book = Workbook()
    book.remove(book.active)
    for sheet_rows in (rows, *others):
        sheet = book.create_sheet()
        for row in sheet_rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text(rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """The same as CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def with_part(data: bytes, path: str, content: str) -> bytes:
    """The workbook with another content of one part."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, content if name == path else old.read(name))
    return out.getvalue()

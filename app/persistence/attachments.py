"""Evidence files: statements, and the store that runs them.

A blob is held before anything is decided about it: whoever adds the same content waits for whoever removes it, and the
other way round. Reports are held before blobs, blobs in the order of their digests. SQLite has no such holds and needs
none: its write transactions come one after another.
"""

from typing import Any, Final

from sqlalchemy import bindparam, delete, insert, select

from app.domain.attachment import Attachment
from app.persistence.driver import Driver
from app.persistence.statement import compiled, given
from app.persistence.tables import AttachmentRow, BlobRow, ImportItemRow, ReportRow, table

_ATTACHMENT, _BLOB, _REPORT = table(AttachmentRow), table(BlobRow), table(ReportRow)
_attachment, _blob, _report, _imported = _ATTACHMENT.c, _BLOB.c, _REPORT.c, table(ImportItemRow).c
_FIELDS: Final = [column.name for column in _attachment if column.name != "id"]
_LISTED: Final = [_attachment.id, *(_attachment[name] for name in _FIELDS)]
_OF_REPORT: Final = _attachment.report_id == bindparam("report_id")

ATTACHMENTS: Final = compiled(select(*_LISTED).where(_OF_REPORT).order_by(_attachment.id))
GET_ATTACHMENT: Final = compiled(select(*_LISTED).where(_OF_REPORT, _attachment.id == bindparam("id")))
CONTENT: Final = compiled(select(_blob.content).where(_blob.digest == bindparam("digest")))
HOLD_REPORT: Final = compiled(select(_report.state).where(_report.id == bindparam("id")).with_for_update())
HOLD_BLOB: Final = compiled(select(_blob.digest).where(_blob.digest == bindparam("digest")).with_for_update())
ADD_BLOB: Final = compiled(insert(_BLOB).values(given("digest", "size", "content")))
ADD_ATTACHMENT: Final = compiled(insert(_ATTACHMENT).values(given(*_FIELDS)).returning(_attachment.id))
REMOVE_ATTACHMENT: Final = compiled(delete(_ATTACHMENT).where(_OF_REPORT, _attachment.id == bindparam("id")))
REMOVE_ATTACHMENTS: Final = compiled(delete(_ATTACHMENT).where(_OF_REPORT))
REMOVE_BLOB: Final = compiled(
    delete(_BLOB).where(
        _blob.digest == bindparam("digest"),
        ~select(_attachment.id).where(_attachment.digest == _blob.digest).exists(),
        ~select(_imported.number).where(_imported.digest == _blob.digest).exists(),
    )
)


class DriverAttachmentStore:
    """Attachments and their contents."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    async def of(self, report_id: int) -> list[Attachment]:
        """A report's attachments by id."""
        return [_read(row) for row in await self._driver.rows(ATTACHMENTS, {"report_id": report_id})]

    async def get(self, report_id: int, attachment_id: int) -> Attachment | None:
        """One of a report's attachments."""
        row = await self._driver.row(GET_ATTACHMENT, {"report_id": report_id, "id": attachment_id})
        return _read(row) if row else None

    async def content(self, digest: str) -> bytes:
        """The content that has this digest."""
        row = await self._driver.row(CONTENT, {"digest": digest})
        if row is None:
            raise KeyError(digest)
        return bytes(row[0])

    async def put_content(self, digest: str, content: bytes) -> None:
        """Keep a content that is not there yet, and hold it."""
        if await self._driver.row(HOLD_BLOB, {"digest": digest}) is None:
            await self._driver.run(ADD_BLOB, {"digest": digest, "size": len(content), "content": content})

    async def hold_report(self, report_id: int) -> str | None:
        """The report's state, which nobody changes until the transaction ends."""
        row = await self._driver.row(HOLD_REPORT, {"id": report_id})
        return str(row[0]) if row else None

    async def add(self, new: Attachment, content: bytes) -> int:
        """Add an attachment and say its id; a content that is there is not sent again."""
        await self.put_content(new.digest, content)
        row = await self._driver.row(ADD_ATTACHMENT, {name: getattr(new, name) for name in _FIELDS})
        assert row is not None  # noqa: S101 - RETURNING answers or the insert has failed
        return int(row[0])

    async def remove(self, report_id: int, attachment_id: int) -> Attachment | None:
        """Remove an attachment, with its content where no other needs that."""
        there = await self.get(report_id, attachment_id)
        if there is not None:
            await self._driver.run(REMOVE_ATTACHMENT, {"report_id": report_id, "id": attachment_id})
            await self.drop(there.digest)
        return there

    async def remove_of(self, report_id: int) -> None:
        """Remove all of a report's attachments likewise."""
        digests = sorted({one.digest for one in await self.of(report_id)})
        await self._driver.run(REMOVE_ATTACHMENTS, {"report_id": report_id})
        for digest in digests:
            await self.drop(digest)

    async def drop(self, digest: str) -> None:
        """Remove a blob that nothing needs. It is held by one statement and judged by the next, which sees what
        others have committed meanwhile; one statement alone would judge by what it saw before it waited."""
        await self._driver.row(HOLD_BLOB, {"digest": digest})
        await self._driver.run(REMOVE_BLOB, {"digest": digest})


def _read(row: tuple[Any, ...]) -> Attachment:
    return Attachment(id=row[0], **dict(zip(_FIELDS, row[1:], strict=True)))

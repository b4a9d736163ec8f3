"""Evidence files as they are stored, and what keeps them."""

from typing import Protocol

from app.domain.attachment import Attachment


class AttachmentStore(Protocol):
    """Attachments and their contents. What changes them holds the report first, so that a limit is counted once."""

    async def of(self, report_id: int) -> list[Attachment]:
        """A report's attachments by id; they are few."""

    async def get(self, report_id: int, attachment_id: int) -> Attachment | None:
        """One of a report's attachments."""

    async def content(self, digest: str) -> bytes:
        """The content that has this digest. Raises KeyError where there is none."""

    async def put_content(self, digest: str, content: bytes) -> None:
        """Keep a content that is not there yet; nobody removes it until the transaction ends.

        Raises AlreadyStored where somebody else has just stored it.
        """

    async def drop(self, digest: str) -> None:
        """Remove a content that no attachment and no import needs; where there is none, nothing happens."""

    async def hold_report(self, report_id: int) -> str | None:
        """The report's state, which nobody changes until the transaction ends; None where there is no such report."""

    async def add(self, new: Attachment, content: bytes) -> int:
        """Add an attachment (its own id is not looked at) and say its id; a content that is there is stored once.

        Raises AlreadyStored where the indicator has that content, or somebody else has just stored it.
        """

    async def remove(self, report_id: int, attachment_id: int) -> Attachment | None:
        """Remove an attachment, with its content where no other needs that; None where there was none."""

    async def remove_of(self, report_id: int) -> None:
        """Remove all of a report's attachments likewise."""

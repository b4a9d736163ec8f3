"""Imports of filled forms over the API."""

from collections.abc import Sequence
from typing import Final

from pydantic import TypeAdapter

from app.client.http import Transport
from app.contract.job import Job
from app.contract.page import Page
from app.contract.report_import import ApplyImport, ImportedForm, ReportImport

_NOTHING: Final[TypeAdapter[None]] = TypeAdapter(None)
_JOB: Final = TypeAdapter(Job)
_PAGE: Final = TypeAdapter(Page[Job])
_IMPORT: Final = TypeAdapter(ReportImport)
_FORM: Final = TypeAdapter(ImportedForm)


class ReportImports:
    """`/api/v1/report-imports`. Raises NotFound for imports that are not the caller's own."""

    def __init__(self, transport: Transport) -> None:
        self._call, self._upload = transport.call, transport.upload

    async def create(self, files: Sequence[tuple[str, bytes]], region: str | None = None) -> ReportImport:
        """Ask for files (name, content) to be read, archives (zip) among them; `get` says how far it is.

        Raises Invalid where they are too many, too large or no whole archive.
        """
        return await self._upload("/report-imports", _IMPORT, files, query={"region": region})

    async def list(self, after: str | None = None, limit: int = 50) -> Page[Job]:
        """One's own imports, newest first."""
        return await self._call("GET", "/report-imports", _PAGE, query={"after": after, "limit": limit})

    async def get(self, import_id: int) -> ReportImport:
        """How far it is, and every file."""
        return await self._call("GET", f"/report-imports/{import_id}", _IMPORT)

    async def delete(self, import_id: int) -> None:
        """Delete it with its files; reports that came of it stay. Raises Conflict while it is read or written."""
        await self._call("DELETE", f"/report-imports/{import_id}", _NOTHING)

    async def item(self, import_id: int, number: int) -> ImportedForm:
        """What was read of a file, and the report that is there now beside it."""
        return await self._call("GET", f"/report-imports/{import_id}/items/{number}", _FORM)

    async def apply(self, import_id: int, number: int, version: int | None = None) -> ImportedForm:
        """Start the report with a file or, with the version that it was compared with, update a draft.

        Raises Conflict where it cannot be, Stale where the report is another version now.
        """
        path = f"/report-imports/{import_id}/items/{number}:apply"
        return await self._call("POST", path, _FORM, version=version)

    async def apply_all(self, import_id: int, wanted: ApplyImport | None = None) -> Job:
        """Ask for all files that are sure (and what else is wanted) to become reports; `jobs.get` says how far it is.

        What was not applied says why in its file's `message`.
        """
        body = (wanted or ApplyImport()).model_dump_json().encode()
        return await self._call("POST", f"/report-imports/{import_id}:apply", _JOB, body=body)

"""A year's published results of a region as one archive that needs no server; a worker writes it."""

import io
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from pydantic import TypeAdapter
from pydantic_core import from_json, to_json

from app.documents.writing.copies import Format
from app.domain.people.actor import Actor
from app.domain.people.place import Location
from app.domain.people.right import Right
from app.domain.publication.bundle import (
    CHECKSUMS,
    DATA,
    MANIFEST,
    BundleDelay,
    BundleFile,
    BundleReport,
    BundleWithdrawn,
    Contents,
    file_of,
    manifest_of,
    scheme_path,
)
from app.domain.publication.copy import PublicCopy, PublicDepartment, PublicScheme
from app.domain.scoring.canonical import digest
from app.services.errors import NotDone, NotFound, TooManyToBundle
from app.services.jobs import JobService
from app.services.ports import Database, PublicationQuery, StoredJob, StoredPublication
from app.services.publishing import PublicationService, copy_of
from app.services.worker import Watch

KIND: Final = "public_bundle"
MOST_REPORTS: Final = 500
MOST_WITHDRAWN: Final = 2_000
NEVER: Final = (1980, 1, 1, 0, 0, 0)
"""Archives carry a time for each file; here always the same, so that the same files are the same bytes."""
FILES: Final = (Format.PDF, Format.XLSX)


@dataclass(frozen=True, slots=True)
class BundleRequest:
    """Of which region and those below it, and which year."""

    region: str
    fiscal_year: int


REQUEST: Final = TypeAdapter(BundleRequest)


class Pages(Protocol):
    """What writes a bundle's pages: complete HTML files with relative links."""

    def shared(self) -> dict[str, bytes]:
        """Files that all pages use, by path."""

    def index(self, contents: Contents) -> bytes:
        """`index.html`."""

    def report(self, copy: PublicCopy) -> bytes:
        """`index.html` of a report's folder, two folders down."""


class BundleService:
    """Bundles, as whoever asks for them sees them."""

    def __init__(
        self, database: Database, publishing: PublicationService, jobs: JobService, font_folder: str, pages: Pages
    ) -> None:
        self._database, self._publishing, self._jobs = database, publishing, jobs
        self._font_folder, self._pages = font_folder, pages

    async def ask(self, region: str, fiscal_year: int, who: Actor) -> StoredJob:
        """Ask for a bundle. Raises Forbidden."""
        who.require(Right.REPORT_DECIDE, Location(region))
        return await self._jobs.add(KIND, who, REQUEST.dump_json(BundleRequest(region, fiscal_year)).decode())

    async def get(self, bundle_id: int, who: Actor) -> StoredJob:
        """One of the asker's own. Raises NotFound."""
        job = await self._jobs.get(bundle_id, who)
        if job.kind != KIND:
            message = f"任务 {bundle_id} 不是公开结果的打包，请从公开页进入"
            raise NotFound(message)
        return job

    async def archive(self, bundle_id: int, who: Actor) -> tuple[str, bytes]:
        """(name, bytes) of one that is done. Raises NotFound and NotDone."""
        job = await self.get(bundle_id, who)
        if job.state != "done":
            message = "还没有打包完，请稍后再下载"
            raise NotDone(message)
        asked, made = REQUEST.validate_json(job.request), from_json(job.result)
        content = await self._database.reading.attachments.content(made["digest"])
        return f"{asked.fiscal_year}年度自评结果公开（{asked.region}）.zip", content

    async def run(self, asked: str, progress: Watch) -> str:
        """Write the bundle and keep its archive; says its digest and size as JSON. Raises NoChineseFont."""
        request = REQUEST.validate_json(asked)
        copies = await self._copies(request, withdrawn=False, most=MOST_REPORTS)
        gone = await self._copies(request, withdrawn=True, most=MOST_WITHDRAWN)
        progress.total = len(copies) + 1
        out, files = io.BytesIO(), list[BundleFile]()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:

            def put(path: str, data: bytes) -> None:
                files.append(file_of(path, data))
                _put(archive, path, data)

            for one in copies:
                await self._put_report(one, put)
                progress.advance()
            for scheme in sorted({(one.scheme_id, one.scheme_version) for one in copies}):
                stored = await self._publishing.scheme_version(*scheme)
                named = PublicScheme(id=stored.id, version=stored.version, digest=stored.digest)
                put(scheme_path(named), stored.document.encode())
            delays = await self._publishing.behind(request.region, request.fiscal_year)
            contents = Contents(
                region=request.region,
                fiscal_year=request.fiscal_year,
                reports=tuple(map(_report, copies)),
                withdrawn=tuple(map(_withdrawn, gone)),
                delays=tuple(
                    BundleDelay(department=one.name, due=one.due, handed_in=one.handed_in, reason=one.reason)
                    for one in sorted(delays, key=lambda one: (one.due, one.department))
                ),
            )
            for path, data in {**self._pages.shared(), "index.html": self._pages.index(contents)}.items():
                put(path, data)
            manifest = manifest_of(contents, files)
            _put(archive, MANIFEST, manifest.body())
            _put(archive, CHECKSUMS, manifest.checksums())
        content = out.getvalue()
        known = digest(content)
        async with self._database.transaction() as store:
            await store.attachments.put_content(known, content)
        progress.advance()
        return to_json({"digest": known, "size": len(content)}).decode()

    async def _copies(self, request: BundleRequest, *, withdrawn: bool, most: int) -> list[StoredPublication]:
        query = PublicationQuery(request.region, request.fiscal_year, withdrawn=withdrawn, limit=most + 1)
        found = await self._publishing.page(query)
        if len(found) > most:
            message = f"这个地区这一年的报告超过 {most} 份，请按下级地区分别打包"
            raise TooManyToBundle(message)
        return found

    async def _put_report(self, one: StoredPublication, put: "Put") -> None:
        _, body = await self._publishing.body(one.id)
        copy = PublicCopy.model_validate_json(body)
        folder, form = folder_of(one.report_id, one.sequence), copy_of(copy)
        put(f"{folder}/{DATA}", body)
        for wanted in FILES:
            put(f"{folder}/report.{wanted.value}", form.written(wanted, self._font_folder))
        put(f"{folder}/index.html", self._pages.report(copy))


class Put(Protocol):
    """Puts a file into the archive and the manifest."""

    def __call__(self, path: str, data: bytes, /) -> None:
        """By its path."""


def folder_of(report: int, sequence: int) -> str:
    """A report's folder."""
    return f"reports/{report}-{sequence}"


def _put(archive: zipfile.ZipFile, path: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(path, NEVER)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)


def _whose(one: StoredPublication) -> PublicDepartment:
    return PublicDepartment(
        id=one.department_id, region=one.region, budget_code=one.budget_code, name=one.department_name
    )


def _report(one: StoredPublication) -> BundleReport:
    return BundleReport(
        folder=folder_of(one.report_id, one.sequence),
        report=one.report_id,
        sequence=one.sequence,
        department=_whose(one),
        scheme=PublicScheme(id=one.scheme_id, version=one.scheme_version, digest=one.scheme_digest),
        points=one.points,
        rating=one.rating or None,
        digest=one.digest,
        published_at=datetime.fromisoformat(one.published_at),
    )


def _withdrawn(one: StoredPublication) -> BundleWithdrawn:
    return BundleWithdrawn(
        report=one.report_id,
        sequence=one.sequence,
        department=_whose(one),
        digest=one.digest,
        published_at=datetime.fromisoformat(one.published_at),
        withdrawn_at=datetime.fromisoformat(one.withdrawn_at),
        reason=one.withdrawal_reason,
    )

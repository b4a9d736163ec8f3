"""`/api/v1/report-imports`: filled forms in from files, looked at before anything of a report is written."""

from typing import Annotated, Any, Final

from fastapi import Body, FastAPI, Path, Request
from fastapi.responses import Response
from pydantic_core import to_json
from starlette.datastructures import UploadFile

from app.api.description import described, problems
from app.api.guard import actor_of, needs
from app.api.headers import etag, expected_version, json_response
from app.api.problems import Refused
from app.api.query import Id, number_after, query_of
from app.api.services import Services
from app.api.v1.jobs import job_head
from app.contract.department import DepartmentName
from app.contract.job import Job
from app.contract.page import Page
from app.contract.query import PageOptions
from app.contract.report_import import (
    MAX_FILES,
    ApplyImport,
    ImportDoubt,
    ImportedFile,
    ImportedForm,
    ReadText,
    ReportImport,
    UploadOptions,
)
from app.domain.people.right import Right
from app.services.ports import ImportItem, StoredDepartment
from app.services.report_imports.asking import ItemSeen
from app.services.report_imports.comparing import Compared

FORM: Final = "multipart/form-data"
_FILES: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["files"],
    "properties": {"files": {"type": "array", "items": {"type": "string", "format": "binary"}}},
}
UPLOAD: Final[dict[str, Any]] = {
    **described(UploadOptions),
    "requestBody": {
        "required": True,
        "description": "填好的表式，或装有表式的 zip",
        "content": {FORM: {"schema": _FILES}},
    },
}
_PRIVATE: Final = {"Cache-Control": "no-store"}

ItemNumber = Annotated[int, Path(ge=1, lt=2**31)]


def add_report_import_routes(api: FastAPI, services: Services) -> None:
    """Register the routes."""
    imports, applying = services.imports, services.import_applying

    @api.post(
        "/api/v1/report-imports", status_code=202, response_model=ReportImport, tags=["report-imports"],
        summary="导入填好的表式（文件或 zip）", responses=problems(403, 413, 415, 422), openapi_extra=UPLOAD,
    )  # fmt: skip
    @needs(Right.REPORT_FILL)
    async def create_report_import(request: Request) -> Response:
        """Ask for files to be read: every part of the form that is a file. Its place is in `Location`.

        A worker reads them one after the other; reports are written by `…:apply` alone. At most 500 files, 50 MB sent,
        100 MB unpacked, 10 MB a file.
        """
        wanted, who = query_of(UploadOptions, request), actor_of(request)
        job = await imports.begin(await _sent(request), wanted.region, who)
        headers = {"Location": f"/api/v1/report-imports/{job.id}", **_PRIVATE}
        return json_response(await _import(job.id, request), status=202, headers=headers)

    @api.get(
        "/api/v1/report-imports", tags=["report-imports"], summary="导入列表", openapi_extra=described(PageOptions)
    )
    @needs(Right.REPORT_FILL)
    async def list_report_imports(request: Request) -> Page[Job]:
        """The caller's own imports, newest first."""
        wanted = query_of(PageOptions, request)
        before = number_after(wanted.after) if wanted.after else None
        found = await imports.page(actor_of(request), before, wanted.limit)
        following = str(found[-1].id) if len(found) == wanted.limit else None
        return Page(items=tuple(Job.model_validate(job_head(one)) for one in found), next=following)

    @api.get(
        "/api/v1/report-imports/{import_id}", response_model=ReportImport, tags=["report-imports"],
        summary="一次导入的进度和文件", responses=problems(404),
    )  # fmt: skip
    @needs(Right.REPORT_FILL)
    async def get_report_import(import_id: Id, request: Request) -> Response:
        """How far the reading is, and every file; only whoever asked for the import finds it."""
        return json_response(await _import(import_id, request), headers=_PRIVATE)

    @api.delete(
        "/api/v1/report-imports/{import_id}", status_code=204, response_model=None, tags=["report-imports"],
        summary="删除一次导入", responses=problems(404, 409),
    )  # fmt: skip
    @needs(Right.REPORT_FILL)
    async def delete_report_import(import_id: Id, request: Request) -> Response:
        """Delete one's own import with its files once nothing of it is being read or written.

        Reports that came of it stay as they are, and so do the files that are attached to them.
        """
        await imports.delete(import_id, actor_of(request))
        return Response(status_code=204)

    @api.post(
        "/api/v1/report-imports/{import_id}:apply", status_code=202, response_model=Job, tags=["report-imports"],
        summary="把读懂的文件写成报告", responses=problems(404, 422),
    )  # fmt: skip
    @needs(Right.REPORT_FILL)
    async def apply_report_import(import_id: Id, wanted: Annotated[ApplyImport, Body()], request: Request) -> Response:
        """Ask for all files that are sure to become reports, each all or nothing; `Location` has the job's progress.

        What was not applied says why in its `message`.
        """
        who = actor_of(request)
        job = await imports.ask_to_apply(import_id, who, replace=wanted.replace, unsure=wanted.unsure)
        told = Job.model_validate(job_head(job)).model_dump_json().encode()
        return json_response(told, status=202, headers={"Location": f"/api/v1/jobs/{job.id}"})

    @api.get(
        "/api/v1/report-imports/{import_id}/items/{item_number}", response_model=ImportedForm, tags=["report-imports"],
        summary="一个文件读出的内容，和它会改动什么", responses=problems(404),
    )  # fmt: skip
    @needs(Right.REPORT_FILL)
    async def get_imported_form(import_id: Id, item_number: ItemNumber, request: Request) -> Response:
        """What was read of a file, what is unsure in it, and the report that is there now beside it."""
        return _form(await imports.item(import_id, item_number, actor_of(request)))

    @api.post(
        "/api/v1/report-imports/{import_id}/items/{item_number}:apply", response_model=ImportedForm,
        tags=["report-imports"], summary="把一个文件写成报告", responses=problems(403, 404, 409, 412),
    )  # fmt: skip
    @needs(Right.REPORT_FILL)
    async def apply_imported_form(import_id: Id, item_number: ItemNumber, request: Request) -> Response:
        """Start the report with the file, or update a draft: then If-Match has the version that it was compared with.

        The file is kept as an attachment of the report. A file that was applied already is answered as it is.
        """
        expected = expected_version(request) if "if-match" in request.headers else None
        return _form(await applying.apply(import_id, item_number, expected, actor_of(request)))

    async def _import(import_id: int, request: Request) -> bytes:
        who = actor_of(request)
        job, items = await imports.get(import_id, who), await imports.items(import_id, who)
        files = tuple(ImportedFile(**_file(one, department)) for one, department in items)
        return ReportImport(**job_head(job), items=files).model_dump_json().encode()


async def _sent(request: Request) -> list[tuple[str, bytes]]:
    """The files of a form by their names. Raises Refused where it is none."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise Refused(415, "no_form", f"请把文件作为表单上传，用 Content-Type: {FORM} 发送")
    async with request.form(max_files=MAX_FILES + 1) as form:
        uploads = [one for _, one in form.multi_items() if isinstance(one, UploadFile)]
        return [(one.filename or "", await one.read()) for one in uploads]


def _file(item: ImportItem, department: StoredDepartment | None) -> dict[str, Any]:
    return {
        "number": item.number,
        "name": item.name,
        "size": item.size,
        "state": item.state,
        "department": _department(department),
        "fiscal_year": item.fiscal_year,
        "report": item.report,
        "doubts": item.doubts,
        "changes": item.changes,
        "message": item.message,
    }


def _department(one: StoredDepartment | None) -> DepartmentName | None:
    if one is None:
        return None
    return DepartmentName(region=one.region, budget_code=one.budget_code, name=one.name, id=one.id)


def _form(seen: ItemSeen) -> Response:
    read, beside = seen.envelope, seen.compared
    told = ImportedForm(
        **_file(seen.item, seen.department),
        form=read and read.form,
        supplement=read and read.supplement,
        unsure=tuple(ImportDoubt(**one.model_dump()) for one in read.doubts) if read else (),
        found={at: ReadText(**one.model_dump()) for at, one in read.found.items()} if read else {},
        comparison=None,
    )
    # Beside the model, since a side of a change that is absent has no key, which a model would fill with null.
    body = to_json({**told.model_dump(mode="json"), "comparison": beside and _comparison(beside)})
    headers = {"ETag": etag(beside.stored.version)} if beside else {}
    return json_response(body, headers=headers | _PRIVATE)


def _comparison(beside: Compared) -> dict[str, Any]:
    return {
        "report": beside.stored.id,
        "version": beside.stored.version,
        "state": beside.stored.state,
        "changes": [one.as_json() for one in beside.changes],
    }

"""Lists of departments and people in from a file: tried first, then confirmed; templates to fill in.

Between the trial and the confirmation the file travels in a hidden field, so that nothing is kept on the server.
"""

import base64
import binascii
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile

from app.client import ApiError, Jixiao
from app.contract.register import RegisterFile, RegisterImport
from app.web.forms.posted import Typed, refusal, typed_in
from app.web.session import shown_rights
from app.web.templating import page
from app.web.views.people import own_region

CARRIED: Final = 750_000
"""Bytes of a file that fit into a hidden field of 1 MB; a larger one is chosen again."""
SHOWN: Final = 500
"""Rows of a table on the page."""
WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORDS: Final = {"region": "区划代码（6 或 9 位数字）", "name": "文件名（不超过 200 个字）"}

Import = Callable[[bytes, RegisterFile], Awaitable[RegisterImport]]


@dataclass(frozen=True, slots=True)
class List:
    """One kind of list."""

    title: str
    where: str
    back: str
    key: str
    template: str
    run: Import
    workbook: Callable[[], Awaitable[bytes]]


def add_import_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""
    registers = client.registers
    people = List(
        "导入用户", "/people/import", "/people", "登录名", "renyuan.xlsx",
        registers.import_people, registers.people_template,
    )  # fmt: skip
    departments = List(
        "导入部门", "/organisation/import", "/organisation", "预算编码", "bumen.xlsx",
        registers.import_departments, registers.department_template,
    )  # fmt: skip
    for kind in (people, departments):
        _add(web, client, kind)


def _add(web: FastAPI, client: Jixiao, kind: List) -> None:
    @web.get(kind.where)
    async def ask() -> HTMLResponse:
        return _form(kind, {"region": own_region(await client.access.me())})

    @web.post(kind.where)
    async def read(request: Request) -> HTMLResponse:
        async with request.form() as form:
            typed = typed_in(form)
            confirmed = typed.get("do") == "confirm"
            try:
                data, name = await _file(form, typed)
                file = RegisterFile(region=typed.get("region") or None, name=name, dry_run=not confirmed)
                found = await _tried(kind, data, file)
            except (ApiError, ValidationError, ValueError) as error:
                return _form(kind, typed, refusal(error, WORDS))
        carried = base64.urlsafe_b64encode(data).decode() if len(data) <= CARRIED else ""
        return _form(kind, typed, found=found, carried=carried, file_name=name)

    @web.get(f"{kind.where}/template")
    async def template() -> Response:
        disposition = {"Content-Disposition": f'attachment; filename="{kind.template}"'}
        return Response(await kind.workbook(), media_type=WORKBOOK, headers=disposition)


async def _tried(kind: List, data: bytes, file: RegisterFile) -> RegisterImport:
    """The import, or what is wrong cell by cell where it is refused for that."""
    try:
        return await kind.run(data, file)
    except ApiError as error:
        if error.problem.code != "register_refused":
            raise
        return await kind.run(data, file.model_copy(update={"dry_run": True}))


async def _file(form: FormData, typed: Typed) -> tuple[bytes, str]:
    upload = form.get("file")
    if isinstance(upload, UploadFile) and upload.filename:
        return await upload.read(), upload.filename[:200]
    try:
        data = base64.b64decode(typed.get("content", ""), altchars=b"-_", validate=True)
    except binascii.Error:
        data = b""
    if not data:
        message = "请选择名单文件（.xlsx 或 .csv）"
        raise ValueError(message)
    return data, typed.get("name", "")


def _form(kind: List, typed: Typed, error: str = "", found: RegisterImport | None = None, **more: Any) -> HTMLResponse:
    status = 422 if error or (found is not None and found.problems) else 200
    context = {"carried": "", "file_name": "", "shown": SHOWN, "may": shown_rights(), **more}
    return page("import", status=status, kind=kind, typed=typed, error=error, found=found, **context)

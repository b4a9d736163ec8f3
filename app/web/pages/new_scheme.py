"""Beginning a scheme: from the annex of a regulation, from a published scheme, or from nothing."""

from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile

from app.client import ApiError, Jixiao
from app.contract.draft import DraftContent, DraftDoubt, NewDraft
from app.contract.query import AnnexHead
from app.contract.scoring import SchemeName
from app.web.forms.draft import blank_document
from app.web.forms.posted import Typed, refusal, typed_in
from app.web.templating import page

SEE_OTHER: Final = 303


def add_new_scheme_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""

    @web.get("/schemes/new")
    async def ask() -> HTMLResponse:
        return await _form({})

    @web.post("/schemes/new")
    async def begin(request: Request) -> Response:
        async with request.form() as form:
            typed = typed_in(form)
            try:
                draft = await client.drafts.create(await _wanted(typed, form))
            except (ApiError, ValidationError, ValueError) as error:
                return await _form(typed, refusal(error))
        return RedirectResponse(f"/schemes/drafts/{draft.id}", SEE_OTHER)

    async def _form(typed: Typed, error: str = "") -> HTMLResponse:
        schemes = (await client.schemes.list()).items
        return page("new_scheme", status=422 if error else 200, typed=typed, error=error, schemes=schemes)

    async def _wanted(typed: Typed, form: FormData) -> NewDraft:
        year = typed.get("fiscal_year", "")
        if typed.get("way") == "copy":
            scheme_id, _, version = typed.get("copy_of", "").rpartition("@")
            return NewDraft(copy_of=SchemeName(id=scheme_id, version=int(version)))
        head: dict[str, Any] = {name: typed.get(name, "") for name in ("id", "title", "issuer", "region")}
        head = {**head, "fiscal_year": int(year) if year.isdecimal() else year}
        if typed.get("way") == "annex":
            return NewDraft(content=await _read(form.get("annex"), head))
        AnnexHead.model_validate(head)
        return NewDraft(content=DraftContent(document=blank_document(head)))

    async def _read(upload: UploadFile | str | None, head: dict[str, Any]) -> DraftContent:
        if not isinstance(upload, UploadFile) or not upload.filename:
            message = "请选择评分表的文件（.docx、.xlsx 或文本）"
            raise ValueError(message)
        named = AnnexHead.model_validate({**head, "name": upload.filename[:200]})
        read = await client.drafts.read(await upload.read(), named)
        left = tuple(DraftDoubt(item="", text=f"没有读懂的一行：{one}"[:2000]) for one in read.leftovers)
        return DraftContent(document=read.document, doubts=(*read.doubts, *left))

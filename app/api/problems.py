"""The one shape of every error (RFC 9457), and the one table from error to status."""

import logging
import traceback
from collections.abc import Iterable
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from app.contract.problem import Problem, ProblemError, TouchedCell
from app.domain.attachment import AttachmentRefused, AttachmentTooLarge, TooManyAttachments
from app.domain.complaints import complaints
from app.domain.errors import DomainError
from app.domain.follow_ups.errors import Barred, FollowUpState
from app.domain.imports.upload import UploadRefused, UploadTooLarge
from app.domain.merging import Merge
from app.domain.people.account import ConflictingRoles
from app.domain.people.actor import Forbidden
from app.domain.people.password import WeakPassword
from app.domain.pointer import joined
from app.domain.report import NotADraft
from app.domain.rounds.errors import Invalid, RoundState
from app.domain.scoring.compiled import SchemeInvalid
from app.domain.scoring.draft import DraftNotReady, SamePerson, WrongState
from app.domain.workflow import refusals as case
from app.domain.workflow.record import BarredPerson
from app.domain.workflow.waiving import EndsTooEarly, NoSuchWaiver, NotWaivable
from app.domain.workflow.wording import Unworded
from app.services.errors import (
    AlreadyAsked,
    DepartmentExists,
    Gone,
    ImportOpen,
    InvalidContent,
    InvalidDepartment,
    InvalidPerson,
    Located,
    LoginTaken,
    NoScheme,
    NoSuchFinding,
    NoSuchIndicator,
    NotDone,
    NotFound,
    NotSignedIn,
    PasswordExpired,
    RegisterCollided,
    RegisterRefused,
    ReportExists,
    SchemeChanged,
    SignInRefused,
    Stale,
    TooManyToBundle,
    Unreadable,
)
from app.services.exporting import NoChineseFont, TooLargeForTemplate
from app.services.report_imports.applying import NoDepartment, NotReadable

STATUS: Final[dict[type[DomainError], int]] = {
    NoChineseFont: 503,
    TooLargeForTemplate: 409,
    NotSignedIn: 401,
    SignInRefused: 401,
    Forbidden: 403,
    PasswordExpired: 403,
    ConflictingRoles: 409,
    LoginTaken: 409,
    InvalidPerson: 422,
    InvalidDepartment: 422,
    WeakPassword: 422,
    NotFound: 404,
    Gone: 410,
    NotDone: 409,
    TooManyToBundle: 422,
    NotADraft: 409,
    case.WrongState: 409,
    case.NotTheReviewer: 409,
    case.NotSigned: 409,
    case.Unanswered: 409,
    BarredPerson: 403,
    case.NoSuchReason: 404,
    NoSuchWaiver: 404,
    EndsTooEarly: 422,
    NotWaivable: 409,
    NoSuchFinding: 409,
    Unworded: 422,
    Located: 422,
    ReportExists: 409,
    DepartmentExists: 409,
    SchemeChanged: 409,
    NoScheme: 409,
    WrongState: 409,
    SamePerson: 409,
    Stale: 412,
    DraftNotReady: 422,
    Unreadable: 422,
    InvalidContent: 422,
    SchemeInvalid: 422,
    Invalid: 422,
    RoundState: 409,
    AlreadyAsked: 409,
    ImportOpen: 409,
    FollowUpState: 409,
    Barred: 409,
    NoSuchIndicator: 422,
    TooManyAttachments: 409,
    AttachmentTooLarge: 413,
    AttachmentRefused: 415,
    RegisterRefused: 422,
    RegisterCollided: 409,
    UploadRefused: 422,
    UploadTooLarge: 413,
    NotReadable: 409,
    NoDepartment: 409,
}

TITLES: Final = {
    400: "请求写得不对",
    401: "没有登录",
    403: "不允许",
    404: "没有找到",
    405: "这里不能这样做",
    406: "不能提供这种格式",
    409: "与现状冲突",
    410: "已撤回公开",
    412: "内容已被别人改动",
    413: "内容太大",
    415: "内容的格式不支持",
    422: "内容有误",
    428: "缺少版本条件",
    500: "服务出错",
    503: "服务暂时不可用",
}

log = logging.getLogger("jixiao.api")


class Refused(Exception):
    """A request that is refused before any use case: a status, a code and what to do."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        self.status, self.code, self.detail = status, code, detail
        super().__init__(detail)


def add_problem_handlers(api: FastAPI) -> None:
    """Answer every error in the one shape."""
    api.add_exception_handler(DomainError, _domain_error)
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(RequestValidationError, _invalid_request)
    api.add_exception_handler(HTTPException, _http_error)
    api.add_exception_handler(Exception, _fault)


def problem_response(request: Request, status: int, code: str, detail: str, **more: Any) -> Response:
    """A problem+json answer."""
    problem = _problem(request, status, code, detail, **more)
    return Response(problem.model_dump_json(), status, media_type="application/problem+json")


def _problem(request: Request, status: int, code: str, detail: str, **more: Any) -> Problem:
    return Problem(
        type=f"urn:jixiao:problem:{code}",
        title=TITLES.get(status, "请求没有成功"),
        status=status,
        detail=detail,
        instance=request.url.path,
        code=code,
        request_id=request.scope.get("state", {}).get("request_id", ""),
        **more,
    )


async def _domain_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, DomainError)  # noqa: S101 - registered for it alone
    problem = problem_of(request, error)
    answer = Response(problem.model_dump_json(), problem.status, media_type="application/problem+json")
    if problem.status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def problem_of(request: Request, error: DomainError) -> Problem:
    """An error of the subject as a problem, with where it is and what the caller needs to go on."""
    more: dict[str, Any] = {}
    if isinstance(error, Stale):
        more["current"] = {"version": error.current, **_merge(error.merge)}
    elif isinstance(error, ReportExists):
        more["current"] = {"id": error.report_id, "href": f"/api/v1/reports/{error.report_id}"}
    elif isinstance(error, DepartmentExists):
        more["current"] = {"id": error.department_id, "href": f"/api/v1/departments/{error.department_id}"}
    status = next((found for kind, found in STATUS.items() if isinstance(error, kind)), 500)
    return _problem(request, status, error.code, str(error), errors=_places(error), **more)


def _merge(found: Merge | None) -> dict[str, Any]:
    """The field-level merge, where it is known."""
    if found is None:
        return {}
    cells = [TouchedCell.of(one).model_dump(mode="json", exclude_unset=True) for one in found.touched]
    return {"merge": cells}


def _places(error: DomainError) -> tuple[ProblemError, ...]:
    """Every place that an error of the subject is about."""
    found: Iterable[ProblemError] = ()
    if isinstance(error, InvalidContent):
        found = _errors(error.errors, error.content)
    elif isinstance(error, Located):
        found = (ProblemError(pointer=pointer, code=error.code, detail=detail) for pointer, detail in error.places)
    elif isinstance(error, EndsTooEarly):
        found = (ProblemError(pointer="/until", code=error.code, detail=str(error)),)
    elif isinstance(error, SchemeInvalid):
        found = (
            ProblemError(pointer=f"/scheme{one.pointer}", code="scheme_invalid", detail=one.message)
            for one in error.problems
        )
    elif isinstance(error, DraftNotReady):
        found = (
            ProblemError(pointer=f"/document{one.pointer}", code=one.code, detail=one.message) for one in error.findings
        )
    elif isinstance(error, Invalid):
        found = (ProblemError(pointer=one.pointer, code=error.code, detail=one.message) for one in error.mistakes)
    elif isinstance(error, RegisterRefused):
        found = (
            ProblemError(
                pointer=joined(("rows", one.row, *filter(None, [one.column]))), code="wrong_cell", detail=one.message
            )
            for one in error.problems
        )
    return tuple(found)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)  # noqa: S101 - registered for it alone
    return problem_response(request, error.status, error.code, error.detail)


async def _invalid_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it alone
    found = error.errors()
    if any(one["type"] == "json_invalid" for one in found):
        detail = f"请求内容不是有效的 JSON（{found[0].get('ctx', {}).get('error', '')}），请核对"
        return problem_response(request, 400, "bad_json", detail)
    in_body = [{**one, "loc": one["loc"][1:]} for one in found if one["loc"][0] == "body"]
    elsewhere = [
        ProblemError(pointer="", code=code, detail=f"参数 {'/'.join(map(str, place))}：{message}")
        for one in found
        if one["loc"][0] != "body"
        for place, code, message in complaints([{**one, "loc": one["loc"][1:2]}], {one["loc"][1]: one["input"]})
    ]
    errors = (*elsewhere, *_errors(in_body, error.body))
    detail = f"有 {len(errors)} 处不对，没有保存；每一处的位置和改法见 errors"
    return problem_response(request, 422, "invalid", detail, errors=errors)


def _errors(errors: Any, document: Any) -> tuple[ProblemError, ...]:
    return tuple(
        ProblemError(pointer=joined(place), code=code, detail=message)
        for place, code, message in complaints(errors, document)
    )


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it alone
    said = {
        404: f"没有 {request.url.path} 这个地址，请核对",
        405: f"{request.url.path} 不支持 {request.method}",
        413: "请求内容超过了 2 MB，请分开发送",
        400: "请求内容无法读取，请核对格式和编码",
    }
    codes = {404: "no_such_path", 405: "method_not_allowed", 413: "too_large", 400: "bad_request"}
    detail = said.get(error.status_code, "请求没有成功")
    response = problem_response(request, error.status_code, codes.get(error.status_code, "http_error"), detail)
    response.headers.update(error.headers or {})
    return response


async def _fault(request: Request, error: Exception) -> Response:
    # Where and of which type, not what it says: the message of an error can quote what people typed.
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.error("unhandled error on %s %s: %s\n%s", request.method, request.url.path, type(error).__name__, frames)
    return problem_response(request, 500, "fault", "服务出错，内容没有保存；请稍后重试，并把请求编号告诉管理员")

"""The headers that every resource shares: versions as ETags, and how much of an answer is wanted."""

import hashlib
from typing import Final
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import Response

from app.api.problems import Refused
from app.domain.model import Value

JSON = "application/json"

FRESH: Final = "public, max-age=60"
"""How long anybody may keep what is public: a withdrawal must not take longer to be seen."""

_IN_A_HEADER: Final = "!#$&+-.^_`|~"
"""What RFC 8187 leaves as it is in `filename*`, beside letters and digits."""


def etag(version: int, variant: str = "") -> str:
    """The ETag of a version: `"7"`, or `"7-m"` where this caller is shown other bytes of it than others."""
    return f'"{version}-{variant}"' if variant else f'"{version}"'


def unchanged(request: Request, tag: str) -> bool:
    """Whether the caller has this version already (If-None-Match)."""
    known = request.headers.get("if-none-match")
    return known is not None and (known == "*" or tag in [one.strip().removeprefix("W/") for one in known.split(",")])


def expected_version(request: Request) -> int:
    """The version that a write was made on (If-Match). Raises Refused: 428 without, 400 where it is no version."""
    given = request.headers.get("if-match")
    if given is None:
        raise Refused(
            428, "if_match_required", '请在 If-Match 中写明所依据的版本，例如 If-Match: "7"（见 GET 的 ETag）'
        )
    plain = given.strip().removeprefix("W/").strip('"').partition("-")[0]
    if not plain.isdigit() or len(plain) > 18:
        raise Refused(400, "bad_if_match", f'If-Match 应写成 "7" 这样的版本，这里是 {given}')
    return int(plain)


def minimal(request: Request) -> bool:
    """Whether the caller wants no body back (Prefer: return=minimal, RFC 7240)."""
    return "return=minimal" in request.headers.get("prefer", "")


def json_response(body: bytes, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Bytes that are JSON already."""
    return Response(body, status, headers, JSON)


def cached(request: Request, answer: Value | bytes, digest: str = "") -> Response:
    """An answer that anybody may keep for a minute, or 304 where they have it; `digest` is that of its bytes."""
    body = answer if isinstance(answer, bytes) else answer.model_dump_json(by_alias=True).encode()
    tag = f'"{digest or hashlib.sha256(body).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": FRESH}
    return (
        Response(status_code=304, headers=headers) if unchanged(request, tag) else json_response(body, headers=headers)
    )


def disposition(name: str) -> str:
    """Content-Disposition (RFC 6266) of a file to be saved as `name`, with a plain name for old programs."""
    plain = f"attachment.{name.rpartition('.')[2]}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe=_IN_A_HEADER)}"

"""Schemes and free scoring over the API."""

import json
from collections.abc import Mapping
from typing import Any, Final

from pydantic import TypeAdapter

from app.client.http import Download, Transport
from app.contract.page import Page
from app.contract.scoring import (
    Scheme,
    SchemeChanges,
    SchemeFinding,
    SchemeFindings,
    SchemeSummary,
    Scorecard,
    ScoreRequest,
)

_SCHEME: Final = TypeAdapter(Scheme)
_PAGE: Final = TypeAdapter(Page[SchemeSummary])
_CARD: Final = TypeAdapter(Scorecard)
_CHANGES: Final = TypeAdapter(SchemeChanges)
_FINDINGS: Final = TypeAdapter(SchemeFindings)


class Schemes:
    """`/api/v1/schemes`."""

    def __init__(self, transport: Transport) -> None:
        self._call, self._download = transport.call, transport.download

    async def list(self) -> Page[SchemeSummary]:
        """Every published version."""
        return await self._call("GET", "/schemes", _PAGE, query={"limit": 200})

    async def get(self, scheme_id: str, version: int | None = None) -> Scheme:
        """A version, or the newest. Raises NotFound."""
        path = f"/schemes/{scheme_id}" if version is None else f"/schemes/{scheme_id}/versions/{version}"
        return await self._call("GET", path, _SCHEME)

    async def versions(self, scheme_id: str) -> Page[SchemeSummary]:
        """The versions of one scheme."""
        return await self._call("GET", f"/schemes/{scheme_id}/versions", _PAGE, query={"limit": 200})

    async def template(self, scheme_id: str, version: int) -> Download:
        """The blank workbook (.xlsx) to fill in under a version. Raises NotFound."""
        return await self._download(f"/schemes/{scheme_id}/versions/{version}/template")

    async def publish(self, scheme: Scheme) -> Scheme:
        """Publish a version, for ever. Raises Conflict where its number has another content, Invalid where unusable."""
        body = scheme.model_dump_json(exclude_defaults=True).encode()
        return await self._call("POST", "/schemes", _SCHEME, body=body)

    async def changes(self, scheme_id: str, version: int, since: int | None = None) -> SchemeChanges:
        """What a version says differently from an earlier one (the one before it). Raises NotFound."""
        path = f"/schemes/{scheme_id}/versions/{version}/changes"
        return await self._call("GET", path, _CHANGES, query={"since": since})

    async def lint(self, scheme: Scheme) -> SchemeFindings:
        """What is wrong with a scheme, or left open by it; nothing is stored."""
        body = scheme.model_dump_json(exclude_defaults=True).encode()
        return await self._call("POST", "/schemes:lint", _FINDINGS, body=body)

    async def examine(self, document: Mapping[str, Any]) -> tuple[SchemeFinding, ...]:
        """As `lint`, of a document that may be no scheme yet."""
        body = json.dumps(document, ensure_ascii=False).encode()
        return (await self._call("POST", "/schemes:lint", _FINDINGS, body=body)).findings


class Scorecards:
    """`/api/v1/scorecards`."""

    def __init__(self, transport: Transport) -> None:
        self._call = transport.call

    async def create(self, wanted: ScoreRequest) -> Scorecard:
        """Score any evidence under any scheme; nothing is stored."""
        return await self._call("POST", "/scorecards", _CARD, body=wanted.model_dump_json().encode())

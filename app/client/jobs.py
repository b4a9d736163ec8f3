"""Long work over the API."""

from typing import Final

from pydantic import TypeAdapter

from app.client.http import Transport
from app.contract.job import Job, NewWhatIf, WhatIfView
from app.contract.page import Page

_JOB: Final = TypeAdapter(Job)
_PAGE: Final = TypeAdapter(Page[Job])
_WHAT_IF: Final = TypeAdapter(WhatIfView)


class Jobs:
    """`/api/v1/jobs`."""

    def __init__(self, transport: Transport) -> None:
        self._call = transport.call

    async def list(self, after: str | None = None, limit: int = 50) -> Page[Job]:
        """Long work, newest first."""
        return await self._call("GET", "/jobs", _PAGE, query={"after": after, "limit": limit})

    async def get(self, job_id: int) -> Job:
        """How far a job is. Raises NotFound."""
        return await self._call("GET", f"/jobs/{job_id}", _JOB)

    async def cancel(self, job_id: int) -> Job:
        """Stop a job; one that has ended stays as it is. Raises NotFound."""
        return await self._call("POST", f"/jobs/{job_id}:cancel", _JOB)


class WhatIfs:
    """`/api/v1/whatifs`."""

    def __init__(self, transport: Transport) -> None:
        self._call = transport.call

    async def create(self, wanted: NewWhatIf) -> WhatIfView:
        """Ask for a what-if; `get` says how far it is. Raises NotFound, and Invalid where the scheme is unusable."""
        return await self._call("POST", "/whatifs", _WHAT_IF, body=wanted.model_dump_json().encode())

    async def get(self, job_id: int) -> WhatIfView:
        """How far it is, and what came of it. Raises NotFound."""
        return await self._call("GET", f"/whatifs/{job_id}", _WHAT_IF)

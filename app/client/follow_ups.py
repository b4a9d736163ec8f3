"""What follows on reports, over the API."""

from decimal import Decimal
from typing import Final

from pydantic import TypeAdapter

from app.client.http import Transport
from app.contract.follow_up import (
    Explanation,
    FollowUp,
    FollowUpCounts,
    NewAppeal,
    NewRectification,
    PointsConfirmed,
    QualityGraded,
    Remark,
    ReplyText,
    Ruled,
)
from app.contract.page import Page
from app.domain.model import Value

_ONE: Final = TypeAdapter(FollowUp)
_COUNTS: Final = TypeAdapter(FollowUpCounts)
_PAGE: Final = TypeAdapter(Page[FollowUp])


class FollowUps:
    """`/api/v1/follow-ups`. A move says on which version it was made and answers with the follow-up as it then is.

    Raises NotFound, Forbidden, Conflict (also for who had a part in the report), Stale and Invalid.
    """

    def __init__(self, transport: Transport) -> None:
        self._call = transport.call

    async def list(
        self,
        *,
        kind: str | None = None,
        state: str | None = None,
        report: int | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[FollowUp]:
        """A page of follow-ups, newest first."""
        query = {"kind": kind, "state": state, "report": report, "after": after, "limit": limit}
        return await self._call("GET", "/follow-ups", _PAGE, query=query)

    async def counts(self) -> FollowUpCounts:
        """How many of those that the caller may read stand in which state."""
        return await self._call("GET", "/follow-up-counts", _COUNTS)

    async def get(self, follow_up_id: int) -> FollowUp:
        """One follow-up."""
        return await self._call("GET", f"/follow-ups/{follow_up_id}", _ONE)

    async def rectify(self, report_id: int, new: NewRectification) -> FollowUp:
        """Ask the report's department to put something right."""
        path, body = f"/reports/{report_id}/rectifications", new.model_dump_json().encode()
        return await self._call("POST", path, _ONE, body=body)

    async def appeal(self, report_id: int, new: NewAppeal) -> FollowUp:
        """Dispute the points of an indicator of the report."""
        return await self._call("POST", f"/reports/{report_id}/appeals", _ONE, body=new.model_dump_json().encode())

    async def reply(self, follow_up_id: int, version: int, text: str) -> FollowUp:
        """Say what was put right."""
        return await self._move(follow_up_id, "reply", version, ReplyText(text=text))

    async def accept(self, follow_up_id: int, version: int, reason: str = "") -> FollowUp:
        """A rectification is put right."""
        return await self._move(follow_up_id, "accept", version, Remark(reason=reason))

    async def send_back(self, follow_up_id: int, version: int, reason: str) -> FollowUp:
        """A rectification is not yet put right."""
        return await self._move(follow_up_id, "send-back", version, Explanation(reason=reason))

    async def begin(self, follow_up_id: int, version: int) -> FollowUp:
        """Take a drawn report up."""
        return await self._move(follow_up_id, "begin", version)

    async def confirm(self, follow_up_id: int, version: int, points: PointsConfirmed) -> FollowUp:
        """复核得分 of some indicators."""
        return await self._move(follow_up_id, "confirm", version, points)

    async def grade(self, follow_up_id: int, version: int, marks: QualityGraded) -> FollowUp:
        """Marks for the quality of the self-evaluation."""
        return await self._move(follow_up_id, "grade", version, marks)

    async def finish(self, follow_up_id: int, version: int) -> FollowUp:
        """A re-evaluation is done."""
        return await self._move(follow_up_id, "finish", version)

    async def reopen(self, follow_up_id: int, version: int) -> FollowUp:
        """Take a finished re-evaluation up again."""
        return await self._move(follow_up_id, "reopen", version)

    async def close(self, follow_up_id: int, version: int) -> FollowUp:
        """A re-evaluation is settled."""
        return await self._move(follow_up_id, "close", version)

    async def uphold(self, follow_up_id: int, version: int, points: Decimal, reason: str) -> FollowUp:
        """An appeal is right, in whole or in part."""
        return await self._move(follow_up_id, "uphold", version, Ruled(points=points, reason=reason))

    async def dismiss(self, follow_up_id: int, version: int, reason: str) -> FollowUp:
        """An appeal is not right."""
        return await self._move(follow_up_id, "dismiss", version, Explanation(reason=reason))

    async def withdraw(self, follow_up_id: int, version: int) -> FollowUp:
        """The department no longer appeals."""
        return await self._move(follow_up_id, "withdraw", version)

    async def _move(self, follow_up_id: int, name: str, version: int, given: Value | None = None) -> FollowUp:
        body = given.model_dump_json().encode() if given is not None else None
        return await self._call("POST", f"/follow-ups/{follow_up_id}:{name}", _ONE, body=body, version=version)

"""The workflow of reports over the API."""

from collections.abc import Sequence
from typing import Final

from pydantic import TypeAdapter

from app.client.http import Query, Transport
from app.contract.report import Include, ReportView
from app.contract.workflow import (
    Changes,
    MoveOutcomes,
    Moves,
    ReasonAnswers,
    ReportMove,
    ReviewEdit,
    Tasks,
    UnitPart,
    UnitRows,
)

_VIEW: Final = TypeAdapter(ReportView)
_OUTCOMES: Final = TypeAdapter(MoveOutcomes)
_CHANGES: Final = TypeAdapter(Changes)
_PART: Final = TypeAdapter(UnitPart)
_TASKS: Final = TypeAdapter(Tasks)


class Workflow:
    """Moves of reports and what belongs to them. Raises NotFound, Forbidden, Conflict, Stale and Invalid."""

    def __init__(self, transport: Transport) -> None:
        self._call = transport.call

    async def move(self, report_id: int, version: int, move: ReportMove, include: Sequence[Include] = ()) -> ReportView:
        """Make a move on that version."""
        body, path = move.model_dump_json().encode(), f"/reports/{report_id}:move"
        return await self._call("POST", path, _VIEW, body=body, version=version, query={"include": include})

    async def move_all(self, moves: Moves) -> MoveOutcomes:
        """Make moves of several reports; each is made or refused by itself."""
        return await self._call("POST", "/reports:move", _OUTCOMES, body=moves.model_dump_json().encode())

    async def answer(
        self, report_id: int, version: int, given: ReasonAnswers, *, validate_only: bool = False
    ) -> ReportView:
        """Answer reasons of the open return."""
        body, path, query = given.model_dump_json().encode(), f"/reports/{report_id}:answer", _only(validate_only)
        return await self._call("POST", path, _VIEW, body=body, version=version, query=query)

    async def review(
        self,
        report_id: int,
        version: int,
        edit: ReviewEdit,
        include: Sequence[Include] = (),
        *,
        validate_only: bool = False,
    ) -> ReportView:
        """Confirm points and write the section's opinion, all of it or nothing."""
        body, path = edit.model_dump_json().encode(), f"/reports/{report_id}/review"
        query = {"include": include, **_only(validate_only)}
        return await self._call("PATCH", path, _VIEW, body=body, version=version, query=query)

    async def changes_since_return(self, report_id: int) -> Changes:
        """What has changed since the last return."""
        return await self._call("GET", f"/reports/{report_id}/changes-since-return", _CHANGES)

    async def unit_part(self, report_id: int, unit_id: int) -> UnitPart:
        """A second-level unit's own rows."""
        return await self._call("GET", f"/reports/{report_id}/units/{unit_id}", _PART)

    async def put_unit_part(self, report_id: int, unit_id: int, version: int, rows: UnitRows) -> UnitPart:
        """Put a second-level unit's own rows."""
        body, path = rows.model_dump_json().encode(), f"/reports/{report_id}/units/{unit_id}"
        return await self._call("PUT", path, _PART, body=body, version=version)

    async def tasks(self) -> Tasks:
        """What waits for the caller."""
        return await self._call("GET", "/tasks", _TASKS)


def _only(validate_only: bool) -> Query:  # noqa: FBT001 - told by its name
    return {"validate_only": validate_only}

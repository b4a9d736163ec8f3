"""The review queue over the API."""

from typing import Final

from pydantic import TypeAdapter

from app.client.http import Query, Transport
from app.contract.review_queue import QueueFilter, QueuePage

_PAGE: Final = TypeAdapter(QueuePage)


class ReviewQueue:
    """`/api/v1/review-queue`."""

    def __init__(self, transport: Transport) -> None:
        self._call = transport.call

    async def page(self, wanted: QueueFilter = QueueFilter()) -> QueuePage:  # noqa: B008 - frozen
        """A page of a lane. Raises Forbidden for whoever reviews nothing, and Invalid for a cursor of another list."""
        query: Query = {**wanted.model_dump(exclude_defaults=True)}
        return await self._call("GET", "/review-queue", _PAGE, query=query)

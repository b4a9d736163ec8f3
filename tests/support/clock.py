"""A clock that is set by hand."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass
class HandClock:
    """Stands at ten past four in the afternoon of 10 May 2022 in China, until it is set."""

    now: datetime = datetime(2022, 5, 10, 8, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)

"""A clock that is put forward by hand."""

from datetime import UTC, datetime, timedelta


class Hands:
    """The time, as far as a test has put it forward."""

    def __init__(self) -> None:
        self.now = datetime(2022, 5, 10, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **much: float) -> None:
        """`forward(minutes=30)`."""
        self.now += timedelta(**much)

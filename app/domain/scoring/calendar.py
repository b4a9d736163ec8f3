"""Working days: weekends, and what a year's holiday notice takes away from or adds to them."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from app.domain.form.cells import IsoDate
from app.domain.model import Value


class Calendar(Value):
    """A calendar that a scheme carries: the days that it knows, its holidays, and weekends that are worked (调休)."""

    first: Annotated[IsoDate, Field(alias="from")]
    last: Annotated[IsoDate, Field(alias="to")]
    holidays: tuple[IsoDate, ...] = ()
    workdays: tuple[IsoDate, ...] = ()

    def compile(self) -> "WorkingDays":
        """The working days in order."""
        holidays, worked = set(map(date.fromisoformat, self.holidays)), set(map(date.fromisoformat, self.workdays))
        day, last = date.fromisoformat(self.first), date.fromisoformat(self.last)
        first, found = day, []
        while day <= last:
            if day in worked or (day.weekday() < 5 and day not in holidays):
                found.append(day)
            day += timedelta(days=1)
        return WorkingDays(first, last, found)


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The working days from `first` to `last`."""

    first: date
    last: date
    days: list[date]

    def knows(self, day: date) -> bool:
        """Whether the calendar reaches `day`."""
        return self.first <= day <= self.last

    def between(self, after: date, until: date) -> int:
        """Working days after one day, up to and including the other."""
        return bisect_right(self.days, until) - bisect_right(self.days, after)

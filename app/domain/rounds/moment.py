"""Days as people in China count them: a moment belongs to its calendar day in UTC+8, whatever zone it came in."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final

CHINA: Final = timezone(timedelta(hours=8))
"""One zone for the whole country, without summer time since 1992."""


def china_day(moment: datetime) -> date:
    """The calendar day in China. Raises ValueError for a moment without a zone, which is no moment at all."""
    return _aware(moment).astimezone(CHINA).date()


def due_moment(day: date) -> datetime:
    """The end of `day` in China: what happens at this moment or later is late, what happens before is not."""
    return datetime.combine(day + timedelta(days=1), time(), CHINA)


def days_late(due: date, moment: datetime) -> int:
    """Whole calendar days in China after `due`: the day after is 1 from its first moment on; 0 until then."""
    return max((china_day(moment) - due).days, 0)


def told(at: datetime, by: str, what: str) -> str:
    """One move in the words of a history: `2022-05-10 08:00Z 张三 下达`. Raises ValueError without a zone."""
    return f"{_aware(at).astimezone(UTC):%Y-%m-%d %H:%M}Z {by} {what}"


def _aware(moment: datetime) -> datetime:
    # astimezone would read a naive moment in the zone of the machine, and a report could be late on one host only.
    if moment.tzinfo is None:
        message = f"a moment needs its zone: {moment}"
        raise ValueError(message)
    return moment

"""Who is editing a report."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from app.domain.model import Value


class Here(Value):
    """That the caller is editing, and at which part of the report (`expenditure`)."""

    place: Annotated[str, Field(max_length=80, description="正在填写的部分，例如 expenditure")] = ""


class PresentPerson(Value):
    """Somebody else who is editing."""

    name: str
    place: str
    seen_at: datetime


class Present(Value):
    """The report's version now, and whoever else was editing within the last minute."""

    version: int
    others: tuple[PresentPerson, ...]

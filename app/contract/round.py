"""Evaluation rounds (评价任务) as the API takes and answers them."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from app.contract.department import Region
from app.contract.query import PageOptions
from app.contract.report import Number, Year
from app.contract.scoring import SchemeName
from app.domain.decimals import ExactDecimal
from app.domain.model import Value
from app.domain.report import State
from app.domain.rounds.lateness import StandingKind
from app.domain.rounds.round import LABELS as STAGE_NAMES
from app.domain.rounds.round import Reminder, Stage

__all__ = ["STAGE_NAMES", "Reminder", "Stage", "StandingKind"]

Title = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]
"""A reason or a text; what may not be blank says so itself."""
Departments = Annotated[tuple[Number, ...], Field(max_length=10_000)]


class RoundPlan(Value):
    """What is written of a round. `deadline` is a day in China and ends with it."""

    title: Title
    scheme: SchemeName
    deadline: date
    departments: Departments = ()


class NewRound(RoundPlan):
    """A round to be drafted."""

    region: Region
    fiscal_year: Year


class RoundEdit(RoundPlan):
    """The plan anew; once issued, departments are only added and the deadline only moved later, with a reason."""

    reason: Words = ""


class Explanation(Value):
    """Why."""

    reason: Words


class Extension(Explanation):
    """A later day for one department."""

    department: Number
    due: date


class Reminding(Value):
    """催报: of these departments, or (null) of all that are late now."""

    departments: Departments | None = None
    text: Words


class Sampling(Value):
    """抽查: `percentage` as exact decimal text, more than 0, at most 100; the same seed draws the same reports."""

    percentage: Annotated[str, Field(max_length=32)]
    seed: Annotated[int, Field(ge=0, lt=2**63)]


class RoundEntry(Value):
    """A department in a round; `due` is the last day that holds for it."""

    department: int
    name: str
    due: date
    extended: bool
    extension_reason: str
    reminders: tuple[Reminder, ...]


class RoundSummary(Value):
    """A round in a list. `version` is its ETag."""

    id: int
    version: int
    region: str
    fiscal_year: int
    title: str
    scheme: SchemeName
    state: Stage
    deadline: date


class Round(RoundSummary):
    """A round. Who sees only some of its departments gets their entries, and no history."""

    entries: tuple[RoundEntry, ...]
    history: tuple[str, ...]


class RoundBoard(Value):
    """How a round's departments stand now; `not_started` and `by_state` add up to `total`."""

    total: int
    not_started: int
    by_state: dict[State, int]
    by_standing: dict[StandingKind, int]


class LateDepartment(Value):
    """A department that has not handed in, and by how many whole days; `state` is null where nothing was started."""

    department: int
    name: str
    due: date
    days: int
    state: State | None


class Drawn(Value):
    """A draw; `sentence` says how anybody can make it again."""

    seed: int
    percentage: ExactDecimal
    candidates: int
    drawn: tuple[int, ...]
    sentence: str


class RoundFilter(PageOptions):
    """Which rounds, newest first."""

    fiscal_year: Year | None = None
    region: Region | None = None
    state: Stage | None = None


class LateOptions(PageOptions):
    """Which page of the late ones."""

    limit: Annotated[int, Field(ge=1, le=1_000, description="每页条数")] = 200

"""What a check is: an entry of the catalogue, with the function that finds and the two examples that prove it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from app.domain.checks.context import Context
from app.domain.checks.finding import Cited, Fix, Severity, Stage
from app.domain.checks.interval import Interval

if TYPE_CHECKING:
    from app.domain.checks.examined import Examined

ERROR: Final[Mapping[Stage, Severity]] = dict.fromkeys(Stage, Severity.ERROR)
"""An error from the first draft on."""
WARNING: Final[Mapping[Stage, Severity]] = dict.fromkeys(Stage, Severity.WARNING)
ERROR_AT_SUBMISSION: Final[Mapping[Stage, Severity]] = {
    Stage.SUBMISSION: Severity.ERROR,
    Stage.PUBLICATION: Severity.ERROR,
}
"""Nothing in a draft, where it is merely not filled in yet."""
WARNING_AT_SUBMISSION: Final[Mapping[Stage, Severity]] = {
    Stage.SUBMISSION: Severity.WARNING,
    Stage.PUBLICATION: Severity.WARNING,
}
ERROR_AFTER_DRAFT: Final[Mapping[Stage, Severity]] = {**ERROR, Stage.DRAFT: Severity.WARNING}
"""A warning while the report is being filled in."""


Repair = Interval | list[Interval] | None
"""The values that would mend a finding: an interval, any of several, or None where it is no number."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a check has found, before it is put into words with its place."""

    at: str
    amount: str
    fixes: tuple[Fix, ...]
    repairs: Mapping[str, Repair] = field(default_factory=dict)
    """The places any one of which may be the wrong one, with the values there that would mend this finding. A place
    inside a text is `pointer#start:end`. Two findings of related checks that one value at one place mends are one
    fault."""
    span: tuple[int, int] | None = None
    others: tuple[str, ...] = ()
    cited: tuple[Cited, ...] = ()
    why: str = ""
    """Instead of the check's own reason."""
    severity: Severity | None = None
    """Instead of the stage's, where one check has a lighter case."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that a scheme may set otherwise (`checks: {C5: {most: "150"}}`), with what it means and its unit."""

    title: str
    default: Decimal
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A report by what it says differently from the sound one of `examples.py`: new content by JSON Pointer."""

    text: str
    """In words, for the catalogue's page."""
    changes: Mapping[str, Any] = field(default_factory=dict)
    context: Context = field(default_factory=Context)
    stage: Stage = Stage.SUBMISSION


Finder = Callable[["Examined"], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Check:
    """One check of the catalogue."""

    id: str
    title: str
    reason: str
    """Why it matters, in one sentence without a full stop."""
    source: str
    """The official clause, the row of the official form, or the practice that it stands on."""
    severity: Mapping[Stage, Severity]
    """By stage; a stage without one is not examined."""
    find: Finder
    passing: Example
    failing: Example
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    follows: tuple[str, ...] = ()
    """Related checks earlier in the catalogue whose fault this one may merely repeat; it is then told with theirs."""

"""What came of a list of departments or people: what it adds, changes, leaves alone, and all that is wrong with it."""

from dataclasses import dataclass, field

from app.documents.register.problem import CellProblem


@dataclass(frozen=True, slots=True)
class Change:
    """A column that changes, in words."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the list; `key` is the budget code or login that it was matched by."""

    row: int
    key: str
    name: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Roles that the list names and that somebody else has to give."""

    row: int
    login: str
    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FirstPassword:
    """The first password of a new account, to be printed; it is told this once and kept nowhere."""

    login: str
    name: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a list does, or (`stored` is False) would do."""

    stored: bool = False
    added: tuple[Row, ...] = ()
    changed: tuple[Row, ...] = ()
    unchanged: tuple[Row, ...] = ()
    problems: tuple[CellProblem, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    """Sections that are added since the list names them."""
    proposals: tuple[Proposal, ...] = ()
    passwords: tuple[FirstPassword, ...] = ()
    notes: tuple[str, ...] = ()
    """What to do next, in words."""

"""People, their sessions and roles, API tokens of systems, sections, and the audit log, as the API has them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from app.contract.department import Region
from app.domain.model import Value
from app.domain.people.right import LABELS as RIGHT_NAMES
from app.domain.people.right import Right
from app.domain.people.role import LABELS as ROLE_NAMES
from app.domain.people.role import Role

__all__ = ["RIGHT_NAMES", "ROLE_NAMES", "Right", "Role"]

Login = Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, min_length=1, max_length=40)]
PersonName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
JobTitle = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)]
Password = Annotated[str, StringConstraints(min_length=1, max_length=256)]
SectionName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
PlaceKey = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,18}$")]


class SignIn(Value):
    """Signing in."""

    login: Login
    password: Password


class RoleHeld(Value):
    """A role in a place: a region by its code, a section or department by its number."""

    role: Role
    place: Literal["region", "section", "department"]
    key: PlaceKey


class Me(Value):
    """Who is signed in, and what they may do where."""

    kind: Literal["user", "token"]
    id: int
    login: str
    name: str
    title: str
    must_change_password: bool
    rights: tuple[Right, ...]
    roles: tuple[RoleHeld, ...]


class SignedIn(Value):
    """A new session. `token` is told this once; send it as `Authorization: Bearer …`."""

    token: str
    me: Me


class Session(Value):
    """One of one's own sessions."""

    id: int
    created_at: datetime
    seen_at: datetime
    agent: str
    current: bool


class PasswordChange(Value):
    """Another password of one's own."""

    old: Password
    new: Password


class NewAccount(Value):
    """An account to be made."""

    login: Login
    name: PersonName
    title: JobTitle = ""
    region: Region


class AccountEdit(Value):
    """What of an account a system administrator changes."""

    name: PersonName
    title: JobTitle = ""
    disabled: bool = False


class Account(Value):
    """An account. `version` is its ETag."""

    id: int
    version: int
    login: str
    name: str
    title: str
    region: str
    roles: tuple[RoleHeld, ...]
    disabled: bool
    must_change_password: bool
    locked_until: datetime | None


class AccountWithPassword(Value):
    """An account with its first password, which is told this once and must be changed at the first sign-in."""

    account: Account
    password: str


class RolesGiven(Value):
    """Just the roles that somebody is to have."""

    roles: Annotated[tuple[RoleHeld, ...], Field(max_length=100)]


class NewToken(Value):
    """An API token to be issued to another system."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    rights: Annotated[tuple[Right, ...], Field(min_length=1)]
    place: Literal["region", "section", "department"]
    key: PlaceKey
    days: Annotated[int, Field(ge=1, le=366)]


class Token(Value):
    """An API token; times are null where there is none yet."""

    id: int
    name: str
    rights: tuple[Right, ...]
    place: Literal["region", "section", "department"]
    key: str
    region: str
    created_by: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


class TokenWithSecret(Value):
    """A token with its secret, which is told this once; send it as `Authorization: Bearer …`."""

    token: Token
    secret: str


class NewSection(Value):
    """A section of a region's finance bureau."""

    region: Region
    name: SectionName


class Section(NewSection):
    """A section of a region's finance bureau, by its number."""

    id: int


class AuditEntry(Value):
    """An event of the audit log. `digest` is SHA-256 over everything before it, `previous` that of the event before."""

    number: int
    at: datetime
    actor: str
    name: str
    kind: str
    subject: str
    region: str
    request: str
    details: dict[str, Any]
    previous: str
    digest: str


class AuditBreak(Value):
    """Where the log does not hold, and why."""

    number: int
    why: str


class AuditVerification(Value):
    """The whole log, against its digests."""

    count: int
    newest: str
    """Number and digest of the newest event, to be noted elsewhere: `jixiao audit verify --noted` compares with it."""
    breaks: tuple[AuditBreak, ...]

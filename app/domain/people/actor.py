"""Who acts: a person or a system, with roles in places. Rights are decided here and nowhere else."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from app.domain.errors import DomainError
from app.domain.people.place import Location, Place
from app.domain.people.right import Right
from app.domain.people.role import RIGHTS, Role


class Forbidden(DomainError):
    """The actor may not do this at all, and learns nothing of what is there."""

    code: ClassVar[str] = "forbidden"

    def __init__(self, right: Right) -> None:
        self.right = right
        super().__init__(f"您没有“{right.label}”的权限；如果工作需要，请联系本单位的安全管理员")


@dataclass(frozen=True, slots=True)
class Grant:
    """Rights in a place: those of a role, or (for an API token) those that it names itself."""

    place: Place
    rights: frozenset[Right]
    role: Role | None = None

    @classmethod
    def of(cls, role: Role, place: Place) -> "Grant":
        """What a role gives in a place."""
        return cls(place, RIGHTS[role], role)


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who is signed in, or a system with a token. Nothing granted means nothing seen."""

    kind: Literal["user", "token", "operator", "nobody"]
    id: int
    login: str
    name: str
    grants: tuple[Grant, ...] = ()
    title: str = ""
    """职务, as it is printed beside a signature."""
    must_change_password: bool = False
    session: int = 0
    request: str = ""
    """The number of the request that they act by, for the log."""
    region: str = ""
    """Whose administrators look after them: where the log has what they do to themselves."""

    @property
    def key(self) -> str:
        """`user:7`, `token:2`: how the log and reports name them for good."""
        return f"{self.kind}:{self.id}"

    @property
    def label(self) -> str:
        """How histories and logs name them; no two are the same."""
        if self.kind == "token":
            return f"系统：{self.name}（令牌 {self.id}）"
        return f"{self.name}（{self.login}）" if self.login else self.name

    def holds(self, right: Right) -> bool:
        """Whether they have the right anywhere."""
        return any(right in grant.rights for grant in self.grants)

    def may(self, right: Right, at: Location) -> bool:
        """Whether they have the right there."""
        return any(right in grant.rights and grant.place.covers(at) for grant in self.grants)

    def require(self, right: Right, at: Location) -> None:
        """Raise Forbidden unless they may."""
        if not self.may(right, at):
            raise Forbidden(right)

    def places(self, right: Right) -> tuple[Place, ...]:
        """Where they have the right, for lists; each place once."""
        return tuple(dict.fromkeys(grant.place for grant in self.grants if right in grant.rights))

    def roles_at(self, at: Location) -> Iterable[Role]:
        """Their roles there."""
        return (grant.role for grant in self.grants if grant.role is not None and grant.place.covers(at))


NOBODY: Final = Actor("nobody", 0, "", "未登录")
"""A caller who has not signed in."""

OPERATOR: Final = Actor("operator", 0, "", "服务器上的命令行", (Grant(Place("region", "000000"), frozenset(Right)),))
"""Whoever runs commands on the server itself, with the database at hand: they may do everything, and it is logged."""

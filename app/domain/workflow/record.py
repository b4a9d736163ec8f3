"""Who ever acted on a report as what, and whom that bars from acting on it as something else."""

from typing import ClassVar, Self

from app.domain.errors import DomainError
from app.domain.model import Value
from app.domain.people.actor import Actor
from app.domain.people.role import Role, barred


class BarredPerson(DomainError):
    """Somebody has acted on this report as what bars this, whatever roles they have got since; or is no person."""

    code: ClassVar[str] = "barred_person"


class Took(Value):
    """That somebody once acted on the report as a role."""

    role: Role
    person: str


class Record(Value):
    """Nothing in it is ever taken away, so that no recall, return or new role makes a barred person free."""

    filled_by: tuple[str, ...] = ()
    """Everybody, people and systems, who ever edited the content or answered a return: `user:7`, `token:3`."""
    took: tuple[Took, ...] = ()
    """Who ever acted as what, also where the signature is void since."""

    @staticmethod
    def bars(one: Role, other: Role) -> bool:
        """Whether nobody acts as both on one report: what one cannot be at one time, one cannot do one by one."""
        return barred(one, other)

    def roles_of(self, person: str) -> tuple[Role, ...]:
        """As what a person (`user:7`) ever acted on this report."""
        filled = (Role.PREPARER,) if person in self.filled_by else ()
        return tuple(dict.fromkeys((*filled, *(one.role for one in self.took if one.person == person))))

    def require_unbarred(self, who: Actor, role: Role) -> None:
        """Raise BarredPerson where what `who` did on this report bars acting as `role`."""
        for held in self.roles_of(person_of(who)):
            if self.bars(held, role):
                message = f"{who.label} 在这份报告里已经担任过“{held.label}”，不能再担任“{role.label}”；请换一个人办理"
                raise BarredPerson(message)

    def filled(self, who: Actor) -> Self:
        """With `who` among those who filled in."""
        return self.model_copy(update={"filled_by": tuple(dict.fromkeys((*self.filled_by, person_of(who))))})

    def acted(self, who: Actor, role: Role) -> Self:
        """With `who` having acted as `role`."""
        took = Took(role=role, person=person_of(who))
        return self if took in self.took else self.model_copy(update={"took": (*self.took, took)})


def person_of(who: Actor) -> str:
    """How a record names an actor: `user:7`, `token:3`."""
    return f"{who.kind}:{who.id}"


def require_person(who: Actor, role: Role) -> None:
    """Raise BarredPerson unless `who` is a person: a system may fill in, but never signs or reviews."""
    if who.kind != "user":
        message = f"{who.label} 不是本人，可以填报，不能代替“{role.label}”签字或办理；请由本人登录办理"
        raise BarredPerson(message)

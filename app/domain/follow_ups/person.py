"""The person behind a move, as follow-ups record them, and who may not judge."""

from collections.abc import Collection

from app.domain.follow_ups.errors import Barred
from app.domain.model import Value
from app.domain.people.actor import Actor


class Person(Value):
    """`id` is `user:7`, one person for ever; the name is as it was then."""

    id: str
    name: str

    @classmethod
    def of(cls, who: Actor) -> "Person":
        """Who acted; a system is `token:3`."""
        return cls(id=f"{who.kind}:{who.id}", name=who.name)


def judge(who: Actor, barred: Collection[str], act: str) -> Person:
    """The person who may do `act`, a judgement that wants somebody without a part in the matter. Raises Barred.

    `barred` are the ids of those who had one. A system cannot judge: nobody knows who stands behind its token.
    """
    person = Person.of(who)
    if who.kind != "user":
        message = f"{act}要由本人登录办理，系统令牌不能代办"
        raise Barred(message)
    if person.id in barred:
        message = f"{person.name} 参与过这份报告的填报或审核，不能{act}；请换一个人办理"
        raise Barred(message)
    return person

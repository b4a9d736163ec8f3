"""申诉: a department disputes the points of an indicator, and finance rules.

`raised → upheld | dismissed | withdrawn`. Both scores stay visible: the one in dispute and the one that is claimed.
"""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Literal

from pydantic import AwareDatetime

from app.domain.decimals import ZERO, ExactDecimal, shortest
from app.domain.follow_ups.base import BaseFollowUp, BaseState
from app.domain.follow_ups.errors import Barred, InvalidFollowUp
from app.domain.follow_ups.person import Person, judge
from app.domain.form.supplement import Identifier
from app.domain.model import Value
from app.domain.people.actor import Actor
from app.domain.people.place import Location
from app.domain.people.role import DEPARTMENT_ROLES


class AppealState(BaseState):
    """Where an appeal stands."""

    RAISED = "raised", "待裁定"
    UPHELD = "upheld", "申诉成立"
    DISMISSED = "dismissed", "申诉驳回"
    WITHDRAWN = "withdrawn", "已撤回"


class Ruling(Value):
    """What finance decided; `points` are those that hold from then on."""

    points: ExactDecimal
    reason: str
    by: Person
    at: AwareDatetime


class Appeal(BaseFollowUp):
    """申诉 of one department about one indicator."""

    kind: Literal["appeal"] = "appeal"
    state: AppealState = AppealState.RAISED
    indicator: Identifier
    standing: ExactDecimal
    """The points in dispute, as they stood when the appeal was raised."""
    claimed: ExactDecimal
    maximum: ExactDecimal
    """The most that the indicator can have."""
    reason: str
    raised_by: Person
    ruling: Ruling | None = None

    @classmethod
    def raised(
        cls,
        indicator: str,
        standing: Decimal,
        claimed: Decimal,
        maximum: Decimal,
        reason: str,
        who: Actor,
        now: datetime,
    ) -> "Appeal":
        """The department claims other points than those that stand. Raises InvalidFollowUp.

        `standing` and `maximum` are the report's, `claimed` is between 0 and the maximum.
        """
        InvalidFollowUp.where(
            _outside("/claimed", "主张的得分", claimed, maximum),
            (claimed == standing, "/claimed", f"主张的得分与现在的 {shortest(standing)} 分相同，没有可申诉的"),
            (not reason.strip(), "/reason", "请写明申诉的理由"),
        )
        person = Person.of(who)
        new = cls(
            indicator=indicator,
            standing=standing,
            claimed=claimed,
            maximum=maximum,
            reason=reason.strip(),
            raised_by=person,
        )
        return new._moved(who, now, f"申诉：现为 {shortest(standing)} 分，主张 {shortest(claimed)} 分")

    @property
    def both(self) -> tuple[Decimal, Decimal]:
        """The points in dispute and those that are claimed."""
        return self.standing, self.claimed

    @property
    def points(self) -> Decimal:
        """What holds now: the points in dispute, until a ruling gives others."""
        return self.standing if self.ruling is None else self.ruling.points

    def upheld(
        self, points: Decimal, reason: str, who: Actor, barred: Collection[str], at: Location, now: datetime
    ) -> "Appeal":
        """The department is right, in whole or in part: from 0 to the maximum, and other points than stood.

        `barred` are the ids of those who reviewed the report, `at` is where it belongs. Raises FollowUpState once it
        is ruled or withdrawn, Barred for them and for anybody of the department, and InvalidFollowUp.
        """
        person = self._ruler(who, barred, at)
        InvalidFollowUp.where(
            _outside("/ruling/points", "裁定的得分", points, self.maximum),
            (points == self.standing, "/ruling/points", "裁定的得分与原得分相同；如果维持原得分，请驳回"),
            (not reason.strip(), "/ruling/reason", "请写明裁定的理由"),
        )
        ruling = Ruling(points=points, reason=reason.strip(), by=person, at=now)
        said = f"申诉成立，改为 {shortest(points)} 分：{ruling.reason}"
        return self._moved(who, now, said, state=AppealState.UPHELD, ruling=ruling)

    def dismissed(self, reason: str, who: Actor, barred: Collection[str], at: Location, now: datetime) -> "Appeal":
        """The points stay as they stood. Raises as `upheld` does."""
        person = self._ruler(who, barred, at)
        InvalidFollowUp.where((not reason.strip(), "/ruling/reason", "请写明裁定的理由"))
        ruling = Ruling(points=self.standing, reason=reason.strip(), by=person, at=now)
        said = f"申诉驳回，维持 {shortest(self.standing)} 分：{ruling.reason}"
        return self._moved(who, now, said, state=AppealState.DISMISSED, ruling=ruling)

    def withdrawn(self, who: Actor, now: datetime) -> "Appeal":
        """The department no longer appeals. Raises FollowUpState once it is ruled."""
        self._require("撤回申诉", AppealState.RAISED)
        return self._moved(who, now, "撤回申诉", state=AppealState.WITHDRAWN)

    def _ruler(self, who: Actor, barred: Collection[str], at: Location) -> Person:
        self._require("裁定", AppealState.RAISED)
        if any(role in DEPARTMENT_ROLES for role in who.roles_at(at)):
            message = f"{who.name} 是提出申诉的部门的人员，不能裁定；请换财政部门的人办理"
            raise Barred(message)
        return judge(who, {*barred, self.raised_by.id}, "裁定申诉")


def _outside(pointer: str, what: str, points: Decimal, maximum: Decimal) -> tuple[bool, str, str]:
    message = f"{what}应在 0 至 {shortest(maximum)} 分之间，这里是 {shortest(points)}"
    return not ZERO <= points <= maximum, pointer, message

"""G2: a panel that can hardly judge: all of it the unit's own leaders, too few people, the contact judging itself."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final

from app.domain.checks.check import WARNING_AT_SUBMISSION, Check, Example, Found, Parameter
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix
from app.domain.checks.wording import amount
from app.domain.form.cells import folded

LEAST: Final = Parameter("评价人员至少有几人", Decimal(3), "人")
EVALUATORS: Final = "/form/panel/evaluators"

_LEADER: Final = re.compile(
    r"(常务)?副?(局长|主任|院长|校长|部长|主席|会长|社长|台长|馆长|所长|站长|园长|董事长|总经理|检察长|镇长|乡长|区长|县长)"
    r"|(党组|党委|党总支|党支部|党工委|支部|总支)?副?书记|(党组|党委|党工委)(成员|委员)|(局|班子)领导|(单位|部门)?(主要)?负责人"
)
_SEVERAL: Final = re.compile(r"[、,/;和兼]|\([^)]*\)")


def find(report: Examined) -> Iterator[Found]:
    """One finding with all that is said of the panel; an empty panel is G4's."""
    evaluators = report.form.panel.evaluators
    named = [one for one in evaluators if one.name.strip()]
    if not named:
        return
    least = report.parameter("G2", "least", LEAST.default)
    leading = [one for one in named if is_leader(one.position)]
    told = []
    if len(named) < least:
        told.append(f"评价人员 {len(named)} 人，少于 {amount(least)} 人")
    if len(named) > 1 and len(leading) == len(named) and len({folded(one.organisation) for one in named}) == 1:
        positions = "、".join(dict.fromkeys(one.position.strip() for one in named))
        told.append(f"评价人员 {len(named)} 人都是同一单位的领导（{positions}）")
    contact = folded(report.form.profile.contact) if leading else ""
    contact_leads = bool(contact) and any(folded(one.name) == contact for one in leading)
    by_contact = Fix("联系人改由具体承办的人员担任")
    if contact_leads:
        told.append("联系人同时是评价人员和单位领导，1 人担任三种角色")
    if told:
        yield Found(
            at="/form/panel",
            amount="；".join(told),
            fixes=(Fix("增补财务、业务人员或外单位的专家参加评价"), *((by_contact,) if contact_leads else ())),
            repairs={EVALUATORS: None},
        )


@lru_cache(maxsize=1024)
def is_leader(position: str) -> bool:
    """Whether a position, or one of several, is a unit's leader: 副局长, 党组书记、局长; not 办公室主任, 财务股长."""
    return any(_LEADER.fullmatch(one) for one in _SEVERAL.split(folded(position)))


def _panel(*positions: str) -> list[dict[str, str]]:
    return [
        {"name": f"甲{at}", "position": one, "organisation": "示例县档案服务中心", "signature": f"甲{at}"}
        for at, one in enumerate(positions)
    ]


CHECK: Final = Check(
    id="G2",
    title="评价人员的组成不当",
    reason="自己评自己的工作难以客观，评价组应有财务、业务等方面的人员",
    source="自评报告表式第四部分：评价人员；实务：评价组由不同岗位人员组成",
    severity=WARNING_AT_SUBMISSION,
    find=find,
    passing=Example("主任、副主任之外有财务股长", {EVALUATORS: _panel("党组书记、主任", "副主任", "财务股长")}),
    failing=Example("三名评价人员都是本单位领导", {EVALUATORS: _panel("主任", "副主任", "副主任")}),
    parameters={"least": LEAST},
)

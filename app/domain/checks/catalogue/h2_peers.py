"""H2: a figure far outside what comparable departments say.

By the median and the median absolute deviation (MAD) of logarithms: departments differ by factors, not by amounts, and
a few large ones move neither. It is about likeness and not about money, so binary fractions do.
"""

from collections.abc import Iterator
from decimal import Decimal
from math import log
from statistics import median
from typing import Final

from app.domain.checks.check import WARNING, Check, Example, Found, Parameter
from app.domain.checks.context import Context, Peers
from app.domain.checks.examined import Examined
from app.domain.checks.figures import place_of, unit_at
from app.domain.checks.finding import Fix
from app.domain.checks.interval import Interval
from app.domain.checks.wording import amount
from app.domain.places import title_at

PEERS: Final = Parameter("至少有多少个可比部门才比较", Decimal(8), "个")
DEVIATIONS: Final = Parameter("偏离中位数的程度（以 1.4826 倍的 MAD 为一个单位）", Decimal("3.5"))
CONSISTENT: Final = 1.4826
"""Makes the MAD the standard deviation of a normal distribution."""
NARROWEST: Final = 0.3
"""Peers that hardly differ say little about how much a department may differ: to a third more is always usual."""


def find(report: Examined) -> Iterator[Found]:
    """Each figure that peers are known for; one within their range is none."""
    if not report.context.peers:
        return
    fewest = report.parameter("H2", "peers", PEERS.default)
    limit = float(report.parameter("H2", "deviations", DEVIATIONS.default))
    for pointer, peers in report.context.peers.items():
        number, values = report.number(pointer), [value for value in peers.values if value > 0]
        if number is None or number <= 0 or len(values) < fewest or min(values) <= number <= max(values):
            continue
        logs = [log(value) for value in values]
        middle = median(logs)
        width = max(CONSISTENT * median(abs(one - middle) for one in logs), NARROWEST)
        away = abs(log(number) - middle) / width
        if away > limit:
            yield _found(report, pointer, number, peers, Decimal(str(round(away, 1))), Decimal(str(limit)))


def _found(report: Examined, pointer: str, number: Decimal, peers: Peers, away: Decimal, limit: Decimal) -> Found:
    values = [value for value in peers.values if value > 0]
    place, unit, middle = place_of(report, pointer), unit_at(pointer), median(values)
    title = title_at(place.removeprefix("/form/"))
    return Found(
        at=place,
        amount=(
            f"{title} {amount(number, unit)}，而{peers.group}的中位数为 {amount(middle, unit)}，"
            f"按中位数和绝对中位差（MAD，取对数）偏离 {amount(away)} 个单位，超过界限 {amount(limit)}"
        ),
        fixes=(Fix(f"核对{title}的数字和单位"), Fix("数字无误的，在综述中说明与同类部门不同的原因")),
        repairs={place: Interval(min(values), max(values))},
    )


_GROUP: Final = Context(
    peers={
        "/form/fixed_assets/total/total": Peers(
            "同区划同年度的 9 个部门",
            tuple(map(Decimal, ("210", "260", "330", "400", "480", "560", "690", "820", "950"))),
        )
    }
)


CHECK: Final = Check(
    id="H2",
    title="与可比部门相差悬殊",
    reason="同类部门之间不会差这么多，常见的原因是多写少写一位数或用错单位",
    source="实务：财政审核时同类部门横向比较；中位数与绝对中位差法",
    severity=WARNING,
    find=find,
    passing=Example(
        "固定资产比各可比部门都多，但没有超过界限",
        {"/form/fixed_assets/rows/0/total": "1500.00", "/form/fixed_assets/rows/0/in_use": "1460.00"},
        _GROUP,
    ),
    failing=Example(
        "固定资产多写了一位数",
        {"/form/fixed_assets/rows/0/total": "5000.00", "/form/fixed_assets/rows/0/in_use": "4960.00"},
        _GROUP,
    ),
    parameters={"peers": PEERS, "deviations": DEVIATIONS},
    follows=("A1", "A2", "A3", "A7", "A8", "A9", "A10", "B4", "E1", "F1", "H1"),
)

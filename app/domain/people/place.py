"""Places of the organisation: a region with its finance bureau, a section of that bureau, a department."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

LEVELS: Final = (12, 9, 6, 4, 2, 0)
"""How many digits a village has, a town, a county, a city, a province, and the whole country."""

PlaceKind = Literal["region", "section", "department"]


@dataclass(frozen=True, slots=True)
class Location:
    """Where something belongs: its region (行政区划代码), the finance section that looks after it, its department."""

    region: str
    section: int | None = None
    department: int | None = None
    parent: int | None = None
    """The department above a second-level unit."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a role holds. `key` is a region's code, or the number of a section or department."""

    kind: PlaceKind
    key: str

    def covers(self, at: Location) -> bool:
        """Whether what belongs to `at` is inside: a region has the regions below it, a department its units."""
        if self.kind == "region":
            return at.region.startswith(stem(self.key))
        if self.kind == "section":
            return at.section is not None and str(at.section) == self.key
        return self.key in (str(at.department), str(at.parent))

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


def stem(region: str) -> str:
    """The digits that a region shares with those below it: 430600 → 4306, 430000 → 43, 000000 → none.

    A longer code names a town (9 digits) or village (12), and with zeros there the region above: 430602000000 → 430602.
    A zero of a town's own number is kept: 430602010 is no more than itself.
    """
    for length, above in pairwise(LEVELS):
        if len(region) == length and not region[above:].strip("0"):
            region = region[:above]
    return region

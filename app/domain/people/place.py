"""Places of the organisation: a region with its finance bureau, a section of that bureau, a department."""

from dataclasses import dataclass
from typing import Literal

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
    """The digits that a region shares with those below it: 430600 → 4306, 430000 → 43, 000000 → none."""
    while region.endswith("00") and len(region) > 0:
        region = region[:-2]
    return region

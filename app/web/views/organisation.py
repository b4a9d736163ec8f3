"""Regions, sections and departments by their names, fetched once for a page."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from app.client import Forbidden, Jixiao
from app.contract.department import Department
from app.contract.people import Section

MOST: Final = 2_000
"""Departments and sections that a page names; what is beyond is shown by its number."""

Choice = tuple[str, str]
"""(value, words) of an option."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """What the viewer may know of the organisation."""

    departments: dict[int, Department]
    sections: dict[int, Section]
    whole: bool = True
    """Whether everything is here."""

    def place(self, kind: str, key: str) -> str:
        """What people call a place; its number where the name is not known."""
        if kind == "region":
            return f"区划 {key}"
        if kind == "section":
            section = self.sections.get(int(key))
            return section.name if section else f"科室 {key}"
        return self.department(int(key))

    def department(self, number: int) -> str:
        """A department's name."""
        found = self.departments.get(number)
        return found.name if found else f"部门 {number}"

    def lines(self) -> Iterator[tuple[Department, bool]]:
        """(department, whether it is a unit): every department with its units below it."""
        units: dict[int, list[Department]] = {}
        for one in self.departments.values():
            if one.parent in self.departments:
                units.setdefault(one.parent or 0, []).append(one)
        for one in self.departments.values():
            if one.parent not in self.departments:
                yield one, one.parent is not None
                yield from ((unit, True) for unit in units.get(one.id, ()))

    def above(self, but: int = 0) -> list[Choice]:
        """Departments that can have units, as options."""
        return [
            (str(one.id), f"{one.name}（{one.budget_code}）")
            for one in self.departments.values()
            if one.parent is None and one.id != but
        ]

    def section_choices(self) -> list[Choice]:
        """Sections as options."""
        several = len({one.region for one in self.sections.values()}) > 1
        return [(str(one.id), f"{one.name}（{one.region}）" if several else one.name) for one in self.sections.values()]

    def places(self, *regions: str) -> list[tuple[str, list[Choice]]]:
        """Places by kind, as options: `department:7`."""
        known = sorted(
            {
                *regions,
                *(one.region for one in self.departments.values()),
                *(one.region for one in self.sections.values()),
            }
        )
        return [
            ("区划", [(f"region:{one}", f"区划 {one}") for one in known if one]),
            ("财政科室", [(f"section:{value}", words) for value, words in self.section_choices()]),
            ("部门", [(f"department:{one.id}", f"{one.name}（{one.budget_code}）") for one, _ in self.lines()]),
        ]


async def organisation_of(client: Jixiao, region: str | None = None) -> Organisation:
    """The organisation as far as the viewer may see it; nothing where they may see none."""
    departments: dict[int, Department] = {}
    sections: dict[int, Section] = {}
    with suppress(Forbidden):
        after: str | None = ""
        while after is not None and len(departments) < MOST:
            found = await client.departments.list(region=region, after=after or None)
            departments |= {one.id: one for one in found.items}
            after = found.next
        further: str | None = ""
        while further is not None and len(sections) < MOST:
            page = await client.people.sections(further or None)
            sections |= {one.id: one for one in page.items if region in (None, one.region)}
            further = page.next
        return Organisation(departments, sections, whole=after is None and further is None)
    return Organisation(departments, sections)

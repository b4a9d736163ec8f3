"""Help beside what is filled in, in the words of the checks that read it afterwards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from app.contract.finding import CheckEntry, Severity, Stage
from app.web.sections import Part

FIGURE: Final = "数字没有发生填 0，没有这一项填“无”，不适用写“不适用：原因”；空着表示还没有填。千分位和全角数字都认得。"
DATE: Final = "日期写 2022年5月10日、2022-5-10 或 二〇二二年五月十日 都可以。"


@dataclass(frozen=True, slots=True)
class Help:
    """How a part is filled in, and what is checked in it."""

    formats: tuple[str, ...]
    checks: tuple[CheckEntry, ...]


def help_for(parts: Iterable[Part], checks: Iterable[CheckEntry]) -> Mapping[str, Help]:
    """The help of each part, by its place; errors first."""
    listed = sorted(checks, key=lambda one: one.severity.get(Stage.SUBMISSION) is not Severity.ERROR)
    return {
        part.place: Help(tuple(_formats(part)), tuple(one for one in listed if _reads(one, part))) for part in parts
    }


def _formats(part: Part) -> Iterable[str]:
    kinds = {field.kind for field in part.fields}
    units = sorted({field.unit for field in part.fields if field.unit})
    if units:
        yield f"数字以{'、'.join(units)}为单位。{FIGURE}"
    if "date" in kinds:
        yield DATE


def _reads(check: CheckEntry, part: Part) -> bool:
    """Whether a check is about a field of the part."""
    inside = f"/form/{part.place}/" + ("*/" if part.repeats else "")
    names = {field.name for field in part.fields}
    fields = (place.removeprefix(inside).partition("/")[0] for place in check.places if place.startswith(inside))
    return any(field in names for field in fields)

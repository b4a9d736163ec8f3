"""What the pages of results show: charts of what the statistics count, and who is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.contract.result import (
    Basis,
    IndicatorsStatistics,
    IndicatorStatistics,
    PointStatistics,
    YearStatistics,
)
from app.contract.scoring import SchemeName
from app.web.charts.histogram import Histogram, histogram
from app.web.charts.lines import Lines, lines
from app.web.charts.quartiles import Five, Quartiles, quartiles
from app.web.charts.scatter import Scatter, scatter

SERIES: Final = {"self": "自评", "computed": "复算", "confirmed": "审定"}
RESTS: Final = tuple(Basis)
ATTENTION: Final = ("same", "above", "word", "full")
"""What is worth a look, in the order in which it is listed."""
FIRST: Final = 10
"""So many are listed before the table of all."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which results the pages are about, as it stands in their addresses."""

    year: int | None
    region: str
    section: int | None

    @property
    def query(self) -> dict[str, str]:
        """For links; what is not asked for is left out."""
        given = {"year": self.year, "region": self.region, "section": self.section}
        return {name: str(value) for name, value in given.items() if value}


def asked_in(typed: Mapping[str, str]) -> tuple[Asked, str]:
    """What is asked for, and what of it nobody can read, in words; that is then not asked for."""
    year, region, section = (typed.get(name, "").strip() for name in ("year", "region", "section"))
    wrong = []
    if year and not (year.isdecimal() and len(year) == 4):
        wrong.append(f"年度应为四位数字，例如 2021，这里是“{year}”")
        year = ""
    if region and not (region.isdecimal() and len(region) in (6, 9)):
        wrong.append(f"区划代码应为 6 位或 9 位数字，例如 430602，这里是“{region}”")
        region = ""
    number = int(section) if section.isdecimal() and len(section) < 19 else None
    return Asked(int(year) if year else None, region, number or None), "；".join(wrong)


@dataclass(frozen=True, slots=True)
class PointsView:
    """The charts of a year's points and of all years; None where there is nothing to draw."""

    spread: Histogram | None
    spread_words: dict[str, str]
    """The series that any report has points of."""
    spread_told: str
    against: Scatter | None
    against_told: str
    years: Lines | None
    years_told: str


def points_view(found: PointStatistics, years: tuple[YearStatistics, ...]) -> PointsView:
    """The charts, each with what it says in words."""
    series = {"self": found.self_assessed, "computed": found.computed, "confirmed": found.confirmed}
    ascending = years[::-1]
    means = {
        "self": [one.self_assessed for one in ascending],
        "computed": [one.computed for one in ascending],
        "confirmed": [one.confirmed for one in ascending],
    }
    told = [
        f"{SERIES[kind]} {one.reports} 份，平均 {one.mean:f} 分" for kind, one in series.items() if one.mean is not None
    ]
    compared = sum(one.reports for one in found.pairs)
    drawn = {kind: dict(one.whole_points) for kind, one in series.items() if one.reports}
    return PointsView(
        spread=histogram(drawn, SERIES),
        spread_words={kind: SERIES[kind] for kind in drawn},
        spread_told="；".join(told) + "。",
        against=scatter([(one.computed, one.self_assessed, one.reports) for one in found.pairs]),
        against_told=f"{compared} 份报告中，{found.above} 份自评高于复算的最高可能。",
        years=lines([one.fiscal_year for one in ascending], means, SERIES),
        years_told="；".join(_year_told(one) for one in ascending) + "。",
    )


def _year_told(one: YearStatistics) -> str:
    means = zip(SERIES.values(), (one.self_assessed, one.computed, one.confirmed), strict=True)
    return f"{one.fiscal_year} 年 " + "，".join(f"{word} {mean:f}" for word, mean in means if mean is not None)


@dataclass(frozen=True, slots=True)
class Rests:
    """A part of a bar of what points rest on, in percent."""

    kind: str
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator with the bar of what its points rest on."""

    one: IndicatorStatistics
    rests: tuple[Rests, ...]


@dataclass(frozen=True, slots=True)
class SchemeView:
    """The indicators of one scheme, in its order."""

    scheme: SchemeName
    rows: tuple[IndicatorRow, ...]
    fives: tuple[Five, ...]
    chart: Quartiles | None


@dataclass(frozen=True, slots=True)
class LensView:
    """The schemes, and the indicators that are worth a look before all others."""

    schemes: tuple[SchemeView, ...]
    attention: tuple[IndicatorStatistics, ...]
    more: int
    """How many others are worth a look."""


def lens_view(found: IndicatorsStatistics) -> LensView:
    """The indicators, drawn and put in order."""
    schemes = dict.fromkeys(one.scheme for one in found.indicators)
    conspicuous = [one for one in found.indicators if one.notice in ATTENTION]
    return LensView(
        tuple(_scheme(one, found) for one in schemes),
        tuple(sorted(conspicuous, key=lambda one: (ATTENTION.index(one.notice), -(one.above or 0))))[:FIRST],
        max(len(conspicuous) - FIRST, 0),
    )


def _scheme(scheme: SchemeName, found: IndicatorsStatistics) -> SchemeView:
    own = [one for one in found.indicators if one.scheme == scheme]
    fives = tuple(five for one in own if (five := _five(one)) is not None)
    return SchemeView(scheme, tuple(IndicatorRow(one, _rests(one)) for one in own), fives, quartiles(fives))


def _five(one: IndicatorStatistics) -> Five | None:
    parts = (one.lowest, one.first_quartile, one.median, one.third_quartile, one.highest)
    known = [part for part in parts if part is not None]
    return Five(one.title, *known) if len(known) == len(parts) else None


def _rests(one: IndicatorStatistics) -> tuple[Rests, ...]:
    found, at = [], Decimal(0)
    for basis, share in zip(RESTS, (one.figures, one.judgement, one.word), strict=True):
        found.append(Rests(basis.value, f"{at:f}", f"{share:f}"))
        at += share
    return tuple(found)

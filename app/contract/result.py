"""Results (评价结果) of reports that the bureau has in its hands, as the API answers them."""

from typing import Annotated, Literal

from pydantic import Field

from app.contract.department import DepartmentName, Region
from app.contract.query import PageOptions
from app.contract.report import Number, Year
from app.contract.scoring import SchemeId, SchemeName
from app.domain.decimals import ExactDecimal
from app.domain.model import Value
from app.domain.report import STATE_LABELS, State
from app.domain.results.lens import Notice
from app.domain.results.result import Basis
from app.domain.workflow.state import IN_HAND

__all__ = ["Basis", "Notice"]

ResultOrder = Literal["confirmed", "computed", "self", "above", "late", "name"]
ORDER_NAMES: dict[ResultOrder, str] = {
    "confirmed": "审定得分从高到低",
    "computed": "复算得分从高到低",
    "self": "自评得分从高到低",
    "above": "自评高出复算最多的在前",
    "late": "逾期最多的在前",
    "name": "按部门名称",
}
STATES_WITH_RESULT = {state: word for state, word in STATE_LABELS.items() if state in IN_HAND}
TableFormat = Literal["xlsx", "csv"]


class ReportResult(Value):
    """What came of one report.

    `rank` counts from 1 by the points that the list is ordered by, alike for alike points; null in other orders, over
    several years, and where the report has no such points. `rating` is that of the confirmed total, else of the
    computed one, else of the department's own. Findings are counted at submission and where waivers change.
    """

    rank: int | None
    report: int
    department: DepartmentName
    fiscal_year: int
    state: State
    scheme: SchemeName
    self_assessed_points: ExactDecimal | None
    self_assessed_rating: str | None
    computed_low: ExactDecimal
    computed_high: ExactDecimal
    computed_rating: str | None
    confirmed_points: ExactDecimal | None
    confirmed_rating: str | None
    rating: str | None
    above: Annotated[
        ExactDecimal | None, Field(description="自评减复算：两者都有得分的各项指标之和；没有可比的指标时为空")
    ]
    missing: int
    errors: int
    warnings: int
    waived: int
    days_late: int


class ResultsFilter(Value):
    """Which results: of a year, of a region with those below it, of a section, of a scheme."""

    fiscal_year: Year | None = None
    region: Annotated[Region | None, Field(description="行政区划代码，包括下级区划")] = None
    section: Annotated[Number | None, Field(description="财政归口科室的编号")] = None
    scheme: SchemeId | None = None


class ResultFilter(PageOptions, ResultsFilter):
    """Which results, in which order; a rating is that which stands."""

    rating: Annotated[str | None, Field(max_length=40, pattern=r"^[^\x00-\x1f]*$", description="评价等次")] = None
    state: State | None = None
    order: Annotated[ResultOrder, Field(description="按什么排列")] = "confirmed"


class ResultTableOptions(ResultFilter):
    """Which results, as which file. `after` and `limit` mean nothing here: the file has all of them."""

    format: Annotated[TableFormat, Field(description="文件格式")] = "xlsx"


class Series(Value):
    """One kind of points over reports: how many have them, their mean, and how many have so many whole points."""

    reports: int
    mean: ExactDecimal | None
    whole_points: tuple[tuple[int, int], ...]
    """(whole points, rounded down; reports), ascending."""


class PointPair(Value):
    """Reports that are alike in whole points: the department's own, and the most that the computed total comes to."""

    self_assessed: int
    computed: int
    reports: int


class PointStatistics(Value):
    """How points are spread in a year. `computed` counts complete totals; the others are `unsettled`."""

    fiscal_year: int | None
    """The year asked for, or the latest that has results; null where there are none."""
    reports: int
    unsettled: int
    self_assessed: Series
    computed: Series
    confirmed: Series
    pairs: tuple[PointPair, ...]
    above: int
    """Reports whose own points are above all that can be computed, compared in whole points."""


class YearStatistics(Value):
    """A year: reports, how many were late, and the mean of each kind of points; null where no report has them."""

    fiscal_year: int
    reports: int
    late: int
    self_assessed: ExactDecimal | None
    computed: ExactDecimal | None
    confirmed: ExactDecimal | None


class YearsStatistics(Value):
    """Each year that has results, the latest first."""

    years: tuple[YearStatistics, ...]


class IndicatorName(Value):
    """An indicator of a scheme."""

    scheme: SchemeName
    id: str
    title: str
    path: tuple[str, ...]
    """The headings above it."""


class IndicatorStatistics(IndicatorName):
    """An indicator over many reports. Shares and quartiles are percent; quartiles are points in percent of full marks.

    Quartiles are null where full marks are unknown or nobody has points. `above` is own minus computed points on
    average over the `compared` reports that have both.
    """

    reports: int
    scored: int
    max_points: ExactDecimal | None
    mean: ExactDecimal | None
    lowest: ExactDecimal | None
    first_quartile: ExactDecimal | None
    median: ExactDecimal | None
    third_quartile: ExactDecimal | None
    highest: ExactDecimal | None
    full: ExactDecimal
    figures: ExactDecimal
    judgement: ExactDecimal
    word: ExactDecimal
    compared: int
    above: ExactDecimal | None
    notice: Notice
    sentence: str


class IndicatorsStatistics(Value):
    """Every indicator of the schemes that a year's results were scored under, in the order of each scheme."""

    fiscal_year: int | None
    reports: int
    indicators: tuple[IndicatorStatistics, ...]


class IndicatorOfReport(Value):
    """One report in the list of an indicator. `points` are those that stand."""

    report: int
    department: str
    state: State
    max_points: ExactDecimal | None
    self_assessed_points: ExactDecimal | None
    computed_points: ExactDecimal | None
    confirmed_points: ExactDecimal | None
    points: ExactDecimal | None
    above: ExactDecimal | None
    basis: Basis


class IndicatorReports(Value):
    """Reports of a year with one indicator, the highest points first."""

    indicator: IndicatorName
    criterion: str
    fiscal_year: int | None
    statistics: IndicatorStatistics | None
    items: tuple[IndicatorOfReport, ...]
    next: str | None


class IndicatorReportsFilter(PageOptions):
    """Which reports with an indicator."""

    fiscal_year: Year | None = None
    region: Annotated[Region | None, Field(description="行政区划代码，包括下级区划")] = None
    section: Annotated[Number | None, Field(description="财政归口科室的编号")] = None

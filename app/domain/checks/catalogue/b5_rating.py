"""B5: a rating that is not the band of the stated total, or not one of the scheme's."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from app.domain.checks.check import ERROR, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix
from app.domain.checks.interval import Interval
from app.domain.decimals import shortest
from app.domain.form.cells import folded
from app.domain.scoring.scheme import RatingEdge

AT: Final = "/form/self_scoring/rating"
PLACES: Final = ("/form/self_scoring/overall_points", "/form/self_scoring/self_assessed_points_total")
LONGEST: Final = 10
"""A cell with more characters than these is a sentence, not a label."""

_AROUND: Final = re.compile(r"\([^)]*\)|^(?:评价|自评)?(?:等次|等级|结果)[:：]?|[,，:：“”\"]|[0-9.]+分?")
_NOT_RATED: Final = re.compile(r"(?:不|未|暂不|暂未)(?:评|定)|^(?:无|/|-+|—+)$")


def find(report: Examined) -> Iterator[Found]:
    """A blank cell says nothing, and neither does one that says that no rating is given."""
    label = _label(report.form.self_scoring.rating)
    if not label or len(label) > LONGEST or _NOT_RATED.search(label):
        return
    ratings = report.scheme.scheme.ratings
    named = named_by(label, ratings)
    stated = _stated(report)
    if not named:
        yield unknown(label, ratings, None if stated is None else report.scheme.rating(stated[1]))
    elif len(named) == 1 and stated is not None:
        yield from of_another_band(report, named[0], *stated)


def _label(text: str) -> str:
    return _AROUND.sub("", folded(text))


def named_by(label: str, ratings: Sequence[RatingEdge]) -> list[int]:
    """Places of the ratings that a label can mean: by its words, else by the first character (优 is 优秀)."""
    exact = [at for at, rating in enumerate(ratings) if folded(rating.name) == label]
    return exact or [at for at, rating in enumerate(ratings) if folded(rating.name)[0] in label]


def _stated(report: Examined) -> tuple[str, Decimal] | None:
    """(place, points) of the total that the rating is of; None where it is on another scale than the scheme's."""
    scheme = report.scheme.scheme
    most = max(scheme.total_points, scheme.total_cap or scheme.total_points)
    for at in PLACES:
        points = report.number(at)
        if points is not None:
            return (at, points) if points <= most else None
    return None


def unknown(label: str, ratings: Sequence[RatingEdge], right: str | None) -> Found:
    """A label that the scheme does not have."""
    names = "、".join(f"“{rating.name}”" for rating in ratings)
    fix = Fix(f"按得分改为“{right}”", AT, right) if right else Fix(f"从{names}中选定一个")
    return Found(
        at=AT,
        amount=f"评价等次填“{label}”，评分方案的等次为{names}",
        fixes=(fix,),
        repairs={AT: None},
    )


def of_another_band(report: Examined, stated: int, at: str, points: Decimal) -> Iterator[Found]:
    """A rating that the stated total does not earn."""
    ratings = report.scheme.scheme.ratings
    right = report.scheme.rating(points)
    name, least = ratings[stated].name, ratings[stated].at_least
    if right == name:
        return
    above = ratings[stated - 1].at_least if stated else report.scheme.scheme.total_points
    band = Interval(least, above)
    edge = f"“{name}”为 {shortest(least)} 分以上" + (f"、不足 {shortest(above)} 分" if stated else "")
    nearest = least if points < least else above
    yield Found(
        at=AT,
        amount=(
            f"评价等次填“{name}”，{report.name(at).rpartition(' · ')[2]}为 {shortest(points)} 分，应为“{right}”"
            f"（{edge}，相差 {shortest(abs(points - nearest))} 分）"
        ),
        fixes=(Fix(f"把评价等次改为“{right}”", AT, right), Fix(f"核对{report.name(at).rpartition(' · ')[2]}")),
        repairs={AT: None, **dict.fromkeys(PLACES, band)},
    )


CHECK: Final = Check(
    id="B5",
    title="评价等次与得分不符",
    reason="等次由总分按评分方案的分数线确定，是结果应用和公开的依据",
    source="财预〔2020〕10号：绩效评价等级按得分划分（90分以上为优、80至90分为良、60至80分为中、60分以下为差），分数线以评分方案为准",
    severity=ERROR,
    find=find,
    passing=Example("等次写简称，中间有空格", {"/form/self_scoring/rating": " 优 "}),
    failing=Example("96.5 分填为良好", {"/form/self_scoring/rating": "良好"}),
    follows=("B2",),
)

"""What is conspicuous about an indicator, and the sentence that says so."""

from decimal import Decimal

import pytest

from app.domain.results.lens import Counted, IndicatorLens, Notice
from app.domain.results.result import Basis

FIGURES, WORD = Basis.FIGURES, Basis.WORD


def counted(points: str | None, reports: int, basis: Basis = FIGURES, above: str = "0") -> Counted:
    """So many reports with those points of 5, each claiming `above` more."""
    return Counted(
        Decimal(5), None if points is None else Decimal(points), basis, reports, reports, Decimal(above) * reports
    )


@pytest.mark.parametrize(
    ("notice", "rows"),
    [
        (Notice.FEW, [counted("5", 4)]),
        (Notice.FEW, [counted("5", 4), counted(None, 20, WORD)]),
        (Notice.SAME, [counted("5", 5)]),
        (Notice.SAME, [counted("5", 3), counted("5", 3, WORD)]),
        (Notice.ABOVE, [counted("3", 5, above="0.5"), counted("2", 5, above="0.5")]),
        (Notice.NOTHING, [counted("3", 5, above="0.49"), counted("2", 5, above="0.49")]),
        (Notice.WORD, [counted("3", 5, WORD), counted("2", 5)]),
        (Notice.NOTHING, [counted("3", 4, WORD), counted("2", 5)]),
        (Notice.FULL, [counted("5", 9), counted("2", 1)]),
        (Notice.NOTHING, [counted("5", 8), counted("2", 2)]),
    ],
)
def test_the_first_limit_that_is_reached_is_told(notice: Notice, rows: list[Counted]) -> None:
    lens = IndicatorLens(rows)
    assert lens.notice is notice
    assert lens.sentence.endswith("。")


def test_the_sentence_names_the_figures() -> None:
    assert "6 份报告都得 5 分，其中 50% 只凭填报" in IndicatorLens([counted("5", 3), counted("5", 3, WORD)]).sentence
    assert (
        "自评平均比复算高 1.5 分"
        in IndicatorLens([counted("3", 5, above="1.5"), counted("2", 5, above="1.5")]).sentence
    )
    assert "90% 的报告得满分" in IndicatorLens([counted("5", 9), counted("2", 1)]).sentence
    assert "得满分的 40% 至 60%" in IndicatorLens([counted("3", 5), counted("2", 5)]).sentence


def test_full_marks_of_unequal_size_are_compared_as_shares() -> None:
    """Where departments split a pool themselves, 3 of 3 and 5 of 5 are alike."""
    rows = [Counted(Decimal(3), Decimal(3), FIGURES, 3, 0, Decimal(0)), counted("5", 3)]
    lens = IndicatorLens(rows)
    assert (lens.notice, lens.full) == (Notice.SAME, Decimal(100))
    assert "按同一比例" in lens.sentence


def test_points_without_known_full_marks_are_spread_as_points() -> None:
    rows = [Counted(None, Decimal(points), FIGURES, 3, 0, Decimal(0)) for points in (1, 4)]
    assert "得 1 至 4 分" in IndicatorLens(rows).sentence

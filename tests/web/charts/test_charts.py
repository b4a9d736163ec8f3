"""What charts are made of: nobody is lost in a bin, and what is alike stands on the diagonal."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.web.charts.histogram import MOST_BINS, binned, histogram
from app.web.charts.lines import lines
from app.web.charts.quartiles import Five, quartiles
from app.web.charts.scale import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH
from app.web.charts.scatter import scatter

COUNTS = st.dictionaries(st.integers(0, 120), st.integers(1, 50), min_size=1, max_size=30)
WORDS = {"self": "自评", "computed": "复算"}
D = Decimal


@given(COUNTS, COUNTS)
def test_every_report_is_in_one_bin(own: dict[int, int], computed: dict[int, int]) -> None:
    bins = binned({"self": own, "computed": computed})
    assert len(bins) <= MOST_BINS
    assert sum(counts["self"] for _, _, counts in bins) == sum(own.values())
    assert sum(counts["computed"] for _, _, counts in bins) == sum(computed.values())
    assert bins[-1][1] == max(*own, *computed)
    ends = [(first, last) for first, last, _ in bins]
    assert all(one[1] + 1 == other[0] for one, other in pairwise(ends))


def test_columns_stand_on_the_axis_and_the_tallest_is_the_most() -> None:
    chart = histogram({"self": {98: 4, 99: 2}, "computed": {98: 1}}, WORDS)
    assert chart is not None
    assert [one.text for one in chart.bins] == ["98", "99"]
    assert all(float(one.y) + float(one.height) == HEIGHT - BOTTOM for one in chart.columns)
    tallest = max(chart.columns, key=lambda one: float(one.height))
    assert (tallest.kind, tallest.told) == ("self", "98 分：自评 4 份")
    assert histogram({}, WORDS) is None


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100), st.integers(1, 900)), min_size=1, max_size=20))
def test_what_is_alike_is_on_the_diagonal_and_who_claims_more_above_it(pairs: list[tuple[int, int, int]]) -> None:
    chart = scatter(pairs)
    assert chart is not None
    plot_wide, plot_tall = WIDTH - RIGHT - LEFT, HEIGHT - BOTTOM - TOP
    for (computed, own, _), dot in zip(pairs, chart.dots, strict=True):
        across = (float(dot.x) - LEFT) / plot_wide
        up = (HEIGHT - BOTTOM - float(dot.y)) / plot_tall
        assert 0 <= across <= 1
        assert 0 <= up <= 1
        assert dot.kind == ("over" if own > computed else "under")
        if own == computed:
            assert abs(across - up) < 0.002
        else:
            assert (up > across) is (own > computed)


def test_a_dot_grows_with_its_reports_in_area() -> None:
    chart = scatter([(80, 90, 1), (80, 91, 4)])
    assert chart is not None
    one, four = (float(dot.radius) for dot in chart.dots)
    assert four == 2 * one
    assert scatter([]) is None


def test_a_line_is_broken_where_a_year_has_nothing() -> None:
    chart = lines([2019, 2020, 2021], {"self": [D(90), None, D(95)], "computed": [D(80), D(81), D(82)]}, WORDS)
    assert chart is not None
    assert [one.kind for one in chart.strokes] == ["computed", "computed"]
    assert [one.told for one in chart.marks if one.kind == "self"] == ["2019 年自评平均 90 分", "2021 年自评平均 95 分"]
    assert [tick.text for tick in chart.below] == ["2019", "2020", "2021"]
    assert lines([2021], {"self": [None]}, WORDS) is None


def test_quartiles_stand_in_their_order_and_bonus_points_end_at_the_edge() -> None:
    chart = quartiles([Five("社会公众或服务对象满意度指标", D(0), D(25), D(50), D(75), D(120))])
    assert chart is not None
    (bar,) = chart.bars
    places = [float(bar.lowest), float(bar.box), float(bar.median), float(bar.highest)]
    assert places == sorted(places)
    assert float(bar.highest) == WIDTH - RIGHT
    assert bar.name.endswith("…")
    assert "社会公众或服务对象满意度指标：最低 0%" in bar.told
    assert quartiles([]) is None

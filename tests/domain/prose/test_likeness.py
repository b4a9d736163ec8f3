"""What makes two passages alike, and by which numbers an index finds that they are."""

import random

import pytest

from app.domain.form.form import Form
from app.domain.prose.official import own_words, terms
from app.domain.prose.passages import LONGEST, MOST, passages_of
from app.domain.prose.prints import LEAST, prints_of
from app.domain.prose.shingles import bare, common, shingles

RIVER = "完成青石河两岸堤防加固十二公里，新建沿河泵站三座，汛前清淤河道，排除险工险段二十一处，确保村镇安全度汛。"
LIBRARY = "县图书馆延长夜间开放时间，新增少儿阅览座位两百个，流动书车每周到山区学校送书，办理借阅证三千余张。"
FORMULA = "严格执行中央八项规定精神，厉行节约，压缩三公经费；把绩效评价作为日常性工作，建立长效机制。"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("目标1：加固堤防。", "加固堤防"),
        ("（一）加固堤防；\n（二）清淤河道", "1、加固堤防\n2、清淤河道"),
        ("完成 １２ 公里，“堤防”", "完成3公里堤防"),
        ("ＡＢ工程", "AB工程"),
    ],
)
def test_numbering_figures_width_and_punctuation_make_no_difference(one: str, other: str) -> None:
    assert bare(one) == bare(other)


def test_a_number_inside_a_sentence_is_no_numbering() -> None:
    assert bare("十大工程，一网通办") == "十大工程一网通办"


def test_a_sentence_taken_over_into_a_long_text_is_there_whole() -> None:
    same = common(shingles(bare(RIVER)), shingles(bare(LIBRARY + RIVER + LIBRARY)))
    assert same.of_ours == same.share == 1
    assert same.of_theirs < 0.5


def test_texts_on_different_subjects_have_nothing_in_common() -> None:
    assert common(shingles(bare(RIVER)), shingles(bare(LIBRARY))).share == 0
    assert common(frozenset(), shingles(bare(LIBRARY))).share == 0


def test_official_wording_says_nothing_of_its_own() -> None:
    assert own_words(FORMULA) == ""
    assert terms("贯彻落实中央关于水利工作的方针政策和决策部署") == {"水利"}


def test_prints_are_the_same_for_ever() -> None:
    assert prints_of("加固堤防清淤河道") == prints_of("加固堤防，清淤河道。")
    assert prints_of("加固堤防清淤河道") == (
        -6929278932749421975, -1841778871899190577, -834320435970466129, 5314929564723737524,
    )  # fmt: skip


def test_prints_fit_a_signed_column_and_are_a_sample_of_a_long_text() -> None:
    dice = random.Random(1)
    long = "".join(chr(dice.randint(0x4E00, 0x9FA5)) for _ in range(4_000))
    prints = prints_of(long)
    assert len(prints) == pytest.approx(500, rel=0.2)
    assert list(prints) == sorted(set(prints))
    assert all(-(2**63) <= number < 2**63 for number in prints)


def test_a_copied_stretch_leaves_its_prints_in_whatever_surrounds_it() -> None:
    assert len(prints_of(RIVER)) >= LEAST
    inside = prints_of(f"{LIBRARY}{RIVER}{LIBRARY}")
    assert set(prints_of(RIVER * 2)) & set(inside)


@pytest.mark.parametrize("text", ["", "无", "2021", "一二三", "𠮷" * 40])
def test_odd_texts_have_prints_or_none(text: str) -> None:
    assert len(prints_of(text)) <= LEAST


def test_the_passages_of_a_report_are_its_cells_and_each_paragraph_of_the_narrative() -> None:
    form = Form.model_validate(
        {
            "profile": {"duties": f"1、{RIVER}\n2、{LIBRARY}", "achievements": "已完成"},
            "objectives": {"qualitative": [{"objective": LIBRARY, "result": "100%"}]},
            "narrative": {"sections": [{"text": f"1、基本情况\n{RIVER}\n{LIBRARY}"}]},
        }
    )
    section = "/form/narrative/sections/0/text"
    assert [(one.pointer, one.start) for one in passages_of(form)] == [
        ("/form/profile/duties", 0),
        ("/form/objectives/qualitative/0/objective", 0),
        (section, 7),
        (section, 8 + len(RIVER)),
    ]


def test_a_report_of_any_length_has_a_bounded_number_of_passages_of_bounded_length() -> None:
    sections = [{"text": "\n".join([RIVER * 60] * 5)} for _ in range(100)]
    found = passages_of(Form.model_validate({"narrative": {"sections": sections}}))
    assert len(found) == MOST
    assert {len(one.text) for one in found} == {LONGEST}

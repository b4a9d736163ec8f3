"""What an examination finds in the real official form, and nothing else (DOMAIN 3.3 has the twenty in words)."""

from app.documents.text import read_text
from app.domain.checks.examine import examine
from app.domain.checks.finding import Finding
from app.schemes.loader import shipped_schemes

ROWS, NARRATIVE, OBJECTIVES = "/form/self_scoring/rows", "/form/narrative/sections", "/form/objectives"

EXPECTED = [
    ("D1", "error", f"{OBJECTIVES}/quantitative/0/target", []),  # 产出 25/25 without goals of quality, quantity, cost
    ("D1", "error", f"{OBJECTIVES}/quantitative/11/target", []),  # 经济效益
    ("D1", "error", f"{OBJECTIVES}/quantitative/12/target", []),  # 生态效益
    ("C1", "error", f"{ROWS}/7/deduction_reason", []),
    ("C1", "error", f"{ROWS}/9/deduction_reason", []),
    ("D5", "error", f"{ROWS}/24/self_assessed_points", ["F4"]),  # satisfaction without a survey
    ("E1", "error", f"{NARRATIVE}/0/text", ["E2"]),  # 361.00 for 106.43, 1,030.23 for 775.66
    ("E6", "warning", "/form/revenue/rows/0/institution", []),
    ("F5", "warning", "/form/expenditure/rows/0/year_end_balance", []),  # 资金结余 rests on a blank
    ("D2", "warning", f"{OBJECTIVES}/quantitative/6/target", []),
    ("D3", "warning", f"{OBJECTIVES}/qualitative/0/result", ["D4"]),
    ("D6", "warning", f"{ROWS}/15/criterion", []),  # the assessment of 2018
    *(("F4", "warning", f"{ROWS}/{at}/self_assessed_points", list[str]()) for at in (1, 2, 3, 4, 6, 10, 11)),
    ("G1", "warning", "/form/panel", []),
    ("G2", "warning", "/form/panel", []),
    ("C3", "warning", f"{NARRATIVE}/2/text", []),  # 公务卡 is a problem with full marks
    ("C3", "warning", f"{NARRATIVE}/2/text", []),  # two deductions that no problem mentions
    ("E3", "warning", f"{NARRATIVE}/0/text", ["E3", "E3"]),  # another office's duties, and two of its goals
    ("E4", "warning", f"{NARRATIVE}/1/number", []),  # no section 二
    ("E5", "warning", f"{NARRATIVE}/0/text", []),  # a second-level unit that the tables do not have
]
"""Left to people: misspelt words (12), a quantity that is set down as satisfaction (17); what the scheme itself leaves
open (20) is told of the scheme, and F2 is silent since the scheme says what 0 against 0 comes to."""


def found_in(seed_text: str) -> list[Finding]:
    envelope = read_text(seed_text)
    return examine(shipped_schemes()[0], envelope.form, envelope.supplement)


def test_the_seed_raises_each_finding_that_a_machine_can_see_and_no_other(seed_text: str) -> None:
    found = found_in(seed_text)
    told = [(one.check, one.severity.value, one.pointer, [linked.check for linked in one.linked]) for one in found]
    assert told == EXPECTED


def test_the_breakdown_and_the_wrong_figure_are_one_fault_with_their_common_gap(seed_text: str) -> None:
    (finding,) = [one for one in found_in(seed_text) if one.check == "E1"]
    for figure in ("361.00", "106.43", "1,030.23", "775.66", "254.57"):
        assert figure in finding.message
    assert "正是一般商品服务支出比表中多出的数" in finding.linked[0].amount

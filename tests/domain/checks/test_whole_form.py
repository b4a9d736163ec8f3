"""Sections that are empty, the register's budget code, and the real form's missing inputs."""

from app.documents.text import read_text
from app.domain.checks.context import Context, Registered
from app.domain.checks.examine import examine
from app.domain.checks.finding import Stage
from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.schemes.loader import shipped_schemes
from tests.domain.checks.changed import findings, of

SCHEME = shipped_schemes()[0]


def test_an_empty_form_is_one_finding_that_names_every_section() -> None:
    (found,) = of("G4", examine(SCHEME, Form(), Supplement()))
    assert "有 9 个部分没有填写" in found.amount
    assert of("G4", examine(SCHEME, Form(), Supplement(), stage=Stage.DRAFT)) == []


def test_a_budget_code_that_is_not_typed_yet_is_no_finding() -> None:
    register = Context(registered=Registered("示例县档案服务中心", "901001"))
    assert of("G5", findings({"/form/cover/budget_code": ""}, register)) == []


def test_an_own_code_that_another_department_has_too_is_for_the_register_to_mend() -> None:
    register = Context(registered=Registered("示例县档案服务中心", "901001", "示例县史志中心"))
    (found,) = of("G5", findings({}, register))
    assert "是示例县史志中心的编码" in found.amount
    assert [fix.pointer for fix in found.fixes] == [None]


def test_the_real_form_claims_points_without_these_inputs(seed_text: str) -> None:
    found = of("F4", examine(SCHEME, read_text(seed_text).form, Supplement()))
    rows = [int(one.pointer.split("/")[4]) for one in found]
    assert [at for at in rows if at != 24] == [1, 2, 3, 4, 6, 10, 11]  # the last is satisfaction, which D5 may tell


def test_the_real_forms_tables_are_right_and_its_criterion_is_not(seed_text: str) -> None:
    found = examine(SCHEME, read_text(seed_text).form, Supplement())
    assert [one.check for one in found if one.check[0] in "AH"] == []
    assert ["共 6 项指标" in one.amount for one in of("D6", found)] == [True]

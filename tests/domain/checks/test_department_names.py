"""E6: which names are the same department's, and which are another name for it."""

from typing import Any

import pytest

from app.domain.checks.catalogue.e6_names import misnamed, same
from app.domain.checks.check import Example
from app.domain.checks.context import Context, Registered
from app.domain.checks.examples import findings_of
from app.domain.checks.finding import Finding

TABLES = ("revenue", "expenditure", "three_public", "fixed_assets")


def found(changes: dict[str, Any], registered: str = "示例县档案服务中心") -> list[Finding]:
    context = Context(registered=Registered(registered, "901001"))
    return [one for one in findings_of(Example("", changes, context)) if one.check == "E6"]


def in_every_table(name: str) -> dict[str, Any]:
    return {f"/form/{table}/rows/0/institution": name for table in TABLES}


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("江岸市示例区水利服务中心", "区水利服务中心"),
        ("江岸市示例区水利服务中心", "示例区水利服务中心（本级）"),
        ("示例县卫生健康局", "县卫健局"),
        ("示例县残疾人联合会", "县残联"),
        ("示例县住房和城乡建设局", "县住建局"),
        ("示例县应急管理局", "应急局"),
        ("示例县市场监督管理局", "县市场监管局"),
        ("示例县人民政府办公室", "县政府办"),
        ("中共示例县委宣传部", "县委宣传部"),
        ("中共示例县委宣传部", "宣传部机关"),
        ("示例县第一中学", "县一中"),
    ],
)
def test_customary_short_forms_are_the_same_department(full: str, short: str) -> None:
    assert same(full, short)
    assert not misnamed(short, full)


@pytest.mark.parametrize(
    ("name", "other"),
    [("江岸市示例区水利服务中心", "区水利中心"), ("示例县水利工程质量服务站", "县水利工程服务站")],
)
def test_a_name_without_one_of_its_words_is_another_name(name: str, other: str) -> None:
    assert misnamed(other, name)


def test_all_places_of_a_variant_are_one_finding_that_names_it() -> None:
    (finding,) = found(in_every_table("县档案中心"))
    assert "等 4 处写作“县档案中心”" in finding.amount
    assert finding.pointer == "/form/revenue/rows/0/institution"
    assert "/form/fixed_assets/rows/0/institution" in finding.others


def test_one_wrong_cell_can_be_put_right_by_writing_the_name_that_stands_elsewhere() -> None:
    (finding,) = found({"/form/revenue/rows/0/institution": "县档案中心"})
    assert (finding.fixes[0].pointer, finding.fixes[0].value) == (finding.pointer, "示例县档案服务中心")


def test_evaluators_who_all_drop_a_word_are_told() -> None:
    organisations = {f"/form/panel/evaluators/{at}/organisation": "县档案中心" for at in range(3)}
    (finding,) = found(organisations)
    assert finding.pointer == "/form/panel/evaluators/0/organisation"


def test_an_evaluator_from_elsewhere_is_legitimate() -> None:
    assert found({"/form/panel/evaluators/1/organisation": "江岸会计师事务所"}) == []
    assert found({"/form/panel/evaluators/1/organisation": "县档案中心"}) == []


def test_rows_beside_the_departments_own_are_its_units() -> None:
    unit = {"institution": "县档案中心", "total": "0"}
    assert found({"/form/three_public/rows/-": unit, "/form/fixed_assets/rows/-": unit}) == []


def test_a_table_of_another_department_alone_is_told() -> None:
    (finding,) = found({"/form/revenue/rows/0/institution": "县水利局"})
    assert "写作“县水利局”" in finding.amount


@pytest.mark.parametrize("name", ["本单位", "机关本级", "合计", "", " "])
def test_a_row_that_names_nobody_raises_nothing(name: str) -> None:
    assert found(in_every_table(name)) == []


def test_a_cover_that_differs_from_the_register_is_told_with_the_registered_name() -> None:
    (finding,) = found({}, registered="示例县档案馆")
    assert finding.fixes[0].value == "示例县档案馆"
    assert found({}, registered="江岸市示例县档案服务中心") == []


def test_a_blank_cover_says_nothing_to_compare() -> None:
    assert found({"/form/cover/department_name": ""}) == []

"""Thirty faults in one report are thirty findings: none hides another, and none is told twice."""

from collections import Counter
from datetime import date
from typing import Any, Final

from app.domain.checks.check import Example
from app.domain.checks.context import Context, Passage, Registered
from app.domain.checks.examples import FORM, findings_of
from app.domain.form.form import Form

ROWS, NARRATIVE = "/form/self_scoring/rows", "/form/narrative/sections"
REVENUE, SPENDING = "/form/revenue/rows/0", "/form/expenditure/rows/0"
QUALITATIVE, QUANTITATIVE = "/form/objectives/qualitative", "/form/objectives/quantitative"

COPIED: Final = (
    "全年承办全市职工技能竞赛三场，组织技术工人参加省级比武并获奖，评选首席技师十二名，建立劳模创新工作室五个，"
    "走访慰问困难职工二百余户，按季度通报各基层工会的组建进度。"
)
LAST_YEAR: Final = Form.model_validate(
    {
        **FORM,
        "cover": {**FORM["cover"], "fiscal_year": 2020},
        "expenditure": {"rows": [{**FORM["expenditure"]["rows"][0], "cumulative_balance": "26.00"}]},
        "three_public": {
            "rows": [{**FORM["three_public"]["rows"][0], "total": "8.20", "vehicle_running_costs": "6.20"}]
        },
        "fixed_assets": {"rows": [{"total": "48.00", "in_use": "44.00", "leased_out": "3.00", "other": "1.00"}]},
    }
)
CONTEXT: Final = Context(
    registered=Registered("示例县档案服务中心", "901002"),
    deadline=date(2022, 5, 9),
    history={2020: LAST_YEAR},
    attached=frozenset(),
    passages=(Passage(7, "示例县总工会", 2021, "/form/profile/achievements", COPIED),),
)

FAULTS: Final[list[tuple[str, dict[str, Any]]]] = [
    ("A1", {f"{REVENUE}/government_fund_appropriation": "53.00"}),
    ("A1", {f"{SPENDING}/operating": "126.00"}),
    ("A3", {"/form/three_public/rows/0/vehicle_running_costs": "6.60"}),
    ("A3", {"/form/fixed_assets/rows/0/other": "18.00"}),
    ("A4", {f"{NARRATIVE}/0/text": FORM["narrative"]["sections"][0]["text"] + "预算执行率为99.2%。"}),
    ("A8", {f"{SPENDING}/cumulative_balance": "12.00"}),
    ("B1", {f"{ROWS}/4/max_points": "12"}),
    ("B2", {"/form/self_scoring/self_assessed_points_total": "97.5"}),
    ("B4", {"/form/profile/established_posts": "36"}),
    ("B5", {"/form/self_scoring/rating": "良好"}),
    ("C1", {f"{ROWS}/3/deduction_reason": ""}),
    ("C1", {f"{ROWS}/5/deduction_reason": "办结超期2件，扣1分"}),
    ("C3", {f"{NARRATIVE}/3/text": FORM["narrative"]["sections"][3]["text"] + "三是三公经费变动率控制不严。"}),
    ("C5", {f"{QUANTITATIVE}/1/result": "6,200卷"}),
    ("C6", {f"{QUANTITATIVE}/0/result": "不低于98%"}),
    ("C7", {f"{QUANTITATIVE}/5/target": "补正材料办结率不低于95%", f"{QUANTITATIVE}/5/result": "99%"}),
    ("D1", {f"{QUANTITATIVE}/4/target": "无", f"{QUANTITATIVE}/4/result": "0"}),
    ("D2", {f"{QUANTITATIVE}/6/target": "积极推行电子查档", f"{QUANTITATIVE}/6/result": "全面推行"}),
    ("D3", {f"{QUALITATIVE}/0/result": "到期档案按计划接收进馆。"}),
    ("D5", {"/supplement/satisfaction": None, f"{QUANTITATIVE}/7/result": "群众满意"}),
    ("D6", {"/form/narrative/title": "2019年部门整体支出绩效评价报告"}),
    ("D6", {f"{QUALITATIVE}/1/objective": "2018年底前完成馆藏重点档案数字化。"}),
    ("E1", {f"{NARRATIVE}/1/text": "全年收入800.00万元，支出780.00万元，其中项目支出310.00万元。"}),
    ("E2", {f"{NARRATIVE}/2/text": "三公经费8.00万元，主要用于：会议接待5.00万元、考察接待4.50万元。{COPIED}"}),
    ("E3", {}),
    ("E4", {f"{NARRATIVE}/4/number": "六"}),
    ("E7", {f"{NARRATIVE}/4/text": "建立财务制度执行检查台账，压减{公用经费总额}，每季度通报一次。"}),
    ("F3", {f"{ROWS}/6/deduction_reason": "不适用"}),
    ("F4", {"/supplement/card": None}),
    ("G1", {"/form/panel/department_opinion/date": "2022-05-10"}),
    ("G2", {"/form/panel/evaluators/1/position": "主任", "/form/panel/evaluators/2/position": "副主任"}),
    ("G3", {}),
    ("G5", {}),
    ("G6", {"/scheme/items/3/items/0/rule/attachment": True}),
    ("H1", {}),
    ("H3", {}),
]
"""Each with the check that has to find it; those without changes lie in what is known beside the report."""


def test_thirty_faults_in_one_report_are_thirty_findings() -> None:
    changes = {pointer: value for _, made in FAULTS for pointer, value in made.items()}
    second = f"{NARRATIVE}/2/text"
    changes[second] = str(changes[second]).replace("{COPIED}", COPIED)
    found = findings_of(Example("", changes, CONTEXT))
    assert Counter(one.check for one in found) == Counter(check for check, _ in FAULTS), [one.message for one in found]
    assert len(FAULTS) >= 30

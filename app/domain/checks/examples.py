"""The sound report that every example of the catalogue changes in one or two places, and the scheme it is under.

It agrees with itself in every way that the catalogue looks for; people, department and figures are invented.
"""

import re
from copy import deepcopy
from functools import cache
from typing import Any, Final

from app.domain.checks.catalogue import BY_ID
from app.domain.checks.check import Example
from app.domain.checks.examine import examine
from app.domain.checks.finding import Finding
from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.domain.pointer import tokens_of
from app.domain.scoring.compiled import CompiledScheme, compile_scheme
from app.domain.scoring.scheme import Scheme

SCHEME: Final[dict[str, Any]] = {
    "id": "example-2021",
    "version": 1,
    "title": "示例县2021年度部门整体支出绩效评价评分表",
    "issuer": "示例县财政局",
    "region": "999900",
    "fiscal_years": [2021],
    "total_points": "100",
    "ratings": [
        {"name": "优秀", "at_least": "90"},
        {"name": "良好", "at_least": "80"},
        {"name": "中", "at_least": "60"},
        {"name": "差", "at_least": "0"},
    ],
    "rounding": {"points": "0.01", "rates": "0.01", "mode": "half_up"},
    "evidence": {
        "staff": {
            "title": "实有人数",
            "unit": "人",
            "kind": "number",
            "by": "record",
            "from": "/profile/staff_in_post",
        },
        "posts": {
            "title": "人员编制",
            "unit": "人",
            "kind": "number",
            "by": "record",
            "from": "/profile/established_posts",
        },
        "three_public": {
            "title": "三公经费合计",
            "unit": "万元",
            "kind": "number",
            "by": "record",
            "from": "/three_public/total/total",
        },
        "three_public_prior": {"title": "上年度三公经费总额", "unit": "万元", "kind": "number", "by": "record"},
        "spent": {
            "title": "支出合计",
            "unit": "万元",
            "kind": "number",
            "by": "record",
            "from": "/expenditure/total/total",
        },
        "budget": {"title": "预算数", "unit": "万元", "kind": "number", "by": "record"},
        "rules": {"title": "管理制度健全性", "kind": "checks", "by": "filer"},
        "card": {"title": "公务卡刷卡率", "unit": "%", "kind": "number", "by": "record"},
        "cases": {"title": "办结率", "unit": "%", "kind": "number", "by": "record"},
        "training": {"title": "培训完成率", "unit": "%", "kind": "number", "by": "record"},
        "social": {"title": "社会效益自评", "kind": "points", "by": "filer"},
        "satisfaction": {"title": "服务对象满意度", "unit": "%", "kind": "number", "by": "record"},
    },
    "items": [
        {
            "title": "投入",
            "points": "15",
            "items": [
                {
                    "id": "staffing",
                    "title": "财政供养人员控制率",
                    "points": "10",
                    "criterion": "控制率不超过100%得10分；每超过1个百分点扣1分，扣完为止。",
                    "measure": {"ratio": ["staff", "posts"], "as": "percent", "zero_base": "unscored"},
                    "rule": {
                        "kind": "steps",
                        "standard": "100",
                        "worse": "above",
                        "step": "1",
                        "deduct": "1",
                        "part_step": "full",
                    },
                },
                {
                    "id": "three_public_change",
                    "title": "三公经费变动率",
                    "points": "5",
                    "criterion": "变动率不大于0得5分；每增加1个百分点扣1分，扣完为止。",
                    "measure": {
                        "change": ["three_public", "three_public_prior"],
                        "as": "percent",
                        "zero_base": {"zero_zero": {"value": "0"}, "x_zero": "unscored"},
                    },
                    "rule": {
                        "kind": "steps",
                        "standard": "0",
                        "worse": "above",
                        "step": "1",
                        "deduct": "1",
                        "part_step": "full",
                    },
                },
            ],
        },
        {
            "title": "过程",
            "points": "40",
            "items": [
                {
                    "id": "execution",
                    "title": "预算执行率",
                    "points": "20",
                    "criterion": "95%（含）以上20分；90%（含）-95%15分；低于90%不得分。",
                    "measure": {"ratio": ["spent", "budget"], "as": "percent", "zero_base": "unscored"},
                    "rule": {
                        "kind": "bands",
                        "rows": [
                            {"at_least": "95", "points": "20"},
                            {"at_least": "90", "below": "95", "points": "15"},
                            {"below": "90", "points": "0"},
                        ],
                    },
                },
                {
                    "id": "soundness",
                    "title": "管理制度健全性",
                    "points": "10",
                    "criterion": "①已制定内部财务管理制度，4分；②制度合法、合规、完整，3分；③制度得到有效执行，3分。",
                    "measure": {"value": "rules"},
                    "rule": {
                        "kind": "checklist",
                        "of": [
                            {"id": "exist", "text": "已制定内部财务管理制度", "points": "4", "award": "all_or_nothing"},
                            {"id": "lawful", "text": "制度合法、合规、完整", "points": "3", "award": "all_or_nothing"},
                            {"id": "kept", "text": "制度得到有效执行", "points": "3", "award": "all_or_nothing"},
                        ],
                    },
                },
                {
                    "id": "card_rate",
                    "title": "公务卡刷卡率",
                    "points": "10",
                    "criterion": "刷卡率达50%以上得10分；每减少1个百分点扣1分，扣完为止。",
                    "measure": {"value": "card"},
                    "rule": {
                        "kind": "steps",
                        "standard": "50",
                        "worse": "below",
                        "step": "1",
                        "deduct": "1",
                        "part_step": "full",
                    },
                },
            ],
        },
        {
            "title": "产出",
            "points": "25",
            "items": [
                {
                    "id": "case_rate",
                    "title": "办结率",
                    "points": "15",
                    "criterion": "得分 = 办结率 × 15 分。",
                    "measure": {"value": "cases"},
                    "rule": {"kind": "proportional", "form": "ratio", "target": "100", "better": "higher"},
                },
                {
                    "id": "training_rate",
                    "title": "培训完成率",
                    "points": "10",
                    "criterion": "得分 = 完成率 × 10 分。",
                    "measure": {"value": "training"},
                    "rule": {"kind": "proportional", "form": "ratio", "target": "100", "better": "higher"},
                },
            ],
        },
        {
            "title": "效果",
            "points": "20",
            "items": [
                {
                    "id": "social_effect",
                    "title": "社会效益",
                    "points": "10",
                    "criterion": "按社会效益的实现程度评分。",
                    "measure": {"value": "social"},
                    "rule": {
                        "kind": "judged",
                        "min": "0",
                        "step": "0.5",
                        "by": "filer",
                        "reason": "below_full",
                        "attachment": False,
                    },
                },
                {
                    "id": "satisfied",
                    "title": "服务对象满意度",
                    "points": "10",
                    "criterion": "95%（含）以上10分；85%（含）-95%6分；低于85%不得分。",
                    "measure": {"value": "satisfaction"},
                    "rule": {
                        "kind": "bands",
                        "rows": [
                            {"at_least": "95", "points": "10"},
                            {"at_least": "85", "below": "95", "points": "6"},
                            {"below": "85", "points": "0"},
                        ],
                    },
                },
            ],
        },
    ],
}


def _row(category: str, group: str, indicator: str, points: str, given: str, reason: str = "") -> dict[str, Any]:
    return {
        "category": category,
        "group": group,
        "indicator": indicator,
        "max_points": points,
        "self_assessed_points": given,
        "deduction_reason": reason,
    }


FORM: Final[dict[str, Any]] = {
    "cover": {
        "title": "示例县2021年度部门（单位）整体支出绩效评价自评报告",
        "department_name": "示例县档案服务中心",
        "budget_code": "901001",
        "fiscal_year": 2021,
        "evaluation_method": "部门（单位）绩效自评",
        "evaluation_body": "部门（单位）评价组",
        "report_date": "2022-05-10",
        "issuer": "示例县财政局",
    },
    "profile": {
        "contact": "甲一",
        "phone": "07000000001",
        "established_posts": "40",
        "staff_in_post": "38",
        "duties": "负责全县档案的收集、整理、保管和利用，指导各单位的档案工作，开展档案查阅服务。",
        "main_work": "1、接收各单位到期档案进馆。\n2、推进馆藏档案数字化。\n3、开展档案查阅利用服务和业务培训。",
        "achievements": "接收档案3,200卷，数字化扫描12万页，接待查阅5,600人次。",
    },
    "revenue": {
        "rows": [
            {
                "institution": "示例县档案服务中心",
                "total": "800.00",
                "prior_year_carryover": "20.00",
                "general_budget_appropriation": "700.00",
                "government_fund_appropriation": "50.00",
                "special_account_non_tax_revenue": {"none": "无"},
                "other": "30.00",
            }
        ]
    },
    "expenditure": {
        "rows": [
            {
                "institution": "示例县档案服务中心",
                "total": "780.00",
                "basic": "480.00",
                "personnel": "360.00",
                "operating": "120.00",
                "project": "300.00",
                "year_end_balance": "0.00",
                "cumulative_balance": "20.00",
            }
        ]
    },
    "three_public": {
        "rows": [
            {
                "institution": "示例县档案服务中心",
                "total": "8.00",
                "official_hospitality": "2.00",
                "vehicle_running_costs": "6.00",
                "vehicle_purchases": {"none": "无"},
                "overseas_travel": {"none": "无"},
            }
        ]
    },
    "fixed_assets": {
        "rows": [
            {
                "institution": "示例县档案服务中心",
                "total": "500.00",
                "in_use": "460.00",
                "leased_out": "30.00",
                "other": "10.00",
            }
        ]
    },
    "objectives": {
        "qualitative": [
            {"objective": "到期档案按计划接收进馆。", "result": "接收12家单位的到期档案3,200卷，计划内单位全部进馆。"},
            {"objective": "馆藏重点档案完成数字化。", "result": "扫描12万页，民生类档案全部可在线检索。"},
        ],
        "quantitative": [
            {"kind": "quality", "target": "扫描件一次验收合格率不低于98%", "result": "98.6%"},
            {"kind": "quantity", "target": "接收档案3,000卷", "result": "3,200卷"},
            {"kind": "timeliness", "target": "12月底前完成年度数字化", "result": "11月20日完成"},
            {"kind": "cost", "target": "数字化单价不超过0.35元/页", "result": "0.34元/页"},
            {"kind": "social", "target": "全年接待查阅5,000人次", "result": "5,600人次"},
            {"kind": "economic", "target": "减少重复制证支出20万元", "result": "减少22万元"},
            {"kind": "ecological", "target": "电子查档替代纸质复印3万页", "result": "3.1万页"},
            {
                "kind": "satisfaction",
                "target": "查档群众满意度不低于95%",
                "result": "电话回访问卷调查600份，满意率96.2%",
            },
        ],
    },
    "self_scoring": {
        "rows": [
            _row("投入（15分）", "预算配置（15分）", "财政供养人员控制率", "10", "10"),
            _row("投入（15分）", "预算配置（15分）", "三公经费变动率", "5", "5"),
            _row("过程（40分）", "预算管理（40分）", "预算执行率", "20", "20"),
            _row(
                "过程（40分）",
                "预算管理（40分）",
                "管理制度健全性",
                "10",
                "7",
                "内部财务管理制度的执行检查没有形成书面记录，扣3分",
            ),
            _row("过程（40分）", "预算管理（40分）", "公务卡刷卡率", "10", "10"),
            _row("产出（25分）", "职责履行（25分）", "办结率", "15", "15"),
            _row("产出（25分）", "职责履行（25分）", "培训完成率", "10", "10"),
            _row("效果（20分）", "履职效益（20分）", "社会效益", "10", "9.5", "边远乡镇查档仍需到馆，扣0.5分"),
            _row("效果（20分）", "履职效益（20分）", "服务对象满意度", "10", "10"),
        ],
        "max_points_total": "100",
        "self_assessed_points_total": "96.5",
        "overall_points": "96.5",
        "rating": "优秀",
    },
    "panel": {
        "evaluators": [
            {"name": "甲二", "position": "副主任", "organisation": "示例县档案服务中心", "signature": "甲二"},
            {"name": "甲三", "position": "财务股长", "organisation": "示例县档案服务中心", "signature": "甲三"},
            {"name": "甲四", "position": "业务股长", "organisation": "示例县档案服务中心", "signature": "甲四"},
        ],
        "panel_lead": {"signature": "甲二", "date": "2022-05-11"},
        "department_opinion": {"opinion": "同意", "signature": "甲五", "date": "2022-05-12"},
        "finance_opinion": {"opinion": "同意", "signature": "甲六", "date": "2022-05-20"},
    },
    "preparer": {"name": "甲七", "phone": "07000000002"},
    "narrative": {
        "title": "2021年部门整体支出绩效评价报告",
        "sections": [
            {
                "number": "一",
                "title": "部门（单位）概况",
                "text": "示例县档案服务中心负责全县档案的收集、保管和利用。核定编制40人，实有38人。",
            },
            {
                "number": "二",
                "title": "整体支出管理及使用情况",
                "text": (
                    "全年收入800.00万元，支出780.00万元，其中：基本支出480.00万元"
                    "（人员支出360.00万元，公用支出120.00万元），项目支出300.00万元。三公经费支出8.00万元。"
                ),
            },
            {
                "number": "三",
                "title": "整体支出绩效情况",
                "text": "接收档案3,200卷，数字化扫描12万页，查档群众满意率96.2%，自评得分96.5分。",
            },
            {
                "number": "四",
                "title": "存在的主要问题",
                "text": (
                    "一是管理制度健全性有差距，财务制度的执行检查没有书面记录；"
                    "二是社会效益在边远乡镇还不明显，群众查档仍要到馆。"
                ),
            },
            {
                "number": "五",
                "title": "改进措施和有关建议",
                "text": "建立财务制度执行检查台账，每季度通报一次；在三个边远乡镇设立查档点。",
            },
        ],
    },
}

SUPPLEMENT: Final[dict[str, Any]] = {
    "three_public_prior": "8.20",
    "budget": "800.00",
    "rules": {"exist": True, "lawful": True, "kept": False},
    "card": "62.5",
    "cases": "100",
    "training": "100",
    "social": {"points": "9.5", "reason": "边远乡镇查档仍需到馆"},
    "satisfaction": "96.2",
}


@cache
def example_scheme() -> CompiledScheme:
    """The scheme of the examples, compiled."""
    return compile_scheme(Scheme.model_validate(SCHEME))


def report_of(example: Example) -> tuple[CompiledScheme, Form, Supplement]:
    """The sound report with the example's changes, and its scheme (`/scheme/…` changes that)."""
    content = deepcopy({"form": FORM, "supplement": SUPPLEMENT, "scheme": SCHEME})
    for pointer, value in example.changes.items():
        _put(content, tokens_of(pointer), deepcopy(value))
    scheme = example_scheme()
    if any(pointer.startswith("/scheme") for pointer in example.changes):
        scheme = compile_scheme(Scheme.model_validate(content["scheme"]))
    return scheme, Form.model_validate(content["form"]), Supplement.model_validate(content["supplement"])


def findings_of(example: Example) -> list[Finding]:
    """What an examination finds in the example's report."""
    scheme, form, supplement = report_of(example)
    return examine(scheme, form, supplement, example.context, example.stage)


@cache
def places_of(check: str) -> tuple[str, ...]:
    """The kinds of place that a check is about, as its failing example shows: `/form/revenue/rows/*/total`."""
    found = findings_of(BY_ID[check].failing)
    told = [place for one in found if one.check == check for place in (one.pointer, *one.others)]
    return tuple(dict.fromkeys(_AT.sub("/*", place) for place in told))


_AT: Final = re.compile(r"/[0-9]+(?=/|$)")


def _put(here: Any, tokens: tuple[str, ...], value: Any) -> None:
    """Put `value` at a place; `-` adds to a list, and a list's place with None takes that row out."""
    *path, last = tokens
    for token in path:
        here = here[int(token)] if isinstance(here, list) else here.setdefault(token, {})
    if isinstance(here, dict):
        here[last] = value
    elif last == "-":
        here.append(value)
    elif value is None:
        del here[int(last)]
    else:
        here[int(last)] = value

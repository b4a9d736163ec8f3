"""The official labels and what they are called in other forms, mapped to the cells of the form; shared by all readers.

Labels are compared half-width, without white space, quotes, colons and brackets' contents that only add a unit.
"""

import re
from collections.abc import Mapping
from typing import Final

from app.domain.form.cells import folded
from app.domain.form.objectives import TargetKind

COVER: Final[Mapping[str, str]] = {
    "部门(单位)名称": "department_name",
    "部门名称": "department_name",
    "单位名称": "department_name",
    "预算编码": "budget_code",
    "部门预算编码": "budget_code",
    "单位预算编码": "budget_code",
    "评价方式": "evaluation_method",
    "评价机构": "evaluation_body",
    "报告日期": "report_date",
    "填报日期": "report_date",
}

PROFILE: Final[Mapping[str, str]] = {
    "联系人": "contact",
    "联络电话": "phone",
    "联系电话": "phone",
    "人员编制": "established_posts",
    "编制人数": "established_posts",
    "人员编制数": "established_posts",
    "编制数": "established_posts",
    "实有人数": "staff_in_post",
    "实有人员": "staff_in_post",
    "在职人数": "staff_in_post",
    "实际人数": "staff_in_post",
    "职能职责概述": "duties",
    "职责职能概述": "duties",
    "部门职能职责": "duties",
    "年度主要工作内容": "main_work",
    "主要工作内容": "main_work",
    "年度部门(单位)总体运行情况及取得的成绩": "achievements",
    "年度部门总体运行情况及取得的成绩": "achievements",
    "总体运行情况及取得的成绩": "achievements",
}

INSTITUTION: Final = frozenset({"机构名称", "单位名称", "部门(单位)名称", "预算单位"})
TOTAL: Final = frozenset({"合计", "总计", "总分", "小计"})
GROUPS: Final = frozenset({"其中", "结余"})

FINANCES: Final[Mapping[str, Mapping[str, str]]] = {
    "revenue": {
        "收入合计": "total",
        "总收入": "total",
        "收入总计": "total",
        "上年结转": "prior_year_carryover",
        "上年结转和结余": "prior_year_carryover",
        "公共财政拨款": "general_budget_appropriation",
        "一般公共预算拨款": "general_budget_appropriation",
        "一般公共预算财政拨款": "general_budget_appropriation",
        "财政拨款": "general_budget_appropriation",
        "政府基金拨款": "government_fund_appropriation",
        "政府性基金拨款": "government_fund_appropriation",
        "政府性基金预算财政拨款": "government_fund_appropriation",
        "纳入专户管理的非税收入拨款": "special_account_non_tax_revenue",
        "纳入专户的非税收入拨款": "special_account_non_tax_revenue",
        "其他收入": "other",
        "其他": "other",
    },
    "expenditure": {
        "支出合计": "total",
        "总支出": "total",
        "支出总计": "total",
        "基本支出": "basic",
        "人员支出": "personnel",
        "人员经费": "personnel",
        "公用支出": "operating",
        "公用经费": "operating",
        "项目支出": "project",
        "当年结余": "year_end_balance",
        "年末结余": "year_end_balance",
        "累计结余": "cumulative_balance",
    },
    "three_public": {
        "三公经费合计": "total",
        "三公经费": "total",
        "三公经费支出合计": "total",
        "公务接待费": "official_hospitality",
        "公务用车运维费": "vehicle_running_costs",
        "公务用车运行维护费": "vehicle_running_costs",
        "公务用车运行费": "vehicle_running_costs",
        "公务用车购置费": "vehicle_purchases",
        "因公出国费": "overseas_travel",
        "因公出国(境)费": "overseas_travel",
        "因公出国(境)费用": "overseas_travel",
    },
    "fixed_assets": {
        "固定资产合计": "total",
        "固定资产总额": "total",
        "固定资产总值": "total",
        "在用固定资产": "in_use",
        "出租固定资产": "leased_out",
        "其他固定资产": "other",
        "其他": "other",
    },
}

TARGETS: Final[Mapping[str, TargetKind]] = {
    "质量指标": TargetKind.QUALITY,
    "数量指标": TargetKind.QUANTITY,
    "时效指标": TargetKind.TIMELINESS,
    "成本指标": TargetKind.COST,
    "社会效益": TargetKind.SOCIAL,
    "社会效益指标": TargetKind.SOCIAL,
    "经济效益": TargetKind.ECONOMIC,
    "经济效益指标": TargetKind.ECONOMIC,
    "生态效益": TargetKind.ECOLOGICAL,
    "生态效益指标": TargetKind.ECOLOGICAL,
    "可持续影响": TargetKind.SUSTAINABILITY,
    "可持续影响指标": TargetKind.SUSTAINABILITY,
    "社会公众或服务对象满意度": TargetKind.SATISFACTION,
    "社会公众或服务对象满意度指标": TargetKind.SATISFACTION,
    "服务对象满意度": TargetKind.SATISFACTION,
    "服务对象满意度指标": TargetKind.SATISFACTION,
    "满意度指标": TargetKind.SATISFACTION,
}

SCORING: Final[Mapping[str, str]] = {
    "一级指标": "category",
    "二级指标": "group",
    "三级指标": "indicator",
    "指标": "indicator",
    "指标名称": "indicator",
    "评分标准": "criterion",
    "评价标准": "criterion",
    "分值": "max_points",
    "自评得分": "self_assessed_points",
    "得分": "self_assessed_points",
    "扣分原因和其他说明": "deduction_reason",
    "扣分原因及其他说明": "deduction_reason",
    "扣分原因": "deduction_reason",
    "备注": "deduction_reason",
}

EVALUATORS: Final[Mapping[str, str]] = {
    "姓名": "name",
    "职务/职称": "position",
    "职务职称": "position",
    "职务": "position",
    "单位": "organisation",
    "签字": "signature",
    "签名": "signature",
}


def label(text: str) -> str:
    """A label as the maps above have it: without quotes, a trailing colon, and a unit in brackets."""
    plain = re.sub(r"[\"'“”‘’]", "", folded(text)).rstrip(":")
    return re.sub(r"\((万元|元|人|分|%)\)$", "", plain)

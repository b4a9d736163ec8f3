"""The official labels and what they are called in other forms, mapped to the cells of the form; shared by all readers.

Labels are compared half-width, without white space, quotes, colons and brackets' contents that only add a unit.
"""

import re
from collections.abc import Mapping
from typing import Final

from app.documents import wordings
from app.documents.wordings import Worded
from app.domain.form.cells import folded
from app.domain.form.objectives import TargetKind

_COVER: Final[Mapping[str, str]] = {
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
    "评价日期": "report_date",
    "填表日期": "report_date",
    "报告时间": "report_date",
    "评价年度": "fiscal_year",
    "年度": "fiscal_year",
    "预算年度": "fiscal_year",
    "填报单位": "department_name",
    "填报部门": "department_name",
    "被评价部门(单位)": "department_name",
    "被评价单位": "department_name",
    "部门(单位)": "department_name",
    "预算部门": "department_name",
    "主管部门": "department_name",
    "部门编码": "budget_code",
    "单位编码": "budget_code",
    "预算代码": "budget_code",
    "部门(单位)预算编码": "budget_code",
    "自评方式": "evaluation_method",
    "评价单位": "evaluation_body",
}
COVER: Final = Worded(_COVER, wordings.COVER)

_PROFILE: Final[Mapping[str, str]] = {
    "联系人": "contact",
    "联络电话": "phone",
    "联系电话": "phone",
    "电话": "phone",
    "联系方式": "phone",
    "联系人姓名": "contact",
    "人员编制": "established_posts",
    "编制人数": "established_posts",
    "人员编制数": "established_posts",
    "编制数": "established_posts",
    "人员编制人数": "established_posts",
    "核定编制": "established_posts",
    "核定编制数": "established_posts",
    "编制人员": "established_posts",
    "年末实有人数": "staff_in_post",
    "实有在职人数": "staff_in_post",
    "实有在编人数": "staff_in_post",
    "在编人数": "staff_in_post",
    "在职人员": "staff_in_post",
    "实有人员数": "staff_in_post",
    "实有人数": "staff_in_post",
    "实有人员": "staff_in_post",
    "在职人数": "staff_in_post",
    "实际人数": "staff_in_post",
    "职能职责概述": "duties",
    "职责职能概述": "duties",
    "部门职能职责": "duties",
    "职能职责": "duties",
    "主要职能职责": "duties",
    "部门(单位)职能职责": "duties",
    "部门(单位)职能职责概述": "duties",
    "部门职能职责概述": "duties",
    "单位职能职责概述": "duties",
    "主要职责": "duties",
    "主要职能": "duties",
    "部门职能": "duties",
    "年度主要工作内容": "main_work",
    "主要工作内容": "main_work",
    "年度主要工作": "main_work",
    "本年度主要工作内容": "main_work",
    "年度重点工作内容": "main_work",
    "年度工作内容": "main_work",
    "年度部门(单位)总体运行情况及取得的成绩": "achievements",
    "年度部门总体运行情况及取得的成绩": "achievements",
    "总体运行情况及取得的成绩": "achievements",
    "总体运行情况及成绩": "achievements",
    "年度总体运行情况及取得的成绩": "achievements",
    "年度单位总体运行情况及取得的成绩": "achievements",
    "部门(单位)总体运行情况及取得的成绩": "achievements",
    "部门总体运行情况及取得的成绩": "achievements",
    "单位总体运行情况及取得的成绩": "achievements",
    "年度运行情况及取得的成绩": "achievements",
}
PROFILE: Final = Worded(_PROFILE, wordings.PROFILE)

INSTITUTION: Final = frozenset(
    {"机构名称", "单位名称", "部门(单位)名称", "部门名称", "预算单位", "预算单位名称", "机构", "单位", "部门(单位)"}
)
TOTAL: Final = frozenset({"合计", "总计", "总分", "小计", "共计", "总分值", "合计得分", "总得分", "汇总"})
WHOLE: Final = TOTAL - {"小计"}
"""Rows that add up a whole table; 小计 adds up a part."""
GROUPS: Final = frozenset(
    {"其中", "结余", "其中项", "评价指标", "绩效指标", "指标体系", "收入", "支出", "本年收入", "本年支出", "年度收入"}
    | {"年度支出", "收入情况", "支出情况", "结余情况", "结转结余", "结转和结余", "年末结转结余", "年末结转和结余"}
)
"""Headings that only hold columns together."""
SUBTOTALS: Final = frozenset({"小计", "合计", "金额", "数额", "总额", "总计", "合计数", "金额合计"})
"""Columns under a heading that are what the heading says."""
AMOUNTS: Final = frozenset(
    {
        "金额",
        "数额",
        "决算数",
        "实际数",
        "本年数",
        "执行数",
        "决算金额",
        "本年金额",
        "实际金额",
        "预算数",
        "上年数",
        "年初数",
    }
    | {"年末数", "上年金额", "预算金额", "增减", "备注", "说明", "上年决算数", "本年预算数", "本年决算数", "数值"}
)
"""Columns that say what kind of figures they hold, not whose."""
NUMBERING: Final = frozenset({"序号", "编号", "序", "行次", "栏次"})
"""Columns that only count rows."""

FINANCES: Final[Mapping[str, Mapping[str, str]]] = {
    "revenue": {
        "收入合计": "total",
        "总收入": "total",
        "收入总计": "total",
        "本年收入合计": "total",
        "年度收入合计": "total",
        "收入合计数": "total",
        "总收入合计": "total",
        "上年结转结余": "prior_year_carryover",
        "年初结转": "prior_year_carryover",
        "年初结转和结余": "prior_year_carryover",
        "上年结余": "prior_year_carryover",
        "上年结余结转": "prior_year_carryover",
        "一般公共预算": "general_budget_appropriation",
        "一般预算拨款": "general_budget_appropriation",
        "公共预算拨款": "general_budget_appropriation",
        "公共预算财政拨款": "general_budget_appropriation",
        "一般公共预算收入": "general_budget_appropriation",
        "政府性基金": "government_fund_appropriation",
        "政府性基金收入": "government_fund_appropriation",
        "政府性基金预算": "government_fund_appropriation",
        "政府性基金预算拨款": "government_fund_appropriation",
        "基金拨款": "government_fund_appropriation",
        "非税收入拨款": "special_account_non_tax_revenue",
        "专户管理的非税收入拨款": "special_account_non_tax_revenue",
        "纳入专户管理非税收入拨款": "special_account_non_tax_revenue",
        "纳入专户管理的非税收入": "special_account_non_tax_revenue",
        "专户非税收入": "special_account_non_tax_revenue",
        "财政专户管理资金": "special_account_non_tax_revenue",
        "其他资金": "other",
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
        "本年支出合计": "total",
        "年度支出合计": "total",
        "支出合计数": "total",
        "基本支出合计": "basic",
        "基本支出小计": "basic",
        "人员经费支出": "personnel",
        "公用经费支出": "operating",
        "日常公用支出": "operating",
        "日常公用经费": "operating",
        "项目支出合计": "project",
        "项目支出小计": "project",
        "本年结余": "year_end_balance",
        "本年度结余": "year_end_balance",
        "当年度结余": "year_end_balance",
        "当年结转结余": "year_end_balance",
        "本年结转结余": "year_end_balance",
        "历年累计结余": "cumulative_balance",
        "累计结转结余": "cumulative_balance",
        "滚存结余": "cumulative_balance",
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
        "三公经费支出": "total",
        "三公经费总额": "total",
        "三公经费总计": "total",
        "三公支出合计": "total",
        "接待费": "official_hospitality",
        "公务接待": "official_hospitality",
        "公务接待费用": "official_hospitality",
        "公务用车运行维护": "vehicle_running_costs",
        "公务用车维护费": "vehicle_running_costs",
        "公务用车运维费用": "vehicle_running_costs",
        "公车运行维护费": "vehicle_running_costs",
        "公车运维费": "vehicle_running_costs",
        "公务用车购置": "vehicle_purchases",
        "公务用车购置费用": "vehicle_purchases",
        "公车购置费": "vehicle_purchases",
        "因公出国": "overseas_travel",
        "因公出国(境)": "overseas_travel",
        "出国(境)费": "overseas_travel",
        "出国费": "overseas_travel",
        "因公出国境费": "overseas_travel",
        "因公出国费用": "overseas_travel",
        "因公出国(境)经费": "overseas_travel",
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
        "出租出借": "leased_out",
        "出租出借资产": "leased_out",
        "固定资产合计": "total",
        "固定资产总额": "total",
        "固定资产总值": "total",
        "固定资产": "total",
        "固定资产总计": "total",
        "固定资产总数": "total",
        "固定资产合计数": "total",
        "在用资产": "in_use",
        "在用": "in_use",
        "使用中固定资产": "in_use",
        "出租资产": "leased_out",
        "出租": "leased_out",
        "出租出借固定资产": "leased_out",
        "其他资产": "other",
        "在用固定资产": "in_use",
        "出租固定资产": "leased_out",
        "其他固定资产": "other",
        "其他": "other",
    },
}

TARGETS: Final[Mapping[str, TargetKind]] = {
    "质量": TargetKind.QUALITY,
    "数量": TargetKind.QUANTITY,
    "时效": TargetKind.TIMELINESS,
    "成本": TargetKind.COST,
    "产出质量": TargetKind.QUALITY,
    "产出数量": TargetKind.QUANTITY,
    "产出时效": TargetKind.TIMELINESS,
    "产出成本": TargetKind.COST,
    "环境效益": TargetKind.ECOLOGICAL,
    "可持续影响力": TargetKind.SUSTAINABILITY,
    "可持续发展": TargetKind.SUSTAINABILITY,
    "满意度": TargetKind.SATISFACTION,
    "公众满意度": TargetKind.SATISFACTION,
    "公众或服务对象满意度": TargetKind.SATISFACTION,
    "社会公众满意度": TargetKind.SATISFACTION,
    "社会公众及服务对象满意度": TargetKind.SATISFACTION,
    "社会公众和服务对象满意度": TargetKind.SATISFACTION,
    "受益对象满意度": TargetKind.SATISFACTION,
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

_SCORING: Final[Mapping[str, str]] = {
    "一级": "category",
    "二级": "group",
    "三级": "indicator",
    "三级指标名称": "indicator",
    "一级指标名称": "category",
    "二级指标名称": "group",
    "四级指标": "indicator",
    "评价指标": "indicator",
    "评分细则": "criterion",
    "评分依据": "criterion",
    "评分办法": "criterion",
    "计分标准": "criterion",
    "计分办法": "criterion",
    "评价标准及说明": "criterion",
    "评分标准及说明": "criterion",
    "标准分": "max_points",
    "标准分值": "max_points",
    "指标分值": "max_points",
    "权重": "max_points",
    "权重分": "max_points",
    "满分": "max_points",
    "满分值": "max_points",
    "自评分": "self_assessed_points",
    "自评分数": "self_assessed_points",
    "自评分值": "self_assessed_points",
    "自评": "self_assessed_points",
    "单位自评得分": "self_assessed_points",
    "部门自评得分": "self_assessed_points",
    "自我评分": "self_assessed_points",
    "扣分原因与其他说明": "deduction_reason",
    "扣分原因、其他说明": "deduction_reason",
    "扣分原因及说明": "deduction_reason",
    "扣分原因和说明": "deduction_reason",
    "扣分说明": "deduction_reason",
    "扣分理由": "deduction_reason",
    "失分原因": "deduction_reason",
    "扣分原因和其它说明": "deduction_reason",
    "扣分原因及其它说明": "deduction_reason",
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
SCORING: Final = Worded(_SCORING, wordings.SCORING)

_OBJECTIVES: Final[Mapping[str, str]] = {
    "预期目标": "target",
    "预期绩效目标": "target",
    "年初目标": "target",
    "年度目标": "target",
    "绩效目标": "target",
    "目标值": "target",
    "指标值": "target",
    "年度指标值": "target",
    "预期指标值": "target",
    "目标": "target",
    "预期目标值": "target",
    "定性目标": "target",
    "定量目标": "target",
    "实际完成": "result",
    "实际完成情况": "result",
    "完成情况": "result",
    "实际完成值": "result",
    "目标完成情况": "result",
    "实际完成目标": "result",
    "评价内容": "content",
    "指标内容": "content",
    "评价指标": "content",
    "绩效指标": "content",
    "一级指标": "content",
    "二级指标": "content",
    "指标": "content",
    "指标类型": "content",
}
OBJECTIVES: Final = Worded(_OBJECTIVES, wordings.OBJECTIVES)
"""The columns of both tables of objectives; only the quantitative one has a `content`."""

_OVERALL: Final[Mapping[str, str]] = {
    "绩效自评综合得分": "overall_points",
    "自评综合得分": "overall_points",
    "综合得分": "overall_points",
    "绩效自评得分": "overall_points",
    "自评总分": "overall_points",
    "自评总得分": "overall_points",
    "绩效评价综合得分": "overall_points",
    "绩效综合得分": "overall_points",
    "绩效自评总分": "overall_points",
    "评价等次": "rating",
    "评价等级": "rating",
    "自评等次": "rating",
    "自评等级": "rating",
    "绩效评价等次": "rating",
    "绩效自评等次": "rating",
    "评定等次": "rating",
    "绩效等次": "rating",
}
OVERALL: Final = Worded(_OVERALL, wordings.OVERALL)

PREPARER: Final[Mapping[str, str]] = {
    "填报人": "name",
    "填表人": "name",
    "填报人签名": "name",
    "填报人姓名": "name",
    "经办人": "name",
    "制表人": "name",
    "联系电话": "phone",
    "联络电话": "phone",
    "电话": "phone",
}

EVALUATORS: Final[Mapping[str, str]] = {
    "姓名": "name",
    "职务/职称": "position",
    "职务职称": "position",
    "职务": "position",
    "单位": "organisation",
    "签字": "signature",
    "签名": "signature",
    "签章": "signature",
    "工作单位": "organisation",
    "所在单位": "organisation",
    "单位名称": "organisation",
    "职称": "position",
    "职务或职称": "position",
    "职务(职称)": "position",
    "职务、职称": "position",
    "评价人员姓名": "name",
}


_QUOTES: Final = re.compile(r"[\"'“”‘’*※★#]")
_UNIT: Final = re.compile(r"[(\[【〔](单位:)?(万元|元|千元|亿元|人|名|个|分|%)[)\]】〕]$|[,、/](单位:)?(万元|元)$")
_ASIDE: Final = re.compile(r"\((签字|签章|盖章|签名|公章|签字或盖章)\)$")
_PREFIX: Final = re.compile(
    r"^(其中:|[0-9]{1,2}[.、]|[(][一二三四五六七八九十0-9]+[)]|[一二三四五六七八九十]+、|其中)(?=.)"
)
_FURNITURE: Final = re.compile(r"-?[0-9]{1,3}-?|[-—]+[0-9]{1,3}[-—]+|第[0-9]+页.*|[(]?续表?[)]?|[0-9]{1,3}/[0-9]{1,3}")


def label(text: str) -> str:
    """A label as the maps above have it: without quotes, a number before it, a colon, and a unit in brackets."""
    plain = _QUOTES.sub("", folded(text)).rstrip(":")
    if plain.isalpha():
        return plain  # a plain word, as most labels are
    plain = _UNIT.sub("", _ASIDE.sub("", plain)).rstrip(":")
    return _PREFIX.sub("", plain) or plain


def unit_in(text: str) -> str:
    """The unit of money that a title or heading names (收入合计（元）, 单位：万元); empty where it names none."""
    found = re.search(r"(单位:|[(\[【〔,、/])(?:人民币)?(?P<unit>万元|千元|亿元|元)", folded(text))
    return found["unit"] if found else ""


def is_furniture(key: str) -> bool:
    """Whether a folded line only belongs to the page: its number, 续表."""
    return not key or _FURNITURE.fullmatch(key) is not None

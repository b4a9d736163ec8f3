"""Labels as departments word them: the maps of `app.documents.labels` know those that are seen often, these the rest.

A wording is a pattern that has to match a whole label; the maps' own words come first.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

_OF = r"(本|我|该|年度|年|[0-9]{4}年度?|部门|单位|\(单位\)|\(部门\)|机关|及|和|的)*"

COVER: Final = {
    "department_name": (
        r"(填报|预算|被评价|主管|申报|报送)(部门|单位|部门\(单位\)|单位\(部门\))(全称|名称)?"
        r"|(部门|单位)(全称|\(部门\)名称)"
    ),
    "budget_code": r"(部门|单位|预算|\(单位\))+(编码|代码|编号)",
    "evaluation_method": r"(绩效|整体支出)*(评价|自评)(方式|形式)",
    "evaluation_body": r"(绩效)?(评价|自评)(机构|组织|主体)(名称)?",
    "report_date": r"(报告|填报|填表|评价|自评|编制|上报|报送|提交)(日期|时间)",
    "fiscal_year": r"(评价|预算|自评|报告|绩效|所属|会计)(年度|年份)|年份",
}
PROFILE: Final = {
    "contact": r"(单位|部门|财务|业务|绩效)?联[系络]人员?(姓名)?",
    "phone": r"(联系人|单位|部门|办公|固定)*((联系|联络)方式|(联系|联络)?电话(号码)?)|(联系人)?手机(号码?)?",
    "contact_and_phone": r"联[系络]人(姓名)?[及和、/与](联系|联络)?(电话|方式)",
    "established_posts": rf"{_OF}(核定|批准|现有|人员|总)*编制(人数|人员数?|总?数|总人数)?",
    "staff_in_post": (
        r"(?=.*(实有|实际|在职|在编|在岗|现有))"
        rf"{_OF}(末|底|实有|实际|在职|在编|在岗|现有)+(职工|干部)*(总?人数|人员|人员数|总数)"
    ),
    "duties": rf"{_OF}(主要|基本)?(职能|职责)[与和及、]?(职能|职责|任务)?(概述|简介|介绍|概况|情况|描述)?",
    "main_work": rf"(?=.*(年|主要|重点)){_OF}(主要|重点|中心)*工作(内容|任务|情况|概述)*",
    "achievements": (
        rf"(?=.{{3}}){_OF}(总体|整体|工作)?(运行|运转|工作|履职)?(情况)?"
        r"[与和及、]?(所?取得的?)?(主要|工作)?(成绩|成效|业绩)"
    ),
}  # fmt: skip
OBJECTIVES: Final = {
    "target": (
        r"(年度|年初|全年|总体|预期|绩效|定性|定量|设定|计划|整体|支出)*目标(值|内容|设定)?"
        r"|(计划|预期|目标|年度|年初|设定)*指标值"
    ),
    "result": r"(年度|年末|全年|目标|指标|绩效|定性|定量|总体|实际|计划)*(完成|实现)(情况|值|结果|程度)?",
}
OVERALL: Final = {
    "overall_points": (
        r"(部门|单位|整体支出|绩效|评价|自评)*综合(得分|评分|分)(值)?|(部门|单位|整体支出|绩效|评价|自评)+总(得分|评分|分)(值)?"
        r"|(部门|单位|整体支出|绩效)+(自评|评价)(得分|评分|分数|结果)"
    ),
    "rating": r"(绩效|综合|评价|自评|评定|评分|整体支出)+(等次|等级|档次)",
}
SCORING: Final = {
    "max_points": r"(标准|指标|权重|设定|目标)+(分值|分数|权重|满分)",
    "self_assessed_points": r"(单位|部门|自我|实际|最终|指标)*(自评|评价|得)(得分|分数|分值|分|评分)",
    "criterion": r"(指标|评价|评分|计分|打分|考核|赋分)+(标准|细则|办法|规则|依据|方法)([及和](说明|依据))?",
    "deduction_reason": (
        r"(偏差|扣分|失分|未完成|差异)(原因|情况|理由)?(分析|说明)?[及和与、]?(改进|整改|其他|其它)?(措施|说明|建议)?"
    ),
}


class Worded(Mapping[str, str]):
    """A map of labels that also knows them in other wordings; its keys are the labels that it has by name."""

    def __init__(self, named: Mapping[str, str], wordings: Mapping[str, str]) -> None:
        patterns = [(field, re.compile(pattern)) for field, pattern in wordings.items()]

        @lru_cache(maxsize=4096)
        def find(label: str) -> str:
            own = named.get(label)
            return own or next((field for field, pattern in patterns if label and pattern.fullmatch(label)), "")

        self._named, self._find = named, find

    def __getitem__(self, label: str) -> str:
        if not (found := self._find(label)):
            raise KeyError(label)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._named)

    def __len__(self) -> int:
        return len(self._named)

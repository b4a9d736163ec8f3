"""A whole form with values that are easily told apart, and the official paper with them."""

from collections.abc import Sequence

from app.domain.form.form import Form
from tests.support.papers import C, Paper, Table

TITLE = "示范区2023年度部门（单位）整体支出绩效评价自评报告"
TARGETS = (
    ("产出目标", "质量指标", "quality", (("办件合格率达到98%", "98.5%"), ("档案归集率100%", "100%"))),
    ("产出目标", "数量指标", "quantity", (("办件１２０００件", "12 350件"),)),
    ("产出目标", "时效指标", "timeliness", (("按时办结率99%", "已完成"),)),
    ("产出目标", "成本指标", "cost", (("控制在预算内", "是"),)),
    ("效益目标", "社会效益", "social", (("群众少跑路", "减少3次"),)),
    ("效益目标", "经济效益", "economic", (("无", "0"),)),
    ("效益目标", "生态效益", "ecological", (("无纸化办理", "85%"),)),
    ("效益目标", "社会公众或服务对象满意度", "satisfaction", (("满意度95%以上", "96.2%"),)),
)
SCORING = (
    ("投入（15分）", "预算配置（15分）", "财政供养人员控制率", "以100%为标准。", "5", "5", ""),
    ("投入（15分）", "预算配置（15分）", "“三公经费”变动率", "变动率≤0，计5分。", "5", "4.5", "上年基数低"),
    ("投入（15分）", "预算配置（15分）", "重点支出安排率", "≥90%，计5分。", "5", "5", ""),
    ("过程（40分）", "预算执行（15分）", "预算调整率", "预算调整率=0，计3分。", "3", "0", "追加项目"),
    ("过程（40分）", "预算执行（15分）", "支付进度", "①春节前下达50%；\n②6月底前全部下达。", "3", "3", ""),
    ("过程（40分）", "资产管理（10分）", "管理制度健全性", "已制定制度，2分。", "3", "2.5", ""),
    ("效果（20分）", "履职效益（20分）", "经济效益", "三项为共性要素。", "15", "5", ""),
    ("效果（20分）", "履职效益（20分）", "社会效益", "三项为共性要素。", "", "4.8", ""),
    ("效果（20分）", "履职效益（20分）", "生态效益", "三项为共性要素。", "", "5", ""),
    ("效果（20分）", "履职效益（20分）", "社会公众或服务对象满意度", "95%（含）以上计5分。", "5", "5", ""),
)
NARRATIVE = (
    ("一", "部门概况", "1、基本情况\n编制45人，实有43人。"),
    ("二", "支出管理及使用情况", "全年支出1284.50万元。"),
    ("四", "存在的主要问题", "公务卡使用还不够。"),
)


def a_form() -> Form:
    """The form, every value of it."""
    return Form.model_validate(
        {
            "cover": {
                "title": TITLE, "department_name": "示范区政务服务局", "budget_code": "118002", "fiscal_year": 2023,
                "evaluation_method": "部门（单位）绩效自评", "evaluation_body": "部门（单位）评价组",
                "report_date": "2024-03-15", "issuer": "示范区财政局",
            },
            "profile": {
                "contact": "张三", "phone": "0730-5550101", "established_posts": "45", "staff_in_post": "43",
                "duties": "贯彻落实政务服务工作的方针政策。", "main_work": "1、推进集中审批。\n2、热线管理。",
                "achievements": "（一）规范审批。\n（二）优化服务。",
            },
            "revenue": {
                "rows": [
                    {"institution": "局机关", "total": "1284.50", "prior_year_carryover": "20.10",
                     "general_budget_appropriation": "1200.00", "government_fund_appropriation": {"none": "无"},
                     "special_account_non_tax_revenue": "0", "other": "64.40"},
                    {"institution": "政务服务中心", "total": "300.00", "general_budget_appropriation": "300.00"},
                ],
                "total": {"institution": "合计", "total": "1584.50", "prior_year_carryover": "20.10",
                          "general_budget_appropriation": "1500.00", "other": "64.40"},
            },
            "expenditure": {
                "rows": [
                    {"institution": "局机关", "total": "1250.00", "basic": "800.5", "personnel": "600.25",
                     "operating": "200.25", "project": "449.5", "year_end_balance": "34.50",
                     "cumulative_balance": "40"},
                    {"institution": "政务服务中心", "total": "300.00", "basic": "100.00", "personnel": "80.00",
                     "operating": "20.00", "project": "200.00", "year_end_balance": "0"},
                ],
                "total": {"institution": "合计", "total": "1550.00", "basic": "900.5", "project": "649.5"},
            },
            "three_public": {
                "rows": [{"institution": "局机关", "total": "9.82", "official_hospitality": "3.02",
                          "vehicle_running_costs": "6.80", "vehicle_purchases": "0"}],
            },
            "fixed_assets": {
                "rows": [{"institution": "局机关", "total": "158.92", "in_use": "150.00", "leased_out": "8.92"}],
            },
            "objectives": {
                "qualitative": [{"objective": "目标1：规范审批。\n目标2：优化服务。", "result": "均已完成"}],
                "quantitative": [
                    {"kind": kind, "target": target, "result": result}
                    for _, _, kind, targets in TARGETS
                    for target, result in targets
                ],
            },
            "self_scoring": {
                "rows": [_scoring_row(*row) for row in SCORING],
                "max_points_total": "100", "self_assessed_points_total": "94.8",
                "overall_points": "94.8", "rating": "优秀",
            },
            "panel": {
                "evaluators": [
                    {"name": "张三", "position": "局长", "organisation": "示范区政务服务局"},
                    {"name": "李四", "position": "副局长/会计师", "organisation": "示范区政务服务局"},
                ],
                "panel_lead": {"signature": "王五", "date": "2024-03-10"},
                "department_opinion": {"opinion": "同意自评结果。", "signature": "赵六", "date": "2024-03-12"},
                "finance_opinion": {"opinion": "情况属实。\n同意上报。", "date": None},
            },
            "preparer": {"name": "钱七", "phone": "0730-5550102"},
            "narrative": {
                "title": "2023年部门整体支出绩效评价报告",
                "sections": [{"number": number, "title": title, "text": text} for number, title, text in NARRATIVE],
            },
        }
    )  # fmt: skip


def _scoring_row(category: str, group: str, indicator: str, criterion: str, *rest: str) -> dict[str, str | None]:
    most, own, reason = rest
    return {
        "category": category.partition("（")[0], "group": group.partition("（")[0], "indicator": indicator,
        "criterion": criterion, "max_points": most or None, "self_assessed_points": own, "deduction_reason": reason,
    }  # fmt: skip


COVER: Paper = (
    "示范区2023年度部门（单位）整体支出", "绩效评价自评报告", "部门(单位)名称：  示范区政务服务局",
    "预 算 编 码：  118002",
    "评价方式：部门（单位）绩效自评", "评价机构：部门（单位）评价组", "报告日期：2024年3月15日", "示范区财政局（制）",
)  # fmt: skip
PROFILE: Table = (
    (C("一、部门（单位）基本概况", 8),),
    (C("联系人", 2), C("张三", 2), C("联络电话", 2), C("0730-5550101", 2)),
    (C("人员编制", 2), C("45", 2), C("实有人数", 2), C("43", 2)),
    (C("职能职责概述", 2), C("贯彻落实政务服务工作的方针政策。", 6)),
    (C("年度主要\n工作内容", 2), C("1、推进集中审批。\n2、热线管理。", 6)),
    (C("年度部门（单位）总体运行情况及取得的成绩", 2), C("（一）规范审批。\n（二）优化服务。", 6)),
)
REVENUE: Table = (
    (C("二、部门（单位）收支情况", 8),),
    (C("年度收入情况（万元）", 8),),
    (C("机构名称", 2, 2), C("收入合计", 1, 2), C("其中：", 5)),
    ("上年结转", "公共财\n政拨款", "政府基金拨款", "纳入专户管理的非税收入拨款", "其他\n收入"),
    (C("局机关", 2), "１,２84.50", "20.10", "1,200.00", "无", "0", "64.40"),
    (C("政务服务中心", 2), "300.00", "－", "300.00", "", "—", "/"),
    (C("合 计", 2), "1584.50", "20.10", "1,500.00", "", "", "64.40"),
)
EXPENDITURE: Table = (
    (C("部门（单位）年度支出和结余情况（万元）", 8),),
    (C("机构名称", 1, 3), C("支出合计", 1, 3), C("其中：", 4), C("结余", 2)),
    (C("基本支出", 1, 2), C("其中：", 2), C("项目支出", 1, 2), C("当年结余", 1, 2), C("累计结余", 1, 2)),
    ("人员支出", "公用支出"),
    ("局机关", "1250.00", "800.5", "600.25", "200.25", "449.5", "34.50", "40"),
    ("政务服务中心", "300.00", "100.00", "80.00", "20.00", "200.00", "0", ""),
    ("合计", "1550.00", "900.5", "", "", "649.5", "", ""),
)
OTHERS: Table = (
    (C("机构名称", 1, 2), C("三公经费\n合计", 2, 2), C("其中：", 5)),
    ("公务接待费", "公务用车运维费", "公务用车购置费", C("因公出国费", 2)),
    ("局机关", C("9.82万元", 2), "3.02", "6.80", "0", C("", 2)),
    (C("机构名称", 1, 2), C("固定资产\n合计", 2, 2), C("其中：", 3), C("其他", 2, 2)),
    ("在用固定资产", C("出租固定资产", 2)),
    ("局机关", C("158.92", 2), "150.00", C("8.92", 2), C("", 2)),
)


def _objectives() -> Table:
    count = sum(len(targets) for *_, targets in TARGETS)
    rows: list[Sequence[C | str]] = [
        (C("三、部门（单位）整体支出绩效自评情况", 8),),
        (C("整体支出绩效定性目标及实施计划完成情况", 2, 2), C("预期目标", 3), C("实际完成", 3)),
        (C("目标1：规范审批。\n目标2：优化服务。", 3), C("均已完成", 3)),
        (
            C("整体支出\n绩效定量目标及实施计划完成情况", 1, count + 1),
            C("评价内容", 3), C("绩效目标", 2), C("完成情况", 2),
        ),
    ]  # fmt: skip
    for goal in ("产出目标", "效益目标"):
        under = [(label, targets) for of, label, _, targets in TARGETS if of == goal]
        down = sum(len(targets) for _, targets in under)
        for at, (label, targets) in enumerate(under):
            for number, (target, result) in enumerate(targets):
                head = [C(f"{goal}\n（部门工作实绩）", 1, down)] if at == number == 0 else []
                kind = [C(label, 2, len(targets))] if number == 0 else []
                rows.append([*head, *kind, C(target, 2), C(result, 2)])
    return (*rows, (C("绩效自评综合得分", 2), C("94.8分", 6)), (C("评价等次", 2), C("优 秀", 6)))


OBJECTIVES: Table = _objectives()
PANEL: Table = (
    (C("四、评价人员", 8),),
    (C("姓  名", 2), C("职务/职称", 2), C("单  位", 2), C("签  字", 2)),
    (C("张　三", 2), C("局长", 2), C("示范区政务服务局", 2), C("", 2)),
    (C("李四", 2), C("副局长/会计师", 2), C("示范区政务服务局", 2), C("", 2)),
    (C("", 2), C("", 2), C("", 2), C("", 2)),
    (C("评价组组长（签字）：王五\n2024年3月10日", 8),),
    (C("部门（单位）意见：同意自评结果。\n部门（单位）负责人（签章）：赵六\n二〇二四年三月十二日", 8),),
    (C("财政部门归口业务科室意见：\n情况属实。\n同意上报。\n财政部门归口业务科室负责人（签章）：\n年    月   日", 8),),
)
HEADINGS = ("一级指标", "二级指标", "三级指标", "评分标准", "分值", "自评得分", "扣分原因和其他说明")


def scoring(rows: Sequence[Sequence[str]] = SCORING, *, merged: Sequence[int] = (0, 1, 3)) -> list[list[C | str]]:
    """The rows of the scoring table; equal neighbours in `merged` columns are one cell, and so are shared points."""
    found: list[list[C | str]] = []
    for at, row in enumerate(rows):
        cells: list[C | str] = []
        for column, text in enumerate(row):
            shared = column == 4 and text == ""
            same = column in merged and at > 0 and row[: column + 1][:2] == rows[at - 1][: column + 1][:2]
            if shared or (same and text == rows[at - 1][column]):
                continue
            cells.append(C(text, 1, _down(rows, at, column, merged)))
        found.append(cells)
    return found


def _down(rows: Sequence[Sequence[str]], at: int, column: int, merged: Sequence[int]) -> int:
    down = 1
    for below in rows[at + 1 :]:
        same = column in merged and below[column] == rows[at][column] and below[:column][:2] == rows[at][:column][:2]
        if not (same or (column == 4 and below[4] == "")):
            break
        down += 1
    return down


TOTAL: Sequence[C | str] = (C("总 分"), "", "", "", "100", "94.8", "")
SCORING_TABLE: Table = (HEADINGS, *scoring(), TOTAL)
PREPARER = "填报人（签名）： 钱七                         联系电话：0730-5550102"
WORDS: Paper = (
    "五、评价报告综述（文字部分）", "2023年部门整体支出绩效评价报告",
    *(line for number, title, text in NARRATIVE for line in (f"{number}、{title}", *text.splitlines())),
)  # fmt: skip
OFFICIAL: Paper = (
    *COVER, (*PROFILE, *REVENUE), EXPENDITURE, OTHERS, (*OBJECTIVES, *PANEL), PREPARER, *WORDS,
    "附件2-2", "部门整体支出绩效评价评分表", SCORING_TABLE,
)  # fmt: skip
"""The official paper, as the finance bureau hands it out."""

"""Examples in the API's description; the people in them are invented."""

from typing import Any, Final

NEW_DEPARTMENT: Final[dict[str, Any]] = {"region": "430602", "budget_code": "999001", "name": "岳阳楼区示范服务局"}

NEW_REPORT: Final[dict[str, Any]] = {
    "department": 1,
    "fiscal_year": 2021,
    "form": {"profile": {"staff_in_post": "18", "established_posts": "18"}},
    "supplement": {"three_public_prior": "0"},
}

PATCH: Final[dict[str, Any]] = {
    "form": {"profile": {"staff_in_post": "19"}},
    "supplement": {"satisfaction_rate": "96.5", "not_applicable": {}},
}

SCORE: Final[dict[str, Any]] = {
    "scheme": {"id": "yueyanglou-2021", "version": 1},
    "evidence": {"staff_in_post": "43", "established_posts": "40"},
}

EXAMINE: Final[dict[str, Any]] = {
    "scheme": {"id": "yueyanglou-2021", "version": 1},
    "form": {"expenditure": {"rows": [{"total": "782.00", "basic": "480.00", "project": "300.00"}]}},
}

WHAT_IF: Final[dict[str, Any]] = {
    "fiscal_year": 2021,
    "from": {"id": "yueyanglou-2021", "version": 1},
    "to": {"id": "yueyanglou-2021", "version": 2},
}

NEW_DRAFT: Final[dict[str, Any]] = {"copy_of": {"id": "yueyanglou-2021", "version": 1}}

MOVE: Final[dict[str, Any]] = {"move": "approve"}

DECISION: Final[dict[str, Any]] = {"evidence": "own_outputs", "ids": ["own_1"], "approved": True}

SIGN_IN: Final[dict[str, Any]] = {"login": "zhangsan", "password": "……"}

PASSWORD_CHANGE: Final[dict[str, Any]] = {"old": "……", "new": "……"}

NEW_ACCOUNT: Final[dict[str, Any]] = {"login": "zhangsan", "name": "张三", "title": "科员", "region": "430602"}

ACCOUNT_EDIT: Final[dict[str, Any]] = {"name": "张三", "title": "副科长", "disabled": False}

ROLES: Final[dict[str, Any]] = {"roles": [{"role": "preparer", "place": "department", "key": "1"}]}

NEW_TOKEN: Final[dict[str, Any]] = {
    "name": "预算管理一体化系统", "rights": ["reports:read"], "place": "region", "key": "430602", "days": 90
}  # fmt: skip

NEW_SECTION: Final[dict[str, Any]] = {"region": "430602", "name": "行政政法科"}

DEPARTMENT_EDIT: Final[dict[str, Any]] = {"name": "岳阳楼区示范服务局", "parent": None, "section": 1}

REPORT_MOVE: Final[dict[str, Any]] = {
    "move": "return",
    "objections": [{"text": "支出合计与决算批复不一致，请核对", "pointer": "/form/expenditure/total/total"}],
}

MOVES: Final[dict[str, Any]] = {"items": [{"report": 1, "version": 7, "move": "publish"}]}

REASON_ANSWERS: Final[dict[str, Any]] = {"answers": {"r1": "已按决算批复改正"}}

REVIEW: Final[dict[str, Any]] = {
    "confirmed": {"staffing_control_rate": {"points": "1.5", "reason": "按实有人数核定"}},
    "opinion": "情况属实，同意。",
}

NEW_WAIVER: Final[dict[str, Any]] = {
    "key": "0f3a9c5d71e2b846",
    "reason": "年末一笔在途支出 2 万元，决算批复后调整，附情况说明",
}

WAIVER_DECISION: Final[dict[str, Any]] = {"until": "2022-12-31", "note": "情况属实，决算批复后请更正"}

UNIT_ROWS: Final[dict[str, Any]] = {"revenue": {"institution": "政务服务中心", "total": "120.50"}, "lines": {}}

NEW_ROUND: Final[dict[str, Any]] = {
    "region": "430602",
    "fiscal_year": 2021,
    "title": "2021年度部门整体支出绩效自评",
    "scheme": {"id": "yueyanglou-2021", "version": 1},
    "deadline": "2022-06-30",
    "departments": [1, 2],
}

ROUND_EDIT: Final[dict[str, Any]] = {
    "title": "2021年度部门整体支出绩效自评",
    "scheme": {"id": "yueyanglou-2021", "version": 1},
    "deadline": "2022-07-10",
    "departments": [1, 2, 3],
    "reason": "增加新设立的部门",
}

REASON: Final[dict[str, Any]] = {"reason": "部门名单有误，核对后重新下达"}

EXTENSION: Final[dict[str, Any]] = {"department": 1, "due": "2022-07-15", "reason": "决算批复推迟"}

REMINDING: Final[dict[str, Any]] = {"departments": None, "text": "请尽快报送自评报告"}

SAMPLING: Final[dict[str, Any]] = {"percentage": "15", "seed": 20220801}

NEW_RECTIFICATION: Final[dict[str, Any]] = {
    "text": "公务接待费台账不全，请补齐并说明原因",
    "deadline": "2022-09-30",
    "indicator": None,
}

NEW_APPEAL: Final[dict[str, Any]] = {
    "indicator": "staffing_control_rate",
    "claimed": "5",
    "reason": "借调人员不占编制，附借调文件",
}

REPLY: Final[dict[str, Any]] = {"text": "台账已补齐，见附件"}

POINTS_FOUND: Final[dict[str, Any]] = {
    "findings": [{"indicator": "staffing_control_rate", "points": "4.5", "reason": "实有人数与编办数据不符"}]
}

GRADES: Final[dict[str, Any]] = {"quality": {"truthfulness": {"points": "23.5", "reason": "两处数据缺少依据"}}}

RULING: Final[dict[str, Any]] = {"points": "5", "reason": "借调文件属实"}

NEW_BUNDLE: Final[dict[str, Any]] = {"region": "430602", "fiscal_year": 2021}

TRIED_FIGURES: Final[dict[str, Any]] = {"figures": {"staff_in_post": "42"}}

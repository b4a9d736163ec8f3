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

WHAT_IF: Final[dict[str, Any]] = {
    "fiscal_year": 2021,
    "from": {"id": "yueyanglou-2021", "version": 1},
    "to": {"id": "yueyanglou-2021", "version": 2},
}

NEW_DRAFT: Final[dict[str, Any]] = {"by": "张三", "copy_of": {"id": "yueyanglou-2021", "version": 1}}

MOVE: Final[dict[str, Any]] = {"move": "approve", "by": "李四"}

DECISION: Final[dict[str, Any]] = {"evidence": "own_outputs", "ids": ["own_1"], "approved": True}

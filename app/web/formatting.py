"""How values are shown. Templates format and loop; they compute nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Final

from app.contract.people import RIGHT_NAMES, ROLE_NAMES, RoleHeld, Token
from app.contract.report import STATE_NAMES, ReportSummary
from app.contract.result import ReportResult

CHINA: Final = timezone(timedelta(hours=8))

STATUS_WORDS: Final = {
    "computed": "已算出",
    "needs_evidence": "缺数据",
    "judged": "判断项",
    "not_applicable": "不适用",
    "unscored": "暂不评分",
}
PROOF_WORDS: Final = {"figures": "数据证明", "judgement": "评审判断", "word": "凭填报"}


def cell(value: Any) -> str:
    """A cell (as JSON) as it is typed: blank, 无, 不适用：原因, a figure, or what could not be read."""
    if isinstance(value, dict):
        if "not_applicable" in value:
            return f"不适用：{value['not_applicable']}"
        return str(value.get("none") or value.get("unread", ""))
    return "" if value is None else str(value)


def element(name: str) -> str:
    """The id of the element of that name: a pointer's slashes have no place in an address."""
    return name.replace("/", "-")


def points(value: Decimal | None) -> str:
    """Points without trailing zeros; a dash where there are none."""
    if value is None:
        return "—"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def between(low: Decimal, high: Decimal) -> str:
    """Points: one number, or a range while anything is missing."""
    return points(low) if low == high else f"{points(low)} – {points(high)}"


def span(one: Any) -> str:
    """The computed points of a total, a heading or a listed report."""
    listed = isinstance(one, ReportSummary | ReportResult)
    return between(one.computed_low, one.computed_high) if listed else between(one.low, one.high)


def signed(value: Decimal | None) -> str:
    """A difference with its sign: +1.5, −2, 0; a dash where there is none."""
    if value is None:
        return "—"
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{points(abs(value))}"


def moment(value: datetime) -> str:
    """A moment in China."""
    return value.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


def chinese_date(value: Any) -> str:
    """A date as the form prints it; the places for year, month and day where it is blank."""
    if isinstance(value, str) and len(value) == 10:
        year, month, day = value.split("-")
        return f"{year}年{int(month)}月{int(day)}日"
    return cell(value) or "　　年　　月　　日"


PLACE_WORDS: Final = {
    "part_step": "不足一步怎样扣",
    "zero_base": "分母为 0 时怎样计",
    "year": "考核年度",
    "out_of": "考核满分",
    "source": "哪一项考核",
    "points": "分值",
    "standard": "得满分的标准",
    "deduct": "扣几分",
    "step": "步长或档",
    "award": "怎样给分",
    "when": "条件",
    "otherwise": "其他情形",
    "measure": "计算方式",
    "rule": "评分规则",
    "id": "编号",
}


def place_word(pointer: str) -> str:
    """（不足一步怎样扣）: what a place in a scheme is called on its pages; empty where the message says enough."""
    word = PLACE_WORDS.get(pointer.rpartition("/")[2], "")
    return f"（{word}）" if word else ""


PLACE_KINDS: Final = {"region": "区划", "section": "科室", "department": "部门"}


def place_name(one: RoleHeld | Token) -> str:
    """（区划 430602）: where a role or token holds."""
    return f"（{PLACE_KINDS[one.place]} {one.key}）"


FILTERS: Final[dict[str, Callable[..., str]]] = {
    "cell": cell,
    "element": element,
    "points": points,
    "span": span,
    "signed": signed,
    "place_word": place_word,
    "moment": moment,
    "role_word": lambda role: ROLE_NAMES[role],
    "right_word": lambda right: RIGHT_NAMES[right],
    "place_name": place_name,
    "state_word": lambda state: STATE_NAMES[state],
    "chinese_date": chinese_date,
    "status_word": STATUS_WORDS.__getitem__,
    "proof_word": PROOF_WORDS.__getitem__,
}

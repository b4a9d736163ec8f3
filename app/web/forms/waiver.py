"""What is posted to ask for a waiver or to decide one, and what is wrong with it before anybody is asked."""

from typing import Final

from app.contract.form import read_date
from app.web.forms.posted import Typed

GRANT: Final = "grant"

Faults = dict[str, str]
"""What is wrong, by field."""


def until_in(typed: Typed) -> str | None:
    """The last day of a grant as ISO writes it; None where it is refused, or no day can be read."""
    if typed.get("do") != GRANT:
        return None
    day = read_date(typed.get("until", ""))
    return day if isinstance(day, str) else None


def faults_of_asking(typed: Typed) -> Faults:
    """A waiver wants a reason."""
    return {} if typed.get("reason", "").strip() else {"reason": "请写明申请豁免的理由"}


def faults_of_deciding(typed: Typed) -> Faults:
    """A decision wants its reasons, and a grant its last day: without one it would be a refusal."""
    faults = {} if typed.get("note", "").strip() else {"note": "请写明审批意见"}
    if typed.get("do") == GRANT and until_in(typed) is None:
        faults["until"] = "同意豁免要填有效期的最后一天，例如 2022年12月31日"
    return faults

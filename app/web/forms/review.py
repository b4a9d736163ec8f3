"""What a reviewer has typed: points with their reasons, the section's opinion, and the reasons of a return."""

from decimal import Decimal, InvalidOperation
from typing import Final

from app.contract.finding import Finding
from app.contract.report import ReportView
from app.contract.workflow import Confirmation, Objection, ReviewEdit
from app.web.forms.posted import Typed

OTHER: Final = "other"
"""Where a reason of a return is asked for that is about no indicator."""
OTHERS: Final = 10
"""How many such reasons a page may send."""


def amiss_in(action: str, objections: tuple[Objection, ...], wrong: dict[str, str]) -> str:
    """Why nothing is sent to the API; `wrong` is told at its places too."""
    if action == "return" and not objections:
        wrong[OTHER] = "请写明退回的原因：在有问题的指标旁，或在这里"
    if wrong:
        return "；".join(wrong.values())
    return "写了退回原因，不能审核通过；请按“退回部门”，或清空退回原因" if action == "pass" and objections else ""


def wrong_in(typed: Typed) -> dict[str, str]:
    """What nobody could keep, by indicator: points that are no number, a reason for points that are not there."""
    found = {}
    for name, text in typed.items():
        kind, _, indicator = name.partition("/")
        if kind != "points":
            continue
        if text.strip() and not _is_number(text.strip()):
            found[indicator] = f"“{text.strip()}”不是数字，审定得分请写成 1.5 这样"
        elif not text.strip() and typed.get(f"reason/{indicator}", "").strip():
            found[indicator] = "写了审定理由，没有写审定得分；请填得分，或清空理由"
    return found


def taken_up(typed: Typed, action: str, finding: Finding, part: str) -> str:
    """Write a finding's words into the reason of a return for its place; the name of the field, or empty without room.

    `action` is `take/<indicator>/<key>`; without an indicator, the first free reason about `part` of the form is it.
    """
    indicator = action.split("/")[1]
    name = f"objection/{indicator}" if indicator else _room_for(typed, finding.message)
    if not name:
        return ""
    if name.startswith("other/"):
        typed[name.replace("/text", "/place")] = part
    said = typed.get(name, "").strip()
    typed[name] = said if finding.message in said else said + finding.message
    return name


def _room_for(typed: Typed, text: str) -> str:
    """The first free reason, or the one that says so already."""
    names = [f"other/{at}/text" for at in range(OTHERS)]
    already = (name for name in names if text in typed.get(name, ""))
    free = (name for name in names if not typed.get(name, "").strip())
    return next(already, next(free, ""))


def edit_in(report: ReportView, typed: Typed) -> ReviewEdit | None:
    """What of the review differs from what is stored; None where nothing does."""
    confirmed = {}
    for name, text in typed.items():
        if not name.startswith("points/"):
            continue
        indicator, plain = name.removeprefix("points/"), text.strip()
        stored = report.workflow.confirmed.get(indicator)
        reason = typed.get(f"reason/{indicator}", "").strip()
        wanted = Decimal(plain) if plain else None
        if (stored.points if stored else None, stored.reason if stored else "") != (wanted, reason):
            confirmed[indicator] = Confirmation(points=wanted, reason=reason)
    opinion = typed.get("opinion", "").strip()
    changed = opinion if opinion and opinion != report.workflow.opinion else None
    return ReviewEdit(confirmed=confirmed, opinion=changed) if confirmed or changed else None


def objections_in(typed: Typed) -> tuple[Objection, ...]:
    """The reasons of a return: beside an indicator, about a part of the form, or about the whole report."""
    found = [
        Objection(text=text.strip(), indicator=name.removeprefix("objection/"))
        for name, text in typed.items()
        if name.startswith("objection/") and text.strip()
    ]
    for at in range(OTHERS):
        text, place = typed.get(f"other/{at}/text", "").strip(), typed.get(f"other/{at}/place", "")
        if text:
            found.append(Objection(text=text, pointer=place))
    return tuple(found)


def reasons_shown(typed: Typed) -> int:
    """How many other reasons the page has room for: three, and one more than are written."""
    written = max((at + 1 for at in range(OTHERS) if typed.get(f"other/{at}/text", "").strip()), default=0)
    return min(max(3, written + 1), OTHERS)


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False

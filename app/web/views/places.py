"""Places of a report in words, for lists of changes and for reasons of a return."""

from typing import Any

from app.contract.form import Form, field_at, tokens_of
from app.contract.report import Change
from app.web.formatting import cell


def told(change: Change) -> tuple[str, str, str]:
    """(where, old, new) of a change, in the words of the form."""
    sent = change.model_fields_set
    old = _shown(change.old) if "old" in sent else "（没有这一格）"
    return where(change.pointer), old, _shown(change.new) if "new" in sent else "（删去）"


def where(pointer: str) -> str:
    """A pointer as the labels on the form: 基本概况 · 实有人数."""
    if not pointer:
        return "整份报告"
    part, *tokens = tokens_of(pointer)
    if part == "attachments":
        return "佐证材料"
    if part != "form":
        return " · ".join(["补充数据", *tokens])
    words = []
    for depth, token in enumerate(tokens, start=1):
        field = field_at(Form, "/" + "/".join(tokens[:depth]))
        words.append(f"第 {int(token) + 1} 行" if token.isdecimal() else (field.title if field else None) or token)
    return " · ".join(words)


def address(report_id: int, pointer: str) -> str:
    """Where a place is filled in."""
    part, *tokens = tokens_of(pointer) if pointer else ("",)
    if part == "form" and tokens:
        return f"/reports/{report_id}/edit/{'panel' if tokens[0] == 'preparer' else tokens[0]}"
    if part == "attachments" and tokens:
        return f"/reports/{report_id}/attachments?indicator={tokens[0]}#of-{tokens[0]}"
    return f"/reports/{report_id}/supplement" if part == "supplement" else f"/reports/{report_id}"


def entry(report_id: int, pointer: str) -> str:
    """The very input in which a place is filled in, or the page that it is on."""
    part, *tokens = tokens_of(pointer) if pointer else ("",)
    there = address(report_id, pointer)
    if (part == "form" and len(tokens) > 1) or (part == "supplement" and tokens):
        return f"{there}#{'-'.join(tokens)}"
    return there


def shown_at(report_id: int, pointer: str) -> str:
    """Where a place is read: its part of the printed form, or the supplementary data."""
    part, *tokens = tokens_of(pointer) if pointer else ("",)
    if part == "form" and tokens:
        return f"/reports/{report_id}#{'panel' if tokens[0] == 'preparer' else tokens[0]}"
    return address(report_id, pointer)


def _shown(value: Any) -> str:
    if isinstance(value, dict) and not {"none", "not_applicable", "unread"} & set(value):
        return "；".join(f"{one}" for one in map(_shown, value.values()) if one != "（空）") or "（空）"
    if isinstance(value, bool):
        return "符合" if value else "不符合"
    return cell(value) or "（空）"

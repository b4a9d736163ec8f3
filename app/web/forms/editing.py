"""What the form of an editing page has sent, and what its button was to change in it."""

from dataclasses import dataclass
from typing import Any, Final

from fastapi import Request
from starlette.exceptions import HTTPException

from app.web.forms.content import changed_rows, entered, put_right, with_total
from app.web.forms.pasting import Pasted, pasted
from app.web.sections import SECTIONS, WHOLE, Section

TOLD: Final = "findings-told"
"""The field of the panel that names the places beside which findings are told; no evidence is called so."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Its content, with what the button was to change in it."""

    version: int
    """The version that the page was made from."""
    action: str
    """What the button is to do, by its first word: save, next, preview, add, remove, total, fix, paste."""
    content: dict[str, Any]
    told: str
    """The names of the places beside which findings are told on the page."""
    focus: str
    """The name of the input to go on at: what a finding's button has written, or the first of a new row."""
    places: tuple[str, ...]
    """The parts that were sent, where it was not the whole page."""
    by: str
    """Whoever the page was made for."""
    pasted: Pasted | None
    keeping: bool
    """Whether what the button has changed is saved as well: where the page saves by itself, it is."""


async def posted(request: Request, section: Section) -> Typed:
    """Read what a page that edits `section` has sent."""
    items = [(name, str(value)) for name, value in (await request.form(max_fields=20_000)).multi_items()]
    fields = dict(items)
    version, action = fields.get("version", ""), fields.get("action", "save")
    places = tuple(value for name, value in items if name == "part")
    content = entered(section, put_right(items, action), places)
    verb, _, about = action.partition(":")
    focus, done = "", None
    if verb in ("add", "remove"):
        content = changed_rows(content, action)
        focus = _new_row(section, content, about) if verb == "add" else ""
    elif verb == "total":
        content = with_total(content, action)
    elif verb == "fix":
        focus = about.partition("=")[0]
    elif verb == "paste":
        done = pasted(section, content, about, fields.get("clipboard", "") or fields.get(f"paste:{about}", ""))
        focus = done.first
    number, keeping = int(version) if version.isdecimal() else 0, bool(fields.get("keeping"))
    return Typed(number, verb, content, fields.get(TOLD, ""), focus, places, fields.get("by", ""), done, keeping)


def _new_row(section: Section, content: dict[str, Any], place: str) -> str:
    """The name of the first input of the row that was added last."""
    part = next((one for one in section.parts if one.place == place), None)
    rows: Any = content
    for token in place.split("/"):
        rows = rows[token]
    return f"{place}/{len(rows) - 1}/{part.fields[0].name}" if part else ""


def section_named(name: str) -> Section:
    """The section that a page is called by; `all` is the whole form."""
    if name == WHOLE.name:
        return WHOLE
    if name not in SECTIONS:
        raise HTTPException(404)
    return SECTIONS[name]

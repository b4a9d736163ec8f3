"""A section of the form as browsers post it: names are pointers (`revenue/rows/0/total`), texts become cells."""

from collections.abc import Collection, Iterable
from typing import Any

from pydantic import BaseModel, ValidationError

from app.contract.form import ABSENT, Form, put_at, read_cell, read_date, tokens_of, total_of
from app.contract.problem import TouchedCell
from app.web.sections import Field, Part, Section

Entries = Iterable[tuple[str, str]]


def entered(section: Section, entries: Entries, places: Collection[str] = ()) -> dict[str, Any]:
    """What was typed, as the JSON of the section's part of the form. Nothing is judged: wrong input stays in it.

    With `places`, only of those parts: the others were not sent.
    """
    texts = {name: text.replace("\r\n", "\n") for name, text in entries}
    content: dict[str, Any] = {}
    for part in section.parts:
        if places and part.place not in places:
            continue
        _put(content, part.place.split("/"), _rows(part, texts) if part.repeats else _group(part, part.place, texts))
    return content


def changed_rows(content: dict[str, Any], action: str) -> dict[str, Any]:
    """`content` with a row added (`add:revenue/rows`) or removed (`remove:revenue/rows/1`)."""
    verb, _, place = action.partition(":")
    path, _, index = place.rpartition("/") if verb == "remove" else (place, "", "")
    rows: Any = content
    for token in path.split("/"):
        rows = rows[token]
    if verb == "remove":
        del rows[int(index)]
    else:
        rows.append({})
    return content


def put_right(entries: Iterable[tuple[str, str]], action: str) -> list[tuple[str, str]]:
    """What was typed, with a finding's value put in its place (`fix:revenue/rows/0/total=1.50`)."""
    verb, _, wanted = action.partition(":")
    name, _, value = wanted.partition("=")
    return [(one, value if verb == "fix" and one == name else text) for one, text in entries]


def with_typed(content: dict[str, Any], cells: Iterable[TouchedCell], root: str = "form") -> dict[str, Any]:
    """`content` (of the form or the supplement, as stored) with what was typed in these cells, where it was changed."""
    for one in cells:
        part, *tokens = tokens_of(one.pointer)
        known = root == "supplement" or tokens[0] in content
        if part == root and known and (one.conflict or one.is_yours):
            content = put_at(content, tokens, one.yours if "yours" in one.model_fields_set else ABSENT)
    return content


def with_total(content: dict[str, Any], action: str) -> dict[str, Any]:
    """`content` with the total row of a table (`total:revenue`) filled in from its rows; nothing is saved by that."""
    name = action.removeprefix("total:")
    rows = content.get(name, {}).get("rows", [])
    try:
        table = getattr(Form.model_validate({name: {"rows": rows}}), name)
    except ValidationError:
        return content
    if table.rows:
        content[name]["total"] = total_of(table.rows).model_dump(mode="json")
    return content


def _group(part: Part, place: str, texts: dict[str, str]) -> dict[str, Any] | None:
    values = {field.name: value_of(field, texts.get(f"{place}/{field.name}", "")) for field in part.fields}
    if place.endswith("/total") and not any(values.values()):
        return None
    return values


def _rows(part: Part, texts: dict[str, str]) -> list[dict[str, Any]]:
    places = {name[len(part.place) + 1 :].split("/")[0] for name in texts if name.startswith(f"{part.place}/")}
    found = (_group(part, f"{part.place}/{index}", texts) for index in sorted(filter(str.isdigit, places), key=int))
    return [row for row in found if row is not None]


def value_of(field: Field, text: str) -> Any:
    """What was typed into an input, as JSON."""
    if field.kind == "figure":
        return as_json(read_cell(text, field.unit))
    if field.kind == "date":
        return as_json(read_date(text))
    if field.kind == "year":
        plain = text.strip()
        return int(plain) if plain.isdecimal() and len(plain) == 4 else plain or None
    return text


def as_json(cell: Any) -> Any:
    """A cell as JSON."""
    return cell.model_dump() if isinstance(cell, BaseModel) else cell


def _put(content: dict[str, Any], tokens: list[str], value: Any) -> None:
    *path, last = tokens
    for token in path:
        content = content.setdefault(token, {})
    if isinstance(value, dict) and isinstance(content.get(last), dict):
        content[last].update(value)
    else:
        content[last] = value

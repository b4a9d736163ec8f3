"""A scheme's document before it is known to be one: everything that makes it unusable, else what it leaves open."""

from collections.abc import Callable, Iterator
from typing import Any

from pydantic import ValidationError

from app.domain.complaints import complaints
from app.domain.pointer import joined
from app.domain.scoring.compiled import CompiledScheme, SchemeInvalid, compile_scheme
from app.domain.scoring.lint.finding import Finding
from app.domain.scoring.scheme import Scheme

Compiling = Callable[[Scheme], CompiledScheme]
"""`compile_scheme`, or what asks more of a scheme (`app/domain/checks/settings.py`) and refuses it likewise."""


def compiled_or_findings(
    document: dict[str, Any], compiling: Compiling = compile_scheme
) -> CompiledScheme | list[Finding]:
    """The scheme that `document` is, or the errors, each at its place."""
    try:
        return compiling(Scheme.model_validate(document))
    except ValidationError as error:
        found = complaints(error.errors(include_url=False), document)
        return [_error(document, code, joined(place), message) for place, code, message in found]
    except SchemeInvalid as error:
        return [_error(document, "unusable", one.pointer, one.message) for one in error.problems]


def _error(document: dict[str, Any], code: str, pointer: str, message: str) -> Finding:
    return Finding(code, "error", pointer, _indicator_at(document, pointer), message)


def _indicator_at(document: dict[str, Any], pointer: str) -> str:
    """The id of the innermost item that a place belongs to; empty for places that are no item's."""
    return next((str(item["id"]) for item in reversed(list(_items_on_the_way(document, pointer))) if "id" in item), "")


def _items_on_the_way(document: Any, pointer: str) -> Iterator[dict[str, Any]]:
    tokens = pointer.split("/")[1:]
    here = document
    while len(tokens) > 1 and tokens[0] == "items" and tokens[1].isdigit():
        items = here.get("items") if isinstance(here, dict) else None
        if not isinstance(items, list) or int(tokens[1]) >= len(items) or not isinstance(items[int(tokens[1])], dict):
            return
        here, tokens = items[int(tokens[1])], tokens[2:]
        yield here

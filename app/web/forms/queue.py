"""What of the review queue somebody has chosen, in the address of a page."""

from collections.abc import Mapping
from urllib.parse import urlencode

from pydantic import ValidationError

from app.contract.review_queue import QueueFilter

NAMES = ("lane", "fiscal_year", "department", "late", "above", "after")


def chosen_in(query: Mapping[str, str]) -> QueueFilter:
    """The filter of an address; what nobody can read of it chooses nothing."""
    chosen: dict[str, str] = {}
    for name in NAMES:
        text = query.get(name, "").strip()
        try:
            QueueFilter.model_validate({name: text})
        except ValidationError:
            continue
        if text:
            chosen[name] = text
    return QueueFilter.model_validate(chosen)


def address_of(chosen: QueueFilter, **other: object) -> str:
    """The filter as the query of an address, with some of it otherwise; from the first page on."""
    said = {**chosen.model_dump(include=set(NAMES) - {"after"}), **other}
    return urlencode({name: "1" if value is True else value for name, value in said.items() if value})

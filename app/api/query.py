"""The query of an operation as one closed model, read at once.

A name that the model does not know is refused: a filter that is misspelt must not list everything. Parameters declared
one by one would let it pass, and cost more than the whole read that they ask for.
"""

from functools import cache
from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qs

from fastapi import Path, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from app.api.problems import Refused
from app.domain.model import Value

Id = Annotated[int, Path(ge=1, lt=2**63)]
"""A number that the database gave."""

Options = TypeVar("Options", bound=Value)


def query_of(model: type[Options], request: Request) -> Options:
    """The request's query as `model`; lists are repeated or separated by commas. Raises RequestValidationError."""
    raw: bytes = request.scope["query_string"]
    given: dict[str, Any] = {}
    for name, values in parse_qs(raw.decode("latin-1"), keep_blank_values=True).items():
        field = model.model_fields.get(name)
        many = field is not None and isinstance(field.default, tuple)
        given[name] = ",".join(values).split(",") if many else values[-1]
    try:
        found: Options = model.model_validate(given) if raw else _asked_for_nothing(model)
    except ValidationError as error:
        wrong = [{**one, "loc": ("query", *one["loc"])} for one in error.errors(include_url=False)]
        raise RequestValidationError(wrong) from error
    return found


@cache
def _asked_for_nothing(model: type[Value]) -> Any:
    return model()


def number_after(cursor: str) -> int:
    """The number in a cursor; 0, before everything, in an empty one. Raises Refused where it is not one of ours."""
    if not cursor:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
        raise bad_cursor()
    return int(cursor)


def pair_after(cursor: str) -> tuple[int, int] | None:
    """The sort key and number in a cursor `5000.7`; None in an empty one. Raises Refused where no list gave it."""
    if not cursor:
        return None
    parts = cursor.split(".")
    if len(parts) != 2 or not all(one.isascii() and one.isdigit() and len(one) < 19 for one in parts):
        raise bad_cursor()
    return int(parts[0]), int(parts[1])


def bad_cursor() -> Refused:
    """The refusal of a cursor that no list gave out."""
    return Refused(422, "bad_cursor", "after 不是列表给出的 next，请从第一页重新取")

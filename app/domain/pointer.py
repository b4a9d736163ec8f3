"""JSON Pointers (RFC 6901) into the form, as schemes and findings use them.

`/expenditure/total/basic` is the cell of the printed total row, else of the only row, else missing: several rows
without a total are never summed in silence.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from app.domain.form.finances import InstitutionRow, Table


class Missing:
    """There is no such cell: the row that would have it does not exist."""


MISSING: Final = Missing()


def joined(tokens: Sequence[str | int]) -> str:
    """The pointer for `tokens`."""
    return "".join(f"/{str(token).replace('~', '~0').replace('/', '~1')}" for token in tokens)


@lru_cache(maxsize=4096)
def tokens_of(pointer: str) -> tuple[str, ...]:
    """The tokens of `pointer`."""
    return tuple(token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:])


def cell_at(form: BaseModel, pointer: str) -> Any:
    """The cell that `pointer` names, or MISSING."""
    here: Any = form
    for token in tokens_of(pointer):
        if isinstance(here, Table) and token == "total" and here.total is None:  # noqa: S105 - a key of the form
            here = here.rows[0] if len(here.rows) == 1 else MISSING
        elif isinstance(here, tuple):
            here = here[int(token)] if token.isdigit() and int(token) < len(here) else MISSING
        else:
            here = getattr(here, token, MISSING) if isinstance(here, BaseModel) else MISSING
        if here is MISSING:
            return MISSING
    return here


def field_at(model: type[BaseModel], pointer: str) -> FieldInfo | None:
    """The field that `pointer` names in `model`, for labels and units; None where there is none."""
    field: FieldInfo | None = None
    here: type[BaseModel] | None = model
    for token in tokens_of(pointer):
        if token.isdigit() and field is not None:
            here = _row_model(field)
            continue
        if here is None or token not in here.model_fields:
            return None
        field = here.model_fields[token]
        here = model_in(field.annotation)
    return field


def unit_of(field: FieldInfo) -> str | None:
    """The unit of a figure's field; None for texts and dates."""
    extra = field.json_schema_extra
    return str(extra["unit"]) if isinstance(extra, dict) and "unit" in extra else None


def figures_of(model: type[BaseModel], path: str = "") -> Iterator[str]:
    """The pointer of every single figure in `model`; those in rows of lists are not single."""
    for name, field in model.model_fields.items():
        below = model_in(field.annotation)
        if unit_of(field) is not None:
            yield f"{path}/{name}"
        elif below is not None and get_origin(field.annotation) is not tuple:
            yield from figures_of(below, f"{path}/{name}")


def _row_model(field: FieldInfo) -> type[BaseModel] | None:
    return next((found for part in get_args(field.annotation) if (found := model_in(part))), None)


def model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that an annotation is, or the row of a table that it allows; None for cells and lists."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    options = [part for part in get_args(annotation) if isinstance(part, type) and issubclass(part, InstitutionRow)]
    return options[0] if options else None

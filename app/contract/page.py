"""Lists: keyset pages without totals."""

from typing import Generic, TypeVar

from app.domain.model import Value

Item = TypeVar("Item")


class Page(Value, Generic[Item]):
    """One page; `next` is the cursor of the one after it, null on the last."""

    items: tuple[Item, ...]
    next: str | None

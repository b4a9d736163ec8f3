"""Words in a text: the quick question that most checks begin with."""

from collections.abc import Iterable


def has_any(text: str, words: Iterable[str]) -> bool:
    """Whether some of the words stand in the text."""
    return any(map(text.__contains__, words))

"""Reading a form from Word, against converting the same file with mammoth, which knows nothing of forms."""

import io
import time
from collections.abc import Callable, Iterator

import mammoth

from app.documents.files import read_any
from benchmarks.comparison import Comparison, Side
from tests.support.forms import OFFICIAL, a_form
from tests.support.word_files import saved_by_word


def rows(rounds: int) -> Iterator[Comparison]:
    """The official form as Word saves it after editing: short runs, everything with its properties."""
    data = saved_by_word(OFFICIAL)
    assert read_any(data).form == a_form()

    def ours() -> None:
        read_any(data)

    def theirs() -> None:
        mammoth.convert_to_html(io.BytesIO(data))

    title = "a form read from .docx, every value with its place"
    yield Comparison("R1", title, "/s", Side("ours", _rate(ours)), Side("mammoth", _rate(theirs)), floor=10).run(rounds)


def _rate(work: Callable[[], None]) -> Callable[[], float]:
    def measure() -> float:
        best = 0.0
        for _ in range(5):
            begin = time.perf_counter()
            work()
            best = max(best, 1 / (time.perf_counter() - begin))
        return best

    return measure

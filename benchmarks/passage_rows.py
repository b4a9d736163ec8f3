"""Row 17: looking for copied text among 100,000 stored reports of one county against looking among 1,000."""

import asyncio
import random
import sqlite3
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Final

from app.domain.form.form import Form
from app.domain.prose.passages import passages_of
from app.domain.prose.prints import prints_of
from app.persistence.engine import create_database
from app.persistence.migration import migrate
from app.services.passages import PassageService
from benchmarks.comparison import Comparison, Side

SEED: Final = 20261125
FEW: Final = 1_000
MANY: Final = 100_000
COUNTY: Final = "430602"
SEARCHES: Final = 40
WORDS: Final = 6_000
OWN: Final = 5
"""Passages of a report that are its own, beside one of formulas."""

FORMULAS: Final = (
    "贯彻落实党中央、国务院决策部署，全面落实县委、县政府工作要求，严格执行中央八项规定精神，厉行节约。",
    "建立和完善长效机制，把绩效评价作为部门的日常性工作，加强预算绩效管理，提高财政资金使用效益。",
    "各项支出严格按照财务管理制度审批，资金拨付有完整的审批程序和手续，没有截留、挤占、挪用等情况。",
)

_UNSORTED: Final = """
DROP INDEX print_by_passage;
CREATE TEMP TABLE loaded (print INTEGER, passage_id INTEGER, department_id INTEGER);
"""
_SORTED: Final = """
INSERT INTO passage_print SELECT '{county}', print, passage_id, department_id FROM loaded ORDER BY print, passage_id;
DROP TABLE loaded;
CREATE INDEX print_by_passage ON passage_print (passage_id);
"""


class Prose:
    """Sentences of words that are as unevenly common as those of a language, so that chance likenesses abound."""

    def __init__(self, seed: int) -> None:
        lexicon = random.Random(SEED)
        self._words = ["".join(chr(lexicon.randint(0x4E00, 0x6E00)) for _ in range(2)) for _ in range(WORDS)]
        self._uses = list(accumulate(1 / (rank + 20) for rank in range(WORDS)))
        self._dice = random.Random(seed)

    def passage(self) -> str:
        """Some sixty characters."""
        return "".join(self._dice.choices(self._words, cum_weights=self._uses, k=30)) + "。"

    def report(self) -> list[str]:
        """The passages of a report: its own, and the formulas that all have."""
        return [*(self.passage() for _ in range(OWN)), "".join(FORMULAS)]


def rows(folder: Path, rounds: int, many: int = MANY) -> Iterator[Comparison]:
    """Whole searches as an examination asks for them: prints, postings, candidates, comparison."""
    small, large = (filled(folder / f"passages-{number}.db", number) for number in (FEW, many))

    def here() -> float:
        return _microseconds(large)

    def there() -> float:
        return _microseconds(small)

    here()
    title = f"copied text of a report looked for among {many:,} reports of a county"
    yield Comparison(
        "17", title, "µs", Side("ours", here), Side(f"among {FEW:,}", there), 3, at_most=True
    ).run(rounds)  # fmt: skip


def filled(path: Path, reports: int) -> Path:
    """A database with the indexed texts of so many reports, written in bulk as the service would have written them."""
    migrate(f"sqlite:///{path}")
    prose, number = Prose(SEED), 0
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(_UNSORTED)
        for report in range(1, reports + 1):
            department = (report + 4) // 5
            passages, prints = [], []
            for text in prose.report():
                number += 1
                passages.append((number, report, department, 2017 + report % 5, "/form/profile/duties", text))
                prints += [(one, number, department) for one in prints_of(text)]
            connection.executemany("INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?)", passages)
            connection.executemany("INSERT INTO loaded VALUES (?, ?, ?)", prints)
        connection.executemany(
            "INSERT INTO department (id, region, budget_code, name) VALUES (?, ?, ?, ?)",
            [(at, COUNTY, f"{at:06}", f"示范局{at}") for at in range(1, reports // 5 + 2)],
        )
        connection.executescript(_SORTED.format(county=COUNTY))
        connection.execute("ANALYZE")
    return path


def searched() -> list[Form]:
    """Reports with texts of their own, the formulas, and one text of a stored report with a word changed."""
    stored, own = Prose(SEED), Prose(SEED + 1)
    forms = []
    for _ in range(SEARCHES):
        copied = stored.report()[0]
        texts = [copied[:20] + "改动" + copied[22:], *own.report()]
        sections = [{"text": text} for text in texts]
        forms.append(Form.model_validate({"narrative": {"sections": sections}}))
    assert all(len(passages_of(form)) == OWN + 2 for form in forms)
    return forms


def _microseconds(path: Path) -> float:
    forms = searched()

    async def searches() -> float:
        database = create_database(f"sqlite:///{path}", pool_size=1)
        await database.open()
        service = PassageService(database)
        await service.similar(forms[0], 0, COUNTY)
        begin = time.perf_counter()
        found = [await service.similar(form, 0, COUNTY) for form in forms]
        spent = time.perf_counter() - begin
        await database.close()
        assert all(found), "a copied text was not found"
        return spent / len(forms) * 1e6

    return asyncio.run(searches())

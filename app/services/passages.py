"""Texts of other departments that resemble a report's: kept up with every move, and looked for by an examination."""

from collections import defaultdict
from typing import Final

from app.domain.checks.context import Passage
from app.domain.form.form import Form
from app.domain.prose.passages import SHORTEST, passages_of
from app.domain.prose.prints import prints_of
from app.domain.prose.shingles import bare, common, shingles
from app.domain.workflow.state import IN_HAND
from app.services.ports import Database, IndexedReport, NewPassage, ReportRecord, Store

COUNTY: Final = 6
"""Digits of a county's code: texts are looked for among its departments."""
MOST_PRINTS: Final = 512
"""Prints of a report that are looked up, the smallest ones, so that any two reports choose alike."""
MOST_PLACES: Final = 32
"""A print that more passages of other departments have is a formula of everybody's."""
MOST_CANDIDATES: Final = 24
"""Passages that are compared in full, those first that share the most and the rarest prints."""
ALIKE: Final = 0.5
LEAST: Final = SHORTEST
"""What a passage has in common at the least to be told, as a share and in characters.

Whether it means anything is the check's to say, which knows official formulas from what is somebody's own.
"""


class PassageService:
    """Looks for texts of other departments; the work is bounded, however many reports there are."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def similar(self, form: Form, department: int, region: str) -> tuple[Passage, ...]:
        """Passages of other departments of the county that resemble one of the form's, the most alike first."""
        texts = [one.text for one in passages_of(form)]
        prints = sorted({number for text in texts for number in prints_of(text)})[:MOST_PRINTS]
        store = self._database.reading.passages
        weights: defaultdict[int, float] = defaultdict(float)
        for _, ids in await store.sharing(region[:COUNTY], department, prints, MOST_PLACES):
            for passage in ids:
                weights[passage] += 1 / len(ids)
        best = sorted(weights, key=lambda passage: (-weights[passage], passage))[:MOST_CANDIDATES]
        ours = [shingles(bare(text)) for text in texts]
        found: list[tuple[int, Passage]] = []
        for one in await store.get(best):
            theirs = shingles(bare(one.text))
            shared = [common(pieces, theirs) for pieces in ours]
            length = max((each.length for each in shared if each.share >= ALIKE), default=0)
            if length >= LEAST:
                found.append((length, Passage(one.report, one.department, one.fiscal_year, one.pointer, one.text)))
        return tuple(passage for _, passage in sorted(found, key=lambda each: -each[0]))


async def keep_indexed(store: Store, report_id: int, record: ReportRecord, form: Form) -> None:
    """Have the index say what the report says, or nothing where its department has it in hand; in a transaction."""
    if record.state not in IN_HAND:
        await store.passages.remove(report_id)
        return
    of = IndexedReport(report_id, record.department_id, record.region[:COUNTY], record.fiscal_year)
    new = [NewPassage(one.pointer, one.text, prints_of(one.text)) for one in passages_of(form)]
    await store.passages.put(of, new)

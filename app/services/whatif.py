"""The use case what-if: the reports of a year scored again under another scheme, from their facts."""

from array import array
from dataclasses import dataclass
from typing import Any, Final, Protocol

from pydantic import TypeAdapter
from pydantic_core import from_json

from app.domain.people.place import Place, stem
from app.domain.scoring.compiled import CompiledScheme, compile_scheme
from app.domain.scoring.scheme import Scheme
from app.services.ports import Database, FactsQuery
from app.services.report_document import read_document
from app.services.schemes import SchemeService

BATCH: Final = 1_000
"""Reports whose facts are read at once."""

LISTED: Final = 1_000
"""Reports that a result lists: those whose points change most. Everything else of it counts all of them."""


@dataclass(frozen=True, slots=True)
class WhatIfRequest:
    """The reports of `fiscal_year` under version `old`, as they would score under `new`: a version, or a scheme."""

    fiscal_year: int
    old: tuple[str, int]
    new: tuple[str, int] | Scheme
    within: tuple[Place, ...]
    """Where the asker may try schemes out; reports elsewhere are left away."""


REQUEST: Final = TypeAdapter(WhatIfRequest)


class Progress(Protocol):
    """Who is told how far it is."""

    total: int

    def advance(self, more: int = 1) -> None:
        """So many reports more are done; may raise to stop."""


class WhatIfService:
    """Runs what-ifs over what is stored."""

    def __init__(self, database: Database, schemes: SchemeService) -> None:
        self._database, self._schemes = database, schemes

    async def checked(self, request: WhatIfRequest) -> str:
        """`request` as a job keeps it. Raises NotFound and SchemeInvalid."""
        await self._schemes.compiled(*request.old)
        await self._new(request)
        return REQUEST.dump_json(request, by_alias=True).decode()

    async def _new(self, request: WhatIfRequest) -> CompiledScheme:
        if isinstance(request.new, Scheme):
            return compile_scheme(request.new)
        return await self._schemes.compiled(*request.new)

    async def run(self, asked: str, progress: Progress) -> str:
        """The result as JSON (`WhatIf`). Memory is the facts, some hundred bytes a report."""
        # numpy takes a while to load, and whoever starts the service should not wait for it
        from app.whatif.comparison import Name, WhatIf, compared, most_changed  # noqa: PLC0415
        from app.whatif.scored import Rescoring  # noqa: PLC0415

        request = REQUEST.validate_json(asked)
        old, new = await self._schemes.compiled(*request.old), await self._new(request)
        query = FactsQuery(request.fiscal_year, *request.old)
        rescoring, ids = Rescoring([old, new], self._schemes.layout(old)), array("q")
        own = await self._own(request, old)
        after_id = 0
        while rows := await self._database.reading.reports.facts(query, after_id, BATCH):
            after_id = rows[-1][0]
            rows = rows if own is None else [row for row in rows if row[0] in own]
            if not rows:
                continue
            numbers, packed = zip(*rows, strict=True)
            ids.extend(numbers)
            rescoring.add(packed)
        progress.total = len(ids)
        pair, left = rescoring.finish()
        progress.advance(len(ids) - len(left))
        for report in left:
            stored = await self._database.reading.reports.get(ids[report])
            if stored is not None:
                content = read_document(stored.document).report()
                for scored in pair:
                    scored.score_exactly(report, (content.form, content.supplement))
            progress.advance()
        before, after = pair
        names = {
            report: Name(str(ids[report]), await self._department(ids[report]))
            for report in most_changed(before, after, LISTED)
        }
        return TypeAdapter(WhatIf).dump_json(compared(before, after, names)).decode()

    async def _own(self, request: WhatIfRequest, old: CompiledScheme) -> set[int] | None:
        """The reports that the asker may see; None for all, where the scheme is used nowhere else."""
        if any(place.kind == "region" and old.scheme.region.startswith(stem(place.key)) for place in request.within):
            return None
        return await self._database.reading.reports.ids_within(request.within, request.fiscal_year)

    async def _department(self, report_id: int) -> str:
        summary: Any = from_json(await self._database.reading.reports.summary(report_id) or "{}")
        return str(summary.get("department", {}).get("name", ""))

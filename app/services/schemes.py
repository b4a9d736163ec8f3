"""Use cases of schemes: keep published versions, and hand out compiled ones."""

from collections.abc import Iterable
from typing import Final

from app.domain.people.actor import OPERATOR, Actor
from app.domain.people.place import Location
from app.domain.people.right import Right
from app.domain.report import SelfEvaluationReport, State
from app.domain.scoring.compiled import CompiledScheme, compile_scheme
from app.domain.scoring.confirmation import with_confirmation
from app.domain.scoring.draft import SamePerson
from app.domain.scoring.evidence import evidence_of
from app.domain.scoring.scheme import Scheme
from app.domain.scoring.scheme_changes import SchemeChange, scheme_changes
from app.domain.scoring.scorecard import Scorecard
from app.domain.scoring.scorer import score
from app.domain.scoring.self_assessment import with_self_assessment
from app.services.errors import NoScheme, NotFound, SchemeChanged
from app.services.ports import AlreadyStored, Database, StoredDepartment, StoredScheme
from app.services.recording import Recorder
from app.whatif.facts import Layout, layout_of

DECIDED: Final = frozenset({State.PASSED, State.PUBLISHED})


class SchemeService:
    """Published versions never change, so a compiled one is kept for as long as the process lives."""

    def __init__(self, database: Database, recorder: Recorder) -> None:
        self._database, self._recorder = database, recorder
        self._compiled: dict[tuple[str, int], CompiledScheme] = {}
        self._layouts: dict[str, Layout] = {}

    async def publish(self, schemes: Iterable[CompiledScheme], who: Actor = OPERATOR) -> list[CompiledScheme]:
        """Store versions that are not there yet; returns those. Raises SchemeChanged where one is, but differs."""
        added = []
        for compiled in schemes:
            stored = _stored(compiled)
            try:
                async with self._database.transaction() as store:
                    await store.schemes.add(stored)
                    await self._recorder.record(
                        store, who, "scheme_version_added", f"scheme:{stored.id}@{stored.version}",
                        region=stored.region, title=stored.title[:200], digest=stored.digest,
                    )  # fmt: skip
                added.append(compiled)
            except AlreadyStored:
                there = await self.stored(stored.id, stored.version)
                if there.digest != compiled.digest:
                    message = f"方案 {stored.id} 第 {stored.version} 版已发布，不能改动；请另立新版"
                    raise SchemeChanged(message) from None
        return added

    async def publish_as(self, schemes: Iterable[CompiledScheme], who: Actor) -> list[CompiledScheme]:
        """`publish` for a system with a token. Raises Forbidden, and SamePerson for a person: they write drafts."""
        listed = list(schemes)
        for one in listed:
            who.require(Right.SCHEME_REVIEW, Location(one.scheme.region))
        if who.kind == "user":
            raise SamePerson("方案要由一人编制、另一人复核：请先建立草稿，送复核后再发布")
        return await self.publish(listed, who)

    async def changes(self, scheme_id: str, version: int, since: int) -> list[SchemeChange]:
        """What `version` says differently from version `since`, in words. Raises NotFound."""
        return scheme_changes(await self.compiled(scheme_id, since), await self.compiled(scheme_id, version))

    async def stored(self, scheme_id: str, version: int | None = None) -> StoredScheme:
        """A version, or the newest. Raises NotFound."""
        found = await self._database.reading.schemes.get(scheme_id, version)
        if found is None:
            message = f"没有评分方案 {scheme_id}{f' 第 {version} 版' if version else ''}，请核对编号"
            raise NotFound(message)
        return found

    async def page(self, scheme_id: str | None, after: tuple[str, int], limit: int) -> list[StoredScheme]:
        """Versions by id and version, of one scheme or of all."""
        return await self._database.reading.schemes.page(scheme_id, after, limit)

    async def in_force(self, region: str, fiscal_year: int) -> StoredScheme:
        """The scheme for a region and year, its own or that of a region above it. Raises NoScheme."""
        found = await self._database.reading.schemes.in_force(region, fiscal_year)
        if found is None:
            message = f"区划 {region} 没有 {fiscal_year} 年度的评分方案，请先发布方案，或在请求中写明 scheme"
            raise NoScheme(message)
        return found

    async def asked_for(self, department: StoredDepartment, fiscal_year: int) -> CompiledScheme:
        """What a department's report of a year is scored under: the scheme of the issued round that asks for it.

        Where no round does, the one in force for its region. Raises NoScheme.
        """
        asked = await self._database.reading.rounds.scheme_for(department.id, fiscal_year)
        if asked is not None:
            return await self.compiled(*asked)
        stored = await self.in_force(department.region, fiscal_year)
        return await self.compiled(stored.id, stored.version)

    async def compiled(self, scheme_id: str, version: int) -> CompiledScheme:
        """A version, compiled. Raises NotFound."""
        compiled = self._compiled.get((scheme_id, version))
        if compiled is None:
            stored = await self.stored(scheme_id, version)
            compiled = compile_scheme(Scheme.model_validate_json(stored.document))
            self._compiled[scheme_id, version] = compiled
        return compiled

    def layout(self, scheme: CompiledScheme) -> Layout:
        """How the facts of reports under `scheme` are laid out."""
        if scheme.digest not in self._layouts:
            self._layouts[scheme.digest] = layout_of(scheme)
        return self._layouts[scheme.digest]

    async def scorecard(self, report: SelfEvaluationReport) -> Scorecard:
        """The report's scorecard under its own scheme version: self-assessed, computed and confirmed points."""
        scheme = await self.compiled(report.scheme_id, report.scheme_version)
        card = score(scheme, evidence_of(scheme.scheme, report.form, report.supplement))
        card = with_self_assessment(card, scheme, report.form.self_scoring)
        confirmed = {name: one.points for name, one in report.case.confirmed.items()}
        return with_confirmation(card, scheme, confirmed, decided=report.state in DECIDED)


def _stored(compiled: CompiledScheme) -> StoredScheme:
    scheme = compiled.scheme
    return StoredScheme(
        scheme.id,
        scheme.version,
        scheme.title,
        scheme.issuer,
        scheme.region,
        min(scheme.fiscal_years),
        max(scheme.fiscal_years),
        compiled.digest,
        compiled.canonical.decode(),
    )

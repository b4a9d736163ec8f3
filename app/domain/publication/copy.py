"""The public copy of a report: everything that anybody needs to recompute its score, and nobody's name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal

from pydantic import AwareDatetime

from app.domain.decimals import ExactDecimal
from app.domain.form.form import Form
from app.domain.form.self_scoring import SelfScoring
from app.domain.form.supplement import Supplement
from app.domain.model import Value
from app.domain.publication.masking import Masking, people_of, public_form
from app.domain.report import SelfEvaluationReport
from app.domain.scoring.canonical import canonical_json, digest
from app.domain.scoring.compiled import CompiledScheme
from app.domain.scoring.confirmation import standing, with_confirmation
from app.domain.scoring.evidence import Evidence, evidence_of
from app.domain.scoring.scorecard import Scorecard
from app.domain.scoring.scorer import score
from app.domain.scoring.self_assessment import with_self_assessment
from app.domain.workflow.waiving import WaiverState

FORMAT: Final = "jixiao-public/1"


class PublicDepartment(Value):
    """Whose report it is."""

    id: int
    region: str
    budget_code: str
    name: str


class PublicScheme(Value):
    """Under which scheme version it was scored; `digest` is the SHA-256 of its canonical JSON."""

    id: str
    version: int
    digest: str


class ConfirmedReason(Value):
    """审定得分 of an indicator, with the reason that finance gave."""

    points: ExactDecimal
    reason: str


class StandingFinding(Value):
    """A contradiction that was allowed to stand, why, and until when."""

    check: str
    pointer: str
    finding: str
    reason: str
    note: str
    until: date


class PublicCopy(Value):
    """A published report, masked. `points` and `rating` are those that stand: confirmed, else computed, else its own.

    Its digest is that of its canonical JSON, which is the exact body that is served.
    """

    format: Literal["jixiao-public/1"] = FORMAT
    report: int
    sequence: int
    """1 at the first publication of the report, one more at each that follows a withdrawal."""
    published_at: AwareDatetime
    department: PublicDepartment
    fiscal_year: int
    scheme: PublicScheme
    points: ExactDecimal
    rating: str | None
    form: Form
    supplement: Supplement
    confirmed: dict[str, ConfirmedReason]
    """By indicator id; the others stand as computed, or as the department scored itself where nothing computes them."""
    standing: tuple[StandingFinding, ...]
    scorecard: Scorecard

    def body(self) -> bytes:
        """The copy as it is served and hashed."""
        return canonical_json(self.model_dump(mode="json"))


@dataclass(frozen=True, slots=True)
class Published:
    """A copy with its bytes and their digest."""

    copy: PublicCopy
    body: bytes
    digest: str


def publish(
    report: SelfEvaluationReport, number: int, department: PublicDepartment, scheme: CompiledScheme, now: datetime,
    sequence: int,
) -> Published:  # fmt: skip
    """The public copy of report `number`, published `now`.

    The scorecard is computed from the masked content, so that the receipt can be recomputed from what is public.
    """
    masking = masking_of(report)
    form = public_form(report.form, masking)
    supplement = masking.model(report.supplement)
    confirmed = {
        name: ConfirmedReason(points=one.points, reason=masking.text(one.reason))
        for name, one in sorted(report.case.confirmed.items())
    }
    card = scorecard_of(scheme, form, supplement, confirmed)
    copy = PublicCopy(
        report=number,
        sequence=sequence,
        published_at=now,
        department=department,
        fiscal_year=report.fiscal_year,
        scheme=PublicScheme(id=report.scheme_id, version=report.scheme_version, digest=scheme.digest),
        points=card.confirmed.points if card.confirmed else card.computed.low,
        rating=card.confirmed.rating if card.confirmed else card.computed.rating,
        form=form,
        supplement=supplement,
        confirmed=confirmed,
        standing=_standing(report, masking),
        scorecard=card,
    )
    body = copy.body()
    return Published(copy, body, digest(body))


def masking_of(report: SelfEvaluationReport) -> Masking:
    """What hides everybody whom a report names."""
    return Masking(people_of(report.form, report.case))


def scorecard_of(
    scheme: CompiledScheme, form: Form, supplement: Supplement, confirmed: Mapping[str, ConfirmedReason]
) -> Scorecard:
    """The scorecard that public content gives: computed, self-assessed and confirmed points."""
    return confirmed_card(scheme, evidence_of(scheme.scheme, form, supplement), form.self_scoring, confirmed)


def confirmed_card(
    scheme: CompiledScheme, evidence: Evidence, own: SelfScoring, confirmed: Mapping[str, ConfirmedReason]
) -> Scorecard:
    """The scorecard of any evidence, with the department's own points and finance's beside the computed ones."""
    card = with_self_assessment(score(scheme, evidence), scheme, own)
    return with_confirmation(card, scheme, {name: one.points for name, one in confirmed.items()}, decided=True)


def standing_points(card: Scorecard) -> dict[str, Decimal | None]:
    """The points that stand for each indicator, in the scheme's order."""
    confirmed = {one.id: one.confirmed_points for one in card.indicators if one.confirmed_points is not None}
    return {one.id: standing(one, confirmed) for one in card.indicators}


def _standing(report: SelfEvaluationReport, masking: Masking) -> tuple[StandingFinding, ...]:
    return tuple(
        StandingFinding(
            check=one.check,
            pointer=one.pointer,
            finding=masking.text(one.finding),
            reason=masking.text(one.reason),
            note=masking.text(one.decision.note),
            until=one.decision.until,
        )
        for one in report.case.waivers
        if one.decision and one.decision.until and one.state is WaiverState.GRANTED
    )

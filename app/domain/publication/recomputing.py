"""Recomputing a public copy from what is in it: every point, the totals, the rating, and the receipt."""

from collections.abc import Iterator

from app.domain.decimals import plain
from app.domain.publication.copy import PublicCopy, scorecard_of
from app.domain.scoring.compiled import CompiledScheme
from app.domain.scoring.evidence import evidence_of
from app.domain.scoring.verification import first_difference


def disagreements(copy: PublicCopy, scheme: CompiledScheme) -> Iterator[str]:
    """What of the copy is not what its own figures give under `scheme`; nothing where everything is."""
    if scheme.digest != copy.scheme.digest:
        yield "/scheme/digest：评分方案与公布时用的不是同一份"
        return
    evidence = evidence_of(scheme.scheme, copy.form, copy.supplement)
    if found := first_difference(copy.scorecard, scheme, evidence, copy.form.self_scoring):
        yield f"/scorecard{found.message}"
    card = scorecard_of(scheme, copy.form, copy.supplement, copy.confirmed)
    confirmed = {one.id: one.confirmed_points for one in copy.scorecard.indicators}
    for one in card.indicators:
        if confirmed.get(one.id) != one.confirmed_points:
            yield f"/scorecard/indicators：“{one.title}”的审定得分与 /confirmed 中的不一致"
    if card.confirmed != copy.scorecard.confirmed:
        yield "/scorecard/confirmed：审定合计与各指标的得分不一致"
    if card.confirmed is not None and (copy.points, copy.rating) != (card.confirmed.points, card.confirmed.rating):
        yield f"/points：公布 {plain(copy.points)} 分，重算 {plain(card.confirmed.points)} 分"

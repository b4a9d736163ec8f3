"""What a follow-up that has come to its end changes in the report: points by indicator, each with the reason."""

from collections.abc import Mapping
from typing import Final

from app.domain.follow_ups.appeal import Appeal, AppealState
from app.domain.follow_ups.follow_up import FollowUp
from app.domain.follow_ups.re_evaluation import ConfirmedPoints, ReEvaluation, ReEvaluationState

CAUSES: Final[dict[type[FollowUp], str]] = {ReEvaluation: "抽查复核", Appeal: "申诉裁定"}
"""With what the reasons of such points begin: `申诉裁定：借调文件属实`."""


def points_to_confirm(one: FollowUp) -> Mapping[str, ConfirmedPoints]:
    """审定得分 that follow from an upheld appeal, or from a finished re-evaluation where it differs; else none."""
    if isinstance(one, Appeal) and one.state is AppealState.UPHELD and one.ruling is not None:
        ruled = ConfirmedPoints(indicator=one.indicator, points=one.ruling.points, reason=one.ruling.reason)
        return {one.indicator: ruled}
    if isinstance(one, ReEvaluation) and one.state in (ReEvaluationState.DONE, ReEvaluationState.CLOSED):
        return {
            found.indicator: ConfirmedPoints(indicator=found.indicator, points=found.points, reason=found.reason)
            for found in one.findings
            if found.differs
        }
    return {}

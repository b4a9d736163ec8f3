"""Reports of a county that the bureau has in its hands, and what came of them."""

from collections.abc import Sequence
from typing import Any

from app.client import Jixiao
from app.domain.workflow.state import State
from app.main import Application
from tests.support.builders import a_report
from tests.support.rounds import stand

INDICATOR = "staffing_control_rate"
"""5 points; each report below has computed ones of it, as its staff gives, and claims those it is made with."""
CLAIM = "财政供养人员控制率"


async def handed_in(
    application: Application, client: Jixiao, claims: Sequence[tuple[int, str]], state: State = State.SUBMITTED
) -> list[int]:
    """Reports of (staff in post for 40 posts, points that the department gives itself), in the bureau's hands."""
    numbers: list[int] = []
    for staff, claimed in claims:
        report = await a_report(client, f"{len(numbers):03}", staff_in_post=str(staff), established_posts="40")
        rows: list[dict[str, Any]] = [{"indicator": CLAIM, "self_assessed_points": claimed}]
        await client.reports.patch(report.id, report.version, {"form": {"self_scoring": {"rows": rows}}})
        await stand(application, report.id, state)
        numbers.append(report.id)
    await application.services.results.rebuild()
    return numbers

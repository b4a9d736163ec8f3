"""A report of an office that went its whole way, and was drawn for 抽查复核."""

from datetime import date
from typing import Final

from app.contract.round import NewRound, Sampling
from app.contract.workflow import Move
from tests.support.office import REGION, Office
from tests.support.rounds import SCHEME

RATE: Final = "staffing_control_rate"
"""An indicator for which the report has 1.50 of 5 points computed."""

FAR: Final = date(2099, 5, 10)
"""A deadline that no clock has passed."""

FORM: Final = {"form": {"profile": {"staff_in_post": "43", "established_posts": "40"}}}
WAY: Final = [
    ("preparer", Move.SIGN_PREPARER), ("lead", Move.SIGN_PANEL), ("head", Move.SUBMIT),
    ("reviewer", Move.START_REVIEW), ("reviewer", Move.PASS),
]  # fmt: skip


async def a_drawn_report(office: Office) -> int:
    """Its number; the re-evaluation is the first of the follow-ups."""
    rounds = office.as_("office").rounds
    said = {"region": REGION, "fiscal_year": 2021, "title": "自评", "scheme": SCHEME, "deadline": FAR}
    planned = await rounds.create(NewRound.model_validate(said | {"departments": [office.department]}))
    await rounds.issue(planned.id, planned.version)
    report = await office.a_report()
    report = await office.as_("preparer").reports.patch(report.id, report.version, FORM)
    for login, move in WAY:
        report = await office.do(login, report, move)
    await rounds.draw(planned.id, Sampling(percentage="100", seed=7))
    return report.id

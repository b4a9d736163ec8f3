"""A county with published, withdrawn, late and missing reports, whose forms quote generated people everywhere."""

import io
import random
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from app.cli.demo import REPORT, SUPPLEMENT
from app.documents.text import read_bytes
from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.domain.people.actor import OPERATOR
from app.domain.rounds.round import Plan, SchemeChosen
from app.domain.workflow.moves import Move
from app.domain.workflow.state import State
from app.main import Application
from app.services.ports import StoredDepartment
from app.services.reports import Content, Start
from app.services.worker import Watch
from app.services.workflow import Asked
from tests.support.rounds import stand

REGION: Final = "430602"
SCHEME: Final = ("yueyanglou-2021", 1)
YEAR: Final = 2021
NAMES: Final = ("示范审批局", "示范文化局", "示范水务局", "示范园林局", "示范档案馆")
"""Published, published, withdrawn, not yet passed, and without a report."""


OFFICE: Final = replace(OPERATOR, id=1, name="绩效科")
"""Who fills a report in may not publish it."""


class People:
    """Generated names and numbers: a form quotes them, and nothing public may."""

    def __init__(self, seed: int = 7) -> None:
        chance = random.Random(seed)
        surnames, given = "王李张刘陈杨黄赵周吴徐孙", "伟芳娜秀敏静丽强磊军洋勇艳杰涛"
        self.names = [chance.choice(surnames) + "".join(chance.sample(given, 2)) for _ in range(4)]
        self.phones = [f"139{chance.randrange(10**8):08}", f"0730-8{chance.randrange(10**6):06}"]

    @property
    def secrets(self) -> list[str]:
        """Everything that must not be found."""
        return [*self.names, *self.phones, *(one[-6:] for one in self.phones)]

    def quoted(self, form: dict[str, Any]) -> dict[str, Any]:
        """The form with them in their cells and in its free texts."""
        (a, b, c, d), (mobile, line) = self.names, self.phones
        quote = f"（联系人{a}，{mobile}；经办{b[0]} {b[1:]}；{line}）"
        form["profile"] |= {"contact": a, "phone": mobile, "duties": form["profile"]["duties"] + quote}
        form["preparer"] = {"name": b, "phone": line}
        form["panel"]["evaluators"] = [{"name": f"{c}（组长）", "position": "局长", "organisation": "", "signature": c}]
        form["panel"]["panel_lead"]["signature"] = c
        form["panel"]["department_opinion"] |= {"opinion": f"同意。{d}", "signature": d}
        for section in form["narrative"]["sections"][:2]:
            section["text"] += f"\n本节由{c}、{d}起草，{quote}"
        for row in form["self_scoring"]["rows"][:1]:
            row["deduction_reason"] += f"{d}说明"
        return form


async def publish_all(application: Application) -> People:
    """Make it; says who must not be found."""
    services, people = application.services, People()
    form = read_bytes(REPORT.read_bytes(), REPORT.name).form.model_dump(mode="json")
    for at, name in enumerate(NAMES, start=1):
        await services.departments.register(StoredDepartment(0, REGION, f"99900{at}", name), OPERATOR)
    today = datetime.now(UTC).date()
    plan = Plan(title="自评", scheme=SchemeChosen(id=SCHEME[0], version=SCHEME[1]), deadline=today,
                departments=tuple(range(1, len(NAMES) + 1)))  # fmt: skip
    asking = await services.rounds.create(REGION, YEAR, plan, OPERATOR)
    await services.rounds.issue(asking.id, asking.version, OPERATOR)
    for number in (1, 2, 3, 4):
        content = people.quoted(form) if number == 1 else form
        content["cover"]["department_name"] = NAMES[number - 1]
        content["profile"]["staff_in_post"] = str(17 + number)
        await _published(application, number, content, withdrawn=number == 3, passed=number < 4)
    services.publishing._clock = lambda: datetime.now(UTC) + timedelta(days=5)
    return people


async def _published(
    application: Application, department: int, form: dict[str, Any], *, withdrawn: bool, passed: bool
) -> None:
    services = application.services
    content = Content(Form.model_validate(form), Supplement.model_validate(SUPPLEMENT))
    made = await services.reports.create(Start(department, YEAR, SCHEME, content), OPERATOR)
    if not passed:
        return
    await stand(application, made.id, State.PASSED)
    written = await services.workflow.move(Asked(made.id, 2, Move.PUBLISH), OFFICE)
    if withdrawn:
        await services.workflow.move(Asked(made.id, written.report.version, Move.WITHDRAW, "决算数有误"), OFFICE)


async def bundled(application: Application) -> bytes:
    """The archive of the year's bundle, written as the worker does."""
    services = application.services
    asked = await services.bundling.ask(REGION, YEAR, OFFICE)
    job, watch = await services.jobs.claim(), Watch()
    assert job is not None
    assert job.id == asked.id
    result = await services.bundling.run(job.request, watch)
    assert watch.done == watch.total
    await services.jobs.end(job.id, job.attempt, "done", result=result)
    return (await services.bundling.archive(job.id, OFFICE))[1]


def unpacked(archive: bytes, folder: Path) -> Path:
    """The folder with the archive's files."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        opened.extractall(folder)
    return folder

"""`python -m benchmarks.results_at_scale`: do lists and statistics stay as fast with a hundred times the reports?

Two databases are filled in bulk: one county's 1,000 reports (four years of 250 departments), and 100 such counties. The
same calls are made of both, in process, by the performance office of the first county; and of the larger one by that of
the province, which has all of it in its place. Prints the least time of each; ends with 1 where a county's call takes
more than three times as long among 100,000.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import httpx
from sqlalchemy import create_engine, text

from app.domain.people.actor import OPERATOR
from app.domain.people.place import Place
from app.domain.people.right import Right
from app.domain.rounds.round import Entry, Round, SchemeChosen, Stage
from app.main import Application, create_services
from app.persistence.engine import create_database
from app.persistence.migration import driver_url, migrate
from app.schemes.loader import shipped_schemes
from app.services.people import NewToken
from app.services.ports import StoredDepartment
from app.services.reports import Content, Start
from app.settings import Settings
from benchmarks.data import demo_envelope

YEARS: Final = range(2018, 2022)
DEPARTMENTS: Final = 250
SCHEME: Final = shipped_schemes()[0]
FACTOR: Final = 3.0
ROUNDS: Final = 9

REGION: Final = "CAST(430101 + (d / 250 / 10) * 100 + d / 250 % 10 AS TEXT)"
"""Ten counties a city, from 430101 on."""
NUMBERS: Final = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {last})"
REPORTS: Final = f"SELECT i, d, 2018 + i % 4 AS fiscal_year, {REGION} AS region FROM (SELECT i, i / 4 AS d FROM n) x"
STATE: Final = "CASE i % 5 WHEN 0 THEN 'drafting' WHEN 1 THEN 'submitted' WHEN 2 THEN 'under_review' ELSE 'passed' END"
WAITING: Final = "CASE i % 5 WHEN 0 THEN 'preparer' WHEN 1 THEN 'reviewer' ELSE '' END"
OWN: Final = "(800000 + i * 7919 % 2001 * 100)"
LOW: Final = "(700000 + i * 104729 % 3001 * 100)"

DEPARTMENT: Final = f"""
INSERT INTO department (id, region, budget_code, name, section_id)
SELECT d + 1, {REGION}, CAST(d AS TEXT), '部门' || d, d / 250 * 10 + d % 10 + 1 FROM (SELECT i AS d FROM n) x"""
SECTION: Final = f"""
INSERT INTO section (id, region, name)
SELECT s + 1, {REGION}, '科室' || (s % 10) FROM (SELECT i AS s, i / 10 * 250 AS d FROM n) x"""
REPORT: Final = f"""
INSERT INTO report (id, department_id, section_id, region, fiscal_year, state, scheme_id, scheme_version, version,
  self_points, computed_low, computed_high, missing, waiting_for, submitted_at, created_at, updated_at, summary,
  document)
SELECT i + 1, d + 1, d / 250 * 10 + d % 10 + 1, region, fiscal_year, {STATE}, :scheme, 1, 1, {OWN}, {LOW}, {LOW}, 0,
  {WAITING}, '2022-05-01T00:00:00Z', '2022-03-01T00:00:00Z', '2022-03-01T00:00:00Z',
  :before || (i + 1) || :after, :document
FROM ({REPORTS}) r"""
FACTS: Final = f"""
INSERT INTO facts (fiscal_year, scheme_id, scheme_version, report_id, facts)
SELECT fiscal_year, :scheme, 1, i + 1, :facts FROM ({REPORTS}) r"""
ROUND: Final = f"""
INSERT INTO round (id, region, fiscal_year, title, scheme_id, scheme_version, state, deadline, version, document)
SELECT c * 4 + y + 1, {REGION}, 2018 + y, '自评', :scheme, 1, 'issued', '2022-05-10', 1, '{{}}'
FROM (SELECT i / 4 AS c, i % 4 AS y, i / 4 * 250 AS d FROM n) x"""
ENTRY: Final = f"""
INSERT INTO round_department (round_id, department_id, fiscal_year, due, issued)
SELECT d / 250 * 4 + i % 4 + 1, d + 1, fiscal_year, '2022-05-10', 1 FROM ({REPORTS}) r"""
RESULT: Final = f"""
INSERT INTO result (report_id, department_id, section_id, region, budget_code, name, fiscal_year, state, scheme_id,
  scheme_version, self_points, self_rating, computed_low, computed_high, computed_rating, confirmed_points,
  confirmed_rating, rating, above, compared, missing, errors, warnings, waived, submitted_on, days_late)
SELECT i + 1, d + 1, d / 250 * 10 + d % 10 + 1, region, CAST(d AS TEXT), '部门' || d, fiscal_year, {STATE}, :scheme, 1,
  {OWN}, '优', {LOW}, {LOW} + i % 2 * 30000, '良', CASE WHEN i % 5 > 2 THEN {LOW} ELSE -1 END, '良', '良',
  {OWN} - {LOW}, 20, 0, 0, i % 7, 0, 738000, i % 11
FROM ({REPORTS}) r WHERE i % 5 > 0"""
INDICATORS: Final = """
INSERT INTO indicator_result (report_id, indicator, max_points, self_points, computed_points, confirmed_points, points,
  basis)
SELECT i + 1, name, most, most, most * ((i * 7 + at) % 5) / 4, -1, most * ((i * 7 + at) % 5) / 4,
  CASE (i + at) % 3 WHEN 0 THEN 'figures' WHEN 1 THEN 'judgement' ELSE 'word' END
FROM n CROSS JOIN ({indicators}) k WHERE i % 5 > 0"""

PUBLICATION: Final = f"""
INSERT INTO publication (id, report_id, sequence, department_id, region, budget_code, department_name, fiscal_year,
  scheme_id, scheme_version, scheme_digest, self_points, computed_low, computed_high, points, rating, digest,
  published_at, withdrawn_at, withdrawal_reason, document)
SELECT i + 1, i + 1, 1, d + 1, region, CAST(d AS TEXT), '部门' || d, fiscal_year, :scheme, 1, 'x', {OWN}, {LOW}, {LOW},
  {LOW}, '良', 'y', '2022-06-01T00:00:00Z', CASE i % 50 WHEN 3 THEN '2022-07-01T00:00:00Z' ELSE '' END, '', '{{}}'
FROM ({REPORTS}) r WHERE i % 5 > 2"""
PUBLISHED: Final = f"""
INSERT INTO published_indicator (publication_id, position, fiscal_year, region, scheme_id, scheme_version, indicator,
  title, points, most)
SELECT i + 1, at, fiscal_year, region, :scheme, 1, name, name, most * ((i * 7 + at) % 5) / 4, most
FROM ({REPORTS}) r CROSS JOIN ({{indicators}}) k WHERE i % 5 > 2 AND i % 50 <> 3"""


def fill(url: str, reports: int) -> None:
    """Fill a migrated database that holds nothing but the schemes and, as its first report, one real form."""
    engine = create_engine(driver_url(url))
    indicators = " UNION ALL ".join(
        f"SELECT {at} AS at, '{one.id}' AS name, {(at % 5 + 1) * 10_000} AS most"
        for at, one in enumerate(SCHEME.indicators)
    )
    with engine.begin() as connection:
        first = connection.execute(text("SELECT summary, document FROM report")).one()
        facts = connection.execute(text("SELECT facts FROM facts")).scalar_one()
        for table in ("report", "facts", "department", "revision"):
            connection.execute(text(f"DELETE FROM {table}"))
        before, _, after = first[0].partition('"id":1,')
        common = {"scheme": SCHEME.scheme.id}
        told = {"before": before + '"id":', "after": "," + after, "document": b"{}", "facts": facts}
        for statement, count in (
            (DEPARTMENT, reports // 4), (SECTION, reports // 100), (REPORT, reports), (FACTS, reports),
            (ROUND, reports // DEPARTMENTS), (ENTRY, reports), (RESULT, reports),
            (INDICATORS.format(indicators=indicators), reports), (PUBLICATION, reports),
            (PUBLISHED.format(indicators=indicators), reports),
        ):  # fmt: skip
            wanted = {name: value for name, value in {**common, **told}.items() if f":{name}" in statement}
            head, _, rest = statement.strip().partition("\nSELECT")
            numbered = f"{head}\n{NUMBERS.format(last=count - 1)}\nSELECT{rest}"
            connection.execute(text(numbered), wanted)
        rounds = connection.execute(text("SELECT id, region, fiscal_year FROM round")).all()
        connection.execute(text("UPDATE round SET document = :document WHERE id = :id"), [*map(_round, rounds)])
        connection.execute(text("UPDATE report SET document = :document WHERE id <= 4"), {"document": first[1]})
    engine.dispose()


def _round(row: Any) -> dict[str, Any]:
    """A round's document: its county's departments."""
    first = (row.id - 1) // len(YEARS) * DEPARTMENTS + 1
    asked = Round(
        region=row.region,
        fiscal_year=row.fiscal_year,
        title="自评",
        scheme=SchemeChosen(id=SCHEME.scheme.id, version=1),
        deadline=date(2022, 5, 10),
        entries=tuple(Entry(department=number) for number in range(first, first + DEPARTMENTS)),
        state=Stage.ISSUED,
    )
    return {"id": row.id, "document": asked.model_dump_json()}


async def prepared(url: str, reports: int) -> tuple[str, str]:
    """A filled database; says the tokens of the first county's performance office and of its province's."""
    migrate(url)
    database = create_database(url, pool_size=2)
    await database.open()
    services = create_services(database, Settings(), lambda: datetime.now(UTC) - timedelta(days=1))
    await services.schemes.publish(shipped_schemes())
    department = await services.departments.register(StoredDepartment(0, SCHEME.scheme.region, "0", "部门0"), OPERATOR)
    envelope = demo_envelope()
    start = Start(department.id, 2021, (SCHEME.scheme.id, 1), Content(envelope.form, envelope.supplement))
    await services.reports.create(start, OPERATOR)
    secrets = []
    for region in ("430101", "430000"):
        new = NewToken("benchmark", frozenset(Right), Place("region", region), days=7)
        secrets.append((await services.people.issue(new, OPERATOR))[1])
    await database.close()
    await asyncio.to_thread(fill, url, reports)
    return secrets[0], secrets[1]


def calls() -> Iterator[tuple[str, str]]:
    """(what, address) of what is asked."""
    yield "reports, newest first", "/reports?fiscal_year=2021"
    yield "reports, by points", "/reports?fiscal_year=2021&order=points"
    yield "reports that wait for a reviewer", "/reports?waiting_for=reviewer"
    yield "tasks", "/tasks"
    yield "board of a round", "/rounds/4/board"
    yield "who is late in a round", "/rounds/4/late"
    yield "rounds", "/rounds"
    yield "findings of a report", "/reports/4/findings?stage=submission"
    yield "results, by confirmed points", "/results?fiscal_year=2021"
    yield "results, by lateness", "/results?fiscal_year=2021&order=late"
    yield "results, one rating", "/results?fiscal_year=2021&rating=良&order=above"
    yield "statistics of years", "/statistics/years"
    yield "statistics of points", "/statistics/points?fiscal_year=2021"
    yield "statistics of indicators", "/statistics/indicators?fiscal_year=2021"
    indicator = SCHEME.indicators[0].id
    yield "reports of an indicator", f"/statistics/indicators/{SCHEME.scheme.id}/1/{indicator}?fiscal_year=2021"
    yield "reviewer's desk", "/review-queue?lane=waiting&fiscal_year=2021"
    county = "region=430101&fiscal_year=2021"
    yield "public: a county's ranking", f"/published-reports?{county}"
    yield "public: a county's statistics", f"/published-statistics?{county}"
    yield "public: an indicator", f"/published-indicators/{indicator}?{county}"
    yield "public: late and missing", f"/published-delays?{county}"
    yield "public: withdrawn", f"/published-withdrawals?{county}"
    yield "public: years of a county", "/published-years?region=430101"


async def timed(asked: Sequence[tuple[str, str]]) -> list[dict[str, float]]:
    """Milliseconds of each call, the least, of each (database, token): asked in turn, so that noise is everybody's."""
    found: list[dict[str, float]] = [{} for _ in asked]
    async with AsyncExitStack() as stack:
        callers = []
        for url, token in asked:
            application = await stack.enter_async_context(
                Application(Settings(database_url=url, worker=False)).running()
            )
            headers: dict[str, Any] = {"Authorization": f"Bearer {token}"}
            http = httpx.AsyncClient(
                transport=httpx.ASGITransport(application.api), base_url="http://localhost/api/v1", headers=headers
            )
            callers.append(await stack.enter_async_context(http))
        for what, address in calls():
            spent: list[list[float]] = [[] for _ in asked]
            for _ in range(ROUNDS):
                for http, times in zip(callers, spent, strict=True):
                    begin = time.perf_counter()
                    answer = await http.get(address)
                    times.append((time.perf_counter() - begin) * 1000)
                    assert answer.status_code == 200, (what, answer.text[:300])
            for least, times in zip(found, spent, strict=True):
                least[what] = min(times)
    return found


def main() -> int:
    """Fill, ask, print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--few", type=int, default=1_000)
    arguments.add_argument("--many", type=int, default=100_000)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="jixiao-scale-") as name:
        few, many = (f"sqlite:///{Path(name) / file}" for file in ("few.db", "many.db"))
        here, _ = asyncio.run(prepared(few, given.few))
        begin = time.perf_counter()
        there, above = asyncio.run(prepared(many, given.many))
        print(f"{given.many} reports filled in {time.perf_counter() - begin:.0f} s", flush=True)
        small, large, whole = asyncio.run(timed([(few, here), (many, there), (many, above)]))
    print(f"{'ms, the least':34}{given.few:>9}{given.many:>9}{'times':>8}{'province':>10}")
    worst = 0.0
    for what, spent in small.items():
        times = large[what] / spent
        worst = max(worst, times)
        print(f"{what:34}{spent:9.2f}{large[what]:9.2f}{times:8.2f}{whole[what]:10.1f}")
    return 0 if worst <= FACTOR else 1


if __name__ == "__main__":
    sys.exit(main())

"""Many reports at once: what-if against OpenFisca, against reading the columns, and from disk (rows 11 to 14)."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import numpy as np

from app.domain.scoring.compiled import CompiledScheme, compile_scheme
from app.domain.scoring.scheme import Scheme
from app.persistence.engine import create_database
from app.persistence.migration import migrate
from app.schemes.loader import shipped_schemes
from app.services.ports import FactsQuery
from app.whatif.columns import BLOCK, Block
from app.whatif.facts import Layout, layout_of, pack
from app.whatif.kernels import Given
from app.whatif.rescoring import ColumnScheme, Patch, Totals, compile_columns
from benchmarks import data
from benchmarks.comparison import Comparison, Side
from benchmarks.engine_rows import scheme_of

MILLION: Final = 1_000_000
CHECKED: Final = 2_000
"""Reports whose totals are compared with the exact engine's, one by one."""

DOCUMENTS: Final = 5_000
"""Documents that are parsed; the figure is carried on to a million."""

RUNS: Final = 3
PROCESSORS: Final = ThreadPoolExecutor(os.cpu_count())


def rows(folder: Path, rounds: int) -> Iterator[Comparison]:
    """Rows 11 to 14."""
    twenty, thirty = Reports(20), Reports(30)
    yield openfisca(twenty, rounds)
    yield reading(thirty, rounds)
    yield one_rule(thirty, rounds)
    yield from_disk(folder, rounds)


class Reports:
    """A million reports under a scheme of so many rules, as columns."""

    def __init__(self, rules: int) -> None:
        self.scheme, _ = scheme_of(rules)
        self.layout = layout_of(self.scheme)
        self.rules, dice = rules, np.random.default_rng(20261124)
        values = np.full((len(self.layout.places) + 1, MILLION), np.nan)
        values[0] = 100
        for place in range(rules):
            base = dice.integers(5_000, 90_000, MILLION).astype(float)
            of_base = np.floor(base * dice.integers(50, 112, MILLION) / 100)
            values[self.layout.places[f"b{place}"]] = base
            values[self.layout.places[f"a{place}"]] = (
                of_base if place % 4 != 3 else dice.integers(4_000, 10_000, MILLION)
            )
        self.values = values
        self.blocks = [Block(self.layout, 100, block) for block in _split(values)]
        self.compiled = compile_columns(self.scheme, self.layout, 100)

    def scored(self, scheme: ColumnScheme) -> list[Totals]:
        """Every block under `scheme`, on every processor, as `Rescoring` does it."""
        return list(PROCESSORS.map(scheme.score, self.blocks))

    def totals(self) -> Any:
        """Every report's total, in hundredths of a point."""
        return np.concatenate([one.low for one in self.scored(self.compiled)])

    def used(self) -> list[Any]:
        """The columns that the rules read."""
        names = [f"{side}{place}" for place in range(self.rules) for side in "ab" if side == "a" or place % 4 != 3]
        return [self.values[self.layout.places[name]] for name in names]

    def inputs(self, report: int) -> dict[str, Any]:
        """One report as the exact engine reads it."""
        from decimal import Decimal  # noqa: PLC0415

        return {
            name: Decimal(int(self.values[place, report])) / 100
            for name, place in self.layout.places.items()
            if name[0] in "ab"
        }

    def check(self) -> None:
        """Every total that is looked at is the exact engine's."""
        totals = self.totals()
        for report in range(0, MILLION, MILLION // CHECKED):
            exact = sum(point for point in self.scheme.points(self.inputs(report)) if point is not None)
            assert int(totals[report]) == exact * 100, report


def _split(values: Any) -> list[Any]:
    """Blocks as they come from disk."""
    return [np.ascontiguousarray(values[:, begin : begin + BLOCK]) for begin in range(0, MILLION, BLOCK)]


def timed(work: Callable[[], object]) -> Callable[[], float]:
    """How often a second `work` could be done: the best of some runs, since the other side has just had the caches."""

    def once() -> float:
        begin = time.perf_counter()
        work()
        return 1 / (time.perf_counter() - begin)

    work()
    return lambda: max(once() for _ in range(RUNS))


def openfisca(reports: Reports, rounds: int) -> Comparison:
    """Row 11: the same twenty rules in OpenFisca, which holds floats of 32 bits; its wrong totals are counted."""
    reports.check()
    system, count = _openfisca_system(reports)
    ours = timed(lambda: reports.scored(reports.compiled))
    theirs, wrong = _openfisca_run(system, reports, count)
    title = f"what-if, 1,000,000 × 20 rules (OpenFisca: {wrong:,} totals wrong, ours 0)"
    return Comparison("11", title, "runs/s", Side("ours", ours), Side("OpenFisca", theirs), floor=5).run(rounds)


def _openfisca_system(reports: Reports) -> tuple[Any, int]:
    from openfisca_core import entities, periods  # noqa: PLC0415
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem  # noqa: PLC0415
    from openfisca_core.variables import Variable  # noqa: PLC0415

    unit = entities.Entity("report", "reports", "", "")

    def variable(name: str, formula: Callable[..., Any] | None = None) -> Any:
        body: dict[str, Any] = {
            "value_type": float, "entity": unit, "definition_period": periods.DateUnit.YEAR, "label": name
        }  # fmt: skip
        if formula is not None:
            body["formula"] = formula
        return type(name, (Variable,), body)

    system = TaxBenefitSystem([unit])
    for place in range(reports.rules):
        system.add_variable(variable(f"a{place}"))
        system.add_variable(variable(f"b{place}"))
        system.add_variable(variable(f"r{place}", _formula(place)))
    names = [f"r{place}" for place in range(reports.rules)]
    system.add_variable(variable("total", lambda person, period: sum(person(name, period) for name in names)))
    return system, reports.rules


def _formula(place: int) -> Callable[..., Any]:
    """The same four families as `engine_rows`, over a figure and its base."""
    a, b = f"a{place}", f"b{place}"

    def steps(value: Any) -> Any:
        return np.maximum(0, 5 - np.floor(np.maximum(0, value)) * 0.5)

    def bands(value: Any) -> Any:
        return np.where(value >= 90, 5, np.where(value >= 80, 4, np.where(value >= 60, 2, 0)))

    return [
        lambda person, period: steps(person(a, period) * 100 / person(b, period) - 100),
        lambda person, period: bands(person(a, period) * 100 / person(b, period)),
        lambda person, period: steps((person(a, period) - person(b, period)) * 100 / person(b, period)),
        lambda person, period: bands(person(a, period)),
    ][place % 4]


def _openfisca_run(system: Any, reports: Reports, count: int) -> tuple[Callable[[], float], int]:
    from openfisca_core.simulation_builder import SimulationBuilder  # noqa: PLC0415

    inputs = {
        f"{side}{place}": (reports.values[reports.layout.places[f"{side}{place}"]] / 100).astype(np.float32)
        for place in range(count)
        for side in "ab"
    }

    def simulation() -> Any:
        built = SimulationBuilder().build_default_simulation(system, MILLION)
        for name, values in inputs.items():
            built.set_input(name, "2021", values)
        return built

    def once() -> float:
        built = simulation()  # filling in is not timed
        begin = time.perf_counter()
        built.calculate("total", "2021")
        return 1 / (time.perf_counter() - begin)

    def measure() -> float:
        return max(once() for _ in range(RUNS))

    theirs = np.rint(simulation().calculate("total", "2021") * 100)
    wrong = int((theirs != reports.totals()).sum())
    return measure, wrong


def reading(reports: Reports, rounds: int) -> Comparison:
    """Row 12: everything that the rules read, read once and added up."""
    reports.check()
    used = reports.used()
    ours = timed(lambda: reports.scored(reports.compiled))
    theirs = timed(lambda: [column.sum() for column in used])
    title = "what-if, 1,000,000 × 30 rules, 0 totals wrong"
    return Comparison(
        "12", title, "runs/s", Side("ours", ours), Side("reading every column once", theirs), floor=0.33
    ).run(rounds)


def one_rule(reports: Reports, rounds: int) -> Comparison:
    """Row 13: one rule of thirty changed, patched into what the other version gave."""
    other = compile_columns(_with_one_rule_changed(reports.scheme), reports.layout, 100)
    patch = Patch.between(reports.compiled, other)
    before: list[tuple[Totals, dict[str, Given]]] = []
    for block in reports.blocks:
        given: dict[str, Given] = {}
        before.append((reports.compiled.score(block, given.__setitem__), given))

    def patched() -> list[Totals]:
        pairs = zip(reports.blocks, before, strict=True)
        return list(PROCESSORS.map(lambda pair: patch.apply(pair[0], *pair[1]), pairs))

    for one, whole in zip(patched(), reports.scored(other), strict=True):
        assert (one.low == whole.low).all()

    def scored_whole(block: Block) -> Totals:
        given: dict[str, Given] = {}  # the points of each indicator, which the patch has too
        return other.score(block, given.__setitem__)

    ours, full = timed(patched), timed(lambda: list(PROCESSORS.map(scored_whole, reports.blocks)))
    title = "one rule of 30 changed, 1,000,000 reports, totals and each indicator's points"
    return Comparison("13", title, "runs/s", Side("ours", ours), Side("the full run", full), floor=18).run(rounds)


def _with_one_rule_changed(scheme: CompiledScheme) -> CompiledScheme:
    content = scheme.scheme.model_dump(mode="json", exclude_defaults=True) | {"version": 2}
    content["items"][0]["rule"]["deduct"] = "1"
    return compile_scheme(Scheme.model_validate(content))


def from_disk(folder: Path, rounds: int) -> Comparison:
    """Row 14: from opening the database to the result, against parsing every document (as JSON, no more than that)."""
    path = folder / "facts.db"
    url = f"sqlite:///{path}"
    migrate(url)
    asyncio.run(_fill(url))
    documents = data.filled(folder / "documents.db", DOCUMENTS, lambda _: None).removeprefix("sqlite:///")

    def process(*arguments: str) -> Callable[[], float]:
        command = [sys.executable, "-m", "benchmarks.whatif_process", *arguments]

        def measure() -> float:
            said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout
            return 1 / float(said)

        return measure

    title = "what-if of 1,000,000 reports under two versions, from disk through facts"
    ours, theirs = Side("ours", process("facts", url)), Side("parsing every document", process("documents", documents))
    return Comparison("14", title, "reports/s", ours, theirs, floor=20).run(max(rounds // 2, 2))


async def _fill(url: str) -> None:
    scheme = shipped_schemes()[0]
    layout: Layout = layout_of(scheme)
    envelope = data.demo_envelope()
    facts = pack(layout, envelope.form, envelope.supplement)
    dice = np.random.default_rng(7)
    rows = np.tile(np.frombuffer(facts, "<i4"), (MILLION // 10, 1))
    staff, posts = (layout.places[f"/profile/{name}"] for name in ("staff_in_post", "established_posts"))
    database = create_database(url)
    await database.open()
    for tenth in range(10):
        rows[:, staff], rows[:, posts] = dice.integers(2000, 6000, len(rows)), dice.integers(2000, 6000, len(rows))
        async with database.transaction() as store:
            for at in range(len(rows)):
                report = tenth * len(rows) + at + 1
                await store.reports.put_facts(report, FactsQuery(2021, scheme.scheme.id, 1), rows[at].tobytes())
    await database.close()

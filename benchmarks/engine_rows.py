"""The engine by itself: its floors, and row 10 against zen-engine on the same rules, with the same points."""

import json
import random
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Final

from app.domain.scoring.compiled import CompiledScheme, compile_scheme
from app.domain.scoring.evidence import Evidence, read_inputs
from app.domain.scoring.scheme import Scheme
from app.domain.scoring.scorer import score
from benchmarks.comparison import Comparison, Side

SEED: Final = 20261123
REPORTS: Final = 500

Families = list[tuple[dict[str, Any], dict[str, Any], str]]


def _family(a: str, b: str) -> Families:
    """Measure, rule and zen expression of the four kinds that real tables are made of."""
    ratio = {"ratio": [a, b], "as": "percent", "zero_base": "unscored"}
    change = {"change": [a, b], "as": "percent", "zero_base": "unscored"}
    steps = {"kind": "steps", "worse": "above", "step": "1", "deduct": "0.5", "part_step": "full"}
    rows = [{"at_least": "90", "points": "5"}, {"at_least": "80", "points": "4"}, {"at_least": "60", "points": "2"}]
    bands = {"kind": "bands", "rows": rows, "otherwise": "0"}
    of_steps = "max([0, 5 - floor(max([0, {}])) * 0.5])"
    of_bands = "({0}) >= 90 ? 5 : (({0}) >= 80 ? 4 : (({0}) >= 60 ? 2 : 0))"
    return [
        (ratio, {**steps, "standard": "100"}, of_steps.format(f"{a} * 100 / {b} - 100")),
        (ratio, bands, of_bands.format(f"{a} * 100 / {b}")),
        (change, {**steps, "standard": "0"}, of_steps.format(f"({a} - {b}) * 100 / {b}")),
        ({"value": a}, bands, of_bands.format(a)),
    ]


def scheme_of(rules: int) -> tuple[CompiledScheme, dict[str, str]]:
    """A scheme of that many rules, the four kinds in turn, and the same rules as zen expressions."""
    items, expressions, evidence = [], {}, dict[str, Any]()
    for place in range(rules):
        a, b = f"a{place}", f"b{place}"
        measure, rule, expression = _family(a, b)[place % 4]
        unit = "%" if "value" in measure else "万元"
        for name in (a, b):
            evidence[name] = {"title": f"数据 {name}", "unit": unit, "kind": "number", "by": "record"}
        leaf = {"id": f"r{place}", "title": f"指标 {place}", "points": "5", "source": "行"}
        items.append({**leaf, "measure": measure, "rule": rule})
        expressions[f"r{place}"] = expression
    data = {
        "id": "benchmark", "version": 1, "title": "量", "issuer": "量", "region": "430602", "fiscal_years": [2021],
        "total_points": str(5 * rules), "ratings": [{"name": "好", "at_least": "0"}],
        "rounding": {"points": "0.01", "rates": "0.01", "mode": "half_up"}, "evidence": evidence, "items": items,
    }  # fmt: skip
    return compile_scheme(Scheme.model_validate(data)), expressions


def _evidence(rules: int, dice: random.Random, *, full: bool = False) -> dict[str, str]:
    found: dict[str, str] = {}
    for place in range(rules):
        base = dice.randint(5_000, 90_000)
        share = {0: 95, 1: 96, 2: 97, 3: 0}[place % 4] if full else dice.randint(50, 112)
        now = (
            9_600 if full and place % 4 == 3 else dice.randint(4_000, 10_000) if place % 4 == 3 else base * share // 100
        )
        found |= {f"a{place}": f"{now // 100}.{now % 100:02}", f"b{place}": f"{base // 100}.{base % 100:02}"}
    return found


def _microseconds(work: Callable[[], object], times: int) -> float:
    begin = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - begin) / times * 1e6


def floors(rounds: int) -> list[tuple[str, float, float | None]]:
    """(what, µs, floor) for 30 rules on one report. An absolute time is the least of its rounds: noise only adds."""
    scheme, _ = scheme_of(30)
    dice = random.Random(SEED)
    best = Evidence.model_validate(_evidence(30, dice, full=True))
    mixed = Evidence.model_validate(_evidence(30, dice))
    inputs = read_inputs(scheme.scheme.evidence, mixed).values
    assert all(one.deduction == 0 for one in score(scheme, best).indicators)
    kinds: list[tuple[str, Callable[[], object], int, float | None]] = [
        ("points alone, 30 rules", lambda: scheme.points(inputs), 400, 24),
        ("scorecard with sentence and trace, 30 rules, nothing lost", lambda: score(scheme, best), 40, 400),
        (
            "the same, points lost on most rules, so with the search for points back",
            lambda: score(scheme, mixed),
            40,
            None,
        ),
    ]
    found = []
    for what, work, times, floor in kinds:
        work()
        found.append((what, min(_microseconds(work, times // 4) for _ in range(rounds * 30)), floor))
    return found


def rows(rounds: int) -> Iterator[Comparison]:
    """Row 10: per-rule results of one report; both engines must give the same points on every report."""
    import zen  # noqa: PLC0415 - only `make bench` installs it

    scheme, expressions = scheme_of(20)
    dice = random.Random(SEED)
    evidence = [_evidence(20, dice) for _ in range(REPORTS)]
    ours = [read_inputs(scheme.scheme.evidence, Evidence.model_validate(one)).values for one in evidence]
    theirs = [{name: float(value) for name, value in one.items()} for one in evidence]
    content = json.dumps(_decision(expressions))
    engine = zen.ZenEngine({"loader": lambda _: content})
    decision = zen.ZenEngine().create_decision(content)
    batch: Any = [{"key": "scheme", "context": one} for one in theirs]

    for inputs, context in zip(ours, theirs, strict=True):
        expected = [Decimal(str(value)) for value in _in_order(decision.evaluate(context)["result"])]
        assert scheme.points(inputs) == expected, (context, scheme.points(inputs), expected)

    def our_side() -> float:
        begin = time.perf_counter()
        for inputs in ours:
            scheme.points(inputs)
        return REPORTS / (time.perf_counter() - begin)

    def one_by_one() -> float:
        begin = time.perf_counter()
        for context in theirs:
            decision.evaluate(context)
        return REPORTS / (time.perf_counter() - begin)

    def in_a_batch() -> float:
        begin = time.perf_counter()
        assert all(one["success"] for one in engine.evaluate_batch(batch))
        return REPORTS / (time.perf_counter() - begin)

    title = "one report, 20 rules, points of each"
    for name, measure, floor in (
        ("zen-engine evaluate", one_by_one, 9),
        ("zen-engine evaluate_batch", in_a_batch, None),
    ):
        yield Comparison("10", title, "/s", Side("ours", our_side), Side(name, measure), floor=floor).run(rounds)


def _in_order(result: dict[str, Any]) -> list[Any]:
    return [result[f"r{place}"] for place in range(len(result))]


def _decision(expressions: dict[str, str]) -> dict[str, Any]:
    """One expression node between input and output."""
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
        {
            "id": "rules", "name": "rules", "type": "expressionNode", "position": {"x": 0, "y": 0},
            "content": {"expressions": [{"id": k, "key": k, "value": v} for k, v in expressions.items()]},
        },
        {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 0, "y": 0}},
    ]  # fmt: skip
    edges = [
        {"id": "1", "sourceId": "in", "targetId": "rules", "type": "edge"},
        {"id": "2", "sourceId": "rules", "targetId": "out", "type": "edge"},
    ]
    return {"nodes": nodes, "edges": edges}

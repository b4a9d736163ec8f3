"""Writes what every scheme that ships gives on its own boundaries: `python -m tests.support.record_boundaries`.

To be run when a scheme was changed on purpose; the difference then shows what the change does.
"""

import json
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from app.domain.decimals import plain
from app.domain.form.supplement import JudgedPoints, TierAnswer
from app.domain.scoring.boundaries import BoundaryCase, boundary_cases
from app.domain.scoring.compiled import CompiledScheme
from app.schemes.loader import example_schemes, shipped_schemes

RECORDED: Final = Path(__file__).parents[1] / "schemes" / "boundaries"
SCHEMES: Final = (*shipped_schemes(), *example_schemes())


def told(case: BoundaryCase) -> list[Any]:
    """A case as it is recorded."""
    answer = case.answer
    if isinstance(answer, tuple):
        said: Any = plain(answer[0] / answer[1])
    elif isinstance(answer, JudgedPoints | TierAnswer):
        said = answer.model_dump(mode="json")
    else:
        said = TypeAdapter(dict[str, Any]).dump_python(answer, mode="json")
    points = case.outcome.points
    return [case.rule, said, None if points is None else plain(points), case.outcome.why]


def record(scheme: CompiledScheme) -> str:
    """The scheme's cases, one a line."""
    lines = [json.dumps(told(case), ensure_ascii=False) for case in boundary_cases(scheme)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for one in SCHEMES:
        (RECORDED / f"{one.scheme.id}.jsonl").write_text(record(one), "utf-8")

"""Forms with one fault each, and how the examination names it."""

from typing import Any, Final

from app.domain.checks.examine import examine
from app.domain.checks.examples import SCHEME
from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.domain.scoring.compiled import compile_scheme
from app.domain.scoring.scheme import Scheme

WRONG: Final[dict[str, Any]] = {"expenditure": {"rows": [{"total": "782.00", "basic": "480.00", "project": "300.00"}]}}
"""Its total is 2 万元 more than its parts: A1."""
RIGHT: Final[dict[str, Any]] = {"expenditure": {"rows": [{"total": "780.00", "basic": "480.00", "project": "300.00"}]}}
AT: Final = "/form/expenditure/rows/0/total"


def key_of(check: str, form: dict[str, Any]) -> str:
    """The key of that check's finding in a form with nothing else in it."""
    found = examine(compile_scheme(Scheme.model_validate(SCHEME)), Form.model_validate(form), Supplement())
    (one,) = [one for one in found if one.check == check]
    return one.key

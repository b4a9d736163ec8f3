"""What a public copy must never say: who is named on the form or in its workflow, and any number to reach them.

Stricter than `app.domain.personal.masked`, which shows colleagues in finance a first character: the public is shown
none. Figures and dates are left alone, so that a published score can be recomputed; the scoring table's own headings
and the cover are official words and lose numbers of phones only.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeVar, cast

from pydantic import BaseModel

from app.domain.form.form import Form
from app.domain.personal import HIDDEN, personal_cells
from app.domain.pointer import tokens_of
from app.domain.workflow.case import ReportCase

Model = TypeVar("Model", bound=BaseModel)

NOBODY: Final = frozenset(
    {"同意", "属实", "已签", "已签字", "签字", "盖章", "签章", "本人", "办公室", "财务室", "科员"}
)
"""What is typed where a name is asked for and names nobody; hiding it everywhere would make holes in every text."""

OFFICIAL: Final = frozenset({"category", "group", "indicator", "criterion"})
"""Headings of the scoring table, by which its rows are matched to the scheme."""

_BETWEEN_NAMES: Final = re.compile(r"[、，,；;／/|和及]|\s{2,}")
_ASIDE: Final = re.compile(r"[（(].*?[)）]")
_NUMBERS: Final = re.compile(
    r"""(?<![\d.])(?:\+?86[-\s]?)?1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}(?![\d.]*\d)   # a mobile
    | (?<![\d.])[(（]?0\d{2,3}[)）]?[-－—\s]?[2-9]\d{6,7}(?!\d)               # a fixed line
    | (?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)  # an identity card
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+""",
    re.VERBOSE | re.ASCII,
)


class Masking:
    """Hides what is known to name somebody, and numbers and addresses to reach anybody, in any text."""

    def __init__(self, said: Iterable[str]) -> None:
        """`said` is what stands where people are named: perhaps several names, with titles in brackets."""
        names = sorted({name for text in said for name in names_in(text)}, key=lambda one: (-len(one), one))
        apart = (r"\s*".join(map(re.escape, name)) for name in names)
        self._names = re.compile("|".join(apart)) if names else None

    def text(self, text: str) -> str:
        """The text without them."""
        text = self.numbers(text)
        return self._names.sub(HIDDEN, text) if self._names else text

    def numbers(self, text: str) -> str:
        """The text without numbers and addresses."""
        return _NUMBERS.sub(HIDDEN, text)

    def model(self, model: Model) -> Model:
        """The same with every free text masked; figures, dates, choices and official headings are as they were."""
        return cast("Model", self._of(model, free=False))

    def _of(self, value: Any, *, free: bool) -> Any:
        if isinstance(value, BaseModel):
            fields = type(value).model_fields
            return value.model_copy(
                update={
                    name: self._of(one, free=_is_free(name, fields[name].annotation if name in fields else None))
                    for name, one in value
                }
            )
        if isinstance(value, tuple):
            return tuple(self._of(one, free=free) for one in value)
        if isinstance(value, dict):
            return {name: self._of(one, free=free) for name, one in value.items()}
        return self.text(value) if free and type(value) is str else value


def _is_free(name: str, annotation: Any) -> bool:
    """Whether people write there as they like: texts, and the reasons of 不适用 by evidence id."""
    return (annotation is str and name not in OFFICIAL) or name == "not_applicable"


def names_in(text: str) -> Iterator[str]:
    """The names that a cell for names has: 张 三（局长）、李四 → 张三, 李四. A single character is no name."""
    for part in _BETWEEN_NAMES.split(_ASIDE.sub("", text)):
        name = "".join(part.split())
        if len(name) > 1 and name not in NOBODY and name != HIDDEN and not name.isdigit():
            yield name


def people_of(form: Form, case: ReportCase) -> list[str]:
    """What stands where the form and its workflow name people."""
    plain = form.model_dump(mode="json")
    said = [str(_at({"form": plain}, tokens_of(pointer))) for pointer in personal_cells(plain)]
    said += [one.name for one in case.signatures]
    said += [one.by for one in case.confirmed.values()]
    said += [one.by for one in case.remarks]
    said += [one.by for one in (*case.returns, *([case.returned] if case.returned else ()))]
    for waiver in case.waivers:
        said += [waiver.asked_by, *([waiver.decision.by] if waiver.decision else ())]
    return said


def public_form(form: Form, masking: Masking) -> Form:
    """The form as the public may see it: cells for people hidden whole, and nobody quoted in any other."""
    plain = form.model_dump(mode="json")
    for pointer in list(personal_cells(plain)):
        *way, last = tokens_of(pointer)
        _at({"form": plain}, tuple(way))[last] = HIDDEN
    hidden = Form.model_validate(plain)
    cover = hidden.cover.model_copy(
        update={name: masking.numbers(one) for name, one in hidden.cover if type(one) is str and name != "budget_code"}
    )
    return masking.model(hidden).model_copy(update={"cover": cover})


def _at(here: Any, tokens: tuple[str, ...]) -> Any:
    for token in tokens:
        here = here[int(token)] if isinstance(here, list) else here[token]
    return here

"""The texts of a report that should be the department's own."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from app.domain.form.form import Form
from app.domain.form.references import filled
from app.domain.prose.shingles import bare

SHORTEST: Final = 30
"""Characters, figures and punctuation aside: a shorter text is alike by chance."""
LONGEST: Final = 1_000
"""As much of a passage is looked at, so that one cannot outweigh a whole report."""
MOST: Final = 120
"""As many passages of a report are looked at, in the order of the form."""


class Text(NamedTuple):
    """A passage of the report at hand, and where it stands: from which character of which cell."""

    pointer: str
    start: int
    text: str


def passages_of(form: Form) -> tuple[Text, ...]:
    """Duties, work, achievements, goals, results, and each paragraph of the narrative as it reads; no short ones."""
    found: list[Text] = []
    for one in texts_of(form):
        text = one.text[:LONGEST]
        if len(text) >= SHORTEST and len(bare(text)) >= SHORTEST:
            found.append(one._replace(text=text))
            if len(found) == MOST:
                break
    return tuple(found)


def texts_of(form: Form) -> Iterator[Text]:
    """The same, short ones too."""
    for name in ("duties", "main_work", "achievements"):
        yield Text(f"/form/profile/{name}", 0, getattr(form.profile, name))
    for at, objective in enumerate(form.objectives.qualitative):
        yield Text(f"/form/objectives/qualitative/{at}/objective", 0, objective.objective)
        yield Text(f"/form/objectives/qualitative/{at}/result", 0, objective.result)
    for at, target in enumerate(form.objectives.quantitative):
        yield Text(f"/form/objectives/quantitative/{at}/target", 0, target.target)
        yield Text(f"/form/objectives/quantitative/{at}/result", 0, target.result)
    for at, section in enumerate(form.narrative.sections):
        yield from paragraphs(f"/form/narrative/sections/{at}/text", filled(section.text, form))


def paragraphs(pointer: str, text: str) -> Iterator[Text]:
    """Its lines, each with its place."""
    start = 0
    for line in text.split("\n"):
        yield Text(pointer, start, line)
        start += len(line) + 1

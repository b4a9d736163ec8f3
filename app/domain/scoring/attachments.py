"""Which indicators ask for an attachment (rule `judged` with `attachment: true`), and which of them have none."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from app.domain.form.supplement import JudgedPoints, Supplement
from app.domain.scoring.measures import Measure, ValueMeasure
from app.domain.scoring.rules import BestOf, Chosen, Judged, Rule, SumOf
from app.domain.scoring.scheme import Item, Scheme


class OnAnIndicator(Protocol):
    """An attachment, stored or as the API has it."""

    @property
    def indicator(self) -> str:
        """The indicator that it is for; empty for the whole report."""


def asking(scheme: Scheme) -> list[tuple[str, str]]:
    """(indicator id, title) of every indicator that asks for an attachment in any of its parts, in their order."""
    return [(item.id or "", item.title) for item in _leaves(scheme.items) if any(_judged(item.measure, item.rule))]


def lacking(scheme: Scheme, supplement: Supplement, attachments: Iterable[OnAnIndicator]) -> list[tuple[str, str]]:
    """(indicator id, title) of indicators that ask for an attachment and are answered, but have none.

    What is 不适用 or not answered yet is not lacking; files for the whole report stand for no indicator. Of a choice
    only the chosen part asks.
    """
    there = {one.indicator for one in attachments}
    return [
        (item.id or "", item.title)
        for item in _leaves(scheme.items)
        if item.id not in there and item.id not in supplement.not_applicable and _asks(item, supplement)
    ]


def _asks(item: Item, supplement: Supplement) -> bool:
    chosen = supplement.choices.get(item.id or "")
    return any(_answered(supplement, name) for name in _judged(item.measure, item.rule, chosen, choosing=True))


def _leaves(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        if item.items:
            yield from _leaves(item.items)
        else:
            yield item


def _judged(
    measure: Measure | None, rule: Rule | None, chosen: str | None = None, *, choosing: bool = False
) -> Iterator[str]:
    """The evidence of every judgement with an attachment; where that counts, only in the part that was chosen."""
    if isinstance(rule, Judged) and rule.attachment and isinstance(measure, ValueMeasure):
        yield measure.value
    elif isinstance(rule, SumOf | BestOf | Chosen):
        for part in rule.of:
            if not choosing or not isinstance(rule, Chosen) or part.id == chosen:
                yield from _judged(part.measure, part.rule, chosen, choosing=choosing)


def _answered(supplement: Supplement, name: str) -> bool:
    answer = supplement.answers().get(name)
    return answer.points is not None if isinstance(answer, JudgedPoints) else answer is not None

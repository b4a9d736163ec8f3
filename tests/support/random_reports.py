"""Reports filled at random, as people fill them: figures near each other, blanks, 无, 不适用, illegible things."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.domain.scoring.compiled import CompiledScheme
from app.domain.scoring.rules import Checklist, Chosen, Judged, Levels, Occurrences
from app.domain.scoring.rules.composite import Composite
from app.domain.scoring.scheme import Item
from app.whatif.facts import FORM_CELLS

ODD: tuple[Any, ...] = (None, None, {"none": "无"}, {"not_applicable": "没有"}, {"unread": "约三"}, "0", "-1", "0.00")
HUGE: tuple[Any, ...] = ("99999999999999", "12345678901234.123456", "-99999999999999.999999", "9007199254740.99")


def a_figure(dice: random.Random) -> Any:
    chance = dice.random()
    if chance < 0.12:
        return dice.choice(ODD)
    if chance < 0.122:
        return dice.choice(HUGE)
    if chance < 0.4:
        return str(dice.choice((1, 2, 5, 40, 43, 80, 90, 100, 105, 110, 200)))
    whole = dice.randint(1, 150)
    places = dice.choice((1, 2, 2, 2, 2, 2, 3, 6)) if dice.random() < 0.1 else 2
    return f"{whole}.{dice.randint(0, 10**places - 1):0{places}}"


def a_form(dice: random.Random) -> Form:
    data: dict[str, Any] = {}
    for pointer in FORM_CELLS:
        if dice.random() < 0.95:
            *path, name = pointer.split("/")[1:]
            here = data
            for token in path:
                here = here.setdefault(token, {})
            here[name] = a_figure(dice)
    return Form.model_validate(data)


def leaves(items: tuple[Item, ...]) -> list[tuple[str, Any, Any]]:
    found: list[tuple[str, Any, Any]] = []
    for item in items:
        found += leaves(item.items)
        waiting = [(item.measure, item.rule)] if item.rule else []
        while waiting:
            measure, rule = waiting.pop()
            found.append((item.id or "", measure, rule))
            waiting += [(part.measure, part.rule) for part in rule.of] if isinstance(rule, Composite) else []
    return found


def a_supplement(scheme: CompiledScheme, dice: random.Random, *, usual: bool = False) -> Supplement:
    rules = {measure.value: rule for _, measure, rule in leaves(scheme.scheme.items) if hasattr(measure, "value")}
    data: dict[str, Any] = {}
    for name, spec in scheme.scheme.evidence.items():
        if spec.source is None and dice.random() < 0.93:
            data[name] = _answer(spec.kind, rules.get(name), dice)
    choices = {
        name: dice.choice([part.id for part in rule.of] * 3 + ["elsewhere"])
        for name, _, rule in leaves(scheme.scheme.items)
        if isinstance(rule, Chosen) and dice.random() < 0.9
    }
    more: dict[str, Any] = {"choices": choices}
    if not usual and dice.random() < 0.05:
        more["not_applicable"] = {scheme.indicators[0].id: "没有"}
    if not usual and dice.random() < 0.05:
        data["asked_by_nobody"] = "3"
    return Supplement.model_validate({**data, **more})


def _answer(kind: str, rule: Any, dice: random.Random) -> Any:
    if dice.random() < 0.08:
        return dice.choice((None, {"unread": "约三"}))
    if isinstance(rule, Checklist):
        return {line.id: _check(line, dice) for line in rule.of}
    if isinstance(rule, Occurrences) and rule.of:
        counts = ("0", "0", "1", "2", 3, "1.5", True, None)
        return {case.id: dice.choice(counts) for case in rule.of if dice.random() < 0.97}
    if isinstance(rule, Levels):
        return _tier(rule, dice)
    if isinstance(rule, Judged):
        points = dice.choice(("0", "1", "2", "2.5", "3", "0.3", "7", None))
        return {"points": points, "reason": dice.choice(("因为", "因为", ""))}
    return _OF_KIND.get(kind, a_figure)(dice)


def _tier(rule: Levels, dice: random.Random) -> Any:
    tier = dice.choice(rule.tiers)
    share = dice.choice((tier.least, tier.most, (tier.least + tier.most) / 2))
    return {"tier": tier.id, "points": f"{share * 10:f}", "reason": dice.choice(("好", ""))}


def _check(line: Any, dice: random.Random) -> Any:
    usual = [True, True, True, False]
    return dice.choice([*usual, None, "0.5", {"unread": "?"}] if dice.random() < 0.1 or line.step else usual)


_OF_KIND: dict[str, Callable[[random.Random], Any]] = {
    "date": lambda dice: (date(2021, 6, 15) + timedelta(days=dice.randint(0, 60))).isoformat(),
    "items": lambda dice: [{"title": "甲", "target": "10", "actual": str(dice.randint(0, 20))}],
    "count": lambda dice: dice.choice(("0", "1", "2", "7", "300", "1.5", "-1", None)),
}

"""The supplementary data page: exactly what the scheme asks for and the form has no cell for, by indicator."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.contract.report import ReportView
from app.contract.scoring import (
    BestOf,
    Checklist,
    Chosen,
    EvidenceSpec,
    IndicatorScore,
    Item,
    Judged,
    Levels,
    Occurrences,
    Part,
    Rule,
    Scheme,
    SumOf,
    ValueMeasure,
)
from app.web.formatting import cell
from app.web.views.editing import Input


@dataclass(frozen=True, slots=True)
class Line:
    """One condition of a checklist or of counted cases."""

    text: str
    input: Input


@dataclass(frozen=True, slots=True)
class Question:
    """One piece of evidence that is asked for."""

    id: str
    title: str
    unit: str
    hint: str
    by: str
    kind: str
    """figure, checks, counts, points or list."""
    inputs: tuple[Input, ...]
    lines: tuple[Line, ...]
    rows: tuple[tuple[Input, ...], ...] = ()
    """The lines of a list, with some blank ones to go on with."""


@dataclass(frozen=True, slots=True)
class Topic:
    """An indicator with its questions; a pool's split stands before its first indicator."""

    score: IndicatorScore
    questions: tuple[Question, ...]
    choice: Input | None
    split: tuple[Input, ...]
    split_title: str
    not_applicable: Input | None


_BY = {"record": "账表数据", "filer": "填报人声明", "reviewer": "评审人判断"}


def topics_of(report: ReportView) -> tuple[Topic, ...]:
    """The questions, each at the first indicator that uses it."""
    scheme, card = report.scoring_scheme, report.scorecard
    if scheme is None or card is None:
        return ()
    answers: dict[str, Any] = report.supplement.model_dump(mode="json")
    asked: set[str] = set()
    topics = []
    for score in card.indicators:
        wanted = [
            used.id
            for used in (score.measure.inputs if score.measure else [])
            if used.pointer.startswith("/supplement/") and used.id not in asked
        ]
        topic = topic_of(scheme, score, answers, wanted)
        if topic.split and topic.split[0].name in asked:
            topic = replace(topic, split=())
        asked |= {*wanted, *(one.name for one in topic.split)}
        if topic.questions or topic.split or topic.not_applicable or topic.choice:
            topics.append(topic)
    return tuple(topics)


def topic_of(scheme: Scheme, score: IndicatorScore, answers: dict[str, Any], wanted: Sequence[str]) -> Topic:
    """One indicator with the questions for the evidence `wanted`, filled in with `answers`."""
    item, pool = next((item, pool) for item, pool in _leaves(scheme.items, None) if item.id == score.id)
    declare = None
    if item.not_applicable in ("full_points", "rescale"):
        reason = answers.get("not_applicable", {}).get(score.id, "")
        declare = Input(f"not_applicable/{score.id}", "声明不适用（写明原因）", "text", "", reason, "")
    asking = dict(_asking(item))
    return Topic(
        score,
        tuple(
            _question(name, scheme.evidence[name], asking.get(name, item.rule), answers.get(name)) for name in wanted
        ),
        _choice(score.id, item.rule, answers) if isinstance(item.rule, Chosen) else None,
        _split(pool, answers) if pool is not None else (),
        f"“{pool.title}”共 {pool.points} 分，由部门分配" if pool is not None else "",
        declare,
    )


def inputs_of(topics: Sequence[Topic]) -> Iterator[Input]:
    """Every input of the page."""
    for topic in topics:
        yield from (one for one in (topic.choice, topic.not_applicable) if one is not None)
        yield from topic.split
        for question in topic.questions:
            yield from question.inputs
            yield from (line.input for line in question.lines)
            for row in question.rows:
                yield from row


def prefixed(topic: Topic, prefix: str) -> Topic:
    """The same questions under other names, for a page that has fields of its own."""

    def named(one: Input) -> Input:
        return replace(one, name=prefix + one.name)

    def question(one: Question) -> Question:
        return replace(
            one,
            inputs=tuple(map(named, one.inputs)),
            lines=tuple(replace(line, input=named(line.input)) for line in one.lines),
            rows=tuple(tuple(map(named, row)) for row in one.rows),
        )

    return replace(
        topic,
        questions=tuple(map(question, topic.questions)),
        choice=named(topic.choice) if topic.choice else None,
        split=(),
        not_applicable=None,
    )


def _leaves(items: tuple[Item, ...], pool: Item | None) -> Iterator[tuple[Item, Item | None]]:
    for item in items:
        if item.items:
            yield from _leaves(item.items, item if item.pool else pool)
        else:
            yield item, pool


def _asking(item: Item | Part) -> Iterator[tuple[str, Rule]]:
    """Which rule each answer that is no figure goes to; rules may have parts with rules of their own."""
    rule = item.rule
    if isinstance(rule, SumOf | BestOf | Chosen):
        for part in rule.of:
            yield from _asking(part)
    elif rule is not None and isinstance(item.measure, ValueMeasure):
        yield item.measure.value, rule


def _choice(indicator: str, rule: Chosen, answers: dict[str, Any]) -> Input:
    ways = (("", "未选"), *((part.id, part.title) for part in rule.of))
    return Input(
        f"choices/{indicator}", "按哪种算法计分", "choice", "", answers.get("choices", {}).get(indicator, ""), "", ways
    )


def _split(pool: Item, answers: dict[str, Any]) -> tuple[Input, ...]:
    given = answers.get("pools", {}).get(pool.id, {})
    return tuple(
        Input(f"pools/{pool.id}/{leaf.id}", f"{leaf.title}的分值", "figure", "分", given.get(leaf.id, ""), "")
        for leaf in pool.items
    )


def _question(name: str, spec: EvidenceSpec, rule: Rule | None, answer: Any) -> Question:
    lines: tuple[Line, ...] = ()
    inputs: tuple[Input, ...] = ()
    given = answer if isinstance(answer, dict) else {}
    kind = "figure"
    if isinstance(rule, Checklist) and spec.kind == "checks":
        kind = "checks"
        lines = tuple(Line(one.text, _check(f"{name}/{one.id}", one.text, given.get(one.id))) for one in rule.of)
    elif isinstance(rule, Occurrences) and rule.of:
        kind = "counts"
        lines = tuple(Line(one.text, _figure(f"{name}/{one.id}", one.text, "例", given.get(one.id))) for one in rule.of)
    elif isinstance(rule, Judged | Levels):
        kind = "points"
        points = given.get("points") if "points" in given else (answer if isinstance(answer, str) else None)
        reason = Input(f"{name}/reason", f"{spec.title}的理由", "long", "", str(given.get("reason", "")), "")
        inputs = (_figure(f"{name}/points", f"{spec.title}得分", "分", points), reason)
        if isinstance(rule, Levels):
            tiers = (("", "未选"), *((tier.id, tier.title) for tier in rule.tiers))
            inputs = (Input(f"{name}/tier", spec.title, "choice", "", given.get("tier") or "", "", tiers), *inputs)
    elif spec.kind == "items":
        return Question(name, spec.title, spec.unit, spec.hint, _BY[spec.by], "list", (), (), _rows(name, spec, answer))
    elif spec.kind == "own":
        return Question(name, spec.title, spec.unit, spec.hint, _BY[spec.by], "own", (), (), _own_rows(name, answer))
    elif spec.kind == "date":
        wrong = f"“{given['unread']}”不是日期，已按原样保留，送审前须改正" if "unread" in given else ""
        inputs = (Input(name, spec.title, "date", "", cell(answer), wrong),)
    else:
        inputs = (_figure(name, spec.title, spec.unit, answer),)
    return Question(name, spec.title, spec.unit, spec.hint, _BY[spec.by], kind, inputs, lines)


BLANK_ROWS = 3


def _rows(name: str, spec: EvidenceSpec, answer: Any) -> tuple[tuple[Input, ...], ...]:
    given = answer if isinstance(answer, list) else []
    ways = (("higher", "越高越好"), ("lower", "越低越好"))
    rows = []
    for at in range(len(given) + BLANK_ROWS):
        line: dict[str, Any] = given[at] if at < len(given) else {}
        place = f"{name}/{at}"
        rows.append(
            (
                Input(f"{place}/title", f"第 {at + 1} 项名称", "text", "", line.get("title", ""), ""),
                _figure(f"{place}/target", f"第 {at + 1} 项目标值", "", line.get("target")),
                _figure(f"{place}/actual", f"第 {at + 1} 项实际值", spec.unit, line.get("actual")),
                Input(f"{place}/better", f"第 {at + 1} 项方向", "choice", "", line.get("better", "higher"), "", ways),
            )
        )
    return tuple(rows)


def _own_rows(name: str, answer: Any) -> tuple[tuple[Input, ...], ...]:
    """Own indicators: their id (hidden), what people fill in, and whether they are approved."""
    given = answer if isinstance(answer, list) else []
    ways = (("higher", "越高越好"), ("lower", "越低越好"))
    rows = []
    for at in range(len(given) + BLANK_ROWS):
        line: dict[str, Any] = given[at] if at < len(given) else {}
        place, title = f"{name}/{at}", f"第 {at + 1} 项"
        rows.append(
            (
                Input(f"{place}/id", "", "hidden", "", line.get("id", ""), ""),
                Input(f"{place}/title", f"{title}名称", "text", "", line.get("title", ""), ""),
                _figure(f"{place}/points", f"{title}分值", "分", line.get("points")),
                _figure(f"{place}/target", f"{title}目标值", "", line.get("target")),
                _figure(f"{place}/actual", f"{title}实际值", "", line.get("actual")),
                Input(f"{place}/better", f"{title}方向", "choice", "", line.get("better", "higher"), "", ways),
                Input("", "", "note", "", ("已审定" if line.get("approved") else "待审定") if line else "", ""),
            )
        )
    return tuple(rows)


def _check(name: str, label: str, value: Any) -> Input:
    said = {True: "yes", False: "no"}.get(value, "") if isinstance(value, bool) else ""
    return Input(name, label, "check", "", said, "")


def _figure(name: str, label: str, unit: str, value: Any) -> Input:
    error = ""
    if isinstance(value, dict) and "unread" in value:
        error = f"“{value['unread']}”不是以{unit}为单位的数字，已按原样保留，送审前须改正"
    return Input(name, label, "figure", unit, cell(value), error)

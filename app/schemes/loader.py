"""Schemes from YAML or JSON text into the domain, every complaint with its line; and the schemes that ship with us."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from app.domain.checks.settings import compile_new
from app.domain.complaints import complaints
from app.domain.errors import DomainError
from app.domain.pointer import joined, tokens_of
from app.domain.scoring.compiled import CompiledScheme, SchemeInvalid
from app.domain.scoring.lint import Finding, lint
from app.domain.scoring.scheme import Scheme

SHIPPED: Final = Path(__file__).parent
EXAMPLES: Final = SHIPPED / "examples"
NULL: Final = "tag:yaml.org,2002:null"


@dataclass(frozen=True, slots=True)
class LocatedProblem:
    """What is wrong with a scheme's text: the line (from 1), the pointer, and the message."""

    line: int
    pointer: str
    message: str


class SchemeUnreadable(DomainError):
    """A scheme's text cannot be used; every problem with its line."""

    code = "scheme_invalid"

    def __init__(self, name: str, problems: list[LocatedProblem]) -> None:
        self.problems = problems
        listed = "\n".join(
            f"  第 {problem.line} 行 {problem.pointer or '/'}：{problem.message}" for problem in problems
        )
        super().__init__(f"方案 {name} 不能使用：\n{listed}")


def load_scheme(text: str, name: str = "") -> CompiledScheme:
    """Compile the scheme in `text`. Raises SchemeUnreadable with every problem at its line."""
    reading, data = _read(text, name)
    return _compiled(reading, data, name)


def lint_text(text: str, name: str = "") -> list[tuple[int, Finding]]:
    """What a careful reader finds in the scheme in `text`, with lines; a scheme that cannot be used has only errors."""
    try:
        reading, data = _read(text, name)
        findings = lint(_compiled(reading, data, name))
    except SchemeUnreadable as error:
        return [(one.line, Finding("unusable", "error", one.pointer, "", one.message)) for one in error.problems]
    return [(reading.located(tokens_of(one.pointer), "").line, one) for one in findings]


def _read(text: str, name: str) -> tuple["_Reading", dict[str, Any]]:
    try:
        root = YAML().compose(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SchemeUnreadable(name, [LocatedProblem(line, "", f"不是有效的 YAML：{error.problem}")]) from error
    if not isinstance(root, MappingNode):
        raise SchemeUnreadable(name, [LocatedProblem(1, "", "方案应是一组“键: 值”")])
    reading = _Reading({}, [])
    data = reading.plain(root, ())
    if reading.problems:
        raise SchemeUnreadable(name, reading.problems)
    return reading, data


def _compiled(reading: "_Reading", data: dict[str, Any], name: str) -> CompiledScheme:
    try:
        return compile_new(Scheme.model_validate(data))
    except ValidationError as error:
        problems = [reading.located(place, message) for place, _, message in complaints(error.errors(), data)]
    except SchemeInvalid as error:
        problems = [reading.located(tokens_of(problem.pointer), problem.message) for problem in error.problems]
    raise SchemeUnreadable(name, problems)


@cache
def shipped_schemes() -> tuple[CompiledScheme, ...]:
    """The schemes that ship with the program, in the order of their names."""
    return tuple(load_scheme(path.read_text("utf-8"), path.name) for path in sorted(SHIPPED.glob("*.yaml")))


@cache
def example_schemes() -> tuple[CompiledScheme, ...]:
    """Schemes after the tables of other regions, to start from; no server publishes them by itself."""
    return tuple(load_scheme(path.read_text("utf-8"), path.name) for path in sorted(EXAMPLES.glob("*.yaml")))


@dataclass(slots=True)
class _Reading:
    """YAML nodes read as plain data: every scalar is text, and every place remembers its line."""

    lines: dict[tuple[str, ...], int]
    problems: list[LocatedProblem]

    def plain(self, node: Node, place: tuple[str, ...]) -> Any:
        self.lines[place] = node.start_mark.line + 1
        if isinstance(node, ScalarNode):
            return None if node.tag == NULL and node.style is None else node.value
        if isinstance(node, SequenceNode):
            return [self.plain(inner, (*place, str(at))) for at, inner in enumerate(node.value)]
        found: dict[str, Any] = {}
        for key, inner in node.value:
            if key.value in found:
                line = key.start_mark.line + 1
                self.problems.append(LocatedProblem(line, joined((*place, key.value)), "这个键写了两次"))
            found[key.value] = self.plain(inner, (*place, key.value))
            self.lines[*place, key.value] = key.start_mark.line + 1
        return found

    def located(self, tokens: Iterable[str | int], message: str) -> LocatedProblem:
        place = tuple(str(token) for token in tokens)
        while place and place not in self.lines:
            place = place[:-1]
        return LocatedProblem(self.lines.get(place, 1), joined(tuple(str(token) for token in tokens)), message)

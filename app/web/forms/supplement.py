"""The supplementary data as browsers post them: `evidence`, `evidence/line`, `evidence/0/column`, `pools/pool/leaf`,
`choices/indicator`, `not_applicable/indicator`."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from app.contract.form import read_cell, read_date
from app.contract.scoring import EvidenceSpec
from app.web.forms.content import as_json

Parts = list[tuple[str, str]]
"""What follows a key, with what was typed there."""

_TYPED: Final = ("title", "target", "actual")
"""The columns of a list's line that make it one; its direction is always posted."""


_FIGURES: Final = ("points", "target", "actual")


def entered_supplement(specs: Mapping[str, EvidenceSpec], entries: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """What was typed, as the JSON of a merge patch of the supplement; blank answers are null."""
    found: dict[str, Parts] = {}
    for name, text in entries:
        key, _, part = name.partition("/")
        found.setdefault(key, []).append((part, text))
    return {
        **{key: _answer(specs[key], parts) for key, parts in found.items() if key in specs},
        "pools": _pools(found.get("pools", [])),
        "choices": {part: text or None for part, text in found.get("choices", [])},
        "not_applicable": {part: text.strip() or None for part, text in found.get("not_applicable", [])},
    }


def _answer(spec: EvidenceSpec, parts: Parts) -> Any:
    if spec.kind == "items":
        return _list(spec, parts)
    if spec.kind == "own":
        return _own(parts)
    if parts[0][0] == "":
        text = parts[0][1]
        return as_json(read_date(text) if spec.kind == "date" else read_cell(text, spec.unit))
    answer = {part: _part(spec, part, text) for part, text in parts}
    return answer if spec.kind not in ("points", "tier") or any(answer.values()) else None


def _part(spec: EvidenceSpec, part: str, text: str) -> Any:
    if part == "tier":
        return text or None
    if spec.kind in ("points", "tier"):
        return text.replace("\r\n", "\n") if part == "reason" else as_json(read_cell(text, "分"))
    if text in ("yes", "no"):
        return text == "yes"
    return as_json(read_cell(text, "例"))


def _list(spec: EvidenceSpec, parts: Parts) -> list[dict[str, Any]] | None:
    """The lines in which something was typed."""
    rows: dict[str, dict[str, Any]] = {}
    for part, text in parts:
        at, _, column = part.partition("/")
        rows.setdefault(at, {})[column] = _column(spec, column, text)
    return [row for row in rows.values() if any(row.get(name) for name in _TYPED)] or None


def _own(parts: Parts) -> list[dict[str, Any]] | None:
    """The department's own indicators; each keeps its id, so that its approval stays with it."""
    rows: dict[str, dict[str, str]] = {}
    for part, text in parts:
        at, _, column = part.partition("/")
        rows.setdefault(at, {})[column] = text.strip()
    taken = {row.get("id", "") for row in rows.values()}
    found = []
    for row in rows.values():
        if not any(row.get(name) for name in (*_TYPED, "points")):
            continue
        name = row.get("id") or next(f"own_{n}" for n in range(1, 1000) if f"own_{n}" not in taken)
        taken.add(name)
        cells = {key: as_json(read_cell(row.get(key, ""), "分" if key == "points" else "")) for key in _FIGURES}
        found.append({"id": name, "title": row.get("title", ""), "better": row.get("better") or "higher", **cells})
    return found or None


def _column(spec: EvidenceSpec, column: str, text: str) -> Any:
    if column in ("title", "better"):
        return text.strip()
    return as_json(read_cell(text, spec.unit if column == "actual" else ""))


def _pools(parts: Parts) -> dict[str, dict[str, str] | None]:
    """Each pool's split; one of which nothing was typed is none."""
    typed: dict[str, dict[str, str]] = {}
    for part, text in parts:
        pool, _, leaf = part.partition("/")
        typed.setdefault(pool, {})[leaf] = text.strip()
    return {pool: _shares(split) if any(split.values()) else None for pool, split in typed.items()}


def _shares(split: Mapping[str, str]) -> dict[str, str]:
    cells = {leaf: read_cell(text, "分") for leaf, text in split.items()}
    return {leaf: cell if isinstance(cell, str) else split[leaf] or "0" for leaf, cell in cells.items()}

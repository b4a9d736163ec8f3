"""The supplementary data as browsers post them: `evidence`, `evidence/line`, `pools/…`,
`choices/…`, `not_applicable/…`."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.contract.form import read_cell, read_date
from app.contract.scoring import EvidenceSpec
from app.web.forms.content import as_json


def entered_supplement(specs: Mapping[str, EvidenceSpec], entries: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """What was typed, as the JSON of a merge patch of the supplement; blank answers are null."""
    found: dict[str, Any] = {}
    pools: dict[str, dict[str, str]] = {}
    declared: dict[str, str | None] = {}
    choices: dict[str, str | None] = {}
    for name, text in entries:
        key, _, part = name.partition("/")
        if key == "pools":
            pool, _, leaf = part.partition("/")
            pools.setdefault(pool, {})[leaf] = text.strip()
        elif key == "not_applicable":
            declared[part] = text.strip() or None
        elif key == "choices":
            choices[part] = text or None
        elif key in specs and part:
            found.setdefault(key, {})[part] = _part(specs[key], part, text)
        elif key in specs:
            found[key] = as_json(read_date(text) if specs[key].kind == "date" else read_cell(text, specs[key].unit))
    for key, answer in found.items():
        if isinstance(answer, dict) and specs[key].kind in ("points", "tier") and not any(answer.values()):
            found[key] = None
    shares = {pool: _shares(split) for pool, split in pools.items()}
    return {**found, "pools": shares, "not_applicable": declared, "choices": choices}


def _part(spec: EvidenceSpec, part: str, text: str) -> Any:
    if part == "tier":
        return text or None
    if spec.kind in ("points", "tier"):
        return text.replace("\r\n", "\n") if part == "reason" else as_json(read_cell(text, "分"))
    if text in ("yes", "no"):
        return text == "yes"
    return as_json(read_cell(text, "例"))


def _shares(split: Mapping[str, str]) -> dict[str, str] | None:
    """A split of which nothing was typed is none."""
    cells = {leaf: read_cell(text, "分") for leaf, text in split.items()}
    if not any(split.values()):
        return None
    return {leaf: cell if isinstance(cell, str) else split[leaf] or "0" for leaf, cell in cells.items()}

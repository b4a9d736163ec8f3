"""Labels with their values: in the cell beside, in the row below, or after a colon in the same cell or line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.documents.blocks import Block, Box, Document, Line, Row, lone
from app.documents.labels import COVER, OVERALL, PREPARER, PROFILE, label

_COLON: Final = re.compile(r"[：:]")
_UNIT_BESIDE: Final = re.compile(r"(?<=\S)\s+[（(]?(金额|计量|货币)?单\s*位\s*[：:]\s*(人民币)?\s*万?元[）)]?\s*$")
"""What a line says of the table below it, after its own label and value."""
_MAX_LABEL: Final = 30


@dataclass(eq=False)
class Pair:
    """A label that is a field, and the cell of its value; `extra` are further filled cells beside it."""

    field: str
    piece: Box | Line
    value: Box | None
    extra: tuple[Box, ...] = ()

    def take_label(self) -> None:
        """Take the cell or line of the label."""
        self.piece.taken = True


def pairs_in(row: Row, labels: Mapping[str, str]) -> list[Pair]:
    """The pairs of a row."""
    starts = [at for at, box in enumerate(row.cells) if box.label in labels]
    found = []
    for start, end in zip(starts, [*starts[1:], len(row.cells)], strict=False):
        beside = row.cells[start + 1 : end]
        filled = [box for box in beside if box.key and not box.taken] or beside[:1]
        value = filled[0] if filled else None
        found.append(Pair(labels[row.cells[start].label], row.cells[start], value, tuple(filled[1:])))
    for box in row.cells:
        if box.key and box.label not in labels:
            found += parts_of(box, labels)
    return found


def below(document: Document, place: int, row: Row, labels: Mapping[str, str]) -> list[Pair]:
    """The pairs of a row that has labels only, with their values in the row below it."""
    if len(row.filled) < 2 or len(row.filled) < len(row.cells) or any(box.label not in labels for box in row.filled):
        return []
    values = next((one for _, one in document.following(place + 1)), None)
    if values is None or len(values.cells) != len(row.cells) or any(box.label in labels for box in values.cells):
        return []
    return [Pair(labels[box.label], box, value) for box, value in zip(row.cells, values.cells, strict=True)]


def parts_of(piece: Box | Line, labels: Mapping[str, str]) -> list[Pair]:
    """The pairs in one text, `label：value` one after another; none where it does not begin with a known label."""
    found: list[Pair] = []
    for name, value in _labelled(piece.text, labels):
        found.append(Pair(labels[name], piece, Box(value, piece.place)))
    return found


def _labelled(text: str, labels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    parts = _COLON.split(_UNIT_BESIDE.sub("", text))
    if len(parts) < 2 or len(parts[0]) > _MAX_LABEL or label(parts[0]) not in labels:
        return
    name, value = label(parts[0]), parts[1]
    for after in parts[2:]:
        before, following = _last_label(value, labels)
        if following:
            yield name, before
            name, value = following, after
        else:
            value = f"{value}：{after}"
    yield name, value


def _last_label(text: str, labels: Mapping[str, str]) -> tuple[str, str]:
    """`text` without the known label at its end, which white space sets off, and that label."""
    if label(text) in labels:
        return "", label(text)
    for found in re.compile(r"\s+").finditer(text, max(0, len(text) - _MAX_LABEL)):
        following = label(text[found.end() :])
        if following in labels:
            return text[: found.start()], following
    return text, ""


_KINDS: Final = (COVER, PROFILE, PREPARER, OVERALL)


def divided(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with a line that gives values of several parts of the form as several lines."""
    found: list[Block] = []
    for block in blocks:
        piece = lone(block)
        texts = _by_part(piece.text) if piece is not None and "\n" not in piece.text else []
        if piece is None or len(texts) < 2:
            found.append(block)
        elif isinstance(piece, Line):
            found += [Line(text, piece.place) for text in texts]
        else:
            table = block.table if isinstance(block, Row) else 0
            found += [Row([Box(text, piece.place, piece.left, piece.right)], table) for text in texts]
    return found


def _by_part(text: str) -> list[str]:
    """A line cut before every known label that stands in no map together with those before it."""
    cuts, kinds = [0], [kind for kind in _KINDS if label(_COLON.split(text)[0]) in kind]
    reached = len(_COLON.split(text)[0])
    """The end of a label that white space may spread."""
    for found in re.finditer(r"(?<=\s)(?=\S)", text) if kinds else ():
        colon = _COLON.search(text, found.start())
        if colon is None or found.start() < reached or colon.start() - found.start() > _MAX_LABEL:
            continue
        named = [kind for kind in _KINDS if label(text[found.start() : colon.start()]) in kind]
        if named:
            reached = colon.end()
            shared = [kind for kind in named if kind in kinds]
            cuts += [] if shared else [found.start()]
            kinds = shared or named
    return [text[start:end].strip() for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]

"""Readers that trust a library with hostile bytes, in a process of their own with bounded time and memory.

Run as `python -m app.documents.reading.child pdf`: the file on standard input, the blocks on standard output as JSON.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from app.documents.blocks import Block, Box, Document, Line, Row
from app.documents.envelope import NotAForm

SECONDS: Final = 40
MEMORY: Final = 1_000_000_000


def read_in_child(kind: str, data: bytes, name: str = "", seconds: int = SECONDS) -> Document:
    """The blocks that the reader `kind` (`pdf`, `xls`) finds. Raises NotAForm, also where it takes too much."""
    command = [sys.executable, "-m", __name__, kind]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise NotAForm(
            f"{name or '文件'}读了 {seconds} 秒还没有读完，已停止；请另存为 .docx 或 .xlsx 后再导入"
        ) from error
    try:
        found = json.loads(done.stdout)
    except ValueError as error:
        raise NotAForm(f"{name or '文件'}已损坏或太大，无法读取；请用软件打开后另存一次再导入") from error
    if "refused" in found:
        raise NotAForm(f"{name or '文件'}{found['refused']}")
    return document_from(found)


def _readers() -> Mapping[str, Callable[[bytes], Document]]:
    """The readers, whose libraries only the child loads."""
    from app.documents.reading.old_workbook import read_old_workbook  # noqa: PLC0415
    from app.documents.reading.pdf import read_pdf  # noqa: PLC0415

    return {"pdf": read_pdf, "xls": read_old_workbook}


def main(kind: str) -> None:
    """Read standard input as `kind` within the limits; what is wrong with it is `refused`."""
    _limit()
    try:
        found = plain(_readers()[kind](sys.stdin.buffer.read()))
    except NotAForm as refusal:
        found = {"refused": str(refusal)}
    sys.stdout.write(json.dumps(found))


def _limit() -> None:
    """Let the system end this process before it takes too much; Windows has only the time limit of the caller."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def plain(document: Document) -> dict[str, Any]:
    """A document as JSON has it; a covered cell names its origin by its number."""
    boxes = [box for block in document.blocks if isinstance(block, Row) for box in block.cells]
    numbers = {id(box): at for at, box in enumerate(boxes)}
    return {
        "merges_known": document.merges_known,
        "doubts": [[one.pointer, one.found, one.reason] for one in document.doubts],
        "blocks": [_plain_block(block, numbers) for block in document.blocks],
    }


def _plain_block(block: Block, numbers: Mapping[int, int]) -> Sequence[Any]:
    if isinstance(block, Line):
        return [block.text, block.place]
    cells = [[box.text, box.place, box.left, box.right, numbers.get(id(box.origin))] for box in block.cells]
    return [block.table, *cells]


def document_from(found: Mapping[str, Any]) -> Document:
    """The document that `plain` gave."""
    blocks: list[Block] = []
    boxes: list[Box] = []
    for first, *rest in found["blocks"]:
        if isinstance(first, str):
            blocks.append(Line(first, rest[0]))
            continue
        cells = []
        for text, place, left, right, origin in rest:
            boxes.append(Box(text, place, left, right, boxes[origin] if origin is not None else None))
            cells.append(boxes[-1])
        blocks.append(Row(cells, first))
    document = Document(blocks, merges_known=bool(found["merges_known"]))
    for pointer, text, reason in found["doubts"]:
        document.doubt(pointer, text, reason)
    return document


if __name__ == "__main__":
    main(sys.argv[1])

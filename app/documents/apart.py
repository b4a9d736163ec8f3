"""Reading files in a process of its own, so that one hostile file stops nothing but its own reading.

The child has a bound on its memory and, file by file, on its time; whoever starts it ends it with the block. It is
given a name and bytes and answers the envelope as JSON, or why there is none. `python -m app.documents.apart` is it.
"""

import os
import struct
import subprocess
import sys
import time
from contextlib import suppress
from threading import Timer
from types import TracebackType
from typing import IO, Final, Self

from pydantic import ValidationError

from app.documents.envelope import Envelope, NotAForm
from app.documents.files import read_any

SECONDS: Final = 75.0
"""How long one file may take, converters and their own, shorter limits included."""
PROCESSOR: Final = 20
"""Seconds of processor time that reading one file may take, beside what converters take."""
MEMORY: Final = 1 << 30
"""Bytes that the child may have."""
MAX_ANSWER: Final = 2_000_000
"""Bytes of an envelope as JSON; a whole report has some 13,000, and what is longer is no form but a flood of doubts."""
_HEAD: Final = struct.Struct(">II")
_ANSWER: Final = struct.Struct(">?I")


def read_form(data: bytes, name: str) -> Envelope:
    """The form in a file, or the envelope that `jixiao read --json` wrote. Raises NotAForm."""
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        try:
            return Envelope.model_validate_json(data.removeprefix(b"\xef\xbb\xbf"))
        except ValidationError as error:
            message = f"{name}不是 jixiao read --json 输出的内容，有 {error.error_count()} 处不对"
            raise NotAForm(message) from error
    return read_any(data, name)


class Apart:
    """Reads files one after another; the child is started when it is needed, and anew where a file has ended it."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def read(self, data: bytes, name: str) -> Envelope:
        """The form in a file. Raises NotAForm, also where reading took too long or too much."""
        child = self._started()
        late = Timer(self._seconds, child.kill)
        began = time.monotonic()
        late.start()
        try:
            understood, answer = _asked(child, data, name)
        except (OSError, EOFError):
            self._end()
            told = (
                f"读了 {self._seconds:.0f} 秒还没有读完"
                if time.monotonic() - began >= self._seconds
                else "读取时占用过多或意外中止"
            )
            message = f"{name}{told}，没有读取；请用软件打开后另存一次，或另存为文本再导入"
            raise NotAForm(message) from None
        finally:
            late.cancel()
        if not understood:
            raise NotAForm(answer.decode())
        return Envelope.model_validate_json(answer)

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._child is None or self._child.poll() is not None:
            self._end()
            # What libraries write about a file could quote it, so it goes nowhere.
            self._child = subprocess.Popen(
                [sys.executable, "-m", "app.documents.apart"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        return self._child

    def _end(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            for pipe in (self._child.stdin, self._child.stdout):
                if pipe is not None:
                    with suppress(OSError):  # what was not sent yet goes to nobody
                        pipe.close()
            self._child = None


def _asked(child: "subprocess.Popen[bytes]", data: bytes, name: str) -> tuple[bool, bytes]:
    """Whether the child has understood the file, and its answer. Raises OSError and EOFError where it has ended."""
    assert child.stdin is not None  # noqa: S101 - both are pipes
    assert child.stdout is not None  # noqa: S101
    called = name.encode()
    child.stdin.write(_HEAD.pack(len(called), len(data)) + called + data)
    child.stdin.flush()
    understood, size = _ANSWER.unpack(_exactly(child.stdout, _ANSWER.size))
    return understood, _exactly(child.stdout, size)


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    found = pipe.read(size)
    if len(found) != size:
        raise EOFError
    return found


def _serve() -> None:
    """Be the child: answer files until nobody asks any more."""
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    _bound_memory()
    while head := asked.read(_HEAD.size):
        named, size = _HEAD.unpack(head)
        name, data = asked.read(named).decode(), asked.read(size)
        _bound_time()
        understood, answer = _answered(data, name)
        answers.write(_ANSWER.pack(understood, len(answer)) + answer)
        answers.flush()


def _answered(data: bytes, name: str) -> tuple[bool, bytes]:
    try:
        answer = read_form(data, name).model_dump_json().encode()
    except NotAForm as refused:
        return False, str(refused).encode()
    except MemoryError:
        return False, f"{name}展开后太大，没有读取；请精简后再导入".encode()
    except Exception as error:  # noqa: BLE001 - a reader stumbled over this file; the next one is another
        told = f"{name}读取时出错（{type(error).__name__}），没有读取；请用软件打开后另存一次再导入"
        return False, told.encode()
    if len(answer) > MAX_ANSWER:
        return False, f"{name}读出的内容有 {len(answer) // 1000} KB，不像一份自评报告，没有读取".encode()
    return True, answer


def _bound_memory() -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - there is none on Windows

        # The hard limit stays: converters, which are processes of their own, have limits of their own.
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, hard))


def _bound_time() -> None:
    """Processor time, since whoever would stop the child may have been killed."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - there is none on Windows

        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + PROCESSOR + 1, hard))


if __name__ == "__main__":
    _serve()

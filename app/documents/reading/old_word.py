"""Word's .doc and WPS's .wps: converted by LibreOffice where it is installed, then read as .docx.

The conversion runs in a process of its own, in a fresh profile without macros, with bounded time and memory.
"""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

from app.documents.blocks import Document
from app.documents.envelope import NotAForm
from app.documents.reading.scratch import scratch_folder
from app.documents.reading.word import read_word

SECONDS: Final = 60
MEMORY: Final = 4_000_000_000
PROGRAMS: Final = ("soffice", "libreoffice")
_LIMITED: Final = 'ulimit -v {} && exec "$@"'


def read_old_word(data: bytes, name: str = "", seconds: int = SECONDS) -> Document:
    """The blocks of a .doc. Raises NotAForm, with what to do where nothing can convert it."""
    program = next((found for one in PROGRAMS if (found := shutil.which(one))), None)
    if program is None:
        raise NotAForm(
            f"{name or '文件'}是旧格式的 Word 或 WPS 文件（.doc、.wps），这台服务器没有安装 LibreOffice，无法转换；"
            "请在 Word 或 WPS 里另存为 .docx 后再导入"
        )
    with scratch_folder() as folder:
        converted = _converted(program, data, folder, name, seconds)
    return read_word(converted, name)


def _converted(program: str, data: bytes, folder: Path, name: str, seconds: int) -> bytes:
    source, target = folder / "in.doc", folder / "out" / "in.docx"
    source.write_bytes(data)
    command = [
        program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--convert-to", "docx", "--outdir", str(folder / "out"), str(source),
    ]  # fmt: skip
    if sys.platform != "win32":
        command = ["/bin/sh", "-c", _LIMITED.format(MEMORY // 1024), "sh", *command]
    with subprocess.Popen(  # noqa: S603 - the program's path is from PATH, the rest is ours
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:  # fmt: skip
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired as error:
            raise NotAForm(f"{name or '文件'}转换了 {seconds} 秒还没有完成，已停止；请另存为 .docx 后再导入") from error
        finally:
            _end(process)
    if not target.is_file():
        raise NotAForm(f"{name or '文件'}已损坏或加了密码，无法转换；请在 Word 或 WPS 里另存为 .docx 后再导入")
    return target.read_bytes()


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the converter and all that it started: its launcher would leave its office running."""
    if sys.platform == "win32":
        process.kill()
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return

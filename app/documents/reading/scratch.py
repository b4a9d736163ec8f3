"""Folders for converters, swept where whoever made them was killed: nobody else would remove what they left."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_PREFIX: Final = "jixiao-doc-"


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder of this process alone, gone at the end; those of processes that are gone are removed first."""
    sweep(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def sweep(parent: Path) -> None:
    """Remove the folders in `parent` whose process has ended; a folder that is no longer there is nobody's trouble."""
    for folder in parent.glob(f"{_PREFIX}*-*"):
        owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
        with suppress(OSError):
            if owner.isdecimal() and not folder.is_symlink() and _is_own(folder) and not _lives(int(owner)):
                shutil.rmtree(folder, ignore_errors=True)


def _is_own(folder: Path) -> bool:
    """Whether the folder is of this account: others may make folders of any name there."""
    return not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()


def _lives(process: int) -> bool:
    if sys.platform == "win32":
        return True  # there a signal would end it, whatever its number
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # of somebody else, so alive
    return True

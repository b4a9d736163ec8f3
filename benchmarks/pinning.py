"""Which processor a process runs on: the server on one, the load on another, where the machine has two."""

import os
import shutil
from typing import Final

_TASKSET: Final = shutil.which("taskset")


def pinned(command: list[str], place: int) -> list[str]:
    """`command`, kept on the machine's processor of that place (where that can be said)."""
    cpus = sorted(os.sched_getaffinity(0))
    if _TASKSET is None or len(cpus) < 2:
        return command
    return [_TASKSET, "-c", str(cpus[place % len(cpus)]), *command]

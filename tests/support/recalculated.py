"""Workbooks as LibreOffice calculates and saves them."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed, so no workbook was calculated"
)


def recalculated(workbooks: Sequence[bytes], folder: Path) -> list[bytes]:
    """The same workbooks with their results; one run of the program for all of them."""
    names = [f"{at}.xlsx" for at in range(len(workbooks))]
    for name, data in zip(names, workbooks, strict=True):
        (folder / name).write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", "saved", *names]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
    return [(folder / "saved" / name).read_bytes() for name in names]

"""Pages on SQLite alone: they are a client of the API and nothing else (an import contract), which is tried on both."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def database_url(migrated_file: Path, tmp_path: Path) -> str:
    """A fresh, migrated database."""
    path = tmp_path / "jixiao.db"
    shutil.copy(migrated_file, path)
    return f"sqlite:///{path}"

"""What a killed reader has left behind is removed by the next one, and nothing else is."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from app.documents.reading.scratch import scratch_folder

HOLD = """
from app.documents.reading.scratch import scratch_folder
with scratch_folder() as folder:
    (folder / "in.doc").write_bytes(b"secret")
    print(folder, flush=True)
    input()
"""


def holder() -> tuple["subprocess.Popen[str]", Path]:
    """A process that holds a folder, as one that converts does."""
    process = subprocess.Popen([sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def test_the_folder_of_a_killed_process_is_swept_and_that_of_a_living_one_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    foreign = tmp_path / "jixiao-doc-notes"
    foreign.mkdir()
    with holder()[0] as living, holder()[0] as killed:
        folders = [one for one in tmp_path.iterdir() if one != foreign]
        assert len(folders) == 2
        killed.kill()
        killed.wait()
        with scratch_folder() as own:
            (left,) = [one for one in tmp_path.iterdir() if one not in (foreign, own)]
            assert f"-{living.pid}-" in left.name
            assert (left / "in.doc").read_bytes() == b"secret"
        living.communicate("\n")
    assert list(tmp_path.iterdir()) == [foreign]

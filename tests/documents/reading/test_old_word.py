""".doc and .wps are converted by LibreOffice where it is installed; where not, the reader says what to do."""

import shutil
import subprocess
from pathlib import Path

import pytest

from app.documents.envelope import NotAForm
from app.documents.files import read_any
from app.documents.reading.compound import MAGIC
from tests.support.forms import OFFICIAL, a_form
from tests.support.word_files import as_docx

A_DOC = MAGIC + bytes(504) + "WordDocument\0".encode("utf-16-le").ljust(128, b"\0")


def test_without_libreoffice_it_is_said_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotAForm, match=r"没有安装 LibreOffice.*另存为 \.docx"):
        read_any(A_DOC, "某局.wps")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed, so no .doc was read")
def test_a_doc_is_read_like_the_docx_that_it_was(tmp_path: Path) -> None:
    (tmp_path / "form.docx").write_bytes(as_docx(OFFICIAL))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path), "form.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    envelope = read_any((tmp_path / "form.doc").read_bytes(), "form.wps")
    assert envelope.form == a_form()
    assert envelope.doubts == ()
    with pytest.raises(NotAForm, match=r"已损坏|没有认出"):
        read_any(A_DOC, "某局.doc")

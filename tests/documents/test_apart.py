"""Reading in a process of its own: what one file does to it stops no other."""

import pytest

from app.documents.apart import Apart
from app.documents.envelope import NotAForm
from app.documents.text import read_text
from tests.support.filled_forms import DEMO


def test_a_form_reads_apart_as_it_reads_here() -> None:
    with Apart() as reader:
        assert reader.read(DEMO.encode(), "a.txt") == read_text(DEMO)


def test_the_envelope_that_a_command_wrote_is_read_as_it_is() -> None:
    envelope = read_text(DEMO)
    with Apart() as reader:
        assert reader.read(envelope.model_dump_json().encode(), "a.json") == envelope


@pytest.mark.parametrize(("data", "told"), [(b"hello", "没有认出"), (b'{"form": 1}', "jixiao read"), (b"\0\1", "文本")])
def test_what_is_no_form_is_refused_and_the_next_file_is_read(data: bytes, told: str) -> None:
    with Apart() as reader:
        with pytest.raises(NotAForm, match=told):
            reader.read(data, "a.txt")
        assert reader.read(DEMO.encode(), "b.txt").form.cover.budget_code == "999001"


def test_a_file_that_takes_too_long_is_refused() -> None:
    with Apart(seconds=0.01) as reader, pytest.raises(NotAForm, match=r"a\.txt读了 0 秒还没有读完"):
        reader.read(DEMO.encode(), "a.txt")


def test_a_flood_of_cells_is_given_up_and_the_next_file_is_read() -> None:
    with Apart(seconds=2) as reader:
        with pytest.raises(NotAForm, match="没有读取"):
            reader.read(b"\t" * 4_900_000, "a.txt")
        assert reader.read(DEMO.encode(), "b.txt").form.cover.budget_code == "999001"


def test_a_flood_of_doubts_is_no_form() -> None:
    flood = "".join(f"没有来由的第{at}行\n" for at in range(30_000))
    with Apart() as reader, pytest.raises(NotAForm, match="不像一份自评报告"):
        reader.read(f"{DEMO}\n\n{flood}".encode(), "a.txt")


def test_a_child_that_ended_is_started_anew() -> None:
    with Apart() as reader:
        reader.read(DEMO.encode(), "a.txt")
        assert reader._child is not None
        reader._child.kill()
        reader._child.wait()
        assert reader.read(DEMO.encode(), "b.txt").form.cover.budget_code == "999001"

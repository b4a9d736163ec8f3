"""Five hundred forms as Excel workbooks and back: every cell as it was."""

import random

import pytest

from app.documents.files import read_any
from app.documents.writing.xlsx import xlsx
from tests.support.odd_forms import an_odd_form

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("part", range(10))
def test_five_hundred_forms_come_back_from_their_workbooks_as_they_went_out(part: int) -> None:
    for seed in range(part * 50, part * 50 + 50):
        form = an_odd_form(random.Random(seed))
        assert read_any(xlsx(form), "a.xlsx").form.model_dump() == form.model_dump(), seed

"""Personal data: where it stands, how it is masked, and that a log never has it."""

import json
from typing import Any

import pytest

from app.domain.form.form import Form
from app.domain.personal import (
    HIDDEN,
    is_personal,
    masked,
    masked_name,
    masked_phone,
    personal_cells,
    without_personal_data,
)

SECRETS = ("王建国", "13907301234", "0730-8881885", "李小红", "赵六", "欧阳修")
FORM: dict[str, Any] = Form.model_validate(
    {
        "profile": {"contact": "王建国", "phone": "13907301234", "staff_in_post": "18", "duties": "办公"},
        "panel": {
            "evaluators": [{"name": "李小红", "position": "局长", "signature": "李小红"}, {"name": "赵六"}],
            "panel_lead": {"signature": "赵六"},
            "department_opinion": {"signature": "欧阳修", "opinion": "同意"},
        },
        "preparer": {"name": "欧阳修", "phone": "0730-8881885"},
    }
).model_dump(mode="json")


@pytest.mark.parametrize(
    ("name", "shown"),
    [("张三", "张＊"), ("欧阳修", "欧＊＊"), ("李", "李＊"), (" 张三 ", "张＊"), ("", ""), ("  ", "  ")],
)
def test_of_a_name_the_first_character_is_shown(name: str, shown: str) -> None:
    assert masked_name(name) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13907301234", "139****1234"),
        ("139 0730 1234", "139 **** 1234"),
        ("0730-8881885", "0730-****885"),
        ("07308881885", "0730****885"),
        ("8881885", "*******"),
        ("", ""),
    ],
)
def test_of_a_phone_both_ends_are_shown_where_there_is_enough_between(phone: str, shown: str) -> None:
    assert masked_phone(phone) == shown


def test_a_masked_form_says_nothing_personal_and_everything_else() -> None:
    before = json.dumps(FORM, ensure_ascii=False)
    shown = masked(FORM)
    text = json.dumps(shown, ensure_ascii=False)
    assert not [secret for secret in SECRETS if secret in text]
    assert json.dumps(FORM, ensure_ascii=False) == before, "the form that was given is left as it was"
    assert {name: part for name, part in shown.items() if name not in ("profile", "panel", "preparer")} == {
        name: part for name, part in FORM.items() if name not in ("profile", "panel", "preparer")
    }
    assert shown["profile"]["duties"] == "办公"
    assert shown["panel"]["department_opinion"]["opinion"] == "同意"
    assert shown["panel"]["evaluators"][0]["position"] == "局长"
    assert Form.model_validate(shown).model_dump(mode="json") == shown


def test_every_personal_cell_that_says_something_is_found() -> None:
    found = list(personal_cells(FORM))
    assert all(is_personal(pointer) for pointer in found)
    assert len(found) == 9
    assert "/form/panel/evaluators/1/name" in found
    assert not is_personal("/form/panel/evaluators/1/position")
    assert not is_personal("/supplement/contact")


@pytest.mark.parametrize(
    "change",
    [
        {"pointer": "/form/profile/phone", "old": "13907301234", "new": "0730-8881885"},
        {"pointer": "/form/profile", "old": FORM["profile"], "new": {"contact": "王建国"}},
        {"pointer": "/form/panel/evaluators", "old": [], "new": FORM["panel"]["evaluators"]},
        {"pointer": "/form/panel/evaluators/0", "old": FORM["panel"]["evaluators"][0]},
        {"pointer": "/form/panel/evaluators/0/signature", "new": "李小红"},
        {"pointer": "/form", "old": {}, "new": FORM},
        {"pointer": "", "old": {}, "new": {"form": FORM}},
    ],
)
def test_the_log_has_that_a_personal_cell_changed_and_not_what_it_says(change: dict[str, Any]) -> None:
    text = json.dumps(without_personal_data(change), ensure_ascii=False)
    assert not [secret for secret in SECRETS if secret in text]
    assert HIDDEN in text


def test_the_log_has_every_other_change_as_it_is() -> None:
    change = {"pointer": "/form/profile/staff_in_post", "old": "18", "new": {"unread": "约18"}}
    assert without_personal_data(change) == change

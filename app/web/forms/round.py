"""A round's form: what was typed, the plan that it asks for, and what is wrong at which field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from pydantic import ValidationError
from starlette.datastructures import FormData

from app.client import ApiError
from app.contract.round import NewRound, Round, RoundEdit

FIELDS: Final = ("region", "fiscal_year", "title", "scheme", "deadline", "reason", "find", "version")
WORDS: Final = {
    "region": "区划代码应为 6 位或 9 位数字，例如 430602",
    "fiscal_year": "年度应为 1990–2100 的四位数字，例如 2021",
    "title": "任务名称最多 200 个字",
    "scheme": "请选择评分方案",
    "deadline": "请填写截止日，例如 2022-05-10",
    "due": "请填写延期后的截止日，例如 2022-05-20",
    "departments": "请重新选择部门",
    "reason": "理由最多 2000 个字",
    "text": "催报内容最多 2000 个字",
    "percentage": "抽查比例应为大于 0、不大于 100 的数，例如 15",
    "seed": "种子应为不超过 18 位的整数，例如开会那天的日期 20220520",
}

Faults = dict[str, str]
"""What is wrong, by field; under "" what belongs to none."""


@dataclass(frozen=True, slots=True)
class RoundForm:
    """A round's form as it was typed, and the departments that are chosen in it."""

    typed: Mapping[str, str]
    departments: tuple[int, ...] = ()

    @classmethod
    def posted(cls, form: FormData) -> "RoundForm":
        """What a browser sent."""
        return cls({name: str(form.get(name, "")).strip() for name in FIELDS}, numbers(form.getlist("department")))

    @classmethod
    def of(cls, one: Round) -> "RoundForm":
        """A round as it is."""
        typed = dict.fromkeys(FIELDS, "") | {
            "region": one.region,
            "fiscal_year": str(one.fiscal_year),
            "title": one.title,
            "scheme": f"{one.scheme.id}@{one.scheme.version}",
            "deadline": one.deadline.isoformat(),
            "version": str(one.version),
        }
        return cls(typed, tuple(entry.department for entry in one.entries))

    def with_departments(self, chosen: Iterable[int]) -> "RoundForm":
        """The same with other departments, each once."""
        return replace(self, departments=tuple(dict.fromkeys(chosen)))

    def new(self) -> NewRound:
        """The round to be drafted. Raises ValidationError."""
        return NewRound.model_validate({name: self.typed[name] for name in ("region", "fiscal_year")} | self._plan())

    def edit(self) -> RoundEdit:
        """The plan anew. Raises ValidationError."""
        return RoundEdit.model_validate({"reason": self.typed["reason"]} | self._plan())

    def _plan(self) -> dict[str, Any]:
        scheme_id, _, version = self.typed["scheme"].rpartition("@")
        return {
            "title": self.typed["title"],
            "scheme": {"id": scheme_id, "version": version},
            "deadline": self.typed["deadline"],
            "departments": self.departments,
        }


def numbers(values: Iterable[object]) -> tuple[int, ...]:
    """The numbers among posted values, each once."""
    texts = (str(value) for value in values)
    return tuple(dict.fromkeys(int(text) for text in texts if text.isdecimal() and len(text) < 19))


def faults(error: Exception, typed: Mapping[str, str] | None = None) -> Faults:
    """What is wrong, by field. The API names places; where it was not asked, the shape says which field it is."""
    if isinstance(error, ValidationError):
        found = {str(one["loc"][0]): WORDS.get(str(one["loc"][0]), "请改正") for one in error.errors() if one["loc"]}
        if typed is not None and "title" in typed and not typed["title"]:
            found["title"] = "请填写任务名称"
        return found
    if not isinstance(error, ApiError):
        return {"": str(error)}
    said: dict[str, list[str]] = {}
    for one in error.errors:
        said.setdefault(one.pointer.strip("/").partition("/")[0], []).append(one.detail)
    return {field: "；".join(lines[:5]) for field, lines in said.items()} or {"": str(error)}

"""What browsers post, and what is said when it is refused."""

from collections.abc import Mapping
from typing import Final

from pydantic import ValidationError
from starlette.datastructures import FormData

from app.client import ApiError

Typed = dict[str, str]

WORDS: Final = {
    "id": "方案编号（小写字母、数字和连字符，如 yueyanglou-2022）",
    "title": "名称",
    "issuer": "制表单位",
    "region": "区划代码（6 或 9 位数字）",
    "fiscal_year": "年度（四位数字）",
    "version": "要复制的方案",
}


def typed_in(form: FormData) -> Typed:
    """The fields of a form, without files."""
    return {name: value for name, value in form.multi_items() if isinstance(value, str)}


def version_in(typed: Typed) -> int:
    """The version that a page was made from; 0, which no version is, where there is none."""
    text = typed.get("version", "")
    return int(text) if text.isdecimal() else 0


def refusal(error: Exception, words: Mapping[str, str] = WORDS) -> str:
    """Why something was not done, for the page; `words` are what its fields are called."""
    if isinstance(error, ApiError):
        said = str(error)
        return "；".join([said, *(one.detail for one in error.errors[:3] if one.detail not in said)])
    if isinstance(error, ValidationError):
        places = {str(one["loc"][-1]) for one in error.errors() if one["loc"]}
        return "请填写或改正：" + "、".join(sorted(words.get(place, place) for place in places))
    return str(error)

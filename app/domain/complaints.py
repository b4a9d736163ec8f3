"""What pydantic found wrong with a document, told in Chinese and at its true place."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

Tokens = tuple[str | int, ...]

_MESSAGES: Final[Mapping[str, str]] = {
    "missing": "缺少这一项，必须写明",
    "extra_forbidden": "不认识这个键，请核对拼写",
    "string_type": "应为文本",
    "string_pattern_mismatch": "写法不对",
    "string_too_short": "不能为空",
    "string_too_long": "太长，最多 {max_length} 个字符",
    "too_long": "太多，最多 {max_length} 项",
    "too_short": "太少，至少 {min_length} 项",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "dict_type": "应为一组“键: 值”",
    "model_type": "应为一组“键: 值”",
    "model_attributes_type": "应为一组“键: 值”",
    "tuple_type": "应为一个列表",
    "list_type": "应为一个列表",
    "literal_error": "应为 {expected} 之一",
    "enum": "应为 {expected} 之一",
    "union_tag_invalid": "不认识 {tag}，应为 {expected_tags} 之一",
    "union_tag_not_found": "没有写明种类（{discriminator}）",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "json_invalid": "不是有效的 JSON：{error}",
    "value_error": "{error}",
}


def complaints(errors: Iterable[Any], document: Any) -> list[tuple[Tokens, str, str]]:
    """(place, code, message) of each error, one a place: what the members of a union each said is told together."""
    by_place: dict[Tokens, list[tuple[str, str]]] = {}
    for error in errors:
        place, found = _place(error["loc"], document, missing=error["type"] == "missing")
        message = _MESSAGES.get(error["type"], "不是这里允许的值").format(**error.get("ctx", {}))
        if "Nothing" in error["loc"]:
            message = _CELL
        said = f"{message}，这里是 {_shown(found)}" if found is not None and error["type"] != "missing" else message
        by_place.setdefault(place, []).append((error["type"], said))
    return [(place, said[0][0], _together(said)) for place, said in by_place.items()]


_CELL: Final = (
    '应为写成文本的数字（"775.66"）、null（空）、{"none": "无"}、{"not_applicable": "原因"} 或 {"unread": "原样"}'
)
"""What a figure's cell may hold; one of its errors always comes from the answer 无."""


def _together(said: Sequence[tuple[str, str]]) -> str:
    messages = list(dict.fromkeys(message for _, message in said))
    if cell := next((message for message in messages if message.startswith(_CELL)), None):
        return cell
    if len(messages) == 1:
        return messages[0]
    found = messages[0].partition("，这里是 ")[2]
    ways = "、".join(dict.fromkeys(message.partition("，这里是 ")[0] for message in messages))
    return f"不是允许的任何一种写法（{ways}）" + (f"，这里是 {found}" if found else "")


def _place(loc: Sequence[str | int], document: Any, *, missing: bool) -> tuple[Tokens, Any]:
    """The location without the names of union members, which are not in the document; and what stands there."""
    place: list[str | int] = []
    here = document
    for at, token in enumerate(loc):
        if has(here, token):
            here = here[token]
            place.append(token)
        elif at == len(loc) - 1 and isinstance(token, str) and token.isidentifier():
            if isinstance(here, dict):
                return (*place, token), None
            if (
                missing and place and loc[at - 1] == place[-1]
            ):  # a member that is named by a key of its own: {ratio: […]}
                return (*place[:-1], token), None
    return tuple(place), here


def has(here: Any, token: str | int) -> bool:
    """Whether a document has something at `token`."""
    if isinstance(here, dict):
        return token in here
    return isinstance(here, list) and isinstance(token, int) and token < len(here)


def _shown(value: Any) -> str:
    text = str(value)
    return f"“{text if len(text) <= 40 else text[:40] + '…'}”"

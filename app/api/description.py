"""The interface's own description (OpenAPI 3.1), with what the framework cannot know of it."""

import json
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from app.api.problems import TITLES
from app.contract.problem import Problem
from app.domain.model import Value

IF_MATCH: Final = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "所依据的版本，即 GET 回答的 ETag",
    "schema": {"type": "string"},
    "example": '"7"',
}
IF_NONE_MATCH: Final = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "已有的版本；没有变化时回答 304",
    "schema": {"type": "string"},
}
PREFER: Final = {
    "name": "Prefer",
    "in": "header",
    "required": False,
    "description": "return=minimal 则不返回内容（RFC 7240）",
    "schema": {"type": "string"},
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that an operation may answer with; their words are ours, since Python's change with its version."""
    return {status: {"model": Problem, "description": TITLES[status]} for status in statuses}


def described(model: type[Value] | None = None, *headers: dict[str, Any]) -> dict[str, Any]:
    """Query and headers of an operation that reads them itself, as `openapi_extra`."""
    schema = model.model_json_schema() if model else {"properties": {}}
    parameters = []
    for name, one in schema["properties"].items():
        kind = {key: value for key, value in one.items() if key not in ("title", "description")}
        text = {"description": one["description"]} if "description" in one else {}
        parameters.append(
            {"name": name, "in": "query", "required": False, "schema": _whole(kind, schema.get("$defs", {})), **text}
        )
    return {"parameters": [*parameters, *headers]}


def _whole(schema: Any, definitions: dict[str, Any]) -> Any:
    """`schema` with its references put in their places."""
    if isinstance(schema, list):
        return [_whole(one, definitions) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return {"type": "string", "enum": definitions[schema["$ref"].rpartition("/")[2]]["enum"]}
    return {key: _whole(one, definitions) for key, one in schema.items()}


def operation_id(route: APIRoute) -> str:
    """The name of the function, for generated clients."""
    return route.name


NAMES: Final = {
    "app__contract__report__Change": "CellChange",
    "app__domain__checks__finding__Finding": "ReportFinding",
    "app__domain__checks__finding__Stage": "ReportStage",
    "app__domain__scoring__measures__change__Change-Output": "Change-Output",
    "app__domain__follow_ups__re_evaluation__Finding": "Finding",
    "app__domain__rounds__round__Stage": "Stage",
}
"""What models are called in the description that share their own name with another."""


def describe(api: FastAPI) -> None:
    """Let `api.openapi()` say that every refusal is a problem+json of the one shape."""
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}

    def openapi() -> dict[str, Any]:
        if api.openapi_schema is None:
            api.openapi_schema = get_openapi(
                title=api.title, version=api.version, summary=api.summary, routes=api.routes
            )
            api.openapi_schema = _renamed(api.openapi_schema)
            schemas = api.openapi_schema["components"]["schemas"]
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
            told = Problem.model_json_schema(mode="serialization", ref_template="#/components/schemas/{model}")
            schemas |= {**told.pop("$defs", {}), "Problem": told}
            for path in api.openapi_schema["paths"].values():
                for operation in path.values():
                    for status, answer in operation["responses"].items():
                        if status >= "400" and "content" in answer:
                            answer["content"] = problem
        return api.openapi_schema

    api.openapi = openapi  # type: ignore[method-assign]


def _renamed(schema: dict[str, Any]) -> dict[str, Any]:
    """The description with its models named by `NAMES`."""
    text = json.dumps(schema, ensure_ascii=False)
    for long, short in NAMES.items():
        text = text.replace(f'/{long}"', f'/{short}"').replace(f'"{long}":', f'"{short}":')
    renamed: dict[str, Any] = json.loads(text)
    return renamed

"""What commands take: a report as an envelope or a form's text, a scheme by name or file, evidence as JSON."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import typer
from pydantic import BaseModel, ValidationError

from app.client import ApiError, Jixiao, NotSignedIn, Unavailable
from app.documents.envelope import Envelope
from app.documents.files import read_any
from app.domain.complaints import complaints
from app.domain.errors import DomainError
from app.domain.pointer import joined
from app.domain.scoring.compiled import CompiledScheme
from app.domain.scoring.evidence import Evidence
from app.schemes.loader import EXAMPLES, SHIPPED, example_schemes, load_scheme, shipped_schemes

Model = TypeVar("Model", bound=BaseModel)


def fail(message: str) -> NoReturn:
    """End with a message and exit code 1."""
    sys.stderr.write(f"{message}\n")
    raise typer.Exit(1)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Errors of the subject and of the server as a message, not as a traceback."""
    try:
        yield
    except (DomainError, Unavailable) as error:
        fail(str(error))
    except NotSignedIn:
        fail("服务器要求登录：请由安全管理员发一个令牌（或在服务器上运行 jixiao token），设在环境变量 JIXIAO_TOKEN 中")
    except ApiError as error:
        lines = [f"  {one.pointer} {one.detail}" for one in error.errors]
        fail("\n".join([str(error), *lines]))


def connected(server: str) -> Jixiao:
    """A client of a server, with the API token that `JIXIAO_TOKEN` holds."""
    return Jixiao(server, token=os.environ.get("JIXIAO_TOKEN", ""))


def read_file(path: Path) -> bytes:
    """The bytes of a file; `-` is standard input."""
    try:
        return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        fail(f"不能读取 {path}：{error.strerror}")


def read_json(path: Path) -> Any:
    """A JSON file with its numbers as they were typed."""
    try:
        return json.loads(read_file(path), parse_float=str, parse_int=_whole, parse_constant=str)
    except ValueError as error:
        fail(f"{path} 不是有效的 JSON：{error}")


def _whole(text: str) -> int | str:
    """Counts stay numbers; anything with more digits than they have is kept as typed."""
    return int(text) if len(text) < 10 else text


def parsed(model: type[Model], data: Any, name: str) -> Model:
    """`data` as a model, or the end with every complaint at its place."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        found = complaints(error.errors(), data)
        fail("\n".join([f"{name} 的内容不对：", *(f"  {joined(place) or '/'} {text}" for place, _, text in found)]))


def read_report(path: Path) -> Envelope:
    """A report: an envelope in JSON (`jixiao read --json`), or a form in a file of any format."""
    data = read_file(path)
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        try:
            return parsed(Envelope, json.loads(data), str(path))
        except ValueError as error:
            fail(f"{path} 不是有效的 JSON：{error}")
    return read_any(data, path.name)


def read_evidence(path: Path, scheme: CompiledScheme) -> Evidence:
    """Evidence by id; numbers may be JSON numbers, which are taken as they were typed."""
    data = read_json(path)
    if isinstance(data, dict):
        figures = {name for name, spec in scheme.scheme.evidence.items() if spec.kind in ("number", "count")}
        typed = {name: str(one) if isinstance(one, int) and name in figures else one for name, one in data.items()}
        return parsed(Evidence, typed, str(path))
    fail(f"{path} 应是一组“证据: 值”")


def find_scheme(name: str) -> CompiledScheme:
    """A scheme by the name of a shipped one (with or without `@version`), or from a YAML or JSON file."""
    wanted, _, version = name.partition("@")
    known = (*shipped_schemes(), *example_schemes())
    named = [one for one in known if one.scheme.id == wanted and version in ("", str(one.scheme.version))]
    if named:
        return max(named, key=lambda one: one.scheme.version)
    path = Path(name)
    if not path.exists():
        fail(f"没有方案 {name}：既不是自带方案（{_shipped()}），也没有这个文件")
    return load_scheme(read_file(path).decode("utf-8", "replace"), str(path))


def scheme_text(name: str) -> tuple[str, str]:
    """The text of a scheme and how to call it: a shipped one by its id, or a file."""
    shipped = next((path for path in (SHIPPED, EXAMPLES) if (path / f"{name}.yaml").is_file()), None)
    path = shipped / f"{name}.yaml" if shipped else Path(name)
    if not shipped and name != "-" and not path.exists():
        fail(f"没有方案 {name}：既不是自带方案（{_shipped()}），也没有这个文件")
    return read_file(path).decode("utf-8", "replace"), path.name


def scheme_for(envelope: Envelope) -> CompiledScheme:
    """The shipped scheme of the form's issuer and year, or the only one of that year."""
    cover = envelope.form.cover
    of_year = [one for one in shipped_schemes() if cover.fiscal_year in one.scheme.fiscal_years]
    of_issuer = [one for one in of_year if one.scheme.issuer == cover.issuer]
    if len(of_issuer or of_year) == 1:
        return (of_issuer or of_year)[0]
    who, when = cover.issuer or "未写制表单位", cover.fiscal_year or "未写年度"
    fail(f"不能确定用哪个评分方案（{who}，{when}）；请用 --scheme 指定：{_shipped()}")


def _shipped() -> str:
    return "、".join(one.scheme.id for one in (*shipped_schemes(), *example_schemes()))

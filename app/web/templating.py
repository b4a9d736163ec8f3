"""Templates: autoescaped, strict about names, compiled once. A fragment is a block of its page."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any, Final

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.web import formatting
from app.web.look import look
from app.web.session import viewer

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"


@cache
def _static(name: str) -> str:
    """The address of a static file, with its content's hash so that it can be cached for ever."""
    return f"/static/{name}?v={hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


_ENVIRONMENT: Final = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    auto_reload=False,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.globals["static"] = _static
_ENVIRONMENT.globals["viewer"] = viewer
_ENVIRONMENT.globals["look"] = look
_ENVIRONMENT.filters |= formatting.FILTERS


def page(name: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A whole page."""
    return HTMLResponse(_ENVIRONMENT.get_template(f"pages/{name}.html").render(context), status)


def rendered(name: str, **context: Any) -> bytes:
    """A whole page as a file that no server answers."""
    return _ENVIRONMENT.get_template(f"pages/{name}.html").render(context).encode()


def fragment(name: str, block: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """One block of a page, for htmx."""
    return HTMLResponse(block_of(name, block, **context), status)


def block_of(name: str, block: str, **context: Any) -> str:
    """One block of a page."""
    template = _ENVIRONMENT.get_template(f"pages/{name}.html")
    return "".join(template.blocks[block](template.new_context(context)))

"""Evidence files (佐证材料) of a report, as the API takes and answers them."""

from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import Field

from app.domain.attachment import ALLOWED, KINDS, MAX_SIZE, MB, MOST
from app.domain.form.supplement import Identifier
from app.domain.model import Value
from app.domain.scoring.attachments import asking, lacking
from app.domain.workflow.moves import EDITABLE

__all__ = [
    "ALLOWED",
    "EDITABLE",
    "EXTENSIONS",
    "MAX_AT_ONCE",
    "MAX_SIZE",
    "MB",
    "MOST",
    "Attachment",
    "Naming",
    "asking",
    "lacking",
]

MAX_AT_ONCE: Final = 3 * MAX_SIZE
"""Bytes of all files that a page uploads at once."""
EXTENSIONS: Final = tuple(extension for kind in KINDS for extension in kind.extensions)
"""Of the files that may be attached, for a browser to choose by; the content decides."""


class Naming(Value):
    """The name of a file that is being attached, and to which indicator."""

    name: Annotated[str, Field(max_length=500, description="文件名；路径和控制字符会去掉，扩展名按内容补上")] = ""
    indicator: Annotated[
        Identifier | Literal[""], Field(description="指标的 id；空为整个报告", union_mode="left_to_right")
    ] = ""


class Attachment(Value):
    """A file on a report; `indicator` is empty where it is for the whole of it. `digest` is SHA-256, its ETag."""

    id: int
    indicator: str
    name: str
    media_type: str
    size: int
    digest: str
    added_by: str
    added_at: datetime

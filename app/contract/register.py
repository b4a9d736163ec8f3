"""Lists of departments and of people, imported from a file: what came of them."""

from typing import Annotated

from pydantic import Field

from app.contract.department import Region
from app.domain.model import Value


class RegisterFile(Value):
    """What a file does not say of itself."""

    region: Annotated[Region | None, Field(description="行没有写区划代码时用它")] = None
    name: Annotated[str, Field(max_length=200, description="文件名，只用于提示")] = ""
    dry_run: Annotated[bool, Field(description="只试读：说明会怎样，什么都不保存")] = False


class RegisterChange(Value):
    """A column that changes, in words."""

    field: str
    old: str
    new: str


class RegisterRow(Value):
    """A row as the sheet counts, its budget code or login, and what changes."""

    row: int
    key: str
    name: str
    changes: tuple[RegisterChange, ...]


class RegisterProblem(Value):
    """A wrong cell: what was typed there, and what to write. `column` is empty where the row or file is meant."""

    row: int
    column: str
    value: str
    message: str


class RoleProposal(Value):
    """Roles that a list names and the importer may not give: the security administrator imports the same file."""

    row: int
    login: str
    name: str
    roles: tuple[str, ...]


class FirstPassword(Value):
    """A new account's first password, told this once."""

    login: str
    name: str
    password: str


class RegisterImport(Value):
    """What a list did or, where `stored` is false, would do. Blank cells and what a list does not name stay as is."""

    stored: bool
    added: tuple[RegisterRow, ...]
    changed: tuple[RegisterRow, ...]
    unchanged: tuple[RegisterRow, ...]
    problems: tuple[RegisterProblem, ...]
    ignored_columns: tuple[str, ...]
    sections: tuple[str, ...]
    """Sections that were added since the list names them."""
    proposals: tuple[RoleProposal, ...]
    passwords: tuple[FirstPassword, ...]
    notes: tuple[str, ...]

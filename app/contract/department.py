"""Departments (部门、单位)."""

from typing import Annotated

from pydantic import Field, StringConstraints

from app.domain.model import Value
from app.domain.people.place import stem

__all__ = ["stem"]

Region = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}([0-9]{3})?$")]

BudgetCode = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f]+$", max_length=40)]
Name = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f]+$", max_length=200)]


class NewDepartment(Value):
    """A department to be registered; its budget code is unique in its region."""

    region: Region = Field(title="行政区划代码")
    budget_code: BudgetCode = Field(title="预算编码")
    name: Name = Field(title="部门（单位）名称")
    parent: int | None = Field(default=None, ge=1, lt=2**63, title="上级部门的编号（二级单位才有）")
    section: int | None = Field(default=None, ge=1, lt=2**63, title="财政归口科室的编号")


class DepartmentEdit(Value):
    """Another name, or another place in the organisation."""

    name: Name = Field(title="部门（单位）名称")
    parent: int | None = Field(default=None, ge=1, lt=2**63, title="上级部门的编号（二级单位才有）")
    section: int | None = Field(default=None, ge=1, lt=2**63, title="财政归口科室的编号")


class DepartmentName(Value):
    """A department as reports name it."""

    region: str
    budget_code: str
    name: str
    id: int


class Department(NewDepartment):
    """A registered department."""

    id: int

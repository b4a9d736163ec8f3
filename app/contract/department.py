"""Departments (部门、单位)."""

from typing import Annotated

from pydantic import Field, StringConstraints

from app.domain.model import Value

Region = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}([0-9]{3})?$")]

BudgetCode = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f]+$", max_length=40)]
Name = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f]+$", max_length=200)]


class NewDepartment(Value):
    """A department to be registered; its budget code is unique in its region."""

    region: Region = Field(title="行政区划代码")
    budget_code: BudgetCode = Field(title="预算编码")
    name: Name = Field(title="部门（单位）名称")


class Department(NewDepartment):
    """A registered department."""

    id: int

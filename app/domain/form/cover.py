"""The cover: whose report this is, of which year, made when."""

from typing import Annotated

from pydantic import Field

from app.domain.form.cells import DateCell, Text
from app.domain.model import Value


class Cover(Value):
    """封面."""

    title: Text = Field(default="", title="标题")
    department_name: Text = Field(default="", title="部门（单位）名称")
    budget_code: Annotated[str, Field(max_length=40)] = Field(default="", title="预算编码")
    fiscal_year: Annotated[int, Field(ge=1990, le=2100)] | None = Field(default=None, title="评价年度")
    evaluation_method: Text = Field(default="", title="评价方式")
    evaluation_body: Text = Field(default="", title="评价机构")
    report_date: DateCell = Field(default=None, title="报告日期")
    issuer: Text = Field(default="", title="制表单位")

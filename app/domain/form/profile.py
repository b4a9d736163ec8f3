"""Part one, 部门（单位）基本概况: who the department is and what it did."""

from pydantic import Field

from app.domain.form.cells import Cell, Text
from app.domain.model import Value


class Profile(Value):
    """一、部门（单位）基本概况. `contact` and `phone` are personal data."""

    contact: Text = Field(default="", title="联系人")
    phone: Text = Field(default="", title="联络电话")
    established_posts: Cell = Field(default=None, title="人员编制", json_schema_extra={"unit": "人"})
    staff_in_post: Cell = Field(default=None, title="实有人数", json_schema_extra={"unit": "人"})
    duties: Text = Field(default="", title="职能职责概述")
    main_work: Text = Field(default="", title="年度主要工作内容")
    achievements: Text = Field(default="", title="年度部门（单位）总体运行情况及取得的成绩")

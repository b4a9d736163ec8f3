"""Part four, 评价人员: the panel, the opinions with their places for signatures, and who filled in the form."""

from pydantic import Field

from app.domain.form.cells import DateCell, Text
from app.domain.model import Value


class Evaluator(Value):
    """A member of the evaluation panel. Personal data."""

    name: Text = Field(default="", title="姓名")
    position: Text = Field(default="", title="职务/职称")
    organisation: Text = Field(default="", title="单位")
    signature: Text = Field(default="", title="签字")


class SignaturePlace(Value):
    """A place for a signature and its date."""

    signature: Text = Field(default="", title="签字（签章）")
    date: DateCell = Field(default=None, title="日期")


class Opinion(SignaturePlace):
    """An opinion that is signed."""

    opinion: Text = Field(default="", title="意见")


class EvaluationPanel(Value):
    """四、评价人员."""

    evaluators: tuple[Evaluator, ...] = Field(default=(), title="评价人员", max_length=50)
    panel_lead: SignaturePlace = Field(default=SignaturePlace(), title="评价组组长")
    department_opinion: Opinion = Field(default=Opinion(), title="部门（单位）意见")
    finance_opinion: Opinion = Field(default=Opinion(), title="财政部门归口业务科室意见")


class Preparer(Value):
    """填报人. Personal data."""

    name: Text = Field(default="", title="填报人")
    phone: Text = Field(default="", title="联系电话")

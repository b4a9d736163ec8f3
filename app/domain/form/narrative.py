"""Part five, 评价报告综述（文字部分）: the narrative as numbered sections."""

from pydantic import Field

from app.domain.form.cells import Text
from app.domain.model import Value


class NarrativeSection(Value):
    """One section; `number` is the printed one (一, 三), which real reports skip and repeat."""

    number: Text = Field(default="", title="序号")
    title: Text = Field(default="", title="标题")
    text: Text = Field(default="", title="正文")


class Narrative(Value):
    """五、评价报告综述（文字部分）."""

    title: Text = Field(default="", title="标题")
    sections: tuple[NarrativeSection, ...] = Field(default=(), title="各节", max_length=100)

"""Part three, second half, and annex 附件2-2: the points that the department gives itself."""

from pydantic import Field

from app.domain.form.cells import Cell, Text
from app.domain.model import Value


class ScoringRow(Value):
    """One 三级指标 of 部门整体支出绩效评价评分表.

    Merged labels and criteria are repeated in each row that they cover. Points are not: where several rows share one
    merged 分值, the first row carries it and the others are blank, so that the column still adds up.
    """

    category: Text = Field(default="", title="一级指标")
    group: Text = Field(default="", title="二级指标")
    indicator: Text = Field(default="", title="三级指标")
    criterion: Text = Field(default="", title="评分标准")
    max_points: Cell = Field(default=None, title="分值", json_schema_extra={"unit": "分"})
    self_assessed_points: Cell = Field(default=None, title="自评得分", json_schema_extra={"unit": "分"})
    deduction_reason: Text = Field(default="", title="扣分原因和其他说明")


class SelfScoring(Value):
    """The scoring table and the totals that the form states; totals are kept as stated, never recomputed."""

    rows: tuple[ScoringRow, ...] = Field(default=(), title="评分表", max_length=300)
    max_points_total: Cell = Field(default=None, title="总分（分值）", json_schema_extra={"unit": "分"})
    self_assessed_points_total: Cell = Field(default=None, title="总分（自评得分）", json_schema_extra={"unit": "分"})
    overall_points: Cell = Field(default=None, title="绩效自评综合得分", json_schema_extra={"unit": "分"})
    rating: Text = Field(default="", title="评价等次")

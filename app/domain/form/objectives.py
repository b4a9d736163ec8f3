"""Part three, first half: qualitative objectives and quantitative targets, each beside what was achieved."""

from enum import StrEnum
from typing import Final

from pydantic import Field

from app.domain.form.cells import Text
from app.domain.model import Value


class TargetKind(StrEnum):
    """The kinds of quantitative target, in the order of the official form."""

    QUALITY = "quality"
    QUANTITY = "quantity"
    TIMELINESS = "timeliness"
    COST = "cost"
    SOCIAL = "social"
    ECONOMIC = "economic"
    ECOLOGICAL = "ecological"
    SUSTAINABILITY = "sustainability"
    SATISFACTION = "satisfaction"

    @property
    def label(self) -> str:
        """The official label: 质量指标."""
        return TARGET_TITLES[self]


TARGET_TITLES: Final[dict[TargetKind, str]] = {
    TargetKind.QUALITY: "质量指标",
    TargetKind.QUANTITY: "数量指标",
    TargetKind.TIMELINESS: "时效指标",
    TargetKind.COST: "成本指标",
    TargetKind.SOCIAL: "社会效益",
    TargetKind.ECONOMIC: "经济效益",
    TargetKind.ECOLOGICAL: "生态效益",
    TargetKind.SUSTAINABILITY: "可持续影响",
    TargetKind.SATISFACTION: "社会公众或服务对象满意度",
}


class QualitativeObjective(Value):
    """整体支出绩效定性目标及实施计划完成情况, one row."""

    objective: Text = Field(default="", title="预期目标")
    result: Text = Field(default="", title="实际完成")


class QuantitativeTarget(Value):
    """整体支出绩效定量目标及实施计划完成情况, one row."""

    kind: TargetKind = Field(title="评价内容")
    target: Text = Field(default="", title="绩效目标")
    result: Text = Field(default="", title="完成情况")


class Objectives(Value):
    """The objectives and their results."""

    qualitative: tuple[QualitativeObjective, ...] = Field(default=(), title="绩效定性目标", max_length=100)
    quantitative: tuple[QuantitativeTarget, ...] = Field(default=(), title="绩效定量目标", max_length=300)

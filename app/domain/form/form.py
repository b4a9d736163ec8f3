"""The whole form, its sections in the official order."""

from pydantic import Field

from app.domain.form.cover import Cover
from app.domain.form.evaluators import EvaluationPanel, Preparer
from app.domain.form.finances import ExpenditureRow, FixedAssetsRow, RevenueRow, Table, ThreePublicRow
from app.domain.form.narrative import Narrative
from app.domain.form.objectives import Objectives
from app.domain.form.profile import Profile
from app.domain.form.self_scoring import SelfScoring
from app.domain.model import Value


class Form(Value):
    """部门整体支出绩效自评报告. `Form()` is the empty form."""

    cover: Cover = Field(default=Cover(), title="封面")
    profile: Profile = Field(default=Profile(), title="部门（单位）基本概况")
    revenue: Table[RevenueRow] = Field(default=Table[RevenueRow](), title="年度收入情况")
    expenditure: Table[ExpenditureRow] = Field(default=Table[ExpenditureRow](), title="年度支出和结余情况")
    three_public: Table[ThreePublicRow] = Field(default=Table[ThreePublicRow](), title="三公经费")
    fixed_assets: Table[FixedAssetsRow] = Field(default=Table[FixedAssetsRow](), title="固定资产")
    objectives: Objectives = Field(default=Objectives(), title="整体支出绩效目标及完成情况")
    self_scoring: SelfScoring = Field(default=SelfScoring(), title="绩效评价评分表")
    panel: EvaluationPanel = Field(default=EvaluationPanel(), title="评价人员")
    preparer: Preparer = Field(default=Preparer(), title="填报人")
    narrative: Narrative = Field(default=Narrative(), title="评价报告综述（文字部分）")

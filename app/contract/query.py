"""The queries of the operations; each is a closed model, so that a misspelt name is refused."""

from typing import Annotated, Literal

from pydantic import Field

from app.contract.department import BudgetCode, Region
from app.contract.document import DocumentFormat, ResultsFormat
from app.contract.finding import Stage
from app.contract.report import Include, Number, Year
from app.contract.scoring import SchemeId
from app.domain.model import Value
from app.domain.report import State


class PageOptions(Value):
    """Which page of a list."""

    after: Annotated[str, Field(description="上一页给出的 next；空为第一页")] = ""
    limit: Annotated[int, Field(ge=1, le=200, description="每页条数")] = 50


class ReportSelection(Value):
    """Which reports, in which order."""

    fiscal_year: Year | None = None
    department: Number | None = None
    region: Region | None = None
    state: State | None = None
    scheme: SchemeId | None = None
    waiting_for: Annotated[str | None, Field(max_length=40, description="等谁办理")] = None
    waiver: Annotated[Literal["asked"] | None, Field(description="asked：有豁免申请等待审批")] = None
    order: Annotated[Literal["newest", "points"], Field(description="最新在前，或按自评得分从高到低")] = "newest"


class ReportFilter(ReportSelection, PageOptions):
    """A page of them."""


class ResultsOptions(ReportSelection):
    """All of them as a file."""

    format: Annotated[ResultsFormat, Field(description="文件格式")] = "xlsx"


class DepartmentFilter(PageOptions):
    """Which departments."""

    region: Region | None = None
    budget_code: BudgetCode | None = None


class AnnexHead(Value):
    """What an annex does not say of its scheme, and the name of its file."""

    id: SchemeId
    title: Annotated[str, Field(min_length=1, max_length=500)]
    issuer: Annotated[str, Field(min_length=1, max_length=500)]
    region: Region
    fiscal_year: Year
    name: Annotated[str, Field(max_length=200, description="文件名，只用于提示")] = ""


class HistoryOptions(PageOptions):
    """Which revisions of a report."""

    cell: Annotated[str, Field(max_length=200, description="只要改过这一处的，例如 /form/expenditure/rows/0/total")] = (
        ""
    )


class SinceOptions(Value):
    """Which version another is compared with."""

    since: Annotated[int | None, Field(ge=1, lt=2**63, description="与第几版比较；不写则与上一版")] = None


class ReadOptions(Value):
    """How a report is answered."""

    include: Annotated[tuple[Include, ...], Field(description="要一并返回的内容")] = ()


class DocumentOptions(Value):
    """In which format the official form is wanted."""

    format: Annotated[DocumentFormat, Field(description="文件格式")] = "docx"
    printed: Annotated[bool, Field(description="用于打印：文字部分引用的数字写成数字；不写则保留引用，便于再导入")] = (
        False
    )


class FindingsOptions(Value):
    """For which stage a report is examined."""

    stage: Annotated[Stage | None, Field(description="按哪一步检查；不写则按报告现在的状态")] = None


class ReportOptions(ReadOptions, FindingsOptions):
    """How a report is answered, and for which stage its findings are, where they are asked for."""


class DeleteOptions(Value):
    """How a report is deleted."""

    validate_only: Annotated[bool, Field(description="只检查，不保存；回答与保存时相同")] = False


class WriteOptions(ReadOptions, DeleteOptions):
    """How a report is written and answered."""


class EditOptions(WriteOptions):
    """How a report that is there is written."""

    merge: Annotated[
        bool, Field(description="所依据的版本已旧时，与别人此后的改动逐格合并；改的是同一格而内容不同，仍回 412")
    ] = False


class AuditFilter(Value):
    """Which events, newest first."""

    kind: Annotated[str, Field(max_length=60, description="事件种类")] = ""
    subject: Annotated[str, Field(max_length=80, description="对象，例如 report:7")] = ""
    actor: Annotated[str, Field(max_length=40, description="操作者，例如 user:3")] = ""
    after: Annotated[str, Field(description="上一页给出的 next；空为第一页")] = ""
    limit: Annotated[int, Field(ge=1, le=200, description="每页条数")] = 50

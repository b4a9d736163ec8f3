"""G5: a budget code that is not the department's in the register."""

from collections.abc import Iterator
from typing import Final

from app.domain.checks.check import ERROR, Check, Example, Found
from app.domain.checks.context import Context, Registered
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix
from app.domain.checks.wording import quoted
from app.domain.form.cells import folded

CODE: Final = "/form/cover/budget_code"


def find(report: Examined) -> Iterator[Found]:
    """Only where the register is known; a blank code is merely not filled in."""
    registered, said = report.context.registered, folded(report.form.cover.budget_code)
    if registered is None or not said:
        return
    own, others = folded(registered.budget_code), registered.used_by
    told = []
    if own and said != own:
        told.append(f"与登记的{quoted(own)}不一致")
    if others:
        told.append(f"是{others}的编码")
    if told:
        wrong = Fix(f"把预算编码改为 {own}", CODE, own)
        yield Found(
            at=CODE,
            amount=f"预算编码{quoted(said)}{'，'.join(told)}",
            fixes=(*((wrong,) if own and said != own else ()), Fix("登记有误的，向财政部门申请更正登记")),
            repairs={CODE: None},
        )


CHECK: Final = Check(
    id="G5",
    title="预算编码与登记的不符",
    reason="预算编码用来归集部门的预算和决算，写错会算到别的部门名下",
    source="自评报告表式封面：预算编码；部门登记",
    severity=ERROR,
    find=find,
    passing=Example(
        "编码用全角数字填写",
        {"/form/cover/budget_code": "９０１００１"},
        Context(registered=Registered("示例县档案服务中心", "901001")),
    ),
    failing=Example(
        "填了另一个部门的编码",
        {"/form/cover/budget_code": "901002"},
        Context(registered=Registered("示例县档案服务中心", "901001", "示例县史志中心")),
    ),
)

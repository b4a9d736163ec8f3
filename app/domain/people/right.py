"""What can be done, each by a name that operations and API tokens use."""

from enum import StrEnum
from typing import Final


class Right(StrEnum):
    """One thing that a role allows in its place. The values are the scopes of API tokens."""

    REPORT_READ = "reports:read"
    REPORT_FILL = "reports:fill"
    """Start a report, fill it in, sign as 填报人; delete a draft."""
    PANEL_SIGN = "reports:sign-panel"
    """Sign as 评价组组长."""
    HEAD_SIGN = "reports:sign-head"
    """Sign as 部门负责人, which submits; recall; appeal; answer a rectification."""
    REPORT_REVIEW = "reports:review"
    """Review, confirm points, return, pass with the section's opinion."""
    REPORT_RE_EVALUATE = "reports:re-evaluate"
    """抽查复核: confirmed points and the quality of the self-evaluation."""
    REPORT_DECIDE = "reports:decide"
    """What the performance office decides: own indicators, sampling, rulings, rectification, reopening, publication."""
    PERSONAL_READ = "reports:personal"
    """See personal data of others unmasked; each such read is logged."""
    ROUND_READ = "rounds:read"
    ROUND_MANAGE = "rounds:manage"
    SCHEME_WRITE = "schemes:write"
    SCHEME_REVIEW = "schemes:review"
    WHAT_IF = "whatifs:run"
    DEPARTMENT_READ = "departments:read"
    DEPARTMENT_MANAGE = "departments:manage"
    USER_READ = "users:read"
    USER_MANAGE = "users:manage"
    """Accounts: make, disable, reset."""
    ROLE_GRANT = "roles:grant"
    """Give and take roles; unlock; issue and revoke API tokens."""
    AUDIT_READ = "audit:read"

    @property
    def label(self) -> str:
        """In words."""
        return LABELS[self]


LABELS = {
    Right.REPORT_READ: "查看报告",
    Right.REPORT_FILL: "填报",
    Right.PANEL_SIGN: "评价组组长签字",
    Right.HEAD_SIGN: "部门负责人签字和送审",
    Right.REPORT_REVIEW: "审核报告",
    Right.REPORT_RE_EVALUATE: "抽查复核",
    Right.REPORT_DECIDE: "审定、抽查布置和公开",
    Right.PERSONAL_READ: "查看未隐去的个人信息",
    Right.ROUND_READ: "查看评价任务",
    Right.ROUND_MANAGE: "布置评价任务",
    Right.SCHEME_WRITE: "编制评分方案",
    Right.SCHEME_REVIEW: "复核和发布评分方案",
    Right.WHAT_IF: "试算评分方案",
    Right.DEPARTMENT_READ: "查看部门",
    Right.DEPARTMENT_MANAGE: "登记部门和科室",
    Right.USER_READ: "查看用户",
    Right.USER_MANAGE: "管理账号",
    Right.ROLE_GRANT: "授予角色、发放令牌",
    Right.AUDIT_READ: "查看审计日志",
}

OWN: Final = (Right.REPORT_FILL, Right.PANEL_SIGN, Right.HEAD_SIGN)
"""Rights of a department's own people, who wrote the personal data of its report."""

FINANCE: Final = (Right.REPORT_REVIEW, Right.REPORT_DECIDE, Right.REPORT_RE_EVALUATE)
"""Rights of those who judge reports: they are told points under review, and compare one department with another."""

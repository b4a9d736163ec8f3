"""Events of the audit log in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from app.contract.people import RIGHT_NAMES, AuditEntry, Right
from app.contract.report import STATE_NAMES, Change
from app.contract.waiver import WaiverState
from app.contract.workflow import MOVE_LABELS, SLOT_LABELS
from app.web.formatting import moment
from app.web.views import places

KINDS: Final = {
    "results_exported": "下载评价结果",
    "signed_in": "登录",
    "sign_in_refused": "登录被拒",
    "signed_out": "退出",
    "session_ended": "结束自己的一个登录",
    "password_changed": "改密码",
    "password_change_refused": "改密码被拒",
    "password_reset": "重给初始密码",
    "account_created": "新建账号",
    "account_edited": "改账号",
    "account_unlocked": "解除锁定",
    "roles_changed": "改角色",
    "token_issued": "发放令牌",
    "token_revoked": "作废令牌",
    "department_registered": "登记部门",
    "department_edited": "改部门",
    "section_added": "登记科室",
    "report_started": "新建报告",
    "report_changed": "改报告",
    "report_imported": "从文件导入报告",
    "report_import_deleted": "删除导入",
    "report_deleted": "删除报告",
    "report_moved": "报告流转",
    "return_answered": "答复退回的原因",
    "review_written": "写审核意见",
    "waiver_asked": "申请豁免",
    "waiver_decided": "审批豁免",
    "points_settled": "更改审定得分",
    "report_exported": "下载报告",
    "personal_data_read": "查看未隐去的个人信息",
    "attachment_added": "添加附件",
    "attachment_read": "查看附件",
    "attachment_removed": "删除附件",
    "round_created": "拟订评价任务",
    "round_edited": "改评价任务",
    "round_issued": "下达评价任务",
    "round_withdrawn": "取消下达评价任务",
    "round_extended": "给部门延期",
    "round_reminded": "催报",
    "round_closed": "结束评价任务",
    "round_drawn": "抽取复核的报告",
    "re_evaluation_drawn": "列入抽查复核",
    "re_evaluation_begun": "开始复核",
    "re_evaluation_confirmed": "填写复核得分",
    "re_evaluation_graded": "评定自评质量",
    "re_evaluation_finished": "完成复核",
    "re_evaluation_reopened": "重新复核",
    "re_evaluation_closed": "办结复核",
    "rectification_issued": "要求整改",
    "rectification_replied": "回复整改",
    "rectification_accepted": "通过整改",
    "rectification_sent_back": "退回整改",
    "appeal_raised": "提出申诉",
    "appeal_upheld": "裁定申诉成立",
    "appeal_dismissed": "驳回申诉",
    "appeal_withdrawn": "撤回申诉",
    "scheme_draft_begun": "新建方案草稿",
    "scheme_draft_edited": "改方案草稿",
    "scheme_draft_submitted": "方案送复核",
    "scheme_draft_approved": "方案复核通过",
    "scheme_draft_returned": "方案退回",
    "scheme_draft_deleted": "删除方案草稿",
    "scheme_published": "发布方案",
    "scheme_version_added": "收入方案的一版",
    "job_added": "开始后台任务",
    "job_cancelled": "取消后台任务",
}
"""Every kind of event; one that is not here is shown as it is recorded."""

_SUBJECTS: Final = {
    "report": ("报告", "/reports/{}", "reports:read"),
    "user": ("用户", "/people/{}", "users:read"),
    "department": ("部门", "/organisation/{}", "departments:read"),
    "section": ("科室", "/organisation", "departments:read"),
    "token": ("令牌", "/people/tokens", "roles:grant"),
    "round": ("评价任务", "/rounds/{}", "rounds:read"),
    "scheme_draft": ("方案草稿", "/schemes/drafts/{}", "schemes:write"),
    "scheme": ("方案", "", ""),
    "follow_up": ("复核、整改、申诉", "/follow-ups/{}", "reports:read"),
    "job": ("后台任务", "", ""),
}
"""What it is called, its page, and the right that opens it."""

_DETAILS: Final = {
    "login": "登录名",
    "name": "名称",
    "title": "标题",
    "disabled": "停用",
    "locked": "已锁定",
    "expired": "初始密码已过期",
    "session": "登录编号",
    "rights": "权限",
    "place": "范围",
    "expires_at": "有效至",
    "budget_code": "预算编码",
    "parent": "上级部门",
    "section": "归口科室",
    "department": "部门",
    "fiscal_year": "年度",
    "scheme": "方案",
    "version": "版本",
    "format": "格式",
    "masked": "已隐去个人信息",
    "remark": "意见",
    "move": "操作",
    "from": "原状态",
    "to": "现状态",
    "state": "状态",
    "signed": "签字",
    "digest": "摘要",
    "why": "原因",
    "answers": "答复",
    "confirmed": "审定得分",
    "opinion": "意见",
    "report": "报告",
    "round": "评价任务",
    "region": "区划",
    "deadline": "期限",
    "due": "延期至",
    "departments": "部门",
    "reason": "理由",
    "text": "内容",
    "seed": "种子",
    "percentage": "比例（%）",
    "candidates": "可抽取的报告数",
    "drawn": "抽中的报告",
    "sentence": "说明",
    "attachment": "附件",
    "indicator": "指标",
    "size": "字节数",
    "work": "事项",
    "files": "文件数",
    "file": "第几个文件",
    "job": "后台任务",
    "id": "编号",
    "waiver": "豁免",
    "check": "检查",
    "key": "检查结果",
    "decision": "审批",
    "until": "有效期至",
}
_ACCOUNT: Final = {"name": "姓名", "title": "职务"}
_VALUES: Final[dict[str, Mapping[Any, str]]] = {
    "move": MOVE_LABELS,
    "signed": SLOT_LABELS,
    "decision": {one.value: one.label for one in WaiverState},
    "work": {
        "what_if": "试算评分方案",
        "report_import": "读取导入的文件",
        "report_import_apply": "把导入的文件写成报告",
        "public_bundle": "打包公开结果",
    },
    **dict.fromkeys(("from", "to", "state"), STATE_NAMES),
}
"""Details whose values are names of the interface."""
_PLACES: Final = {"region": "区划", "section": "科室", "department": "部门"}


@dataclass(frozen=True, slots=True)
class EventView:
    """An event."""

    number: int
    at: str
    actor: str
    name: str
    kind: str
    kind_words: str
    subject: str
    subject_words: str
    href: str
    """Its subject's page, where the viewer may open it."""
    details: tuple[str, ...]
    request: str


def event_view(event: AuditEntry, rights: frozenset[str]) -> EventView:
    """The event, with links to what the viewer may open."""
    kind, _, number = event.subject.partition(":")
    word, address, right = _SUBJECTS.get(kind, (kind, "", ""))
    there = number not in ("", "0") and right in rights
    words = f"{word} {number}" if number != "0" else "没有这个登录名"
    return EventView(
        event.number,
        moment(event.at),
        event.actor,
        event.name,
        event.kind,
        KINDS.get(event.kind, event.kind),
        event.subject,
        words,
        address.format(number) if there else "",
        tuple(_told(event)),
        event.request,
    )


def _told(event: AuditEntry) -> Iterator[str]:
    """Each detail as people read it; a change as old → new."""
    words = {**_DETAILS, **(_ACCOUNT if event.kind.startswith("account_") else {})}
    details: Mapping[str, Any] = event.details
    if event.kind == "roles_changed":
        yield f"角色：{_shown(details.get('old'))} → {_shown(details.get('new'))}"
        return
    for name, value in details.items():
        if name == "changes":
            yield from _changes(value, words)
        elif value not in (None, "", False, []):
            shown = moment(datetime.fromisoformat(value)) if name.endswith("_at") else _shown(value, _VALUES.get(name))
            yield f"{words.get(name, name)}：{shown}"


def _changes(value: Any, words: Mapping[str, str]) -> Iterator[str]:
    if isinstance(value, dict):
        for name, (old, new) in value.items():
            yield f"{words.get(name, name)}：{_shown(old)} → {_shown(new)}"
    for one in value if isinstance(value, list) else ():
        where, old, new = places.told(Change.model_validate(one))
        yield f"{where}：{old} → {new}"


def _shown(value: Any, words: Mapping[Any, str] | None = None) -> str:
    if words is not None or isinstance(value, bool):
        return (words or {True: "是", False: "否"}).get(value, str(value))
    if isinstance(value, dict):
        return "；".join(f"{name} {_shown(one)}" for name, one in value.items())
    if isinstance(value, list):
        pair = len(value) == 2 and str(value[1]).partition(":")[0] in _PLACES
        return f"{value[0]}（{_shown(value[1])}）" if pair else "、".join(map(_shown, value)) or "（无）"
    if value in (None, ""):
        return "（空）"
    text = str(value)
    kind, _, key = text.partition(":")
    if kind in _PLACES and key.isdecimal():
        return f"{_PLACES[kind]} {key}"
    return RIGHT_NAMES[Right(text)] if text in {right.value for right in Right} else text

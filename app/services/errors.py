"""What a use case can answer instead of doing what was asked. Messages are Chinese and say what to do."""

from collections.abc import Sequence
from typing import Any, ClassVar

from app.documents.register.problem import CellProblem
from app.domain.errors import DomainError
from app.domain.merging import Merge


class NotFound(DomainError):
    """There is no such thing."""

    code: ClassVar[str] = "not_found"


class Gone(DomainError):
    """It was public and is withdrawn."""

    code: ClassVar[str] = "withdrawn"

    def __init__(self, day: str, why: str) -> None:
        super().__init__(f"这份报告的公开已于 {day} 撤回：{why}；现在公开的报告请从公开目录查看")


class NotDone(DomainError):
    """A job that has to be done first."""

    code: ClassVar[str] = "not_done"


class TooManyToBundle(DomainError):
    """More reports than one bundle holds."""

    code: ClassVar[str] = "too_many"


class NotSignedIn(DomainError):
    """Nobody is signed in, or no more."""

    code: ClassVar[str] = "not_signed_in"

    def __init__(self) -> None:
        super().__init__("请先登录（登录可能已过期）；系统之间调用请用有效的令牌")


class SignInRefused(DomainError):
    """Not signed in: the words do not tell which part was wrong."""

    code: ClassVar[str] = "sign_in_refused"

    def __init__(self, why: str = "登录名或密码不对，或账号已锁定、停用；连续 5 次不对会锁定 30 分钟") -> None:
        super().__init__(why)


class PasswordExpired(DomainError):
    """The password has to be changed before anything else."""

    code: ClassVar[str] = "password_expired"

    def __init__(self) -> None:
        super().__init__("密码是初始密码或已到期，请先改密码")


class LoginTaken(DomainError):
    """There is an account of that login."""

    code: ClassVar[str] = "login_taken"


class InvalidPerson(DomainError):
    """Something about a person, a role or a token does not fit what is there."""

    code: ClassVar[str] = "invalid_person"


def _way_on(merge: Merge | None) -> str:
    if merge is None:
        return "请取得当前版本后再保存"
    if not merge.conflicts:
        return "您改的和别人改的不是同一处，合并后就能保存（merge=true）"
    return f"有 {len(merge.conflicts)} 处您和别人改成了不同的内容，请逐处选定后再保存"


class Stale(DomainError):
    """It has changed since the caller read it; nothing was written."""

    code: ClassVar[str] = "stale"

    def __init__(self, current: int, what: str = "报告", merge: Merge | None = None) -> None:
        self.current, self.merge = current, merge
        """`merge`: the caller's changes beside those that were made since, where it can be told."""
        super().__init__(f"{what}已被改动，当前是第 {current} 版；您的内容没有保存，{_way_on(merge)}")


class ReportExists(DomainError):
    """The department has a report of that year."""

    code: ClassVar[str] = "report_exists"

    def __init__(self, report_id: int, fiscal_year: int) -> None:
        self.report_id = report_id
        super().__init__(f"该部门已有 {fiscal_year} 年度的自评报告（编号 {report_id}），请在那份报告上填写")


class DepartmentExists(DomainError):
    """The budget code is taken in its region."""

    code: ClassVar[str] = "department_exists"

    def __init__(self, department_id: int, budget_code: str) -> None:
        self.department_id = department_id
        super().__init__(f"本区划内预算编码 {budget_code} 已登记给部门 {department_id}，请核对编码")


class InvalidDepartment(DomainError):
    """A department's place in the organisation does not fit what is there."""

    code: ClassVar[str] = "invalid_department"


class SchemeChanged(DomainError):
    """A published version of a scheme is immutable."""

    code: ClassVar[str] = "scheme_immutable"


class NoScheme(DomainError):
    """No scheme is in force."""

    code: ClassVar[str] = "no_scheme"


class Unreadable(DomainError):
    """A file that holds nothing of what was asked for, or cannot be read at all."""

    code: ClassVar[str] = "unreadable"


class Located(DomainError):
    """Something that does not hold, with every place (a JSON Pointer) and what is wrong there."""

    def __init__(self, summary: str, places: Sequence[tuple[str, str]]) -> None:
        self.places = tuple(places)
        super().__init__(summary)


class NotReady(Located):
    """The report cannot be submitted yet."""

    code: ClassVar[str] = "not_ready"

    def __init__(self, places: Sequence[tuple[str, str]]) -> None:
        super().__init__(f"还有 {len(places)} 处要改正才能送审，逐处列在后面", places)


class PointsOutOfRange(Located):
    """Confirmed points that the indicator cannot have, or without the reason that they want."""

    code: ClassVar[str] = "points_out_of_range"

    def __init__(self, places: Sequence[tuple[str, str]]) -> None:
        super().__init__("；".join(text for _, text in places), places)


class UnknownFigures(Located):
    """Figures to recompute with that the scheme does not ask for."""

    code: ClassVar[str] = "unknown_figures"

    def __init__(self, places: Sequence[tuple[str, str]]) -> None:
        super().__init__("；".join(text for _, text in places), places)


class Unpinned(Located):
    """A reason of a return names something that is not there."""

    code: ClassVar[str] = "unpinned"

    def __init__(self, places: Sequence[tuple[str, str]]) -> None:
        super().__init__("；".join(text for _, text in places), places)


class NoSuchFinding(DomainError):
    """The report as it is now has no finding of that key at submission."""

    code: ClassVar[str] = "no_such_finding"

    def __init__(self) -> None:
        super().__init__("按现在的内容送审，没有这一项检查结果，可能已经改正或数字有变；请刷新核对结果后再申请")


class NoSuchIndicator(DomainError):
    """The report's scheme has no such indicator."""

    code: ClassVar[str] = "no_such_indicator"

    def __init__(self, indicator: str, scheme: str) -> None:
        super().__init__(f"评分方案 {scheme} 没有指标 {indicator}，附件没有保存；请从报告的指标中选择")


class InvalidContent(DomainError):
    """The content does not have the shape of a report; `errors` are pydantic's, located in `content`."""

    code: ClassVar[str] = "invalid"

    def __init__(self, errors: list[Any], content: Any) -> None:
        self.errors, self.content = errors, content
        super().__init__("报告内容的格式不对，没有保存；每一处的位置和改法见 errors")


class AlreadyAsked(DomainError):
    """Another issued round asks these departments for the reports of the same year; `taken` is (department, round)."""

    code: ClassVar[str] = "already_asked"

    def __init__(self, taken: Sequence[tuple[int, int]] = ()) -> None:
        self.taken = tuple(taken)
        named = "、".join(f"部门 {one}（任务 {other}）" for one, other in self.taken[:10]) or "有部门"
        more = f"等 {len(self.taken)} 个部门" if len(self.taken) > 10 else ""
        super().__init__(f"{named}{more}在同一年度已由另一个任务下达；请从这个任务里去掉，或先取消、结束那个任务")


class ImportOpen(DomainError):
    """An import that is being read or written into reports cannot be deleted."""

    code: ClassVar[str] = "import_open"

    def __init__(self, import_id: int) -> None:
        super().__init__(f"第 {import_id} 号导入还在读取或写入，不能删除；请先停止读取，或等它做完再删除")


class RegisterRefused(DomainError):
    """A list of departments or people with something wrong in it; nothing was written. `problems` are all of them."""

    code: ClassVar[str] = "register_refused"

    def __init__(self, problems: Sequence[CellProblem]) -> None:
        self.problems = problems
        super().__init__(
            f"名单有 {len(problems)} 处不对，什么都没有保存；每一处的行、栏和改法见 errors，改好后重新导入"
        )


class RegisterCollided(DomainError):
    """Somebody else stored one of a list's departments or people at the same moment; nothing was written."""

    code: ClassVar[str] = "register_collided"

    def __init__(self) -> None:
        super().__init__("导入的同时别人登记了同样的部门、科室或账号，什么都没有保存；请重新导入")

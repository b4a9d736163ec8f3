"""What a password must be, as a profile: 等保 assessors ask for composition and change, others for neither."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Final

from app.domain.errors import DomainError

_SEEN_EVERYWHERE: Final = (
    "password",
    "passw0rd",
    "qwerty",
    "abc123",
    "123456",
    "admin",
    "letmein",
    "iloveyou",
    "888888",
)
"""Parts of the commonest passwords; a password that is little more than some of them is refused."""


class WeakPassword(DomainError):
    """The password breaks the profile's rules; the message says every one that it breaks."""

    code: ClassVar[str] = "weak_password"


@dataclass(frozen=True, slots=True)
class PasswordProfile:
    """The rules. The defaults are those that assessments by GB/T 22239-2019 level 3 ask for."""

    least: int = 10
    classes: int = 3
    """Of the four: small letters, capitals, digits, others."""
    remembered: int = 5
    """How many former passwords cannot be taken again."""
    lasts: timedelta | None = timedelta(days=90)
    first_lasts: timedelta = timedelta(days=7)
    """How long a first password, which somebody else gave, can be signed in with."""
    failures: int = 5
    lock: timedelta = timedelta(minutes=30)

    def check(self, password: str, login: str) -> None:
        """Raise WeakPassword unless the password will do."""
        wrong = []
        if len(password) < self.least:
            wrong.append(f"至少 {self.least} 个字符（现在 {len(password)} 个）")
        if len(password) > 128:
            wrong.append("最多 128 个字符")
        if _classes(password) < self.classes:
            wrong.append(f"大写字母、小写字母、数字、其他字符中至少有 {self.classes} 种")
        plain = password.lower()
        if login and login.lower() in plain:
            wrong.append("不能含有登录名")
        own = _without(plain, _SEEN_EVERYWHERE)
        if own != plain and len(own) < 5:
            wrong.append("不能是常见的密码")
        if wrong:
            raise WeakPassword(f"密码不合要求：{'；'.join(wrong)}。请换一个")


def _without(text: str, parts: Iterable[str]) -> str:
    for part in parts:
        text = text.replace(part, "")
    return text


def _classes(password: str) -> int:
    kinds = {
        "lower" if one.islower() else "upper" if one.isupper() else "digit" if one.isdigit() else "other"
        for one in password
    }
    return len(kinds)


DENGBAO3: Final = PasswordProfile()

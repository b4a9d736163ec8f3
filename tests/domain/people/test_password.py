"""Each rule of a password, at both sides of its edge."""

import pytest

from app.domain.people.password import DENGBAO3, WeakPassword


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("Ab3-efghi", "至少 10 个字符（现在 9 个）"),
        ("Ab3" + "x" * 126, "最多 128 个字符"),
        ("abcdefghijk", "至少有 3 种"),
        ("abcdefghij1", "至少有 3 种"),
        ("ABCDEFGHIJ1", "至少有 3 种"),
        ("1234567890-", "至少有 3 种"),
        ("Zhangsan-2022", "不能含有登录名"),
        ("x-ZHANGSAN-9", "不能含有登录名"),
        ("Password-123", "不能是常见的密码"),
        ("Admin@123456", "不能是常见的密码"),
        ("888888-Abc123", "不能是常见的密码"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(password: str, why: str) -> None:
    with pytest.raises(WeakPassword, match="请换一个") as refused:
        DENGBAO3.check(password, "zhangsan")
    assert why in str(refused.value)
    assert password not in str(refused.value)


@pytest.mark.parametrize(
    "password", ["Ab3-efghij", "Ab3" + "x" * 125, "correct-horse-4", "绩效Ab345678", "WANG-wu-sheng"]
)
def test_a_password_that_will_do(password: str) -> None:
    DENGBAO3.check(password, "zhangsan")


def test_every_rule_that_is_broken_is_told_at_once() -> None:
    with pytest.raises(WeakPassword) as refused:
        DENGBAO3.check("admin", "admin")
    assert str(refused.value).count("；") == 3

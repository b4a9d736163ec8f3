"""An account's locks, passwords and roles, each at both sides of its edge."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.people.account import LOGIN, Account, ConflictingRoles, RoleInPlace
from app.domain.people.password import DENGBAO3
from app.domain.people.place import Place
from app.domain.people.role import Role

NOW = datetime(2022, 5, 10, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ACCOUNT = Account(3, "zhangsan", "张三", "科员", "430602", (), "hash-0", (), NOW, must_change=False)


def after_wrong_passwords(times: int, account: Account = ACCOUNT, now: datetime = NOW) -> Account:
    for _ in range(times):
        account = account.failed(DENGBAO3, now)
    return account


def test_the_fifth_wrong_password_locks_and_the_fourth_does_not() -> None:
    assert not after_wrong_passwords(4).locked(NOW)
    locked = after_wrong_passwords(5)
    assert locked.locked(NOW + timedelta(minutes=30) - SECOND)
    assert not locked.locked(NOW + timedelta(minutes=30))


def test_after_a_lock_there_are_five_tries_again() -> None:
    later = NOW + timedelta(minutes=30)
    locked = after_wrong_passwords(5)
    assert not after_wrong_passwords(4, locked, later).locked(later)
    assert after_wrong_passwords(5, locked, later).locked(later)


def test_the_right_password_forgets_the_wrong_ones() -> None:
    assert after_wrong_passwords(4, after_wrong_passwords(4).signed_in()).failures == 4


def test_a_password_lasts_ninety_days_and_a_first_one_seven_to_sign_in_with() -> None:
    assert not ACCOUNT.actor(DENGBAO3, NOW + timedelta(days=90)).must_change_password
    assert ACCOUNT.actor(DENGBAO3, NOW + timedelta(days=90) + SECOND).must_change_password
    first = replace(ACCOUNT, must_change=True)
    assert first.actor(DENGBAO3, NOW).must_change_password
    assert not first.first_password_expired(DENGBAO3, NOW + timedelta(days=7))
    assert first.first_password_expired(DENGBAO3, NOW + timedelta(days=7) + SECOND)
    assert not ACCOUNT.first_password_expired(DENGBAO3, NOW + timedelta(days=700))


def test_former_passwords_are_kept_as_far_as_they_are_remembered() -> None:
    account = ACCOUNT
    for number in range(1, 9):
        account = account.with_password(f"hash-{number}", DENGBAO3, NOW, first=False)
    assert (account.password, account.former) == ("hash-8", ("hash-7", "hash-6", "hash-5", "hash-4", "hash-3"))
    assert account.version == 9


def test_roles_that_one_person_cannot_have_are_refused_and_doubles_are_one() -> None:
    here = Place("department", "1")
    preparer, lead = RoleInPlace(Role.PREPARER, here), RoleInPlace(Role.PANEL_LEAD, here)
    assert ACCOUNT.with_roles([preparer, lead, preparer]).roles == (preparer, lead)
    with pytest.raises(ConflictingRoles, match="请分给不同的人"):
        ACCOUNT.with_roles([preparer, RoleInPlace(Role.DEPARTMENT_HEAD, Place("department", "2"))])


@pytest.mark.parametrize("login", ["abc", "a1._-", "a" + "b" * 39])
def test_logins_that_will_do(login: str) -> None:
    assert LOGIN.fullmatch(login)


@pytest.mark.parametrize("login", ["ab", "1abc", "Abc", "张三三", "a b", "a" * 41, "abc\n"])
def test_logins_that_will_not(login: str) -> None:
    assert not LOGIN.fullmatch(login)

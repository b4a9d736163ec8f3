"""How passwords are kept: argon2id with the parameters that the settings promise; first ones pass the rules."""

import time

import pytest

from app.domain.people.password import DENGBAO3
from app.services.passwords import Passwords, first_password
from app.settings import Settings

pytestmark = pytest.mark.anyio


async def test_the_default_setting_is_argon2id_with_64_mib_three_passes_and_four_lanes() -> None:
    passwords = Passwords(Settings().password_memory_kib)
    hashed = await passwords.hash("Ab3-efghij")
    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert await passwords.matches("Ab3-efghij", hashed)
    assert not await passwords.matches("Ab3-efghik", hashed)


async def test_the_same_password_is_hashed_differently_each_time() -> None:
    passwords = Passwords(8_192)
    assert await passwords.hash("Ab3-efghij") != await passwords.hash("Ab3-efghij")


async def test_a_login_that_nobody_has_takes_a_hash_as_well() -> None:
    passwords = Passwords(8_192)
    assert not await passwords.matches("x", "")  # its own hash is made at the first
    there = await passwords.hash("Ab3-efghij")
    begin = time.process_time()
    assert not await passwords.matches("x", there)
    known, begin = time.process_time() - begin, time.process_time()
    assert not await passwords.matches("x", "")
    assert time.process_time() - begin > known / 4


def test_a_first_password_passes_the_rules_and_is_never_the_same() -> None:
    made = {first_password() for _ in range(200)}
    assert len(made) == 200
    for one in made:
        DENGBAO3.check(one, "zhangsan")
        assert not set(one) & set("0O1lI")

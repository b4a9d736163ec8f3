"""First passwords: hashed fast, since they are drawn, and compared as slowly as any other."""

import time

import pytest

from app.services.passwords import DRAWN, Passwords, first_password

pytestmark = pytest.mark.anyio


async def test_a_drawn_password_is_hashed_fast_and_compared_like_any_other() -> None:
    passwords, drawn = Passwords(memory=65_536), first_password()
    hashed = await passwords.hash_drawn(drawn)
    assert hashed.startswith(DRAWN)
    assert (await passwords.matches(drawn, hashed), await passwords.matches("Wrong-1234", hashed)) == (True, False)
    own = await passwords.hash("Xiangjiang-2024")
    spent = {}
    for name, stored in (("own", own), ("drawn", hashed), ("nobody", "")):
        begun = time.process_time()
        await passwords.matches("Wrong-1234", stored)
        spent[name] = time.process_time() - begun
    assert spent["drawn"] > spent["own"] / 3  # nobody learns whose password is still the first
    assert spent["drawn"] > spent["nobody"] / 3

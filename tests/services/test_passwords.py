"""How passwords are kept: argon2id with the parameters that the settings promise; first ones pass the rules."""

from collections import Counter

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher

from app.domain.people.password import DENGBAO3
from app.services.passwords import DRAWN, Passwords, first_password
from app.settings import Settings

pytestmark = pytest.mark.anyio


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often a password was compared with a hash of which parameters."""
    counted: Counter[str] = Counter()
    verify = Argon2Hasher.verify

    def counting(self: Argon2Hasher, password: str | bytes, hash: str | bytes) -> bool:  # noqa: A002 - its name there
        counted[str(hash).split("$")[3]] += 1
        return verify(self, password, hash)

    monkeypatch.setattr(Argon2Hasher, "verify", counting)
    return counted


async def test_the_default_setting_is_argon2id_with_64_mib_three_passes_and_four_lanes() -> None:
    passwords = Passwords(Settings().password_memory_kib)
    hashed = await passwords.hash("Ab3-efghij")
    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert await passwords.matches("Ab3-efghij", hashed)
    assert not await passwords.matches("Ab3-efghik", hashed)


async def test_the_same_password_is_hashed_differently_each_time() -> None:
    passwords = Passwords(8_192)
    assert await passwords.hash("Ab3-efghij") != await passwords.hash("Ab3-efghij")


async def test_a_drawn_password_is_hashed_for_less_and_matches_alone() -> None:
    passwords, drawn = Passwords(8_192), first_password()
    hashed = await passwords.hash_drawn(drawn)
    assert hashed.startswith(DRAWN)
    assert (await passwords.matches(drawn, hashed), await passwords.matches("Wrong-1234", hashed)) == (True, False)


async def test_every_comparison_does_the_whole_work_so_that_nobody_learns_what_is_stored(
    compared: Counter[str],
) -> None:
    passwords = Passwords(8_192)
    for hashed in ("", await passwords.hash("Ab3-efghij"), await passwords.hash_drawn(first_password())):
        compared.clear()
        assert not await passwords.matches("x", hashed)
        assert compared["m=8192,t=3,p=4"] == 1


def test_a_first_password_passes_the_rules_and_is_never_the_same() -> None:
    made = {first_password() for _ in range(200)}
    assert len(made) == 200
    for one in made:
        DENGBAO3.check(one, "zhangsan")
        assert not set(one) & set("0O1lI")

"""Hashing passwords: argon2id, beside the event loop, a few at a time since each takes tens of megabytes."""

import asyncio
import secrets
import string
from typing import Final

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

AT_ONCE: Final = 2
"""Hashes under way in a process; more would only take memory."""

DRAWN: Final = "$argon2id$v=19$m=1024,t=1,p=1$"
"""How the hashes of drawn passwords begin."""


class Passwords:
    """Makes hashes and compares with them. `memory` is in KiB."""

    def __init__(self, memory: int = 65_536, passes: int = 3, lanes: int = 4) -> None:
        self._hasher = PasswordHash((Argon2Hasher(memory_cost=memory, time_cost=passes, parallelism=lanes),))
        self._drawn = Argon2Hasher(memory_cost=1_024, time_cost=1, parallelism=1)
        self._room = asyncio.Semaphore(AT_ONCE)
        self._nobodys = ""

    async def hash(self, password: str) -> str:
        """A salted hash, to be stored."""
        async with self._room:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def hash_drawn(self, password: str) -> str:
        """A salted hash of a `first_password`: nobody tries 2^81 of them, and a list of people has hundreds."""
        return await asyncio.to_thread(self._drawn.hash, password)

    async def matches(self, password: str, hashed: str) -> bool:
        """Whether it is the password; as slow where there is no hash, so that nobody learns which accounts exist."""
        if not hashed:
            if not self._nobodys:
                self._nobodys = await self.hash(secrets.token_hex())
            async with self._room:
                await asyncio.to_thread(self._hasher.verify, password, self._nobodys)
            return False
        async with self._room:
            right = await asyncio.to_thread(self._hasher.verify, password, hashed)
        if hashed.startswith(DRAWN):
            await self.matches(password, "")  # as slow as any other, for the same reason
        return right

    async def among(self, password: str, hashes: tuple[str, ...]) -> bool:
        """Whether it is one of several."""
        for hashed in hashes:
            if await self.matches(password, hashed):
                return True
        return False


def first_password() -> str:
    """A password to be printed once and changed at first use: 14 characters that are told apart when read aloud."""
    letters = [one for one in string.ascii_letters + string.digits if one not in "0O1lI"]
    while True:
        made = "".join(secrets.choice(letters) for _ in range(14))
        if any(map(str.islower, made)) and any(map(str.isupper, made)) and any(map(str.isdigit, made)):
            return made

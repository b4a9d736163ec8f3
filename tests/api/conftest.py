"""Callers with one role in one place."""

from collections.abc import AsyncIterator

import pytest

from app.main import Application
from app.services.ports import Clock
from tests.support.callers import Callers


@pytest.fixture
async def callers(application: Application, clock: Clock) -> AsyncIterator[Callers]:
    callers = Callers(application, clock)
    async with callers.open:
        yield callers

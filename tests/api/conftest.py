"""Callers with one role in one place."""

from collections.abc import AsyncIterator

import pytest

from app.client import Jixiao
from app.domain.people.role import Role
from app.main import Application
from app.services.ports import Clock
from tests.support.callers import Callers


@pytest.fixture
async def callers(application: Application, clock: Clock) -> AsyncIterator[Callers]:
    callers = Callers(application, clock)
    async with callers.open:
        yield callers


@pytest.fixture
async def office(callers: Callers) -> Jixiao:
    """A system that may do what the performance office of the region may."""
    return await callers.system(Role.PERFORMANCE_OFFICE)

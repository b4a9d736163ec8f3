"""Callers with one role in one place, and the service without its worker."""

from collections.abc import AsyncIterator

import pytest

from app.client import Jixiao
from app.domain.people.role import Role
from app.main import Application
from app.schemes.loader import shipped_schemes
from app.services.ports import Clock
from app.settings import Settings
from tests.support.applications import TestedApplication
from tests.support.callers import Callers
from tests.support.people import MEMORY


@pytest.fixture
async def callers(application: Application, clock: Clock) -> AsyncIterator[Callers]:
    callers = Callers(application, clock)
    async with callers.open:
        yield callers


@pytest.fixture
async def office(callers: Callers) -> Jixiao:
    """A system that may do what the performance office of the region may."""
    return await callers.system(Role.PERFORMANCE_OFFICE)


@pytest.fixture
async def idle(database_url: str) -> AsyncIterator[Application]:
    """The service on a fresh database, with one scheme and nobody who does jobs."""
    settings = Settings(database_url=database_url, password_memory_kib=MEMORY, worker=False)
    async with TestedApplication(settings).running() as application:
        await application.services.schemes.publish(shipped_schemes()[:1])
        yield application

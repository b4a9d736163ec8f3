"""The service without its worker, for tests that look at what is stored."""

from collections.abc import AsyncIterator

import pytest

from app.main import Application
from app.schemes.loader import shipped_schemes
from app.settings import Settings
from tests.support.people import MEMORY


@pytest.fixture
async def idle(database_url: str) -> AsyncIterator[Application]:
    """The service on a fresh database, with one scheme and nobody who does jobs."""
    settings = Settings(database_url=database_url, password_memory_kib=MEMORY, worker=False)
    async with Application(settings).running() as application:
        await application.services.schemes.publish(shipped_schemes()[:1])
        yield application

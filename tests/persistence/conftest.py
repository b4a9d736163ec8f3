"""The port, on either engine, with no worker beside it."""

from collections.abc import AsyncIterator

import pytest

from app.main import Application
from app.schemes.loader import shipped_schemes
from app.services.ports import Database
from app.settings import Settings
from tests.support.applications import TestedApplication


@pytest.fixture
async def application(database_url: str) -> AsyncIterator[Application]:
    async with TestedApplication(Settings(database_url=database_url, worker=False)).running() as application:
        await application.services.schemes.publish(shipped_schemes())
        yield application


@pytest.fixture
def database(application: Application) -> Database:
    return application.services.database

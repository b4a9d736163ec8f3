"""The port, on either engine."""

import pytest

from app.main import Application
from app.services.ports import Database


@pytest.fixture
def database(application: Application) -> Database:
    return application.services.database

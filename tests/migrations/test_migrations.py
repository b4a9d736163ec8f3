"""Migrations go up and down on both engines, and end where the tables are declared."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from sqlmodel import SQLModel

from app.persistence import tables
from app.persistence.migration import driver_url, migrate, migration_config


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    url: str = request.getfixturevalue("postgresql_url")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE test_migrations")
    yield driver_url(url).set(drivername="postgresql", database="test_migrations").render_as_string(False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP DATABASE test_migrations WITH (FORCE)")


def test_up_down_and_up_again_ends_at_the_declared_tables(empty_url: str) -> None:
    migrate(empty_url)
    command.downgrade(migration_config(empty_url), "base")
    migrate(empty_url)
    migrate(empty_url)
    engine = create_engine(driver_url(empty_url))
    with engine.connect() as connection:
        drift = compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)
    engine.dispose()
    assert tables.ReportRow.__tablename__ in SQLModel.metadata.tables
    assert drift == []

"""Migrations go up and down on both engines, and end where the tables are declared."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text
from sqlmodel import SQLModel

from app.persistence import tables  # noqa: F401 - declares the tables
from app.persistence.migration import driver_url, migrate, migration_config, newest_revision

DECLARED = set(SQLModel.metadata.tables)


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


def shape_of(url: str) -> dict[str, Any]:
    """Every table with its columns, key, unique constraints and indexes, as the database tells them."""
    engine = create_engine(driver_url(url))
    found = inspect(engine)
    shape = {
        table: [
            [(one["name"], str(one["type"]), one["nullable"]) for one in found.get_columns(table)],
            found.get_pk_constraint(table)["constrained_columns"],
            sorted((one["name"], one["column_names"]) for one in found.get_unique_constraints(table)),
            sorted((one["name"], one["column_names"]) for one in found.get_indexes(table)),
        ]
        for table in found.get_table_names()
    }
    engine.dispose()
    return shape


def test_down_leaves_no_table_and_up_again_makes_the_same_ones(empty_url: str) -> None:
    migrate(empty_url)
    first = shape_of(empty_url)
    assert set(first) == {*DECLARED, "alembic_version"}
    command.downgrade(migration_config(empty_url), "base")
    assert set(shape_of(empty_url)) == {"alembic_version"}
    migrate(empty_url)
    assert shape_of(empty_url) == first


def test_the_migrations_make_exactly_the_declared_tables(empty_url: str) -> None:
    migrate(empty_url)
    engine = create_engine(driver_url(empty_url))
    with engine.connect() as connection:
        drift = compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)
    engine.dispose()
    assert drift == []


def test_migrating_twice_changes_neither_tables_nor_rows(empty_url: str) -> None:
    migrate(empty_url)
    before = shape_of(empty_url)
    engine = create_engine(driver_url(empty_url))
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO department VALUES (1, '430602', '999001', '示范局', NULL, 3)"))
    migrate(empty_url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM department")).fetchall()
        revisions = connection.execute(text("SELECT version_num FROM alembic_version")).fetchall()
    engine.dispose()
    assert shape_of(empty_url) == before
    assert ([tuple(one) for one in rows], [tuple(one) for one in revisions]) == (
        [(1, "430602", "999001", "示范局", None, 3)],
        [(newest_revision(),)],
    )

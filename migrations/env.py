"""Runs the migrations, for `jixiao migrate` and for the tests."""

from alembic import context
from sqlalchemy import create_engine
from sqlmodel import SQLModel

from app.persistence import tables  # noqa: F401 - declares the tables

engine = create_engine(context.config.attributes["url"])
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
engine.dispose()

"""Bringing a database to the newest migration, and knowing which one that is."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import URL, make_url

if TYPE_CHECKING:  # Alembic takes a while to load, and only migrations and readiness need it
    from alembic.config import Config

MIGRATIONS: Final = Path(__file__).parents[2] / "migrations"


def driver_url(url: str) -> URL:
    """The address as SQLAlchemy reads it: PostgreSQL through psycopg 3."""
    parsed = make_url(url)
    return parsed.set(drivername="postgresql+psycopg") if parsed.drivername.startswith("postgres") else parsed


def migration_config(url: str) -> "Config":
    """Alembic's configuration for the database at `url`."""
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = driver_url(url)
    return config


def migrate(url: str, revision: str = "head") -> None:
    """Bring the database at `url` to `revision`; a SQLite file is made if it is not there."""
    from alembic import command  # noqa: PLC0415 - see above

    database = make_url(url)
    if database.drivername == "sqlite" and database.database:
        Path(database.database).parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(migration_config(url), revision)


@cache
def newest_revision() -> str | None:
    """The newest migration in this program."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - see above

    return ScriptDirectory(str(MIGRATIONS)).get_current_head()

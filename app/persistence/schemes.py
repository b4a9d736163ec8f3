"""Published schemes: statements, and the store that runs them."""

from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import and_, bindparam, insert, select

from app.persistence.driver import Driver
from app.persistence.statement import compiled, given
from app.persistence.tables import (
    SchemeRow,
    table,
)
from app.services.ports import (
    StoredScheme,
)

_SCHEME = table(SchemeRow)
_scheme = _SCHEME.c

_SCHEME_COLUMNS: Final = [column.name for column in _scheme]

GET_SCHEME: Final = compiled(
    select(_SCHEME).where(_scheme.id == bindparam("id"), _scheme.version == bindparam("version"))
)

NEWEST_SCHEME: Final = compiled(
    select(_SCHEME).where(_scheme.id == bindparam("id")).order_by(_scheme.version.desc()).limit(bindparam("limit"))
)

ADD_SCHEME: Final = compiled(insert(_SCHEME).values(given(*_SCHEME_COLUMNS)))

_SCHEMES = (
    select(_SCHEME)
    .where(
        (_scheme.id > bindparam("after_id"))
        | and_(_scheme.id == bindparam("after_id"), _scheme.version > bindparam("after_version"))
    )
    .order_by(_scheme.id, _scheme.version)
    .limit(bindparam("limit"))
)

SCHEMES: Final = compiled(_SCHEMES)

VERSIONS: Final = compiled(_SCHEMES.where(_scheme.id == bindparam("id")))

SCHEMES_IN_FORCE: Final = compiled(
    select(_SCHEME)
    .where(
        _scheme.region.in_([bindparam("region"), bindparam("city"), bindparam("province"), bindparam("nation")]),
        _scheme.first_fiscal_year <= bindparam("fiscal_year"),
        _scheme.last_fiscal_year >= bindparam("fiscal_year"),
    )
    .order_by(_scheme.region.desc(), _scheme.id, _scheme.version.desc())
    .limit(bindparam("limit"))
)


class DriverSchemeStore:
    """Versions of schemes."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    async def get(self, scheme_id: str, version: int | None) -> StoredScheme | None:
        """A version, or the newest."""
        if version is None:
            row = await self._driver.row(NEWEST_SCHEME, {"id": scheme_id, "limit": 1})
        else:
            row = await self._driver.row(GET_SCHEME, {"id": scheme_id, "version": version})
        return StoredScheme(*row) if row else None

    async def add(self, scheme: StoredScheme) -> None:
        """Add a version."""
        await self._driver.run(ADD_SCHEME, asdict(scheme))

    async def page(self, scheme_id: str | None, after: tuple[str, int], limit: int) -> list[StoredScheme]:
        """Versions by id and version."""
        parameters: dict[str, Any] = {"after_id": after[0], "after_version": after[1], "limit": limit}
        statement = SCHEMES
        if scheme_id is not None:
            statement, parameters["id"] = VERSIONS, scheme_id
        return [StoredScheme(*row) for row in await self._driver.rows(statement, parameters)]

    async def in_force(self, region: str, fiscal_year: int) -> StoredScheme | None:
        """The newest version for that year, of the region itself or of the nearest one above it."""
        above = {"city": f"{region[:4]}00", "province": f"{region[:2]}0000", "nation": "000000"}
        parameters = {"region": region[:6], **above, "fiscal_year": fiscal_year, "limit": 1}
        row = await self._driver.row(SCHEMES_IN_FORCE, parameters)
        return StoredScheme(*row) if row else None

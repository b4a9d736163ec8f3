"""Lists of departments and of people over the API."""

from typing import Final

from pydantic import TypeAdapter

from app.client.http import BYTES, Transport
from app.contract.register import RegisterFile, RegisterImport

_IMPORT: Final = TypeAdapter(RegisterImport)


class Registers:
    """`/api/v1/departments:import`, `/api/v1/accounts:import` and their templates.

    Imports raise Invalid with every wrong cell in `errors`, unless `dry_run` is asked for.
    """

    def __init__(self, transport: Transport) -> None:
        self._call, self._download = transport.call, transport.download

    async def import_departments(self, data: bytes, file: RegisterFile) -> RegisterImport:
        """Departments in from a file, all or nothing."""
        return await self._import("/departments:import", data, file)

    async def import_people(self, data: bytes, file: RegisterFile) -> RegisterImport:
        """Accounts and roles in from a file, all or nothing; first passwords are told this once."""
        return await self._import("/accounts:import", data, file)

    async def department_template(self) -> bytes:
        """The workbook (.xlsx) for departments."""
        return (await self._download("/departments:template")).data

    async def people_template(self) -> bytes:
        """The workbook (.xlsx) for people."""
        return (await self._download("/accounts:template")).data

    async def _import(self, path: str, data: bytes, file: RegisterFile) -> RegisterImport:
        query = file.model_dump(mode="json")
        return await self._call("POST", path, _IMPORT, query=query, body=data, content_type=BYTES)

"""Who is editing which report at the moment."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class StoredPresence:
    """Somebody in a report: `actor` is how the API names them (`user:7`), `place` the part that they are at."""

    actor: str
    name: str
    place: str
    seen_at: str


class PresenceStore(Protocol):
    """Who is editing. What is older than anybody asks for goes with the next that is put."""

    async def put(self, report_id: int, one: StoredPresence, since: str) -> None:
        """Somebody is there; whoever was not seen since then is forgotten."""

    async def others(self, report_id: int, actor: str, since: str) -> list[StoredPresence]:
        """Whoever else was seen since then."""

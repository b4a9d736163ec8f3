"""What row 14 measures, each in a process of its own: a what-if from facts, and reading documents.

Prints the seconds that each report takes, from opening the database on; starting Python and loading libraries, which a
worker does once, counts on neither side.
"""

import asyncio
import sqlite3
import sys
import time

from pydantic_core import from_json


async def _facts(url: str) -> None:
    from app.domain.people.place import Place  # noqa: PLC0415
    from app.main import utc_now  # noqa: PLC0415
    from app.persistence.engine import create_database  # noqa: PLC0415
    from app.schemes.loader import shipped_schemes  # noqa: PLC0415
    from app.services.recording import Recorder  # noqa: PLC0415
    from app.services.schemes import SchemeService  # noqa: PLC0415
    from app.services.whatif import WhatIfRequest, WhatIfService  # noqa: PLC0415
    from app.services.worker import Watch  # noqa: PLC0415

    begin = time.perf_counter()
    database = create_database(url)
    await database.open()
    schemes = SchemeService(database, Recorder(utc_now))
    whatifs = WhatIfService(database, schemes)
    scheme = shipped_schemes()[0].scheme
    await schemes.publish(shipped_schemes())
    data = scheme.model_dump(mode="json", exclude_defaults=True) | {"version": 2}
    data["items"][0]["items"][0]["items"][0]["rule"]["deduct"] = "1"
    request = WhatIfRequest(2021, (scheme.id, 1), type(scheme).model_validate(data), (Place("region", "000000"),))
    watch = Watch()
    await whatifs.run(await whatifs.checked(request), watch)
    assert watch.done == watch.total == 1_000_000, (watch.done, watch.total)
    print((time.perf_counter() - begin) / watch.total)
    await database.close()


def _documents(path: str) -> None:
    connection = sqlite3.connect(path)
    begin, count = time.perf_counter(), 0
    for (document,) in connection.execute("SELECT document FROM report"):
        from_json(document)
        count += 1
    print((time.perf_counter() - begin) / count)


if __name__ == "__main__":
    kind, place = sys.argv[1:]
    if kind == "facts":
        asyncio.run(_facts(place))
    else:
        _documents(place)

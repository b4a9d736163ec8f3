"""The index of passages finds what another department's report has in common with a text, and nothing else."""

import pytest

from app.domain.form.form import Form
from app.domain.prose.prints import prints_of
from app.main import Application
from app.persistence.passages import BATCH
from app.persistence.sqlite import SQLiteDatabase
from app.services.passages import MOST_PLACES, MOST_PRINTS
from app.services.ports import Database, IndexedReport, NewPassage, StoredDepartment

pytestmark = pytest.mark.anyio
RIVER = "完成青石河两岸堤防加固十二公里，新建沿河泵站三座，汛前清淤河道，排除险工险段二十一处，确保村镇安全度汛。"
LIBRARY = "县图书馆延长夜间开放时间，新增少儿阅览座位两百个，流动书车每周到山区学校送书，办理借阅证三千余张。"
DUTIES = "/form/profile/duties"


async def department(database: Database, code: str, region: str = "430602") -> int:
    async with database.transaction() as store:
        return (await store.departments.add(StoredDepartment(0, region, code, f"示范局{code}"))).id


async def keep(database: Database, report: int, owner: int, *texts: str, county: str = "430602") -> None:
    new = [NewPassage(DUTIES, text, prints_of(text)) for text in texts]
    async with database.transaction() as store:
        await store.passages.put(IndexedReport(report, owner, county, 2021), new)


async def sharing(database: Database, other_than: int, text: str, county: str = "430602") -> set[int]:
    found = await database.reading.passages.sharing(county, other_than, prints_of(text), MOST_PLACES)
    return {passage for _, ids in found for passage in ids}


def report_with(text: str) -> Form:
    return Form.model_validate({"profile": {"duties": text}})


async def test_a_text_is_found_by_its_prints_with_the_name_of_its_department(database: Database) -> None:
    owner, other = await department(database, "1"), await department(database, "2")
    await keep(database, 7, owner, RIVER, LIBRARY)
    ids = await sharing(database, other, f"{RIVER}另外还写了一些自己的话。")
    (found,) = await database.reading.passages.get(sorted(ids))
    assert (found.report, found.department, found.fiscal_year, found.pointer, found.text) == (
        7, "示范局1", 2021, DUTIES, RIVER,
    )  # fmt: skip


async def test_neither_ones_own_texts_nor_those_of_another_county_are_found(database: Database) -> None:
    owner, other = await department(database, "1"), await department(database, "2")
    await keep(database, 7, owner, RIVER)
    assert await sharing(database, owner, RIVER) == set()
    assert await sharing(database, other, RIVER, county="430603") == set()
    assert len(await sharing(database, other, RIVER)) == 1


async def test_what_many_have_is_a_formula_and_left_out(database: Database) -> None:
    owner, other = await department(database, "1"), await department(database, "2")
    for report in range(1, MOST_PLACES + 1):
        await keep(database, report, owner, RIVER)
    assert len(await sharing(database, other, RIVER)) == MOST_PLACES
    await keep(database, MOST_PLACES + 1, owner, RIVER)
    assert await sharing(database, other, RIVER) == set()


async def test_a_reports_texts_are_replaced_and_removed_whole(database: Database) -> None:
    owner, other = await department(database, "1"), await department(database, "2")
    await keep(database, 7, owner, RIVER)
    await keep(database, 8, owner, RIVER)
    await keep(database, 7, owner, LIBRARY)
    assert len(await sharing(database, other, RIVER)) == 1
    assert len(await sharing(database, other, LIBRARY)) == 1
    async with database.transaction() as store:
        await store.passages.remove(7)
    assert await sharing(database, other, LIBRARY) == set()
    assert len(await sharing(database, other, RIVER)) == 1


async def test_a_long_text_has_more_prints_than_fit_in_one_statement(database: Database) -> None:
    owner, other = await department(database, "1"), await department(database, "2")
    long = "".join(chr(0x4E00 + at * 7919 % 20_000) for at in range(1_000))
    assert len(prints_of(long)) > 100
    await keep(database, 7, owner, long)
    found = await database.reading.passages.sharing("430602", other, prints_of(long), MOST_PLACES)
    assert {number for number, _ in found} == set(prints_of(long))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # PostgreSQL's driver has no trace of statements
async def test_a_search_is_a_few_statements_whatever_it_looks_for_and_finds(application: Application) -> None:
    database = application.services.database
    assert isinstance(database, SQLiteDatabase)
    owner, other = await department(database, "1"), await department(database, "2")
    for report in range(1, 20):
        await keep(database, report, owner, RIVER, f"{LIBRARY}第{report}年")
    said: list[str] = []
    database._reader.set_trace_callback(said.append)
    await application.services.passages.similar(report_with(f"{RIVER}{LIBRARY}"), other, "430602")
    assert len(said) == 2
    said.clear()
    long = ["".join(chr(0x4E00 + (at * 7919 + of * 13) % 20_000) for at in range(1_000)) for of in range(100)]
    form = Form.model_validate({"narrative": {"sections": [{"text": text} for text in long]}})
    await application.services.passages.similar(form, other, "430602")
    assert len(said) == -(-MOST_PRINTS // BATCH)


async def test_a_search_tells_what_resembles_the_report_and_nothing_that_has_a_few_words_of_it(
    application: Application,
) -> None:
    database, passages = application.services.database, application.services.passages
    owner, other = await department(database, "1"), await department(database, "2")
    short = f"{RIVER[:12]}，其余的工作与别的部门毫不相干，说的是另外一些事情，也用另外一些话来说。"
    await keep(database, 7, owner, RIVER, short)
    changed = RIVER.replace("十二公里", "十八公里")
    found = await passages.similar(report_with(changed), other, "430602010")
    assert [(one.report, one.text) for one in found] == [(7, RIVER)]
    assert await passages.similar(report_with(LIBRARY), other, "430602") == ()
    assert await passages.similar(Form(), other, "430602") == ()

"""The list of reports as a file: what the list has, for whoever may see it, a page at a time."""

import csv
import io

import pytest

from app.api.v1 import report_lists
from app.client import Download, Invalid, Jixiao
from app.contract.department import NewDepartment
from app.contract.report import NewReport
from app.documents.writing.results import COLUMNS
from app.main import Application
from tests.support.office import Office
from tests.support.workbook import opened

pytestmark = pytest.mark.anyio

REGION = "430602"


async def three_reports(client: Jixiao) -> None:
    for number, name in enumerate(("甲局", "=乙局", "丙局"), start=1):
        department = await client.departments.create(NewDepartment(region=REGION, budget_code=f"{number}", name=name))
        form = {"self_scoring": {"rows": [], "self_assessed_points_total": f"{90 + number}.50"}}
        new = NewReport.model_validate({"department": department.id, "fiscal_year": 2021, "form": form})
        await client.reports.create(new)


def rows_of(file: Download) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"))))


async def test_every_report_of_the_list_is_a_row_however_many_are_read_at_a_time(
    client: Jixiao, monkeypatch: pytest.MonkeyPatch
) -> None:
    await three_reports(client)
    whole = rows_of(await client.reports.export("csv"))
    monkeypatch.setattr(report_lists, "AT_A_TIME", 1)
    assert rows_of(await client.reports.export("csv", order="newest")) == whole
    assert [row[1] for row in whole] == ["部门（单位）", "丙局", "'=乙局", "甲局"]
    assert whole[0] == [title for title, _ in COLUMNS]


async def test_a_workbook_has_points_that_count_and_no_text_that_computes(client: Jixiao) -> None:
    await three_reports(client)
    file = await client.reports.export("xlsx", fiscal_year=2021, order="points")
    sheet = opened(file.data)["自评结果"]
    cells = [list(row) for row in sheet.iter_rows(min_row=2)]
    assert [row[1].value for row in cells] == ["丙局", "=乙局", "甲局"]
    assert {row[1].data_type for row in cells} == {"s"}
    assert {row[8].data_type for row in cells} == {"n"}
    assert "filename*=UTF-8''" in file.disposition


async def test_filters_hold_and_a_misspelt_one_is_refused(client: Jixiao) -> None:
    await three_reports(client)
    assert len(rows_of(await client.reports.export("csv", fiscal_year=2020))) == 1
    with pytest.raises(Invalid):
        await client.reports.export("csv", order="best")


async def test_a_department_gets_its_own_rows_alone(idle: Application) -> None:
    office = await Office.opened(idle)
    await office.a_report()
    assert [row[1] for row in rows_of(await office.as_("office").reports.export("csv"))][1:] == ["示范局"]
    assert rows_of(await office.as_("unit").reports.export("csv"))[1:] == []

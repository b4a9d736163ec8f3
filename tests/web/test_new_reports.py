"""A report is begun with what is known: the scheme's rows, the register's names, last year's balance."""

import re

import pytest

from app.contract.report import NewReport
from app.domain.workflow.state import State
from app.main import Application
from tests.support.browsing import browsing
from tests.support.office import Office
from tests.support.rounds import stand

pytestmark = pytest.mark.anyio


async def test_a_new_report_is_prepared_from_last_years_and_tells_where_a_figure_is_from(
    application: Application, everything: str
) -> None:
    office = await Office.opened(application)
    balance = {"rows": [{"institution": "本级", "cumulative_balance": "26.00"}]}
    last = {"department": office.department, "fiscal_year": 2020, "form": {"expenditure": balance}}
    scheme = {"scheme": {"id": "yueyanglou-2021", "version": 1}}
    report = await office.as_("preparer").reports.create(NewReport.model_validate(last | scheme))
    await stand(application, report.id, State.PASSED)
    async with browsing(application, everything) as http:
        answer = await http.post("/reports/new", data={"year": "2021", "department": str(office.department)})
        where = answer.headers["location"]
        assert where.endswith("/edit")
        text = (await http.get(where)).text
        assert re.search(r'name="revenue/rows/0/prior_year_carryover" value="26.00"', text)
        assert "上年报告：26.00" in text
        assert "财政供养人员控制率" in text
        changed = {"version": "1", "action": "preview", "revenue/rows/0/prior_year_carryover": "20"}
        told = (await http.post(where.replace("/edit", "/edit/revenue"), data=changed)).text
        assert "上年报告是 26.00；不同的，请在综述中写明原因" in told

"""Changes since a return stand beside the reason that they are about."""

import pytest

from app.domain.changes import CellChange
from app.domain.workflow.amending import amendments
from app.domain.workflow.returning import Reason

STAFF = CellChange("/form/profile/staff_in_post", "20", "18")
ROW = CellChange("/form/expenditure/rows/0/basic", "20", "21")
USED = {"staffing": ("/form/profile/staff_in_post",), "basic": ("/form/expenditure/total/basic",), "judged": ()}


@pytest.mark.parametrize(
    ("where", "answered"),
    [
        ({"pointer": "/form/profile/staff_in_post"}, [STAFF]),
        ({"pointer": "/form/profile"}, [STAFF]),
        ({"pointer": "/form/profile/contact"}, []),
        ({"pointer": ""}, [STAFF, ROW]),
        ({"indicator": "staffing"}, [STAFF]),
        ({"indicator": "basic"}, [ROW]),
        ({"indicator": "judged"}, []),
        ({"pointer": "/form/expenditure/total/project"}, []),
        ({"pointer": "/form/expenditure/rows/0"}, [ROW]),
    ],
)
def test_a_reason_is_answered_by_what_changed_at_its_places(where: dict[str, str], answered: list[CellChange]) -> None:
    (found,) = amendments([Reason(id="r1", text="请核对", **where)], USED, [STAFF, ROW])
    assert list(found.changes) == answered


def test_a_row_that_was_added_changes_the_total_of_each_column() -> None:
    added = CellChange("/form/expenditure/rows/1", None, {"basic": "3"})
    (found,) = amendments([Reason(id="r1", text="请核对", indicator="basic")], USED, [added])
    assert found.changes == (added,)

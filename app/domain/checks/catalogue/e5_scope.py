"""E5: a narrative that covers second-level units, beside tables of one institution."""

import re
from collections.abc import Iterator
from typing import Final

from app.domain.checks.check import WARNING, Check, Example, Found
from app.domain.checks.examined import TABLES, Examined
from app.domain.checks.finding import Fix
from app.domain.checks.wording import quoted

_UNITS_WITH_PEOPLE: Final = re.compile(
    r"本级[^,，。;；、\n]{0,8}?\d+人[^。\n]{0,20}?(?:二级|下属|所属)[^,，。;；\n]{0,20}?\d+人"
)
_CONSOLIDATED: Final = re.compile(r"汇总|合并|含|部门|本级")


def find(report: Examined) -> Iterator[Found]:
    """The head counts of the narrative name a second-level unit, and every finance table has one row without it."""
    if not any(_one_row(report, table) for table in TABLES) or any(len(list(report.rows(one))) > 1 for one in TABLES):
        return
    for pointer, sentence in report.statements:
        found = _UNITS_WITH_PEOPLE.search(sentence.text)
        if found:
            start = sentence.start + found.start()
            yield Found(
                at=pointer,
                span=(start, start + len(found.group())),
                amount=f"文字写{quoted(found.group())}，而收支各表只列 1 个机构",
                fixes=(
                    Fix("在收支各表中分别列出二级单位和合计行"),
                    Fix("如果表中的数已含二级单位，在机构名称后注明“（含二级单位）”"),
                ),
                others=tuple(f"/form/{table}/rows/0/institution" for table in TABLES if _one_row(report, table)),
            )
            return


def _one_row(report: Examined, table: str) -> bool:
    rows = [row for _, row in report.rows(table)]
    return len(rows) == 1 and not _CONSOLIDATED.search(rows[0].institution)


CHECK: Final = Check(
    id="E5",
    title="文字与表格的单位范围不同",
    reason="文字含二级单位而表格只有一个机构时，看不出收支和人员是谁的",
    source="自评报告表式第二部分各表按机构填列",
    severity=WARNING,
    find=find,
    passing=Example(
        "机构名称注明了范围",
        {
            "/form/narrative/sections/0/text": "核定编制40人，实有38人，其中机关本级20人、二级单位档案馆18人。",
            **{f"/form/{table}/rows/0/institution": "示例县档案服务中心（含二级单位）" for table in TABLES},
        },
    ),
    failing=Example(
        "文字分列本级和二级单位的人数，表格只有一行",
        {"/form/narrative/sections/0/text": "核定编制40人，实有38人，其中机关本级20人、二级单位档案馆18人。"},
    ),
)

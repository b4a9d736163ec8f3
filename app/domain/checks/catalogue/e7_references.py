"""E7: a reference in the narrative that names no cell, or a cell without a figure."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from app.domain.checks.check import ERROR_AFTER_DRAFT, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix
from app.domain.form.references import REFERENCES, references_in, value_of


def find(report: Examined) -> Iterator[Found]:
    """What stands in braces and cannot be filled in."""
    for at, section in enumerate(report.form.narrative.sections):
        for start, name in references_in(section.text):
            if value_of(name, report.form) is None:
                yield _unfilled(f"/form/narrative/sections/{at}/text", start, name)


def _unfilled(pointer: str, start: int, name: str) -> Found:
    cell = REFERENCES.get(name)
    if cell is None:
        near = get_close_matches(name, REFERENCES, 1, 0.4)
        meant = f"“{{{near[0]}}}”" if near else "表中的栏目名称，例如“{支出合计}”"
        amount, fix = f"引用“{{{name}}}”不是表中的栏目", Fix(f"改为{meant}，或去掉大括号直接写数字")
    else:
        amount, fix = f"引用“{{{name}}}”所指的格子没有数字", Fix(f"先在表中填写{name}，或去掉这处引用", f"/form{cell}")
    return Found(at=pointer, span=(start, start + len(name) + 2), amount=amount, fixes=(fix,))


CHECK: Final = Check(
    id="E7",
    title="文字部分的引用取不到数",
    reason="引用取不到数，公开的文字里就会留下大括号",
    source="本系统的约定：文字部分用大括号引用表中的数",
    severity=ERROR_AFTER_DRAFT,
    find=find,
    passing=Example(
        "引用表中已填的数",
        {"/form/narrative/sections/1/text": "全年支出{支出合计}，其中基本支出{基本支出}，项目支出{项目支出}。"},
    ),
    failing=Example("引用的名称写错", {"/form/narrative/sections/1/text": "全年支出{支出总合计}。"}),
)

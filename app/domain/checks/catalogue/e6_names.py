"""E6: the department is named differently on the cover, in the tables, among the evaluators or in the register.

Short forms are the same department: without the region (区文化局), without 机关 or 本级 after it, and the abbreviations
that people make of a name by leaving characters out here and there (卫健局, 残联). A name from which one whole word is
missing (审批局 of 审批服务局) is another name. Other institutions in the tables are units, and other evaluators are
experts.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from app.domain.checks.check import WARNING, Check, Example, Found
from app.domain.checks.context import Context, Registered
from app.domain.checks.examined import TABLES, Examined
from app.domain.checks.finding import Fix
from app.domain.checks.wording import quoted
from app.domain.places import title_at

_COVER: Final = "/form/cover/department_name"


def find(report: Examined) -> Iterator[Found]:
    """The cover against the register, then every other place against the cover."""
    name = report.form.cover.department_name.strip()
    if not core(name):
        return
    registered = report.context.registered
    if registered is not None and core(registered.name) and not same(name, registered.name):
        yield Found(
            at=_COVER,
            amount=f"封面写作{quoted(name)}，而部门登记的名称是{quoted(registered.name)}",
            fixes=(
                Fix(f"把封面的部门（单位）名称改为{quoted(registered.name)}", _COVER, registered.name),
                Fix("如部门已更名，请财政部门更新登记"),
            ),
            repairs={_COVER: None},
        )
        return
    if places := otherwise_named(report, name):
        yield told(report, name, places)


def told(report: Examined, name: str, places: dict[str, list[str]]) -> Found:
    """The finding: every other spelling with where it stands."""
    first = next(iter(places.values()))[0]
    every = [place for found in places.values() for place in found]
    spelt = "，".join(f"{_where(found)}写作{quoted(other)}" for other, found in places.items())
    alike = sorted({other for other in spellings(report) if same(other, name)} - {name})
    also = f"（{'、'.join(map(quoted, alike))}是它的简称）" if alike else ""
    short = alike[0] if alike else name
    return Found(
        at=first,
        amount=f"封面的名称是{quoted(name)}{also}，{spelt}",
        fixes=(
            Fix(f"把{quoted(next(iter(places)))}统一为{quoted(short)}", *((first, short) if len(every) == 1 else ())),
            Fix("如确是另一个单位，写出它的全称"),
        ),
        repairs=dict.fromkeys((*every, _COVER)),
    )


def _where(pointers: list[str]) -> str:
    sections = dict.fromkeys(title_at(pointer.split("/")[2]) for pointer in pointers)
    return "、".join(sections) + (f"等 {len(pointers)} 处" if len(pointers) > 1 else "")


def otherwise_named(report: Examined, name: str) -> dict[str, list[str]]:
    """The places that mean the department by another name, by that name.

    Where the right name stands in a table, its other rows are units; where some evaluators have it, others are from
    elsewhere.
    """
    found: dict[str, list[str]] = {}
    for table in TABLES:
        rows = [(pointer, row.institution) for pointer, row in report.rows(table) if not pointer.endswith("/total")]
        if any(same(institution, name) for _, institution in rows):
            continue
        for pointer, institution in rows:
            if misnamed(institution, name) or (len(rows) == 1 and strange(institution, name)):
                found.setdefault(institution.strip(), []).append(f"{pointer}/institution")
    evaluators = report.form.panel.evaluators
    if any(same(evaluator.organisation, name) for evaluator in evaluators):
        return found
    for at, evaluator in enumerate(evaluators):
        if misnamed(evaluator.organisation, name):
            pointer = f"/form/panel/evaluators/{at}/organisation"
            found.setdefault(evaluator.organisation.strip(), []).append(pointer)
    return found


def spellings(report: Examined) -> set[str]:
    """Every name in the tables and among the evaluators."""
    names = {row.institution.strip() for table in TABLES for _, row in report.rows(table)}
    return names | {evaluator.organisation.strip() for evaluator in report.form.panel.evaluators}


_REGION: Final = re.compile(r"^(?:中共|中国共产党)?(?:\w{0,9}?(?:省|(?<!城)市(?!场|政)|县|区|自治州|州|盟|旗))+")
_ASIDE: Final = re.compile(r"\([^)]*\)|[\s“”\"·、,.]")
_ITSELF: Final = re.compile("(?:机关本级|机关本部|本级|本部|机关|汇总|合计)$")
_CUSTOMARY: Final = frozenset(
    {"管理", "事务", "运输", "监督", "综合", "委员", "人民", "和", "与", "及", "建设", "资源"}
)
"""Words that people leave out of a name without meaning another department: 应急局, 交通局."""
_OFFICES: Final = frozenset("局委办公室中心部厅处科站所院馆会社队校司组厂场政府服务管理事务机关本级单位部门全区县市我")


@lru_cache(maxsize=1024)
def core(name: str) -> str:
    """A name without its region, brackets, and what only says that it is the department itself."""
    plain = _ASIDE.sub("", unicodedata.normalize("NFKC", name))
    return _ITSELF.sub("", _REGION.sub("", plain) or plain)


@lru_cache(maxsize=1024)
def same(one: str, other: str) -> bool:
    """Whether two names are the same department's as far as customary short forms go; a blank is nobody's."""
    a, b = sorted((core(one), core(other)), key=len)
    if not a:
        return False
    return b.endswith(a) or (_within(a, b) and _left_out(a, b) in (None, *_CUSTOMARY))


@lru_cache(maxsize=1024)
def misnamed(one: str, name: str) -> bool:
    """Whether `one` is `name` without one whole word in its middle."""
    a, b = core(one), core(name)
    return len(a) >= 3 and len(a) < len(b) and _within(a, b) and not same(one, name)


def strange(one: str, name: str) -> bool:
    """Whether two names have nothing in common but what every office is called."""
    a = set(core(one)) - _OFFICES
    return len(a) >= 2 and not a & set(core(name)) and not a & set(name)


def _within(short: str, long: str) -> bool:
    """Whether the characters of one stand in the other, in order."""
    rest = iter(long)
    return all(character in rest for character in short)


def _left_out(short: str, long: str) -> str | None:
    """The one run of characters that the long name has more in its middle; None where it is at the end, or several."""
    head = 0
    while head < len(short) and short[head] == long[head]:
        head += 1
    tail = len(short) - head
    if not tail or short[-tail:] != long[-tail:]:
        return None
    return long[head : len(long) - tail]


CHECK: Final = Check(
    id="E6",
    title="部门名称前后不一",
    reason="封面、各表和评价人员写的应是同一个部门，名称不一，公开后别人无法确定钱是哪个部门花的",
    source="自评报告表式封面、第二部分“机构名称”、第四部分“单位”",
    severity=WARNING,
    find=find,
    passing=Example(
        "表里用简称，评价人员中有外单位的专家，登记的是全称",
        {
            "/form/expenditure/rows/0/institution": "县档案服务中心（本级）",
            "/form/revenue/rows/0/institution": "档案服务中心",
            "/form/panel/evaluators/2": {
                "name": "甲四", "position": "注册会计师", "organisation": "某某会计师事务所", "signature": "甲四",
            },
        },
        Context(registered=Registered("某某市示例县档案服务中心", "901001")),
    ),
    failing=Example("支出表的机构名称漏了“服务”二字", {"/form/expenditure/rows/0/institution": "县档案中心"}),
)  # fmt: skip

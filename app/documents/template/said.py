"""The checks that can be said as formulas, each as the catalogue has it: where it looks, and when it is wrong there.

Sums, signs and limits come from the constants that the checks themselves use. What needs prose, the scheme's rules or
other reports is left to the examination after the import. A test holds every formula to the check's own verdict.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from app.documents.template.layout import columns_of
from app.documents.template.terms import (
    HIGH,
    KNOWN,
    LEAST_POINTS,
    LOW,
    MOST_POINTS,
    NUMBER,
    Terms,
    beyond,
    both,
    either,
)
from app.domain.checks.catalogue import c1_reason
from app.domain.checks.catalogue.a9_impossible import NEVER_NEGATIVE
from app.domain.checks.catalogue.b2_self_total import OVERALL, TOTAL
from app.domain.checks.catalogue.b5_rating import AT as RATING
from app.domain.checks.examined import TABLES, Examined
from app.domain.checks.marks import NO_REASON, Mark
from app.domain.checks.sums import ALL_SUMS, ASSETS, BASIC, SOURCES, SPENT, THREE_PUBLIC, Sum
from app.domain.decimals import HUNDRED, ZERO, plain

POSTS: Final = ("/form/profile/established_posts", "/form/profile/staff_in_post")
REPORT_DATE: Final = "/form/cover/report_date"
DATES: Final = (
    REPORT_DATE,
    *(f"/form/panel/{whose}/date" for whose in ("panel_lead", "department_opinion", "finance_opinion")),
)
_SUBTOTALS: Final = (
    "合计", "小计", "总计", "共计", "其中*", "*汇总*",
    *(f"*{word}{whose}*" for word in "含及" for whose in ("所属", "下属", "二级")),
)  # fmt: skip
_NOTHING: Final = '"无","没有","暂无","0","-","--","—","——","/","\\","0%","无。"'


@dataclass(frozen=True, slots=True)
class Verdict:
    """A check at one place: `wrong` is a formula that is true where it finds a fault there."""

    check: str
    at: str
    """The pointer into the report."""
    wrong: str
    cell: str = ""
    """The cell to jump to, where the place is more than a cell."""

    @property
    def target(self) -> str:
        """The cell to jump to."""
        return self.cell or self.at


Say = Callable[[Terms, Examined], Iterator[Verdict]]


def verdicts(terms: Terms, report: Examined) -> Iterator[Verdict]:
    """Every check of SAID at every place of the workbook, without those that the scheme has switched off."""
    off = {name for name, settings in report.scheme.scheme.checks.items() if settings.off}
    for name, (say, _) in SAID.items():
        if name not in off:
            yield from say(terms, report)


def _rows(terms: Terms, table: str) -> Iterator[str]:
    """The rows of a finance table, the total row last."""
    count = len(terms.places.list(f"/form/{table}/rows", "institution"))
    yield from (f"/form/{table}/rows/{at}" for at in range(count))
    yield f"/form/{table}/total"


def _parts(one: Sum, row: str) -> list[str]:
    return [f"{row}/{name}" for name in one.parts]


def _unequal(check: str, sums: tuple[Sum, ...]) -> Say:
    def say(terms: Terms, _: Examined) -> Iterator[Verdict]:
        for one in sums:
            for row in _rows(terms, one.table):
                whole, parts = f"{row}/{one.whole}", _parts(one, row)
                wrong = [
                    f"{terms.known(whole)}=1", f"{terms.empty(whole)}=0", terms.any_known(parts),
                    terms.none_unread(parts), terms.apart(whole, parts),
                ]  # fmt: skip
                if one is SPENT:
                    wrong.append(f"NOT({_left_empty(terms, BASIC, row)})")
                yield Verdict(check, whole, both(*wrong))

    return say


def _left_empty(terms: Terms, one: Sum, row: str) -> str:
    whole, parts = f"{row}/{one.whole}", _parts(one, row)
    return both(f"{terms.empty(whole)}=1", _come_to_something(terms, parts))


def _come_to_something(terms: Terms, parts: list[str]) -> str:
    something = beyond(terms.added(LOW, parts), terms.added(HIGH, parts), "0", "0")
    return both(terms.any_known(parts), terms.none_unread(parts), something)


def _a5(terms: Terms, _: Examined) -> Iterator[Verdict]:
    for one in ALL_SUMS:
        for row in _rows(terms, one.table):
            yield Verdict("A5", f"{row}/{one.whole}", _left_empty(terms, one, row))
    for table in TABLES:
        for total, parts, has_total in _columns(terms, table):
            yield Verdict("A5", total, both(has_total, f"{terms.empty(total)}=1", _come_to_something(terms, parts)))


def _columns(terms: Terms, table: str) -> Iterator[tuple[str, list[str], str]]:
    """(total cell, its parts, whether there is a total row) of each column with figures."""
    _, *names = columns_of(table)
    totals = [f"/form/{table}/total/{name}" for name in names]
    has_total = f"NOT({terms.all_blank(totals)})"
    for name, total in zip(names, totals, strict=True):
        yield total, terms.places.list(f"/form/{table}/rows", name), has_total


def _a7(terms: Terms, __: Examined) -> Iterator[Verdict]:
    for table in TABLES:
        institutions = terms.places.list(f"/form/{table}/rows", "institution")
        names = _range(terms, institutions)
        listed = ",".join(f'"{one}"' for one in _SUBTOTALS)
        columns = list(_columns(terms, table))
        same = "*".join(f'({_range(terms, parts)}&""={terms.ref(total)}&"")' for total, parts, _ in columns)
        otherwise = f"OR(SUMPRODUCT(COUNTIF({names},{{{listed}}}))>0,AND(COUNTA({names})>2,SUMPRODUCT({same})>0))"
        for total, parts, _ in columns:
            yield Verdict(
                "A7", total,
                both(f"{terms.known(total)}=1", f"{terms.empty(total)}=0", terms.any_known(parts),
                     terms.none_unread(parts), terms.apart(total, parts), f"NOT({otherwise})"),
            )  # fmt: skip


def _range(terms: Terms, pointers: list[str]) -> str:
    """Cells that stand below each other."""
    return f"{terms.ref(pointers[0])}:{terms.ref(pointers[-1]).partition('!')[2]}"


def _a9(terms: Terms, _: Examined) -> Iterator[Verdict]:
    for table, names in NEVER_NEGATIVE.items():
        for row in _rows(terms, table):
            for name in names:
                yield Verdict("A9", f"{row}/{name}", f"{terms.number(f'{row}/{name}')}<0")
    for pointer in POSTS:
        number = terms.number(pointer)
        yield Verdict("A9", pointer, f"OR({number}<0,INT({number})<>{number})")


def _b1(terms: Terms, report: Examined) -> Iterator[Verdict]:
    for mark in report.marks:
        if mark.expected is not None:
            at = mark.cell("max_points")
            yield Verdict("B1", at, f"AND({terms.known(at)}=1,{terms.number(at)}<>{plain(mark.expected)})")


def _given(terms: Terms, mark: Mark) -> tuple[str, str]:
    """(whether the points of a mark are known, the points): rows that share a 分值 may share their points as well."""
    cells = mark.cells("self_assessed_points")
    if len(cells) == 1:
        return f"{terms.known(cells[0])}=1", terms.number(cells[0])
    alone = f"AND({terms.known(cells[0])}=1,{terms.added(KNOWN, cells[1:])}=0)"
    return f"OR({terms.all_known(cells)},{alone})", terms.added(NUMBER, cells)


def _b2(terms: Terms, report: Examined) -> Iterator[Verdict]:
    scheme = report.scheme.scheme
    stated = {at: f'{terms.state(at)}="n"' for at in (TOTAL, OVERALL)}
    if report.marks and not report.supplement.not_applicable:
        cells = terms.places.list("/form/self_scoring/rows", "self_assessed_points")
        single = [mark.cells("self_assessed_points")[0] for mark in report.marks if len(mark.rows) == 1]
        shared = [mark for mark in report.marks if len(mark.rows) > 1]
        known = both(terms.all_known(single), *(_given(terms, mark)[0] for mark in shared))
        none_dropped = f"{terms.count('x', cells)}=0"
        points, low, high = (
            "+".join([terms.added(column, single), *(_given(terms, mark)[1] for mark in shared)])
            for column in (NUMBER, LEAST_POINTS, MOST_POINTS)
        )
        cap = plain(scheme.total_points if scheme.total_cap is None else scheme.total_cap)
        for at, first in ((TOTAL, stated[TOTAL]), (OVERALL, f"NOT({stated[TOTAL]}),{stated[OVERALL]}")):
            capped = f"AND({points}>{cap},{terms.number(at)}={cap})"
            unlike = beyond(_said(terms, at, terms.low), _said(terms, at, terms.high), low, high)
            yield Verdict("B2", at, both(first, known, none_dropped, f"NOT({capped})", unlike))
    first, second = terms.number(TOTAL), terms.number(OVERALL)
    wrong = [*stated.values(), beyond(*_both_ends(terms, TOTAL), *_both_ends(terms, OVERALL))]
    if scheme.total_points != HUNDRED and scheme.total_points > ZERO:
        wrong.append(f"ABS({first}*100/{plain(scheme.total_points)}-{second})>=1")
    yield Verdict("B2", OVERALL, both(*wrong))


def _both_ends(terms: Terms, at: str) -> tuple[str, str]:
    return _said(terms, at, terms.low), _said(terms, at, terms.high)


def _said(terms: Terms, at: str, end: Callable[[str], str]) -> str:
    """A total in whole points is not taken for rounded."""
    return f"IF({terms.high(at)}-{terms.low(at)}>0.9,{terms.number(at)},{end(at)})"


def _b3(terms: Terms, report: Examined) -> Iterator[Verdict]:
    for mark in report.marks:
        if mark.stated is not None:
            known, given = _given(terms, mark)
            bonus = sum((one.rule.bonus_cap for one in mark.indicators), start=ZERO)
            most = f"{terms.number(mark.cell('max_points'))}+{plain(bonus)}"
            yield Verdict("B3", mark.cell("self_assessed_points"), f"AND({known},OR({given}<0,{given}>{most}))")


def _b5(terms: Terms, report: Examined) -> Iterator[Verdict]:
    scheme = report.scheme.scheme
    points = f"IF({terms.known(OVERALL)}=1,{terms.number(OVERALL)},{terms.number(TOTAL)})"
    right = '""'
    for rating in sorted(scheme.ratings, key=lambda one: one.at_least):
        right = f'IF({points}>={plain(rating.at_least)},"{rating.name}",{right})'
    known = f"OR({terms.known(OVERALL)}=1,{terms.known(TOTAL)}=1)"
    one_of_them = either(f'TRIM({terms.ref(RATING)})="{rating.name}"' for rating in scheme.ratings)
    most = plain(max(scheme.total_points, scheme.total_cap or scheme.total_points))
    wrong = both(known, one_of_them, f"{points}<={most}", f"TRIM({terms.ref(RATING)})<>{right}")
    yield Verdict("B5", RATING, wrong)


def _c1(terms: Terms, report: Examined) -> Iterator[Verdict]:
    nothing = ",".join(f'"{one}"' for one in sorted(NO_REASON))
    for mark in report.marks:
        if mark.maximum is None or c1_reason.told_in_supplement(report, mark):
            continue
        known, given = _given(terms, mark)
        most = terms.number(mark.cell("max_points")) if mark.expected is None else plain(mark.expected)
        unsaid = both(*(f"OR(TRIM({terms.ref(one)})={{{nothing}}})" for one in mark.cells("deduction_reason")))
        yield Verdict("C1", mark.cell("deduction_reason"), both(known, f"ROUND({most}-{given},8)>0", unsaid))


def _d4(terms: Terms, _: Examined) -> Iterator[Verdict]:
    prefix = "/form/objectives/quantitative"
    kinds, results = (_range(terms, terms.places.list(prefix, name)) for name in ("kind", "result"))
    for at, target in enumerate(terms.places.list(prefix, "target")):
        unanswered = f"SUMPRODUCT(({kinds}={terms.ref(f'{prefix}/{at}/kind')})*(LEN(TRIM({results}))>0))=0"
        wanted = f"NOT({terms.blank(target)}),NOT(OR(TRIM({terms.ref(target)})={{{_NOTHING}}}))"
        yield Verdict("D4", f"{prefix}/{at}/result", f"AND({wanted},{unanswered})")


def _g1(terms: Terms, _: Examined) -> Iterator[Verdict]:
    before = "0"
    for first, second in pairwise(DATES):
        before = f"IF({terms.is_date(first)},{terms.ref(first)},{before})"
        yield Verdict("G1", second, f"AND({terms.is_date(second)},{terms.ref(second)}<{before})")


def _g3(terms: Terms, _: Examined) -> Iterator[Verdict]:
    year = terms.ref("/form/cover/fiscal_year")
    early = f"IF(ISNUMBER({year}),{terms.ref(REPORT_DATE)}<DATE({year},12,31),FALSE)"
    yield Verdict("G3", REPORT_DATE, f"AND({terms.is_date(REPORT_DATE)},{early})")


def _g4(terms: Terms, _: Examined) -> Iterator[Verdict]:
    places = terms.places
    texts = {
        "profile": [[f"/form/profile/{name}" for name in ("duties", "main_work", "achievements")]],
        "objectives": [
            places.list("/form/objectives/qualitative", "objective"),
            places.list("/form/objectives/quantitative", "target"),
        ],
        "panel": [places.list("/form/panel/evaluators", "name")],
        "narrative": [places.list("/form/narrative/sections", "text")],
    }
    figures = {
        table: [f"{row}/{name}" for row in _rows(terms, table) for name in columns_of(table)[1:]] for table in TABLES
    }
    figures["self_scoring"] = places.list("/form/self_scoring/rows", "self_assessed_points")
    for name, lists in texts.items():
        blank = (f"SUMPRODUCT(LEN(TRIM({_range(terms, cells)})))=0" for cells in lists)
        yield Verdict("G4", f"/form/{name}", both(*blank), lists[0][0])
    for name, cells in figures.items():
        yield Verdict("G4", f"/form/{name}", terms.all_blank(cells), cells[0])


SAID: Final[Mapping[str, tuple[Say, str]]] = {
    "A1": (_unequal("A1", (SOURCES, BASIC, SPENT)), ""),
    "A3": (_unequal("A3", (THREE_PUBLIC, ASSETS)), ""),
    "A5": (_a5, ""),
    "A7": (_a7, ""),
    "A9": (_a9, ""),
    "B1": (_b1, "只核对各行的分值"),
    "B2": (_b2, ""),
    "B3": (_b3, "只核对是否超出 0 至分值的范围"),
    "B5": (_b5, "只核对方案里的等次名称"),
    "C1": (_c1, "只核对扣了分有没有写原因"),
    "D4": (_d4, "只核对定量目标"),
    "G1": (_g1, "只核对日期的先后"),
    "G3": (_g3, ""),
    "G4": (_g4, ""),
}
"""By check: how it is said, and which part of it, where that is not all (empty for all)."""

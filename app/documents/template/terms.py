"""What a cell of the form says, as formulas: the intervals of `app.domain.checks.interval` in a spreadsheet's words.

A hidden sheet has a row for each cell of the form: its pointer, its name, a reference to where it is (which programs
keep true when rows are inserted), and for figures how they read. Checks are formulas over these.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.documents.template.layout import Places

MAP: Final = "对照"
CHECKS: Final = "填报检查"
VERDICTS: Final = "核对"
MAP_HEADING: Final = ("位置", "名称", "格子", "读作", "有数", "数", "最小", "最大", "空或零", "得分最小", "得分最大")
KNOWN, NUMBER, LOW, HIGH, LEAST_POINTS, MOST_POINTS = "E", "F", "G", "H", "J", "K"
MOST_PLACES: Final = 6
_BLANK: Final = '"","-","--","—","——","/","//"'
_NONE: Final = '"无","没有"'


@dataclass(frozen=True)
class Terms:
    """Formulas about cells, by pointer."""

    places: Places
    rows: Mapping[str, int]
    """The row of each cell in the hidden sheet."""

    def ref(self, pointer: str) -> str:
        """The cell itself."""
        return self.places.ref(pointer)

    def state(self, pointer: str) -> str:
        """n a number, z 无, b blank, x 不适用, u what cannot be read."""
        return self._of(pointer, "D")

    def known(self, pointer: str) -> str:
        """1 where the cell proves a number."""
        return self._of(pointer, "E")

    def number(self, pointer: str) -> str:
        """That number; 0 where there is none."""
        return self._of(pointer, "F")

    def low(self, pointer: str) -> str:
        """The least that the cell says, with its printed precision; 0 where it says nothing."""
        return self._of(pointer, "G")

    def high(self, pointer: str) -> str:
        """The most."""
        return self._of(pointer, "H")

    def empty(self, pointer: str) -> str:
        """1 where the cell says that there is nothing, or says nothing."""
        return self._of(pointer, "I")

    def added(self, column: str, pointers: Sequence[str]) -> str:
        """The sum of a column of the hidden sheet over cells; those of one column of the form stand together there."""
        return f"SUM({','.join(self._stretches(column, pointers))})" if pointers else "0"

    def count(self, state: str, pointers: Sequence[str]) -> str:
        """How many of the cells read as `state`."""
        return "+".join(f'COUNTIF({one},"{state}")' for one in self._stretches("D", pointers)) or "0"

    def any_known(self, pointers: Sequence[str]) -> str:
        """Whether one of them proves a number."""
        return f"{self.added(KNOWN, pointers)}>0"

    def all_known(self, pointers: Sequence[str]) -> str:
        """Whether every one does."""
        return f"{self.added(KNOWN, pointers)}={len(pointers)}"

    def none_unread(self, pointers: Sequence[str]) -> str:
        """Whether nothing unreadable is among them."""
        return f"{self.count('u', pointers)}=0"

    def all_blank(self, pointers: Sequence[str]) -> str:
        """Whether every figure is blank."""
        return f"{self.count('b', pointers)}={len(pointers)}"

    def apart(self, whole: str, parts: Sequence[str]) -> str:
        """Whether no values inside the printed precision make `whole` the sum of `parts`."""
        return beyond(self.low(whole), self.high(whole), self.added(LOW, parts), self.added(HIGH, parts))

    def blank(self, pointer: str) -> str:
        """Whether a text is blank."""
        return f'TRIM({self.ref(pointer)})=""'

    def is_date(self, pointer: str) -> str:
        """Whether a date stands there."""
        return f"ISNUMBER({self.ref(pointer)})"

    def _of(self, pointer: str, column: str) -> str:
        return f"'{MAP}'!${column}${self.rows[pointer]}"

    def _stretches(self, column: str, pointers: Sequence[str]) -> Iterator[str]:
        """The cells of a column of the hidden sheet, those that stand together as a range."""
        rows = [self.rows[one] for one in pointers]
        start = 0
        for at in range(1, len(rows) + 1):
            if at == len(rows) or rows[at] != rows[at - 1] + 1:
                yield f"'{MAP}'!${column}${rows[start]}:${column}${rows[at - 1]}"
                start = at


def reading(ref: str, row: int, least: int) -> tuple[str, ...]:
    """Columns D to K of a figure that is shown with `least` decimals at least.

    The last two are for points: with two or more decimals they were rounded before they were printed, others are exact.
    """
    text = f"TRIM({ref})"
    state = (
        f'=IF(ISNUMBER({ref}),"n",IF(OR({text}={{{_BLANK}}}),"b",IF(OR({text}={{{_NONE}}}),"z",'
        f'IF(LEFT({text},3)="不适用","x","u"))))'
    )
    half = f"0.5/10^{MOST_PLACES}"
    for places in reversed(range(least, MOST_PLACES)):
        half = f"IF(ROUND({ref},{places})={ref},0.5/10^{places},{half})"
    if least == 0:
        half = f"IF({ref}=0,0,{half})"  # a plain 0 is exact
    return (
        state,
        f'=IF(OR(D{row}="n",D{row}="z"),1,0)',
        f'=IF(D{row}="n",{ref},0)',
        f'=IF(D{row}="n",{ref}-{half},0)',
        f'=IF(D{row}="n",{ref}+{half},0)',
        f'=IF(OR(D{row}="b",AND(E{row}=1,F{row}=0)),1,0)',
        f"=IF(H{row}-G{row}<0.09,G{row},F{row})",
        f"=IF(H{row}-G{row}<0.09,H{row},F{row})",
    )


def beyond(low: str, high: str, other_low: str, other_high: str) -> str:
    """Whether two intervals have no value in common; the rounding keeps binary fractions out of it."""
    return f"OR(ROUND({low}-({other_high}),8)>0,ROUND({other_low}-({high}),8)>0)"


def either(terms: Iterable[str]) -> str:
    """Whether one of any number of conditions holds."""
    return _joined("OR", list(terms))


def both(*terms: str) -> str:
    """Whether all hold."""
    return _joined("AND", [*terms])


def _joined(function: str, terms: list[str]) -> str:
    """Functions take 255 arguments at most in a spreadsheet."""
    if len(terms) <= 200:
        return f"{function}({','.join(terms) or 'FALSE'})"
    return f"{function}({','.join(_joined(function, terms[at : at + 200]) for at in range(0, len(terms), 200))})"

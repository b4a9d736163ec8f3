"""`{working_days_late: [due, done], calendar: name}`: working days after `due`, up to and including `done`."""

from datetime import date
from decimal import Decimal

from app.domain.decimals import ONE, ZERO, Quotient
from app.domain.form.cells import IsoDate
from app.domain.form.supplement import Identifier
from app.domain.model import Value
from app.domain.scoring.measures.base import CompiledMeasure, Inputs, Namer, Shortcut


class WorkingDaysLate(Value):
    """Never below 0. `due` may be a date of the scheme's own (6月底前); the calendar is part of the scheme's digest."""

    working_days_late: tuple[Identifier | IsoDate, Identifier]
    calendar: Identifier

    def compile(self, namer: Namer, *, outermost: bool) -> CompiledMeasure:  # noqa: ARG002 - it never divides
        """The count; a day that the calendar does not reach leaves it unscored."""
        due, done = self.working_days_late
        fixed = date.fromisoformat(due) if due[0].isdigit() else None
        inputs = (done,) if fixed else (due, done)
        for name in inputs:
            if namer.kind(name) != "date":
                namer.refuse(f"证据 {name} 的 kind 是 {namer.kind(name)}，这里要 date", "working_days_late")
        calendar = namer.calendar(self.calendar)
        titles = {name: namer.title(name) for name in inputs}

        def evaluate(inputs: Inputs) -> Quotient | Shortcut:
            late, on = inputs[done], fixed or inputs[due]
            if late <= on:
                return ZERO, ONE
            if not (calendar.knows(on) and calendar.knows(late)):
                return Shortcut("unscored", f"工作日历只到 {calendar.first} 至 {calendar.last}，请补充日历")
            return Decimal(calendar.between(on, late)), ONE

        def arithmetic(inputs: Inputs) -> str:
            by = f"期限 {fixed}" if fixed else f"{titles[due]} {inputs[due]}"
            return f"{by} 之后至{titles[done]} {inputs[done]} 的工作日"

        return CompiledMeasure(inputs, "个工作日", evaluate, arithmetic, linear=False, grain=ONE)

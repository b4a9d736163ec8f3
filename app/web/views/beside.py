"""Findings as they stand beside what they are about: in words, with the passage, and with a button that mends them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.contract.finding import Finding, Fix, Severity
from app.contract.form import Form, Table, cell_at, filled, tokens_of
from app.contract.report import ReportView
from app.web.formatting import element
from app.web.sections import SECTIONS
from app.web.views.places import address


@dataclass(frozen=True, slots=True)
class Way:
    """A way to put it right; where a button of the page can do that, what the button says and does."""

    text: str
    value: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding, with the passage that it is about and the way to its place."""

    finding: Finding
    passage: str
    ways: tuple[Way, ...]
    href: str
    name: str
    """Its place, as the page calls it."""
    here: bool
    """Whether its place is on the page."""

    @property
    def word(self) -> str:
        """错误 or 提醒, and whether it has been waived."""
        return self.finding.severity.label + ("（已豁免）" if self.finding.waiver else "")

    @property
    def grave(self) -> bool:
        """Whether it keeps the report from being submitted."""
        return self.finding.severity is Severity.ERROR and not self.finding.waiver


@dataclass(frozen=True, slots=True)
class Beside:
    """What is told at one place: the findings that are about it, and those about others that it may be the cause of."""

    label: str | None
    """What the place is called there: empty below its own label; None for a group, whose findings are named each."""
    findings: tuple[Told, ...]
    related: tuple[Told, ...]

    @property
    def word(self) -> str:
        """The gravest of it in a word, for a cell of a table."""
        if not self.findings:
            return "有关"
        return next((one.word for one in self.findings if one.grave), self.findings[0].word)

    @property
    def grave(self) -> bool:
        """Whether any of the findings keeps the report from being submitted."""
        return any(one.grave for one in self.findings)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """How many findings another part of the report has, and the way there."""

    title: str
    href: str
    count: int


@dataclass(frozen=True, slots=True)
class PageFindings:
    """What the examination tells on a page that edits a part of the report."""

    beside: dict[str, Beside]
    """By the name of the input, or of the group that holds what has no input."""
    here: tuple[Told, ...]
    elsewhere: tuple[Elsewhere, ...]

    @property
    def more(self) -> int:
        """How many findings are about other parts."""
        return sum(one.count for one in self.elsewhere)


@dataclass(frozen=True, slots=True)
class Hosts:
    """The places of a page that findings are told at: names without `/form/` or `/supplement/`."""

    root: str
    """form or supplement."""
    inputs: Mapping[str, str]
    """With their labels."""
    groups: tuple[str, ...] = ()
    """What holds inputs, the first of a section first."""
    cells: frozenset[str] = frozenset()
    """The inputs in tables: a mark stands in the cell, and what is told below the row."""

    def of(self, pointer: str, form: Form) -> str:
        """The nearest place of the page for a pointer into the report; empty where it is about another page."""
        root, *tokens = tokens_of(printed(pointer, form)) or ("",)
        if root != self.root or not tokens:
            return ""
        for depth in range(len(tokens), 0, -1):
            name = "/".join(tokens[:depth])
            if name in self.inputs or name in self.groups:
                return name
        return next((one for one in self.groups if one.startswith(f"{tokens[0]}/")), "")


def page_findings(report: ReportView, hosts: Hosts) -> PageFindings:
    """The findings of a report, placed on the page with these `hosts`."""
    findings = report.findings.findings if report.findings else ()
    told = [_told(report, one, hosts) for one in findings]
    about: dict[str, list[Told]] = {}
    related: dict[str, list[Told]] = {}
    for one in told:
        host = hosts.of(one.finding.pointer, report.form)
        if host:
            about.setdefault(host, []).append(one)
        for other in dict.fromkeys(hosts.of(other, report.form) for other in one.finding.others):
            if other in hosts.inputs and other != host:
                related.setdefault(other, []).append(one)
    return PageFindings(
        {
            name: Beside(_label(name, hosts), tuple(about.get(name, ())), tuple(related.get(name, ())))
            for name in {**about, **related}
        },
        tuple(one for one in told if one.here),
        tuple(_elsewhere(report.id, [one.finding.pointer for one in told if not one.here])),
    )


def quoted_passage(form: Form, finding: Finding) -> str:
    """The words of the report that a finding is about: those it names of a text, or the whole text."""
    text = cell_at(form, finding.pointer.removeprefix("/form"))
    if not finding.pointer.startswith("/form/") or not isinstance(text, str):
        return ""
    read = filled(text, form)
    return read[finding.span[0] : finding.span[1]] if finding.span else read


def place_address(report_id: int, pointer: str, form: Form) -> str:
    """The input of a place, on the page that edits it."""
    root, *tokens = tokens_of(printed(pointer, form)) or ("",)
    here = address(report_id, pointer)
    if root == "form" and len(tokens) > 1:
        return f"{here}#{'-'.join(tokens)}"
    return f"{here}#{tokens[0]}-said" if root == "supplement" and tokens else here


def printed(pointer: str, form: Form) -> str:
    """`/form/expenditure/total/basic` is the cell of the only row, where the table has no total row."""
    tokens = tokens_of(pointer)
    if len(tokens) > 3 and tokens[0] == "form" and tokens[2] == "total":
        table = getattr(form, tokens[1], None)
        if isinstance(table, Table) and table.total is None:
            return "/".join(("/form", tokens[1], "rows", "0", *tokens[3:]))
    return pointer


def _label(name: str, hosts: Hosts) -> str | None:
    if name in hosts.inputs:
        return hosts.inputs[name] if name in hosts.cells else ""
    return None


def _told(report: ReportView, finding: Finding, hosts: Hosts) -> Told:
    host = hosts.of(finding.pointer, report.form)
    if host:
        href = f"#{element(host)}" if host in hosts.inputs and hosts.root == "form" else f"#{element(host)}-said"
    else:
        href = place_address(report.id, finding.pointer, report.form)
    ways = tuple(_way(one, hosts, report.form) for one in finding.fixes)
    passage = quoted_passage(report.form, finding) if finding.span else ""
    return Told(finding, passage, ways, href, hosts.inputs.get(host, finding.where), bool(host))


def _way(fix: Fix, hosts: Hosts, form: Form) -> Way:
    if fix.pointer is None or fix.value is None:
        return Way(fix.text)
    name = hosts.of(fix.pointer, form)
    whole = printed(fix.pointer, form) == f"/{hosts.root}/{name}"
    return Way(fix.text, fix.value, f"fix:{name}={fix.value}") if whole and name in hosts.inputs else Way(fix.text)


def _elsewhere(report_id: int, pointers: Iterable[str]) -> Iterator[Elsewhere]:
    """The other parts with findings, in the order of the form."""
    counted = Counter(_part_of(one) for one in pointers)
    for section in SECTIONS.values():
        if counted[section.name]:
            href = f"/reports/{report_id}/edit/{section.name}"
            yield Elsewhere(section.title, href, counted[section.name])
    if counted["supplement"]:
        yield Elsewhere("补充数据", f"/reports/{report_id}/supplement", counted["supplement"])
    if counted["attachments"]:
        yield Elsewhere("佐证材料", f"/reports/{report_id}/attachments", counted["attachments"])
    if counted[""]:
        yield Elsewhere("整份报告", f"/reports/{report_id}", counted[""])


def _part_of(pointer: str) -> str:
    root, *tokens = tokens_of(pointer) or ("",)
    if root in ("supplement", "attachments"):
        return root
    return next((one.name for one in SECTIONS.values() if tokens and tokens[0] in one.roots), "")


@dataclass(frozen=True, slots=True)
class Change:
    """A place whose findings change while somebody types."""

    id: str
    beside: Beside | None
    marked: bool
    """Whether its cell carries a mark."""


def changes(found: PageFindings, before: str, hosts: Hosts) -> tuple[Change, ...]:
    """The places that tell something now, and those that did `before` (their names, with spaces between)."""
    known = [name for name in before.split() if name in hosts.inputs or name in hosts.groups]
    names = dict.fromkeys([*known, *found.beside])
    return tuple(Change(element(name), found.beside.get(name), name in hosts.cells) for name in names)


def names_told(found: PageFindings) -> str:
    """The names of the places that tell something, for the next request to say."""
    return " ".join(sorted(found.beside))

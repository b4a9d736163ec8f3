"""The files of a report, by the indicator that they are for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from app.contract.attachment import EDITABLE, Attachment, asking, lacking
from app.contract.report import ReportView
from app.contract.scoring import Item, Scheme

WHOLE: Final = "整个报告"


@dataclass(frozen=True, slots=True)
class Listed:
    """A file, with its size in words."""

    file: Attachment
    size: str


@dataclass(frozen=True, slots=True)
class Group:
    """An indicator (or, with an empty id, the whole report) and its files."""

    id: str
    title: str
    asks: bool
    """The scheme asks for an attachment here."""
    lacks: bool
    """It does, the indicator is answered, and there is none."""
    files: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class FilesView:
    """All files of a report; `groups` has every indicator in the order of the scheme, after the whole report."""

    editable: bool
    groups: tuple[Group, ...]

    def shown(self, indicator: str) -> list[Group]:
        """The groups that have files, ask for one, or are `indicator`."""
        return [one for one in self.groups if one.files or one.asks or not one.id or one.id == indicator]


def files_view(report: ReportView, files: Sequence[Attachment]) -> FilesView:
    """The files of a report that was read with its scheme."""
    scheme = report.scoring_scheme
    assert isinstance(scheme, Scheme)  # noqa: S101 - asked for
    asks = {name for name, _ in asking(scheme)}
    lacks = {name for name, _ in lacking(scheme, report.supplement, files)}
    titles = {"": WHOLE, **dict(_titles(scheme))}
    groups = [
        Group(name, title, name in asks, name in lacks, tuple(_listed(one) for one in files if one.indicator == name))
        for name, title in titles.items()
    ]
    return FilesView(report.state in EDITABLE, tuple(groups))


def by_indicator(files: Iterable[Attachment]) -> dict[str, list[Listed]]:
    """The files under the indicator that they are for; those for the whole report under the empty name."""
    found: dict[str, list[Listed]] = {}
    for one in files:
        found.setdefault(one.indicator, []).append(_listed(one))
    return found


def size_words(size: int) -> str:
    """1.2 MB, 34 KB, 120 字节."""
    if size < 1024:
        return f"{size} 字节"
    return f"{size / 1024:.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


def _listed(file: Attachment) -> Listed:
    return Listed(file, size_words(file.size))


def _titles(scheme: Scheme) -> Iterator[tuple[str, str]]:
    """(id, title) of every indicator; those of one title are told apart by what they stand under."""
    leaves = list(_leaves(scheme.items, ""))
    titles = [item.title for item, _ in leaves]
    for item, above in leaves:
        title = item.title if titles.count(item.title) == 1 else f"{item.title}（{above}）"
        yield item.id or "", title


def _leaves(items: Sequence[Item], above: str) -> Iterator[tuple[Item, str]]:
    for item in items:
        if item.items:
            yield from _leaves(item.items, item.title)
        else:
            yield item, above

"""A bundle of published results that needs no server: its manifest, and how anybody checks it.

The manifest says of every file its size and SHA-256, and carries its own digest as `version`; `checksums.txt` says the
same for `sha256sum -c`. Same results, same bytes: nothing in a bundle depends on when it was made.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from pydantic import AwareDatetime, TypeAdapter, ValidationError

from app.domain.decimals import ExactDecimal
from app.domain.model import Value
from app.domain.publication.copy import PublicCopy, PublicDepartment, PublicScheme
from app.domain.publication.recomputing import disagreements
from app.domain.scoring.canonical import canonical_json, digest
from app.domain.scoring.compiled import CompiledScheme, SchemeInvalid, compile_scheme
from app.domain.scoring.scheme import Scheme
from app.domain.scoring.scorer import ENGINE

MANIFEST: Final = "manifest.json"
CHECKSUMS: Final = "checksums.txt"
DATA: Final = "report.json"
"""A report's data in its folder: the exact bytes that the server answers."""


class BundleFile(Value):
    """A file by its path inside the bundle, with its size in bytes."""

    path: str
    bytes: int
    sha256: str


class BundleReport(Value):
    """A report in the bundle: its folder, and what it comes to."""

    folder: str
    report: int
    sequence: int
    department: PublicDepartment
    scheme: PublicScheme
    points: ExactDecimal
    rating: str | None
    digest: str
    published_at: AwareDatetime


class BundleWithdrawn(Value):
    """A report that was public and is not any more."""

    report: int
    sequence: int
    department: PublicDepartment
    digest: str
    published_at: AwareDatetime
    withdrawn_at: AwareDatetime
    reason: str


class BundleDelay(Value):
    """A report that came late or is missing; the reason is that of an extension, if any."""

    department: str
    due: date
    handed_in: bool
    reason: str


class Contents(Value):
    """What of a region and year is in a bundle."""

    region: str
    fiscal_year: int
    reports: tuple[BundleReport, ...]
    withdrawn: tuple[BundleWithdrawn, ...]
    delays: tuple[BundleDelay, ...]


class Manifest(Contents):
    """The manifest. `version` is the SHA-256 of the canonical JSON of everything else in it."""

    format: Literal["jixiao-bundle/1"] = "jixiao-bundle/1"
    engine: int = ENGINE
    files: tuple[BundleFile, ...]
    version: str = ""

    @property
    def proper_version(self) -> str:
        """What `version` must be."""
        return digest(canonical_json(self.model_dump(mode="json", exclude={"version"})))

    def body(self) -> bytes:
        """The file."""
        return self.model_dump_json(indent=1).encode() + b"\n"

    def checksums(self) -> bytes:
        """`checksums.txt`: a line a file, the manifest's too, as `sha256sum` writes and checks them."""
        known = {one.path: one.sha256 for one in self.files} | {MANIFEST: digest(self.body())}
        return "".join(f"{known[path]}  {path}\n" for path in sorted(known)).encode()


def manifest_of(contents: Contents, files: Sequence[BundleFile]) -> Manifest:
    """The manifest of a bundle with these files."""
    whole = {name: getattr(contents, name) for name in Contents.model_fields}
    told = Manifest(**whole, files=tuple(sorted(files, key=lambda one: one.path)))
    return told.model_copy(update={"version": told.proper_version})


def file_of(path: str, data: bytes) -> BundleFile:
    """What the manifest says of a file."""
    return BundleFile(path=path, bytes=len(data), sha256=digest(data))


def scheme_path(scheme: PublicScheme) -> str:
    """Where the bundle has a scheme version."""
    return f"schemes/{scheme.id}-{scheme.version}.json"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a file of a bundle."""

    path: str
    message: str


def faults_of(paths: Collection[str], read: Callable[[str], bytes]) -> Iterator[Fault]:
    """Everything that is wrong with the bundle of these files; nothing where every byte and every score holds.

    Each file is read by `read` as it is looked at, one at a time.
    """
    missing = [name for name in (MANIFEST, CHECKSUMS) if name not in paths]
    if missing:
        yield from (Fault(name, "没有这个文件") for name in missing)
        return
    manifest = _manifest(read(MANIFEST))
    if manifest is None:
        yield Fault(MANIFEST, "已被改动：内容与它自己的版本摘要不符")
        known = _checksums(read(CHECKSUMS))
    else:
        known = {one.path: one.sha256 for one in manifest.files}
        if read(CHECKSUMS) != manifest.checksums():
            yield Fault(CHECKSUMS, "已被改动：与清单中的校验和不符")
    broken = set()
    for fault in _changed(paths, known, read):
        broken.add(fault.path)
        yield fault
    if manifest is not None:
        yield from _scores(manifest, broken, read)


def _manifest(data: bytes) -> Manifest | None:
    """The manifest, where not one byte of it has changed."""
    try:
        found = Manifest.model_validate_json(data)
    except ValidationError:
        return None
    return found if found.version == found.proper_version and found.body() == data else None


def _checksums(data: bytes) -> dict[str, str]:
    lines = (line.partition("  ") for line in data.decode("utf-8", "replace").splitlines())
    return {path: checksum for checksum, _, path in lines if path and path != MANIFEST}


def _changed(paths: Collection[str], known: Mapping[str, str], read: Callable[[str], bytes]) -> Iterator[Fault]:
    for path in sorted(known):
        if path not in paths:
            yield Fault(path, "没有这个文件")
        elif digest(read(path)) != known[path]:
            yield Fault(path, "已被改动：校验和与清单不符")
    for path in sorted(set(paths) - known.keys() - {MANIFEST, CHECKSUMS}):
        yield Fault(path, "清单里没有这个文件")


def _scores(manifest: Manifest, broken: Collection[str], read: Callable[[str], bytes]) -> Iterator[Fault]:
    schemes: dict[str, CompiledScheme | None] = {}
    for one in manifest.reports:
        path, where = f"{one.folder}/{DATA}", scheme_path(one.scheme)
        if path in broken or where in broken:
            continue
        if where not in schemes:
            schemes[where] = _scheme(read(where))
        compiled = schemes[where]
        if compiled is None:
            yield Fault(where, "不是一份能用的评分方案")
            continue
        try:
            copy = PublicCopy.model_validate_json(data := read(path))
        except ValidationError:
            yield Fault(path, "不是一份公开的报告")
            continue
        yield from (Fault(path, said) for said in _told(one, copy, data, compiled))


def _told(one: BundleReport, copy: PublicCopy, data: bytes, scheme: CompiledScheme) -> Iterator[str]:
    if digest(data) != one.digest or (copy.points, copy.rating) != (one.points, one.rating):
        yield "与清单中的摘要、得分或等次不符"
    yield from disagreements(copy, scheme)


def _scheme(data: bytes) -> CompiledScheme | None:
    try:
        return compile_scheme(_SCHEME.validate_json(data))
    except (ValidationError, SchemeInvalid):
        return None


_SCHEME: Final[TypeAdapter[Any]] = TypeAdapter(Scheme)

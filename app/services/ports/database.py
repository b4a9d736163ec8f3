"""Where everything is kept, and the time."""

from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from app.services.ports.attachments import AttachmentStore
from app.services.ports.departments import DepartmentStore
from app.services.ports.events import EventStore
from app.services.ports.follow_ups import FollowUpStore
from app.services.ports.imports import ImportStore
from app.services.ports.jobs import JobStore
from app.services.ports.passages import PassageStore
from app.services.ports.people import AccountStore, SectionStore, SessionStore, TokenStore
from app.services.ports.presence import PresenceStore
from app.services.ports.publications import PublicationStore
from app.services.ports.reports import ReportStore
from app.services.ports.results import ResultStore
from app.services.ports.review_queue import ReviewQueue
from app.services.ports.rounds import RoundStore
from app.services.ports.schemes import DraftStore, SchemeStore


class AlreadyStored(Exception):
    """A unique key is taken."""


class Store(Protocol):
    """The stores, seen from inside a transaction or for reading."""

    @property
    def reports(self) -> ReportStore:
        """Reports."""

    @property
    def results(self) -> ResultStore:
        """What came of reports."""

    @property
    def departments(self) -> DepartmentStore:
        """Departments."""

    @property
    def schemes(self) -> SchemeStore:
        """Schemes."""

    @property
    def drafts(self) -> DraftStore:
        """Drafts of schemes."""

    @property
    def jobs(self) -> JobStore:
        """Jobs."""

    @property
    def accounts(self) -> AccountStore:
        """Accounts."""

    @property
    def sessions(self) -> SessionStore:
        """Sessions."""

    @property
    def tokens(self) -> TokenStore:
        """API tokens."""

    @property
    def sections(self) -> SectionStore:
        """Sections of finance bureaus."""

    @property
    def events(self) -> EventStore:
        """The audit log."""

    @property
    def review_queue(self) -> ReviewQueue:
        """Reports that finance sections review, in lanes."""

    @property
    def rounds(self) -> RoundStore:
        """Evaluation rounds."""

    @property
    def follow_ups(self) -> FollowUpStore:
        """What follows on reports."""

    @property
    def attachments(self) -> AttachmentStore:
        """Evidence files."""

    @property
    def imports(self) -> ImportStore:
        """Files of imports of filled forms."""

    @property
    def passages(self) -> PassageStore:
        """The texts of submitted reports."""

    @property
    def presence(self) -> PresenceStore:
        """Who is editing."""

    @property
    def publications(self) -> PublicationStore:
        """Public copies of reports."""


class Database(Protocol):
    """Where everything is kept."""

    @property
    def reading(self) -> Store:
        """For reads: each statement sees what was last committed."""

    def transaction(self) -> AbstractAsyncContextManager[Store]:
        """A write transaction: committed at the end of the block, rolled back by any exception."""

    async def ready(self) -> bool:
        """Whether the database answers and has the newest migration."""


class Clock(Protocol):
    """The time."""

    def __call__(self) -> datetime:
        """Now, in UTC."""

"""What the use cases need of the world, as Protocols: a store with transactions, and the time."""

from app.services.ports.attachments import AttachmentStore
from app.services.ports.database import AlreadyStored, Clock, Database, Store
from app.services.ports.departments import DepartmentQuery, DepartmentStore, StoredDepartment
from app.services.ports.events import EventQuery, EventStore
from app.services.ports.follow_ups import FollowUpQuery, FollowUpStore, Reviewed, StoredFollowUp
from app.services.ports.imports import ImportItem, ImportStore
from app.services.ports.jobs import JobStore, StoredJob
from app.services.ports.passages import IndexedReport, NewPassage, PassageStore, StoredPassage
from app.services.ports.people import (
    AccountStore,
    SectionStore,
    SessionStore,
    StoredSection,
    StoredSession,
    StoredToken,
    TokenStore,
)
from app.services.ports.presence import PresenceStore, StoredPresence
from app.services.ports.reports import FactsQuery, ReportQuery, ReportRecord, ReportStore, StoredReport, StoredRevision
from app.services.ports.review_queue import Lane, QueueKey, QueueQuery, QueueRow, ReviewQueue
from app.services.ports.rounds import (
    AskedEntry,
    BoardCounts,
    BoardRow,
    EntryQuery,
    LateEntry,
    RoundHead,
    RoundQuery,
    RoundStore,
    StoredRound,
)
from app.services.ports.schemes import DraftStore, SchemeStore, StoredDraft, StoredScheme

__all__ = [
    "AccountStore",
    "AlreadyStored",
    "AskedEntry",
    "AttachmentStore",
    "BoardCounts",
    "BoardRow",
    "Clock",
    "Database",
    "DepartmentQuery",
    "DepartmentStore",
    "DraftStore",
    "EntryQuery",
    "EventQuery",
    "EventStore",
    "FactsQuery",
    "FollowUpQuery",
    "FollowUpStore",
    "ImportItem",
    "ImportStore",
    "IndexedReport",
    "JobStore",
    "Lane",
    "LateEntry",
    "NewPassage",
    "PassageStore",
    "PresenceStore",
    "QueueKey",
    "QueueQuery",
    "QueueRow",
    "ReportQuery",
    "ReportRecord",
    "ReportStore",
    "ReviewQueue",
    "Reviewed",
    "RoundHead",
    "RoundQuery",
    "RoundStore",
    "SchemeStore",
    "SectionStore",
    "SessionStore",
    "Store",
    "StoredDepartment",
    "StoredDraft",
    "StoredFollowUp",
    "StoredJob",
    "StoredPassage",
    "StoredPresence",
    "StoredReport",
    "StoredRevision",
    "StoredRound",
    "StoredScheme",
    "StoredSection",
    "StoredSession",
    "StoredToken",
    "TokenStore",
]

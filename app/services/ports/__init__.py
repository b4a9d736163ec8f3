"""What the use cases need of the world, as Protocols: a store with transactions, and the time."""

from app.services.ports.database import AlreadyStored, Clock, Database, Store
from app.services.ports.departments import DepartmentStore, StoredDepartment
from app.services.ports.jobs import JobStore, StoredJob
from app.services.ports.reports import FactsQuery, ReportQuery, ReportRecord, ReportStore, StoredReport, StoredRevision
from app.services.ports.schemes import DraftStore, SchemeStore, StoredDraft, StoredScheme

__all__ = [
    "AlreadyStored",
    "Clock",
    "Database",
    "DepartmentStore",
    "DraftStore",
    "FactsQuery",
    "JobStore",
    "ReportQuery",
    "ReportRecord",
    "ReportStore",
    "SchemeStore",
    "Store",
    "StoredDepartment",
    "StoredDraft",
    "StoredJob",
    "StoredReport",
    "StoredRevision",
    "StoredScheme",
]

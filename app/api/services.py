"""The use cases that the API offers, handed in by `main.py`."""

from dataclasses import dataclass

from app.services.access import AccessService
from app.services.attachments import AttachmentService
from app.services.audit import AuditService
from app.services.bundling import BundleService
from app.services.departments import DepartmentService
from app.services.drafts import DraftService
from app.services.examining import ExaminationService
from app.services.exporting import ExportService
from app.services.follow_ups import FollowUpService
from app.services.jobs import JobService
from app.services.passages import PassageService
from app.services.people import PeopleService
from app.services.ports import Database
from app.services.presence import PresenceService
from app.services.publishing import PublicationService
from app.services.registering import RegisterService
from app.services.report_imports.applying import ImportApplying
from app.services.report_imports.asking import ImportService
from app.services.report_imports.reading import ImportReading
from app.services.report_reading import ReportReading
from app.services.reports import ReportService
from app.services.results import ResultService
from app.services.review_queue import ReviewQueueService
from app.services.rounds import RoundService
from app.services.schemes import SchemeService
from app.services.statistics import StatisticsService
from app.services.tasks import TaskService
from app.services.units import UnitService
from app.services.waivers import WaiverService
from app.services.whatif import WhatIfService
from app.services.workflow import WorkflowService


@dataclass(frozen=True, slots=True)
class Services:
    """One of each, on one database."""

    database: Database
    access: AccessService
    people: PeopleService
    audit: AuditService
    departments: DepartmentService
    schemes: SchemeService
    reports: ReportService
    reading: ReportReading
    examining: ExaminationService
    workflow: WorkflowService
    waivers: WaiverService
    units: UnitService
    tasks: TaskService
    review_queue: ReviewQueueService
    drafts: DraftService
    jobs: JobService
    whatifs: WhatIfService
    rounds: RoundService
    follow_ups: FollowUpService
    attachments: AttachmentService
    registers: RegisterService
    passages: PassageService
    imports: ImportService
    import_reading: ImportReading
    import_applying: ImportApplying
    exporting: ExportService
    presence: PresenceService
    publishing: PublicationService
    bundling: BundleService
    results: ResultService
    statistics: StatisticsService

"""Wires settings → database → services → API → client → pages; the only module that knows every part."""

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.app import create_api
from app.api.services import Services
from app.asgi import FrontDoor
from app.client import Jixiao
from app.domain.people.password import DENGBAO3
from app.persistence.engine import create_database
from app.services.access import AccessService
from app.services.attachments import AttachmentService
from app.services.audit import AuditService
from app.services.bundling import KIND as BUNDLING
from app.services.bundling import BundleService
from app.services.departments import DepartmentService
from app.services.drafts import DraftService
from app.services.examining import ExaminationService
from app.services.exporting import ExportService
from app.services.follow_ups import FollowUpService
from app.services.jobs import JobService
from app.services.passages import PassageService
from app.services.passwords import Passwords
from app.services.people import PeopleService
from app.services.ports import Clock, Database, StoredJob
from app.services.presence import PresenceService
from app.services.publishing import PublicationService
from app.services.recording import Recorder
from app.services.registering import RegisterService
from app.services.report_imports.applying import ImportApplying
from app.services.report_imports.asking import APPLYING, KIND, ImportService
from app.services.report_imports.reading import ImportReading
from app.services.report_keeping import ReportKeeping
from app.services.report_reading import ReportReading
from app.services.reports import ReportService
from app.services.results import ResultService
from app.services.review_queue import ReviewQueueService
from app.services.reviewed import StoredReviewed
from app.services.rounds import RoundService
from app.services.schemes import SchemeService
from app.services.statistics import StatisticsService
from app.services.tasks import TaskService
from app.services.units import UnitService
from app.services.waivers import WaiverService
from app.services.whatif import WhatIfService
from app.services.worker import Run, Watch, Worker
from app.services.workflow import WorkflowService
from app.settings import Settings
from app.web.app import create_web
from app.web.bundle import StaticPages


def utc_now() -> datetime:
    """The clock of the service."""
    return datetime.now(UTC)


def create_services(database: Database, settings: Settings, clock: Clock = utc_now) -> Services:
    """The use cases on one database."""
    recorder = Recorder(clock)
    schemes = SchemeService(database, recorder)
    passages = PassageService(database)
    examining = ExaminationService(database, schemes, clock, passages)
    keeping = ReportKeeping(database, schemes, examining, clock, recorder)
    units = UnitService(keeping, schemes)
    reading = ReportReading(database, keeping, recorder)
    passwords = Passwords(settings.password_memory_kib, settings.password_passes)
    people = PeopleService(database, clock, recorder, passwords, DENGBAO3)
    departments = DepartmentService(database, recorder)
    access = AccessService(database, clock, recorder, passwords, DENGBAO3)
    reports = ReportService(keeping, schemes, recorder)
    attachments = AttachmentService(keeping, schemes, recorder)
    jobs = JobService(database, clock)
    imports = ImportService(keeping, jobs)
    publishing = PublicationService(database, schemes, clock, settings.font_folder)
    return Services(
        database,
        access,
        people,
        AuditService(database),
        departments,
        schemes,
        reports,
        reading,
        examining,
        WorkflowService(keeping, schemes, examining, publishing),
        WaiverService(keeping, examining),
        units,
        TaskService(database, units, clock),
        ReviewQueueService(database),
        DraftService(database, schemes, clock, recorder),
        jobs,
        WhatIfService(database, schemes),
        RoundService(database, schemes, clock, recorder),
        FollowUpService(keeping, StoredReviewed(database, schemes), recorder),
        attachments,
        RegisterService(database, departments, people),
        passages,
        imports,
        ImportReading(keeping, access),
        ImportApplying(keeping, imports, reports, attachments, access, recorder),
        ExportService(database, reading, examining, recorder, schemes, settings.font_folder),
        PresenceService(keeping),
        publishing,
        BundleService(database, publishing, jobs, settings.font_folder, StaticPages()),
        ResultService(database, schemes, examining, recorder),
        StatisticsService(database, schemes),
    )


def create_worker(services: Services, settings: Settings) -> Worker:
    """A worker for every kind of job. Each job has a thread, an event loop and a database connection of its own."""

    def in_own_loop(work: Callable[[Services, StoredJob, Watch], Awaitable[str]]) -> Run:
        async def opened(job: StoredJob, watch: Watch) -> str:
            database = create_database(settings.database_url, pool_size=2)
            await database.open()
            try:
                return await work(create_services(database, settings), job, watch)
            finally:
                await database.close()

        return lambda job, watch: asyncio.run(opened(job, watch))

    runs = {
        "what_if": in_own_loop(lambda own, job, watch: own.whatifs.run(job.request, watch)),
        KIND: in_own_loop(lambda own, job, watch: own.import_reading.run(job, watch)),
        APPLYING: in_own_loop(lambda own, job, watch: own.import_applying.run(job, watch)),
        BUNDLING: in_own_loop(lambda own, job, watch: own.bundling.run(job.request, watch)),
    }
    return Worker(services.jobs, runs)


class Application:
    """The whole service as one ASGI application; its lifespan opens and closes what it holds."""

    def __init__(self, settings: Settings, clock: Clock = utc_now) -> None:
        self._database = create_database(settings.database_url, pool_size=settings.database_pool_size)
        self.services = create_services(self._database, settings, clock)
        self.api = self.made_api()
        self.client = Jixiao(settings.api_base_url) if settings.api_base_url else Jixiao(app=self.api)
        hosts = [host.strip() for host in settings.allowed_hosts.split(",") if host.strip()]
        self._worker: Worker | None = None
        self._settings = settings
        self._front: ASGIApp = FrontDoor(self.api, self.made_pages(secure=settings.https), hosts)

    def made_api(self) -> FastAPI:
        """The API on this application's services."""
        return create_api(self.services)

    def made_pages(self, *, secure: bool) -> ASGIApp:
        """The pages on its client."""
        return create_web(self.client, secure=secure)

    async def open(self) -> None:
        """Connect; then keep the garbage collector away from what lives as long as the process."""
        await self._database.open()
        if self._settings.worker:
            self._worker = create_worker(self.services, self._settings)
            self._working = asyncio.create_task(self._worker.run())
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 100)

    async def close(self) -> None:
        """Let the worker hand back what it is at, and disconnect."""
        if self._worker is not None:
            self._worker.stop()
            await self._working
        await self.client.close()
        await self._database.close()

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Application"]:
        """Open for the length of a block."""
        await self.open()
        try:
            yield self
        finally:
            await self.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or the lifespan."""
        if scope["type"] != "lifespan":
            await self._front(scope, receive, send)
            return
        await receive()
        await self.open()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.close()
        await send({"type": "lifespan.shutdown.complete"})


def create_app() -> Application:
    """The application as the environment sets it."""
    return Application(Settings())

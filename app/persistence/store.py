"""All stores on one driver."""

from app.persistence.attachments import DriverAttachmentStore
from app.persistence.departments import DriverDepartmentStore
from app.persistence.drafts import DriverDraftStore
from app.persistence.driver import Driver
from app.persistence.events import DriverEventStore
from app.persistence.follow_ups import DriverFollowUpStore
from app.persistence.imports import DriverImportStore
from app.persistence.jobs import DriverJobStore
from app.persistence.passages import DriverPassageStore
from app.persistence.people import DriverAccountStore, DriverSectionStore, DriverSessionStore, DriverTokenStore
from app.persistence.presence import DriverPresenceStore
from app.persistence.publications import DriverPublicationStore
from app.persistence.reports import DriverReportStore
from app.persistence.results import DriverResultStore
from app.persistence.review_queue import DriverReviewQueue
from app.persistence.rounds import DriverRoundStore
from app.persistence.schemes import DriverSchemeStore


class DriverStore:
    """All stores on one driver."""

    def __init__(self, driver: Driver) -> None:
        self.reports = DriverReportStore(driver)
        self.results = DriverResultStore(driver)
        self.departments = DriverDepartmentStore(driver)
        self.schemes = DriverSchemeStore(driver)
        self.drafts = DriverDraftStore(driver)
        self.jobs = DriverJobStore(driver)
        self.accounts = DriverAccountStore(driver)
        self.sessions = DriverSessionStore(driver)
        self.tokens = DriverTokenStore(driver)
        self.sections = DriverSectionStore(driver)
        self.events = DriverEventStore(driver)
        self.review_queue = DriverReviewQueue(driver)
        self.rounds = DriverRoundStore(driver)
        self.follow_ups = DriverFollowUpStore(driver)
        self.attachments = DriverAttachmentStore(driver)
        self.passages = DriverPassageStore(driver)
        self.imports = DriverImportStore(driver)
        self.presence = DriverPresenceStore(driver)
        self.publications = DriverPublicationStore(driver)

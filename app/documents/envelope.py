"""What reading a document gives: the form, the supplement, and what was not understood."""

from pydantic import Field

from app.domain.errors import DomainError
from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.domain.model import Value


class Doubt(Value):
    """Something that was not understood, or not for sure: where it went (a pointer, or "" for nowhere), and why."""

    pointer: str
    found: str
    reason: str


class Found(Value):
    """Where in the document a value was read, and the text there; not `sure` where a person should look at it."""

    place: str
    original: str
    sure: bool = True


class Envelope(Value):
    """A report outside the server: what `jixiao read` prints and every command takes.

    `found` says by pointer (`/form/expenditure/rows/0/total`) where each value that is not blank was read; it is empty
    where no document was read.
    """

    form: Form = Form()
    supplement: Supplement = Supplement()
    doubts: tuple[Doubt, ...] = Field(default=())
    found: dict[str, Found] = Field(default={})


class NotAForm(DomainError):
    """The document is not an official form, or cannot be read at all."""

    code = "not_a_form"

"""What a written document does not give back: found by reading it, so that nothing is lost in silence."""

from app.documents.envelope import NotAForm
from app.documents.files import read_any
from app.domain.changes import differences
from app.domain.form.form import Form
from app.domain.places import place_name


def read_differently(form: Form, data: bytes) -> tuple[str, ...]:
    """The places (in words) of `form` that `data`, written from it, reads differently; usually none."""
    try:
        back = read_any(data).form
    except NotAForm:  # nothing to speak of is filled in
        back = Form()
    changed = differences(form.model_dump(mode="json"), back.model_dump(mode="json"))
    return tuple(dict.fromkeys(place_name(f"/form{one.pointer}", form) for one in changed))

"""What a scheme says of the checks of reports under it: other numbers, or that one does not apply, and why."""

from typing import Annotated

from pydantic import Field, StringConstraints

from app.domain.decimals import ExactDecimal
from app.domain.form.supplement import Identifier
from app.domain.model import Value

CheckId = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{1,2}$")]


class CheckSettings(Value):
    """Settings of one check (`docs/checks.md` lists the parameters of each)."""

    parameters: dict[Identifier, ExactDecimal] = Field(default={})
    off: Annotated[str, Field(max_length=500)] = ""
    """Why the check does not apply under this scheme; empty where it does."""

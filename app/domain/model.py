"""The base of every value that is stored or sent."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable value; a key that it does not know is refused, so that nothing typed is dropped in silence."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_name=True,
        serialize_by_alias=True,
        json_schema_serialization_defaults_required=True,
    )

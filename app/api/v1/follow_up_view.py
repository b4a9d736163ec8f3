"""How a follow-up is answered."""

from fastapi.responses import Response

from app.api.headers import etag, json_response
from app.contract.follow_up import Against, FollowUp
from app.services.follow_ups import FollowUpService
from app.services.ports import StoredFollowUp

ONE = "/api/v1/follow-ups/{follow_up_id}"


def follow_up_view(follow_ups: FollowUpService, one: StoredFollowUp) -> FollowUp:
    """A follow-up as the API answers it."""
    found = follow_ups.standing(one)
    standing = Against(kind=found.kind, late=found.late, left=found.left, sentence=found.sentence) if found else None
    return FollowUp.model_validate(
        {
            "id": one.id,
            "version": one.version,
            "report": one.report_id,
            "department": one.location.department,
            "department_name": one.department_name,
            "content": one.content,
            "standing": standing,
            "created_at": one.created_at,
            "updated_at": one.updated_at,
        }
    )


def answer(follow_ups: FollowUpService, one: StoredFollowUp, status: int = 200) -> Response:
    """A follow-up with its version as the ETag."""
    headers = {"ETag": etag(one.version)}
    if status == 201:
        headers["Location"] = f"/api/v1/follow-ups/{one.id}"
    return json_response(follow_up_view(follow_ups, one).model_dump_json().encode(), status=status, headers=headers)

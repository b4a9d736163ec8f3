"""The typed asynchronous client of `/api/v1`, for pages, scripts and other systems."""

from app.client.errors import (
    ApiError,
    Conflict,
    Forbidden,
    Gone,
    Invalid,
    NotFound,
    NotSignedIn,
    ServerFault,
    Stale,
    Unavailable,
)
from app.client.http import Download, acting
from app.client.jixiao import Jixiao

__all__ = [
    "ApiError",
    "Conflict",
    "Download",
    "Forbidden",
    "Gone",
    "Invalid",
    "Jixiao",
    "NotFound",
    "NotSignedIn",
    "ServerFault",
    "Stale",
    "Unavailable",
    "acting",
]

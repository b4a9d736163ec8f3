"""A browser as the service sees it: an HTTP client whose cookie, or header, says who it is."""

import base64
import json

import httpx

from app.domain.people.right import Right
from app.main import Application


def cookies_of(bearer: str) -> dict[str, str]:
    """What a browser holds after signing in; the frame shows every link."""
    shown = json.dumps({"name": "测试", "rights": [right.value for right in Right]})
    return {"jixiao": bearer, "jixiao-viewer": base64.urlsafe_b64encode(shown.encode()).decode()}


def browsing(application: Application, bearer: str) -> httpx.AsyncClient:
    """API and pages for whoever holds `bearer`: pages take it from the cookie, the API from the header."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(application),
        base_url="http://localhost",
        headers={"Authorization": f"Bearer {bearer}"} if bearer else {},
        cookies=cookies_of(bearer) if bearer else {},
    )

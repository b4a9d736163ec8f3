"""A browser as the service sees it: an HTTP client whose cookie, or header, says who it is."""

import httpx

from app.main import Application


def browsing(application: Application, bearer: str) -> httpx.AsyncClient:
    """API and pages for whoever holds `bearer`: pages take it from the cookie, the API from the header."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(application),
        base_url="http://localhost",
        headers={"Authorization": f"Bearer {bearer}"} if bearer else {},
        cookies={"jixiao": bearer} if bearer else {},
    )

"""Full page or fragment: decided here alone."""

from fastapi import Request


def wants_fragment(request: Request) -> bool:
    """Whether htmx asks for a part of the page; a restored history entry gets the whole one."""
    headers = request.headers
    return headers.get("hx-request") == "true" and headers.get("hx-history-restore-request") != "true"

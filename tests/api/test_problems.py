"""Every error has the one shape, with a number, in Chinese, and says what to do."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from app.contract.problem import Problem

pytestmark = pytest.mark.anyio
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("method", "path", "more", "status", "code"),
    [
        ("GET", "/api/v1/reports/999", {}, 404, "not_found"),
        ("GET", "/api/v1/nix", {}, 404, "no_such_path"),
        ("DELETE", "/api/v1/reports", {}, 405, "method_not_allowed"),
        ("GET", "/api/v1/reports?limit=0", {}, 422, "invalid"),
        ("GET", "/api/v1/reports?after=zz", {}, 422, "bad_cursor"),
        ("GET", "/api/v1/schemes/%00", {}, 422, "invalid"),
        ("GET", "/api/v1/departments?region=%00", {}, 422, "invalid"),
        ("GET", "/api/v1/reports?fiscal_yaer=2021", {}, 422, "invalid"),
        ("GET", f"/api/v1/reports/{'9' * 25}", {}, 422, "invalid"),
        ("GET", "/api/v1/reports/1/findings?stage=nix", {}, 422, "invalid"),
        ("GET", f"/api/v1/schemes/nix/versions/{'9' * 25}", {}, 422, "invalid"),
        ("POST", "/api/v1/reports", {"content": b"{", "headers": JSON}, 400, "bad_json"),
        ("POST", "/api/v1/reports", {"content": b"[]", "headers": JSON}, 422, "invalid"),
        ("POST", "/api/v1/reports", {"content": b"x" * 2_100_000, "headers": JSON}, 413, "too_large"),
        ("POST", "/api/v1/reports", {"json": {"department": 9, "fiscal_year": 2021}}, 404, "not_found"),
        ("PUT", "/api/v1/reports/1", {"json": {}}, 428, "if_match_required"),
        ("PUT", "/api/v1/reports/1", {"json": {}, "headers": {"If-Match": "abc"}}, 400, "bad_if_match"),
        (
            "POST",
            "/api/v1/scorecards",
            {"json": {"scheme": {"id": "nix", "version": 1}, "evidence": {}}},
            404,
            "not_found",
        ),
        ("POST", "/api/v1/reports", {"json": {}, "headers": {"Sec-Fetch-Site": "cross-site"}}, 403, "cross_site"),
        ("POST", "/api/v1/reports", {"json": {}, "headers": {"Origin": "http://evil.example"}}, 403, "cross_site"),
        ("GET", "/healthz", {"headers": {"Host": "evil.example"}}, 400, "unknown_host"),
    ],
)
async def test_every_refusal_is_a_problem(
    http: httpx.AsyncClient, method: str, path: str, more: dict[str, Any], status: int, code: str
) -> None:
    answer = await http.request(method, path, **more)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    problem = Problem.model_validate_json(answer.content)
    assert (problem.status, problem.code) == (status, code)
    assert problem.request_id == answer.headers["x-request-id"]
    assert any("一" <= char <= "鿿" for char in problem.detail)


async def test_a_body_of_unsaid_length_is_held_to_the_same_limit(http: httpx.AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * 65_536

    answer = await http.post("/api/v1/reports", content=endless(), headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


async def test_a_number_given_by_the_caller_is_kept(http: httpx.AsyncClient) -> None:
    answer = await http.get("/healthz", headers={"X-Request-ID": "abc-123"})
    assert answer.headers["x-request-id"] == "abc-123"


async def test_health_and_readiness_answer(http: httpx.AsyncClient) -> None:
    assert (await http.get("/healthz")).json() == {"status": "ok"}
    assert (await http.get("/readyz")).json() == {"status": "ready"}


async def test_free_scoring_stores_nothing_and_a_broken_scheme_is_refused_at_its_place(http: httpx.AsyncClient) -> None:
    scheme = (await http.get("/api/v1/schemes/yueyanglou-2021")).json()
    evidence = {"staff_in_post": "43", "established_posts": "40"}
    card = (await http.post("/api/v1/scorecards", json={"scheme": scheme, "evidence": evidence})).json()
    assert card["indicators"][0]["computed_points"] == "1.50"
    named = {"scheme": {"id": scheme["id"], "version": 1}, "evidence": evidence}
    assert (await http.post("/api/v1/scorecards", json=named)).json()["receipt"] == card["receipt"]
    scheme["total_points"] = "99"
    refused = (await http.post("/api/v1/scorecards", json={"scheme": scheme, "evidence": evidence})).json()
    assert refused["errors"][0]["pointer"] == "/scheme/total_points"

"""Whatever a server answers, the client raises its own errors, in Chinese, and never hangs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import httpx
import pytest

import app.client.http
from app.client import Jixiao, Unavailable
from app.client.errors import ServerFault

pytestmark = pytest.mark.anyio


def answer(body: bytes, status: str = "200 OK", kind: str = "application/json") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


@asynccontextmanager
async def answering(said: bytes | None) -> AsyncIterator[Jixiao]:
    """A client of a server that says just that to everybody, then hangs up; None is silence."""

    left, talks = asyncio.Event(), []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talks.append(asyncio.current_task())
        await reader.readuntil(b"\r\n\r\n")
        if said is None:
            await left.wait()
        writer.write(said or b"")
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, Jixiao(f"http://127.0.0.1:{port}") as client:
        yield client
        left.set()
        await asyncio.gather(*(one for one in talks if one))


@pytest.mark.parametrize(
    "said",
    [
        b"what?\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\nhalf",
        b"",
        answer(b"<html>login</html>", kind="text/html"),
        answer(b'{"items": "none"}'),
        answer(b""),
        answer(b"", "503 Service Unavailable"),
        answer(b"\xff\xfe", "502 Bad Gateway"),
        answer(b'{"detail": "not ours"}', "404 Not Found"),
    ],
)
async def test_nonsense_is_unavailable(said: bytes) -> None:
    async with answering(said) as client:
        with pytest.raises(Unavailable, match=r"[一-鿿]"):
            await client.reports.list()


async def test_silence_ends_at_the_time_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.client.http, "TIMEOUT", httpx.Timeout(0.2))
    async with answering(None) as client:
        with pytest.raises(Unavailable, match="没有应答"):
            await client.reports.list()


async def test_a_problem_is_told_as_the_server_told_it() -> None:
    problem = (
        '{"type":"urn:x","title":"服务出错","status":500,"detail":"服务出错，请稍后重试","instance":"/x",'
        '"code":"fault","request_id":"r","errors":[],"current":null}'
    )
    async with answering(answer(problem.encode(), "500 X", "application/problem+json")) as client:
        with pytest.raises(ServerFault, match="请稍后重试"):
            await client.reports.list()

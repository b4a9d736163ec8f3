"""Serves the application on a free loopback port and says which: `listening 40123`."""

import socket

import uvicorn

from app.main import create_app

if __name__ == "__main__":
    listener = socket.create_server(("127.0.0.1", 0))
    print(f"listening {listener.getsockname()[1]}", flush=True)  # noqa: T201 - the parent reads it
    uvicorn.Server(uvicorn.Config(create_app(), log_level="warning", access_log=False)).run([listener])

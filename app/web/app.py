"""The pages."""

from fastapi import FastAPI

from app.client import Jixiao


def create_web(client: Jixiao) -> FastAPI:
    """The pages on `client`."""
    web = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    web.state.client = client
    return web

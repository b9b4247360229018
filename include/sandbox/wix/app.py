"""The app of one Wix site."""

from __future__ import annotations

from fastapi import FastAPI, Request

from sandbox.core import Sandbox
from sandbox.wix import auth, catalogue, fulfillments, orders
from sandbox.wix.errors import Json, WixError, answer_error
from sandbox.wix.site import Site


def build(sandbox: Sandbox, key: str) -> FastAPI:
    """All routes of the site ``key``."""
    site = Site(sandbox, key)
    app = FastAPI(title=f"Wix site {key}", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    for part in (auth, orders, fulfillments, catalogue):
        app.include_router(part.routes(site))
    app.add_exception_handler(WixError, answer_error)
    app.add_exception_handler(404, _no_route)
    app.add_exception_handler(405, _no_route)
    return app


async def _no_route(request: Request, error: Exception) -> Json:
    return Json({"message": "Not Found", "details": {}}, 404)

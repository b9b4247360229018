"""The fake of Holded's API v2 for one account: a FastAPI app under /holded/{account}."""

from __future__ import annotations

import time
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from sandbox.core import Sandbox
from sandbox.holded import access, routes
from sandbox.holded.account import Account
from sandbox.holded.problems import Refused, problem

_LENGTH_REQUIRED = b"<html><head><title>411 Length Required</title></head><body><h1>411 Length Required</h1></body></html>"


class Proxy:
    """What stands before the real service: a POST or PUT without body must say Content-Length: 0, else 411."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: dict, receive: Any, send: Any) -> None:
        """ASGI."""
        names = {name.lower() for name, _ in scope.get("headers", ())}
        if scope.get("method") in ("POST", "PUT") and not names & {b"content-length", b"transfer-encoding"}:
            headers = [(b"content-type", b"text/html"), (b"content-length", str(len(_LENGTH_REQUIRED)).encode())]
            await send({"type": "http.response.start", "status": 411, "headers": headers})
            await send({"type": "http.response.body", "body": _LENGTH_REQUIRED})
            return
        await self.app(scope, receive, send)


def build(sandbox: Sandbox, key: str) -> FastAPI:
    """The app of one account."""
    account = Account(sandbox, key)
    app = FastAPI(title="Holded API v2 (sandbox)", docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(routes.build(account))

    @app.exception_handler(Refused)
    async def refused(request: Request, error: Refused) -> JSONResponse:
        return error.answer()

    @app.exception_handler(HTTPException)
    async def no_route(request: Request, error: HTTPException) -> JSONResponse:
        return Refused(error.status_code, str(error.detail)).answer()

    app.add_middleware(Proxy)
    return app


def fault_answer(action: str, seconds: float) -> tuple[int, dict[str, str], Any]:
    """Status, headers and body of the faults http_*."""
    if action.startswith("http_429"):
        window = "month" if action.endswith("month") else "minute"
        now = time.time()
        found = access.too_many(2_000 if window == "month" else 60, window, now + seconds, now)
    else:
        status = int(action.split("_")[1])
        found = Refused(status, {401: "Invalid or missing API key"}.get(status, "Internal server error"))
    return found.status, {**found.headers, "Content-Type": "application/problem+json"}, problem(found.status, found.detail)

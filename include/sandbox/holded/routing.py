"""How a route of API v2 is made: admitted, its body parsed, its answer written."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from sandbox.holded import access, shapes
from sandbox.holded.account import Account


class Routes:
    """Collects routes: each is admitted, gets its body checked, and answers JSON."""

    def __init__(self, account: Account) -> None:
        self.account, self.router = account, APIRouter(prefix="/api/v2")

    def add(self, method: str, path: str, scope: str | None, work: Callable[..., Any], *, body: bool = False, status: int = 200) -> None:
        """Register one route. ``work`` gets the request, and the parsed body where there is one; None answers no body."""

        async def endpoint(request: Request) -> Response:
            access.admit(self.account, request, scope)
            given = (request, shapes.parse(await request.body())) if body else (request,)
            answer = work(*given)
            return answer if isinstance(answer, Response) else _answer(answer, status)

        self.router.add_api_route(path, _named(endpoint, method, path), methods=[method], response_model=None)


def _named(endpoint: Callable[[Request], Awaitable[Response]], method: str, path: str) -> Callable[[Request], Awaitable[Response]]:
    endpoint.__name__ = f"{method} {path}"
    return endpoint


def _answer(answer: Any, status: int) -> Response:
    return Response(status_code=status) if answer is None else JSONResponse(answer, status)


def written(account: Account, answer: Any, status: int = 201) -> Response:
    """The answer of a write, or the v1-style error object under 200 that one client guards against."""
    if account.switch("write_answer") == "v1_error":
        return JSONResponse({"status": 0, "info": "Error"}, 200)
    return _answer(answer, status)

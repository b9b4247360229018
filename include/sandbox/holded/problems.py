"""The error answers of API v2: RFC 7807 problems, and the ``{"message"}`` form of some actions (contract 1.3)."""

from __future__ import annotations

from typing import Any

from fastapi.responses import JSONResponse

BASE = "https://api.holded.com/problems/"
KINDS = {
    400: ("bad-request", "Bad request"),
    401: ("unauthorized", "Unauthorized"),
    403: ("forbidden", "Forbidden"),
    404: ("not-found", "Not found"),
    405: ("method-not-allowed", "Method not allowed"),
    422: ("unprocessable-entity", "Unprocessable entity"),
    429: ("rate-limit", "Too many requests"),
    500: ("internal-server-error", "Internal server error"),
}


class Refused(Exception):
    """An answer other than success; ``message`` instead of ``detail`` makes the short form."""

    def __init__(self, status: int, detail: str, *, message: bool = False, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.message, self.headers = status, detail, message, headers or {}

    def answer(self) -> JSONResponse:
        """The HTTP answer."""
        if self.message:
            return JSONResponse({"message": self.detail}, self.status, self.headers)
        return JSONResponse(problem(self.status, self.detail), self.status, self.headers, media_type="application/problem+json")


def problem(status: int, detail: str) -> dict[str, Any]:
    """The body of a problem."""
    kind, title = KINDS.get(status, ("error", "Error"))
    return {"type": BASE + kind, "title": title, "status": status, "detail": detail}


def missing() -> Refused:
    """No such record, no such route."""
    return Refused(404, "Not Found")


def invalid(detail: str) -> Refused:
    """Content that the account refuses."""
    return Refused(422, detail)

"""Error answers in Wix's forms: application, validation and system errors, each with x-wix-request-id.

Codes that Wix publishes: ORDER_NOT_FOUND, TRACKING_NUMBER_ALREADY_EXISTS, UNAUTHENTICATED, PERMISSION_DENIED. The others are ours:
a caller must not branch on them.
"""

from __future__ import annotations

import time
import uuid
from typing import Any

import msgspec
from fastapi import Request
from starlette.responses import Response


class WixError(Exception):
    """A refusal; the app turns it into the answer."""

    def __init__(self, status: int, message: str, details: dict[str, Any] | None = None, body: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.body = body if body is not None else {"message": message, "details": details or {}}


def application(status: int, code: str, description: str, data: dict[str, Any] | None = None) -> WixError:
    """A business error with its code."""
    error = {"code": code, "description": description, **({"data": data} if data else {})}
    return WixError(status, description, {"applicationError": error})


def validation(*violations: tuple[str, str, str]) -> WixError:
    """400 with field violations: (field, description, rule name)."""
    rows = [{"field": field, "description": text, "ruleName": rule, "violatedRule": "OTHER"} for field, text, rule in violations]
    message = "; ".join(f"{field} {text}" for field, text, _ in violations)
    return WixError(400, f"INVALID_ARGUMENT: {message}", {"validationError": {"fieldViolations": rows}})


def oauth(status: int, code: str, description: str) -> WixError:
    """The token call's own error form (IETF)."""
    return WixError(status, description, body={"error": code, "error_description": description})


def request_id() -> str:
    """A new request id in Wix's look."""
    return f"{int(time.time())}.{uuid.uuid4().int % 10**18:018d}"


class Json(Response):
    """A JSON answer with a request id; numbers keep their digits."""

    media_type = "application/json"

    def __init__(self, content: Any, status_code: int = 200, headers: dict[str, str] | None = None) -> None:
        super().__init__(content, status_code, {"x-wix-request-id": request_id(), **(headers or {})})

    def render(self, content: Any) -> bytes:
        """Encode."""
        return msgspec.json.encode(content)


async def answer_error(request: Request, error: WixError) -> Json:
    """Exception handler of the app."""
    return Json(error.body, error.status)


def fault_answer(action: str, seconds: float) -> tuple[int, dict[str, str], Any]:
    """Answers of the faults http_*: a 5xx of Wix may be empty; Retry-After is not documented but honoured by callers."""
    headers = {"x-wix-request-id": request_id()}
    if action.startswith("http_429"):
        return 429, {**headers, "Retry-After": f"{seconds:g}"}, {"message": "Too Many Requests", "details": {}}
    if action == "http_401":
        error = application(401, "UNAUTHENTICATED", "No identity found")
        return 401, headers, error.body
    return 500, headers, {"message": "", "details": {}}

"""The routes of VIES: check a number, state of the member states; and the admin's."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

from sandbox.core import Sandbox
from sandbox.vies.numbers import COUNTRIES, is_registered, register

_NUMBER = re.compile(r"[0-9A-Za-z+*.]{2,12}")
_KNOWN = (
    "countryCode", "vatNumber", "requesterMemberStateCode", "requesterNumber", "traderName", "traderStreet", "traderPostalCode",
    "traderCity", "traderCompanyType",
)  # fmt: skip


def build(sandbox: Sandbox, key: str) -> FastAPI:
    """The service; ``key`` is always the same."""
    app = FastAPI(title="VIES (sandbox)", docs_url=None, redoc_url=None, openapi_url=None)

    @app.post("/rest-api/check-vat-number")
    async def check(request: Request) -> JSONResponse:
        try:
            asked = await request.json()
            country, number = asked["countryCode"], asked["vatNumber"]
            given = country in COUNTRIES and bool(_NUMBER.fullmatch(number))
        except (ValueError, KeyError, TypeError):
            given = False
        if not given:
            return _error(400, "INVALID_INPUT")
        for name in asked.keys() - set(_KNOWN):
            sandbox.violation("vies", f"check-vat-number: unknown field {name}")
        if _down(sandbox, country):
            return _error(int(sandbox.setting("vies", "error_status", 500)), "MS_UNAVAILABLE")
        return JSONResponse(_answer(sandbox, asked, country, number))

    @app.get("/rest-api/check-status")
    async def status() -> dict[str, Any]:
        rows = [{"countryCode": code, "availability": "Unavailable" if _down(sandbox, code) else "Available"} for code in COUNTRIES]
        return {"vow": {"available": True}, "countries": rows}

    return app


def _answer(sandbox: Sandbox, asked: dict[str, Any], country: str, number: str) -> dict[str, Any]:
    """VIES names a consultation only to those who say who they are, and many member states give no name and address."""
    now = sandbox.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
    who = f"{asked.get('requesterMemberStateCode') or ''}{asked.get('requesterNumber') or ''}"
    consultation = hashlib.sha256(f"{who}{country}{number}{now}".encode()).hexdigest()[:12].upper()
    return {
        "countryCode": country, "vatNumber": number, "requestDate": now, "valid": is_registered(sandbox, f"{country}{number.upper()}"),
        "requestIdentifier": f"WAPIAAAA{consultation}" if who else "", "name": "---", "address": "---", "traderName": "---",
        "traderStreet": "---", "traderPostalCode": "---", "traderCity": "---", "traderCompanyType": "---",
        **{f"trader{part}Match": "NOT_PROCESSED" for part in ("Name", "Street", "PostalCode", "City", "CompanyType")},
    }  # fmt: skip


def _down(sandbox: Sandbox, country: str) -> bool:
    return bool(sandbox.setting("vies", "down", False)) or country in sandbox.setting("vies", "down_countries", ())


def _error(status: int, word: str) -> JSONResponse:
    return JSONResponse({"actionSucceed": False, "errorWrappers": [{"error": word}]}, status)


class Registration(BaseModel):
    """A number with its country code in front, and whether VIES shall know it."""

    model_config = ConfigDict(extra="forbid")
    number: str
    valid: bool = True


def admin_routes(sandbox: Sandbox) -> APIRouter:
    """Numbers to register, for the sandbox's admin."""
    router = APIRouter()

    @router.post("/sandbox/vies/numbers")
    async def numbers(request: Registration) -> dict[str, Any]:
        register(sandbox, request.number, valid=request.valid)
        return request.model_dump()

    return router

"""A fake of MyParcel (NL/BE) at /myparcel/{shop}, with its key check at /iam/{shop}.

Strict and stateful: a shipment is refused for what the real API refuses; a concept gets its barcode only by a label.
What the contract leaves open is a switch (switches.py). What people and carriers do is ``advance`` (progress.py),
also POST /sandbox/myparcel/{shop}/advance.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict

from sandbox.core import Sandbox
from sandbox.myparcel import account_routes, label_routes, progress, shipment_routes
from sandbox.myparcel.desk import SERVICE, Desk


def build(sandbox: Sandbox, account: str) -> FastAPI:
    """The API of one shop."""
    desk = Desk(sandbox, account)
    app = desk.new_app()
    shipment_routes.add(app, desk)
    label_routes.add(app, desk)
    account_routes.add(app, desk)
    return app


def build_iam(sandbox: Sandbox, account: str) -> FastAPI:
    """The key-check host of one shop."""
    desk = Desk(sandbox, account)
    app = desk.new_app()
    account_routes.add_key_check(app, desk)
    return app


def advance(sandbox: Sandbox, account: str, **doing: Any) -> dict[str, Any]:
    """Labels made in the back office, scans by the carrier: see progress.advance for the arguments."""
    desk = Desk(sandbox, account)
    done = progress.advance(desk.shop, **doing)
    desk.changed()
    return done


def fault_answer(action: str, seconds: float) -> tuple[int, dict[str, str], Any]:
    """The answers of armed faults in MyParcel's form; a 429's is not published, so it carries no Retry-After."""
    status = int(action.split("_")[1])
    if status == 429:
        return status, {}, {"message": "Too Many Requests"}
    code, title = (3000, "Access Denied.") if status == 401 else (1000, "Internal server error")
    flat = {"status": status, "code": code, "title": title, "message": title}
    request_id = "1763630000.0011"
    return (
        status,
        {"X-Request-Id": request_id},
        {"message": f"{title} (request_id: {request_id})", "request_id": request_id, "errors": [flat]},
    )


class AdvanceRequest(BaseModel):
    """What happens in the back office and on the way; all parts may be left out."""

    model_config = ConfigDict(extra="forbid")
    to: str | int = ""
    steps: int = 0
    ids: list[int] | None = None


def admin_routes(sandbox: Sandbox) -> APIRouter:
    """Doings that no API call shows, for the sandbox's admin."""
    router = APIRouter()

    @router.post("/sandbox/myparcel/{shop}/advance")
    async def advance_shop(shop: str, request: AdvanceRequest) -> dict[str, Any]:
        if sandbox.app(SERVICE, shop) is None:
            raise HTTPException(404, "no such shop")
        try:
            return advance(sandbox, shop, **request.model_dump())
        except ValueError as error:
            raise HTTPException(422, str(error)) from None

    return router

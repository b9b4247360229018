"""A fake of MyParcel (NL/BE) at /myparcel/{shop}, with its key check at /iam/{shop}.

Strict and stateful: a shipment is refused for what the real API refuses; a concept gets its barcode only by a label.
What the contract leaves open is a switch (switches.py). What people and carriers do stands in acts.py, and is also
reached at POST /sandbox/myparcel/{shop}/… (admin.py).
"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from sandbox.core import Sandbox
from sandbox.myparcel import account_routes, label_routes, return_routes, shipment_routes, tracking_routes, webhook_routes
from sandbox.myparcel.acts import advance
from sandbox.myparcel.admin import admin_routes
from sandbox.myparcel.desk import Desk

__all__ = ["admin_routes", "advance", "build", "build_iam", "fault_answer"]


def build(sandbox: Sandbox, account: str) -> FastAPI:
    """The API of one shop."""
    desk = Desk(sandbox, account)
    app = desk.new_app()
    shipment_routes.add(app, desk)
    label_routes.add(app, desk)
    return_routes.add(app, desk)
    tracking_routes.add(app, desk)
    webhook_routes.add(app, desk)
    account_routes.add(app, desk)
    return app


def build_iam(sandbox: Sandbox, account: str) -> FastAPI:
    """The key-check host of one shop."""
    desk = Desk(sandbox, account)
    app = desk.new_app()
    account_routes.add_key_check(app, desk)
    return app


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

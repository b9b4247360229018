"""What people do in a shop's back office, as functions and as admin routes.

POST /sandbox/wix/{site}/orders/{number or id}/{act} with the act's keyword arguments as JSON (dates ISO 8601, amounts as text);
POST /sandbox/wix/{site}/later {"at"} plays what happens to the sample orders in a later hour.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, HTTPException, Request

from sandbox.core import Sandbox
from sandbox.wix.change import ActError, Change, order_of
from sandbox.wix.edits import annotate, cancel, edit, fulfil
from sandbox.wix.payments import authorize, capture, chargeback, pay, reverse_chargeback, void
from sandbox.wix.refunds import refund, settle
from sandbox.wix.site import Site

__all__ = [
    "ACTS", "ActError", "Change", "annotate", "authorize", "cancel", "capture", "chargeback", "edit", "fulfil", "order_of", "pay", "refund",
    "reverse_chargeback", "settle", "void",
]  # fmt: skip

ACTS: dict[str, Callable[..., str]] = {
    act.__name__: act
    for act in (pay, authorize, capture, void, refund, settle, chargeback, reverse_chargeback, cancel, edit, fulfil, annotate)
}


def admin_routes(sandbox: Sandbox) -> APIRouter:
    """The acts, for the sandbox's admin."""
    router = APIRouter()

    @router.post("/sandbox/wix/{site}/orders/{order}/{act}")
    async def one(site: str, order: str, act: str, request: Request) -> dict[str, Any]:
        given = await _given(request)
        if act not in ACTS:
            raise HTTPException(404, f"no such act; known: {', '.join(ACTS)}")
        if wrong := given.keys() - inspect.signature(ACTS[act]).parameters.keys() | given.keys() & {"site", "order"}:
            raise HTTPException(422, f"{act} takes no {', '.join(sorted(wrong))}")
        place = _site(sandbox, site)
        try:
            return {"id": ACTS[act](place, order, **given), "order": order_of(place, order)}
        except (ActError, ArithmeticError, KeyError, TypeError) as error:
            raise HTTPException(422, str(error) or type(error).__name__) from None

    @router.post("/sandbox/wix/{site}/later")
    async def later(site: str, request: Request) -> dict[str, Any]:
        from sandbox.samples.later import play

        given = await _given(request)
        try:
            return {"done": play(_site(sandbox, site), given.get("at"))}
        except ActError as error:
            raise HTTPException(422, str(error)) from None

    return router


async def _given(request: Request) -> dict[str, Any]:
    try:
        given = await request.json() if await request.body() else {}
        if not isinstance(given, dict):
            raise ValueError("the body is no JSON object")
        if "at" in given:
            moment = datetime.fromisoformat(given["at"])
            given["at"] = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except ValueError as error:
        raise HTTPException(422, str(error)) from None
    return given


def _site(sandbox: Sandbox, key: str) -> Site:
    if sandbox.app("wix", key) is None:
        raise HTTPException(404, "no such site")
    return Site(sandbox, key)

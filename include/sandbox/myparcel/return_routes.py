"""Returns: two content types of POST /shipments, and the link to the shop's return page."""

from __future__ import annotations

import hashlib
from typing import Any

from fastapi import FastAPI, Request

from sandbox.myparcel import errors, returns, webhooks
from sandbox.myparcel.desk import Desk
from sandbox.myparcel.errors import Refused

RELATED, UNRELATED = "application/vnd.return_shipment+json", "application/vnd.unrelated_return_shipment+json"


def add(app: FastAPI, desk: Desk) -> None:
    """Put the route on the shop's app."""

    @app.post("/return_shipments")
    async def return_page(request: Request) -> dict[str, Any]:
        desk.admit(request, "insertShipment")
        if await request.body():
            desk.note("POST /return_shipments takes no body: return labels are made by POST /shipments")
        if not desk.switches["return_page"]:
            raise Refused(404, errors.TITLES[404], code=3000)
        key = hashlib.sha1(str(desk.who.shop_id).encode(), usedforsecurity=False).hexdigest()[:32]
        return {"data": {"download_url": {"link": f"https://myparcel.me/returns/{key}"}}}


def create(desk: Desk, request: Request, body: Any, media: str) -> dict[str, Any]:
    """The answer to a POST /shipments of one of the two content types."""
    query, agent = request.query_params, request.headers.get("user-agent", "")
    made = returns.create(desk.shop, body, agent, related=media == RELATED, mail=query.get("send_return_mail", ""))
    webhooks.dispatch(desk)
    return {"data": {"ids": [{"id": row["id"], "reference_identifier": row["reference_identifier"]} for row in made]}}

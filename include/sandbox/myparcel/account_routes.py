"""The account's own data, what its contracts and rules allow, liveness, and the key check on its own host."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request

from sandbox.myparcel import account, capabilities, errors
from sandbox.myparcel.desk import Desk
from sandbox.myparcel.errors import Refused


def add(app: FastAPI, desk: Desk) -> None:
    """Put the routes on the shop's app."""

    @app.get("/")
    async def alive() -> dict[str, str]:
        return {"title": "MyParcel API", "status": "OK"}

    @app.get("/acl")
    async def acl(request: Request) -> dict[str, Any]:
        desk.admit(request)
        return account.acl(desk.who, desk.switches)

    @app.get("/accounts")
    async def accounts(request: Request) -> dict[str, Any]:
        desk.admit(request, "selectAccount")
        return account.accounts(desk.who, desk.switches)

    @app.get("/shops")
    async def shops(request: Request) -> dict[str, Any]:
        desk.admit(request, "selectShop")
        wanted = request.query_params.get("id", str(desk.who.shop_id))
        rows = [account.shop(desk.who, desk.switches)] if wanted == str(desk.who.shop_id) else []
        return {"data": {"shops": rows}}

    @app.get("/shops/{shop_id}/shipping_rules/implications")
    async def implications(request: Request, shop_id: str) -> dict[str, Any]:
        desk.admit(request, "readShippingRules")
        if shop_id != str(desk.who.shop_id):
            raise Refused(403, errors.TITLES[403], code=3001)
        return capabilities.implications(desk.who, desk.switches, dict(request.query_params))

    @app.post("/shipments/capabilities")
    async def ask(request: Request) -> dict[str, Any]:
        desk.admit(request)
        if "version=2.0" not in request.headers.get("content-type", ""):
            raise Refused(415, errors.TITLES[415], code=3100)
        return capabilities.capabilities(desk.who, await desk.json(request), desk.note)


def add_key_check(app: FastAPI, desk: Desk) -> None:
    """The one route of the other host."""

    @app.get("/whoami")
    async def whoami(request: Request) -> dict[str, Any]:
        desk.check_key(request)
        return account.whoami(desk.who, desk.switches)

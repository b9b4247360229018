"""The account's own data, its webhook subscriptions, liveness, and the key check on its own host."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request, Response

from sandbox.myparcel import account
from sandbox.myparcel.desk import Desk
from sandbox.myparcel.errors import Refused

_HOOKS = (
    "shipment_status_change shipment_label_created order_status_change shop_updated shop_carrier_accessibility_updated "
    "shop_carrier_configuration_updated subscription_created_or_updated"
)
HOOKS = frozenset(_HOOKS.split())


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

    _add_subscriptions(app, desk)


def add_key_check(app: FastAPI, desk: Desk) -> None:
    """The one route of the other host."""

    @app.get("/whoami")
    async def whoami(request: Request) -> dict[str, Any]:
        desk.check_key(request)
        return account.whoami(desk.who, desk.switches)


def _add_subscriptions(app: FastAPI, desk: Desk) -> None:
    @app.post("/webhook_subscriptions")
    async def subscribe(request: Request) -> dict[str, Any]:
        desk.admit(request, "insertWebhookSubscription")
        body = await desk.json(request)
        rows = body.get("data", {}).get("webhook_subscriptions") if isinstance(body, dict) else None
        if not isinstance(rows, list) or not rows:
            raise Refused(422, "Invalid webhook subscription", code=10001)
        return {"data": {"ids": [{"id": _subscribe(desk, row)} for row in rows]}}

    @app.get("/webhook_subscriptions")
    async def subscriptions(request: Request) -> dict[str, Any]:
        desk.admit(request, "selectWebhookSubscription")
        rows = desk.shop.state.get("subscriptions", {}).values()
        hook = request.query_params.get("hook")
        return {"data": {"webhook_subscriptions": [row for row in rows if hook in (None, row["hook"])]}}

    @app.get("/webhook_subscriptions/{ids}")
    async def subscription(request: Request, ids: str) -> dict[str, Any]:
        desk.admit(request, "selectWebhookSubscription")
        wanted = desk.ids(ids)
        rows = [row for row in desk.shop.state.get("subscriptions", {}).values() if row["id"] in wanted]
        return {"data": {"webhook_subscriptions": rows}}

    @app.delete("/webhook_subscriptions/{ids}")
    async def unsubscribe(request: Request, ids: str) -> Response:
        desk.admit(request, "deleteWebhookSubscription")
        wanted, kept = desk.ids(ids), desk.shop.state.get("subscriptions", {})
        for hook in [hook for hook, row in kept.items() if row["id"] in wanted]:
            del kept[hook]
        return Response(status_code=204)


def _subscribe(desk: Desk, row: Any) -> int:
    """One subscription per hook and shop: a new one takes the slot of the old."""
    hook, url = (row.get("hook"), row.get("url")) if isinstance(row, dict) else (None, None)
    if hook not in HOOKS:
        raise Refused(422, "Invalid webhook hook", code=10003)
    if not isinstance(url, str) or not url.startswith("https://"):
        raise Refused(422, "Invalid webhook url", code=10002)
    if url != url.lower():
        desk.note("webhook url is made lower-case by MyParcel")
    number = desk.shop.state.get("next_subscription", 550_001)
    desk.shop.state["next_subscription"] = number + 1
    kept = {"id": number, "account_id": desk.who.account_id, "shop_id": desk.who.shop_id, "hook": hook, "url": url.lower()}
    desk.shop.state.setdefault("subscriptions", {})[hook] = kept
    return number

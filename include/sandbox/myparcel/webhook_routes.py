"""/webhook_subscriptions: one per hook and shop."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request, Response

from sandbox.myparcel import webhooks
from sandbox.myparcel.courier import is_loopback
from sandbox.myparcel.desk import Desk
from sandbox.myparcel.errors import Refused

_HOOKS = (
    "shipment_status_change shipment_label_created order_status_change shop_updated shop_carrier_accessibility_updated "
    "shop_carrier_configuration_updated subscription_created_or_updated"
)
HOOKS = frozenset(_HOOKS.split())
_FIELDS = frozenset({"hook", "url", "account_id", "shop_id", "payload"})


def add(app: FastAPI, desk: Desk) -> None:
    """Put the routes on the shop's app."""

    @app.post("/webhook_subscriptions")
    async def subscribe(request: Request) -> dict[str, Any]:
        desk.admit(request, "insertWebhookSubscription")
        body = await desk.json(request)
        rows = body.get("data", {}).get("webhook_subscriptions") if isinstance(body, dict) else None
        if not isinstance(rows, list) or not rows:
            raise Refused(422, "Invalid webhook subscription", code=10001)
        checked = [_checked(desk, row) for row in rows]
        return {"data": {"ids": [{"id": _kept(desk, hook, url)} for hook, url in checked]}}

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


def _checked(desk: Desk, row: Any) -> tuple[str, str]:
    """Hook and URL as MyParcel keeps them: https only (http on this machine, where the sandbox delivers), lower-case."""
    hook, url = (row.get("hook"), row.get("url")) if isinstance(row, dict) else (None, None)
    if hook not in HOOKS:
        raise Refused(422, "Invalid webhook hook", code=10003)
    if not isinstance(url, str) or not (url.startswith("https://") or (url.startswith("http://") and is_loopback(url))):
        raise Refused(422, "Invalid webhook url", code=10002)
    for name in row.keys() - _FIELDS:
        desk.note(f"unknown field data.webhook_subscriptions.{name}")
    if url != url.lower():
        desk.note("webhook url is made lower-case by MyParcel")
    return hook, url.lower()


def _kept(desk: Desk, hook: str, url: str) -> int:
    """A new subscription takes the slot of the old, whoever made it."""
    state = desk.shop.state
    number = state.get("next_subscription", 550_001)
    state["next_subscription"] = number + 1
    state.setdefault("subscriptions", {})[hook] = {
        "id": number,
        "account_id": desk.who.account_id,
        "shop_id": desk.who.shop_id,
        "hook": hook,
        "url": url,
    }
    webhooks.forget_history(desk)
    return number

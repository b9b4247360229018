"""MyParcel's webhooks of a store: the address, who is subscribed, and what a call may leave behind: ids of shipments to read."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from typing import Any

from order_sync.errors import OrderSyncError, SettingsError
from order_sync.steps.shop import Shop

log = logging.getLogger(__name__)
PATH = "/order-sync/hooks/myparcel"
RUN_EVERY_MINUTES = 5  # at most one run of tracking that a webhook starts
_MOST_IDS = 1000  # of one call
_LONGEST_ID = 18
_MASK = "(token)"


def address(shop: Shop) -> str:
    """Where MyParcel is to call; SettingsError where the store has no public address. Its last part is secret."""
    base = shop.settings.tracking.webhook_url
    if not base:
        raise SettingsError(
            "no public address", where=f"store {shop.store}: tracking.webhook_url",
            cure="Set the https address under which MyParcel reaches Airflow; without one tracking works by polling.",
        )  # fmt: skip
    return f"{base.rstrip('/')}{PATH}/{shop.store}/{shop.myparcel().webhook_token(shop.store)}"


def show(shop: Shop) -> list[dict[str, Any]]:
    """The shop's subscriptions: hook, url (our token masked), whose: ours, outdated (an earlier key or address of ours), another."""
    return [
        {"id": row["id"], "hook": row["hook"], "url": masked(shop, row["url"]), "whose": _whose(shop, row["url"])}
        for row in shop.myparcel().webhook_subscriptions()
    ]


def subscribe(shop: Shop, *, take_over: bool = False) -> dict[str, str]:
    """Subscribe our address. What another program has subscribed is left alone (OrderSyncError), unless it is to be taken over."""
    from order_sync.hooks.myparcel_webhooks import STATUS_HOOK

    url = address(shop)
    there = [row for row in shop.myparcel().webhook_subscriptions() if row["hook"] == STATUS_HOOK]
    if any(row["url"] == url for row in there):
        return {"verdict": "already there", "url": masked(shop, url)}
    others = [row["url"] for row in there if _whose(shop, row["url"]) == "another"]
    if others and not take_over:
        raise OrderSyncError(
            f"{STATUS_HOOK} is subscribed by {others[0]}", where=f"MyParcel, store {shop.store}",
            cure="A shop has one subscriber per hook. Leave it (polling works without), or take it over with --take-over.",
        )  # fmt: skip
    shop.myparcel().subscribe(url)
    return {"verdict": f"taken over from {others[0]}" if others else "subscribed", "url": masked(shop, url)}


def remove(shop: Shop) -> int:
    """Delete what we subscribed, also with earlier keys; how many. Those of others stay."""
    ours = [row["id"] for row in shop.myparcel().webhook_subscriptions() if _whose(shop, row["url"]) != "another"]
    shop.myparcel().unsubscribe(ours)
    return len(ours)


def masked(shop: Shop, url: str) -> str:
    """An address without our token."""
    head, found, _ = url.partition(f"{PATH}/{shop.store}/")
    return f"{head}{found}{_MASK}" if found else url


def _whose(shop: Shop, url: str) -> str:
    base = shop.settings.tracking.webhook_url
    if base and url == address(shop):
        return "ours"
    return "outdated" if f"{PATH}/{shop.store}/" in url else "another"


def knows(shop: Shop, token: str, authorization: str) -> bool:
    """Whether a call has our address and the shop's key; both are compared in any case."""
    hook = shop.myparcel()
    right_address, right_key = hook.is_webhook_token(shop.store, token), hook.is_webhook_sender(authorization)
    return right_address and right_key


def take(shop: Shop, body: bytes) -> int:
    """Keep the shipment ids of a call as hints; how many. Anything else in it, and a body of another form, is not looked at."""
    ids = sorted(set(_ids(body)))[:_MOST_IDS]
    if ids:
        shop.database.run("tracking/hint", store=shop.store, ids=ids)
    return len(ids)


def may_start_run(shop: Shop) -> bool:
    """Whether a run may be started for a hint now: once in some minutes, whoever asks."""
    return shop.database.one("tracking/hinted_run", store=shop.store, minutes=RUN_EVERY_MINUTES) is not None


def _ids(body: bytes) -> Iterable[str]:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return
    hooks = data.get("data", {}) if isinstance(data, dict) else {}
    hooks = hooks.get("hooks") if isinstance(hooks, dict) else None
    for hook in hooks if isinstance(hooks, list) else [hooks]:
        if not isinstance(hook, dict):
            continue
        named = hook.get("shipment_ids")
        for one in [hook.get("shipment_id"), *(named if isinstance(named, list) else [])]:
            text = str(one) if isinstance(one, (int, str)) and not isinstance(one, bool) else ""
            if text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID:
                yield text

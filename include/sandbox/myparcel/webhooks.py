"""Webhooks: what is told to whom. Status changes come out of each shipment's history, so that none is forgotten or told twice.

Retries, order and duplicates are not documented: by default each is tried once, in order; switches make them come twice,
backwards, late, or not at all.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any

from sandbox.myparcel import sheets
from sandbox.myparcel.account import SERVICE
from sandbox.myparcel.courier import Courier

if TYPE_CHECKING:
    from sandbox.myparcel.desk import Desk

STATUS_HOOK, LABEL_HOOK = "shipment_status_change", "shipment_label_created"


def courier(desk: Desk) -> Courier:
    """The shop's courier, made on first use."""
    return desk.memory.setdefault("courier", Courier(desk.now))


def forget_history(desk: Desk) -> None:
    """A new subscription hears of what happens from now on."""
    for parcel in sheets.parcels(desk.shop.shipments.values()):
        parcel["_told"] = len(parcel["_history"])


def dispatch(desk: Desk) -> None:
    """Tell every status change that is not told yet: call it after anything that may move shipments."""
    if STATUS_HOOK not in _subscriptions(desk):
        return
    hooks = []
    for parcel in sheets.parcels(desk.shop.shipments.values()):
        news, parcel["_told"] = parcel["_history"][parcel.get("_told", 0) :], len(parcel["_history"])
        hooks += [_status_change(desk, parcel, entry["status"]) for entry in news]
    _send(desk, STATUS_HOOK, hooks, desk.now() + desk.switches["webhook_delay_seconds"])


def label_made(desk: Desk, ids: list[int], url: str, due: float) -> None:
    """Tell that a PDF by link is ready, or will never be."""
    told: dict[str, Any] = {"status": "success", "shipment_ids": ids, "printer_identifier": "", "pdf": url}
    if desk.switches["label_fails"]:
        told |= {"status": "failed", "pdf": "", "reason": "label could not be made"}
    _send(desk, LABEL_HOOK, [told], due)


def _status_change(desk: Desk, parcel: dict[str, Any], status: int) -> dict[str, Any]:
    told = {
        "shipment_id": parcel["id"],
        "account_id": parcel["account_id"],
        "shop_id": parcel["shop_id"],
        "status": status,
        "barcode": desk.shop.show([parcel])[0]["barcode"],
        "shipment_reference_identifier": parcel["reference_identifier"],
    }
    if desk.switches["order_mode"]:
        told["order_id"] = desk.sandbox.account(desk.key).guid(f"order/{parcel['id']}")
    elif parcel["id"] % 2:  # some deliveries carry it, some do not
        told["event"] = STATUS_HOOK
    return told


def _send(desk: Desk, hook: str, hooks: list[dict[str, Any]], due: float) -> None:
    kept = _subscriptions(desk).get(hook)
    if kept is None or not hooks:
        return
    if desk.switches["webhook_order"] == "reversed":
        hooks = hooks[::-1]
    deliveries = []
    for told in hooks:
        delivery = {"hook": hook, "url": kept["url"], "headers": _headers(desk, kept), "due": due}
        delivery["body"] = json.dumps({"data": {"hooks": [told]}}).encode()
        deliveries += [dict(delivery) for _ in range(desk.switches["webhook_copies"]) if not _lost(desk)]
    courier(desk).put(deliveries)


def _lost(desk: Desk) -> bool:
    """Whether this delivery is lost: every nth is, by the switch."""
    number = desk.memory["webhooks"] = desk.memory.get("webhooks", 0) + 1
    every = desk.switches["webhook_loss"]
    return bool(every) and number % every == 0


def _headers(desk: Desk, kept: dict[str, Any]) -> dict[str, str]:
    return {
        "User-Agent": "MyParcel/Webhook-Notifier",
        "Content-Type": "application/json; charset=utf-8",
        "X-MyParcel-Hook": kept["hook"],
        "X-MyParcel-HookId": hashlib.sha1(f"{kept['shop_id']} {kept['id']}".encode(), usedforsecurity=False).hexdigest(),
        "X-MyParcel-Authorization": base64.b64encode(f"{SERVICE}-{desk.key}-key".encode()).decode(),
    }


def _subscriptions(desk: Desk) -> dict[str, dict[str, Any]]:
    return desk.shop.state.get("subscriptions", {})

"""MyParcel's own Wix link left on: shipments of our orders that it imported beside ours. Source: MyParcel contract, 6.1 and 8."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from order_sync.errors import SettingsError
from order_sync.steps.shop import Shop
from order_sync.store.holds import hold
from order_sync.store.ledger import Entry


def imported_twins(shop: Shop, pending: list[Entry]) -> set[str]:
    """Wix ids of ``pending`` whose order the link has imported: they are held, like recent ones that were sent already. One call."""
    from order_sync.hooks.myparcel_concepts import imported

    theirs = [row for row in shop.myparcel().newest_shipments() if imported(row)]
    if not theirs:
        return set()
    orders = {intent.wix_order_id: _key(intent.order_number, intent.body) for intent in pending}
    sent = {
        row["wix_order_id"]: _key(row["order_number"], row["body"] or {}) for row in shop.database.rows("parcels/recent", store=shop.store)
    }
    found = {order_id: row for order_id, key in (sent | orders).items() for row in theirs if is_of(row, order_id, *key)}
    for order_id, row in found.items():
        number = (sent | orders)[order_id][0]
        also = "" if order_id in orders else ", ours is there too"
        hold(
            shop.database, shop.store, order_id, number, "myparcel", "DOUBLE_SHIPMENT", field="external_provider",
            seen=f"shipment {row['id']} was imported by MyParcel's own Wix link{also}",
        )  # fmt: skip
    return found.keys() & orders.keys()


def _key(number: str | None, body: dict[str, Any]) -> tuple[str, str, str]:
    to = body.get("recipient") or {}
    return number or "", _plain(to.get("postal_code")), to.get("cc") or ""


def is_of(shipment: dict[str, Any], wix_order_id: str, number: str, postal_code: str, country: str) -> bool:
    """Whether an imported shipment is of this order: its Wix id, or its number to the same postal code. A number alone proves nothing."""
    if str(shipment.get("external_provider_id") or "").lower() == wix_order_id.lower():
        return True
    to = shipment.get("recipient") or {}
    if not number or (_plain(to.get("postal_code")), to.get("cc")) != (postal_code, country):
        return False
    texts = (shipment.get("reference_identifier"), (shipment.get("options") or {}).get("label_description"))
    return any(re.search(rf"(?<!\w){re.escape(number)}(?!\w)", str(text)) for text in texts if text)


def _plain(text: Any) -> str:
    return re.sub(r"\W", "", str(text or "")).upper()


def shared_numbers(shop: Shop) -> Iterable[tuple[str, int]]:
    """Other stores whose parcels go to the same MyParcel shop, each with how many order numbers both have."""
    from order_sync.hooks.myparcel import MyParcelHook

    ours = shop.myparcel().account_key
    for store, settings in _others(shop):
        try:
            same = MyParcelHook(settings.connection).account_key == ours
        except SettingsError:  # told where that store is looked at
            continue
        if same:
            yield store, shop.database.one("parcels/same_numbers", store=shop.store, other=store)["orders"]


def _others(shop: Shop) -> Iterator[tuple[str, Any]]:
    for key, settings in sorted(shop.config.stores.items()):
        if key != shop.store and settings.myparcel:
            yield key, settings.myparcel

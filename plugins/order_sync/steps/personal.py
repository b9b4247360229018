"""The delivery address of an order for those who may see it: Wix's lines, how we read them, and what was shortened. Made anew, stored nowhere."""

from __future__ import annotations

import hashlib
from typing import Any

from order_sync.contracts.staging import ORDER_FIELDS
from order_sync.mapping import addresses, recipients, wix_order
from order_sync.steps.landing import stored_order
from order_sync.steps.shop import Shop

_SHOWN = (
    "ship_first_name", "ship_last_name", "ship_company", "ship_phone", "buyer_email", "ship_country", "ship_subdivision", "ship_postal_code",
    "ship_city", "ship_street_name", "ship_street_number", "ship_address_line", "ship_address_line2",
)  # fmt: skip


def delivery_address(shop: Shop, wix_order_id: str, carrier: int | None = None) -> dict[str, Any] | None:
    """``wix``: the texts as Wix has them; ``reading``: certain or unclear; ``street``: our reading or guess by field; ``raw``: the line of an
    unclear one; ``shortened``: what the recipient has shorter. None where the payload is not stored or the order is malformed.

    ``carrier``: the one of the shipment; else the store's.
    """
    payload = stored_order(shop.database, shop.store, wix_order_id)
    row = wix_order.rows(payload, hashlib.sha256(payload).digest()) if payload else None
    if row is None or row.malformed:
        return None
    fields = dict(zip(ORDER_FIELDS, row.order, strict=True))
    order = {name: (fields[name] or "").strip() for name in _SHOWN}
    found = addresses.of_order(order)
    unclear = isinstance(found, addresses.Unclear)
    street = found.guess if unclear else found
    named = zip(("street", "number", "number_suffix", "box_number", "street_additional_info"), street.texts, strict=True)
    settings = shop.settings.myparcel
    chosen = carrier or (settings.carrier if settings else 0)
    return {
        "wix": {name.removeprefix("ship_"): value for name, value in order.items() if value},
        "reading": "unclear, a guess" if unclear else "certain",
        "street": {name: value for name, value in named if value},
        "raw": found.raw if unclear else "",
        "shortened": [] if unclear else recipients.shortened(order, street, chosen),
    }

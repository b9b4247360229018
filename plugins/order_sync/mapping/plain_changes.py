"""Changes of a booked order that no money hangs on: named in the trace, never booked anew.

What the document was made from keeps one mark per kind of field, not the fields: nobody reads a buyer's data out of them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from order_sync.mapping.batch import Batch
from order_sync.mapping.case import Booked

RULE = "changed since booking"
_NAME = ("first_name", "last_name", "company")
_STREET = ("subdivision", "city", "postal_code", "street_name", "street_number", "address_line", "address_line2")
FIELDS = {
    "billing name": tuple(f"bill_{name}" for name in _NAME),
    "billing address": tuple(f"bill_{name}" for name in _STREET),
    "billing country": ("bill_country",),
    "billing phone": ("bill_phone",),
    "delivery name": tuple(f"ship_{name}" for name in _NAME),
    "delivery address": tuple(f"ship_{name}" for name in _STREET),
    "delivery country": ("ship_country",),
    "delivery phone": ("ship_phone",),
    "delivery method": ("delivery_title", "pickup_method"),
    "e-mail": ("buyer_email",),
    "language": ("buyer_language",),
    "buyer note": ("buyer_note",),
    "custom fields": ("extra_fields",),
    "texts of items": ("item_texts",),
}
_BETWEEN = "\x1f"


def marks(batch: Batch) -> list[dict[str, str]]:
    """Kind of field to its mark, for each order; a kind of which Wix has nothing has none."""
    texts = _texts(batch)
    salts = [id[:64].encode("ascii", "replace") for id in batch.orders["wix_order_id"]]
    found: list[dict[str, str]] = [{} for _ in salts]
    for name, columns in FIELDS.items():
        for at, values in enumerate(zip(*(texts[column] for column in columns), strict=True)):
            if any(values):
                found[at][name] = hashlib.blake2b(_BETWEEN.join(values).encode(), digest_size=4, key=salts[at]).hexdigest()
    return found


def note(batch: Batch, hashes: list[str], now: list[dict[str, str]], standing: Mapping[str, Booked]) -> None:
    """A step in the trace of every order whose document was made for the same money and from other texts; the kinds, never their values.

    ``standing``: Wix order id to the document that counts; one made before marks were kept tells nothing.
    """
    for at, id in enumerate(batch.orders["wix_order_id"]):
        made = standing.get(id)
        then = (made.basis or {}).get("marks") if made is not None and made.money_hash == hashes[at] else None
        changed = [name for name in FIELDS if then.get(name) != now[at].get(name)] if then is not None else []
        if changed:
            batch.verdicts.noted(at, RULE, f"no money: {', '.join(changed)}")


def _texts(batch: Batch) -> dict[str, list[str]]:
    items = batch.lines.loc[batch.lines["kind"] != "shipping"]
    told = items["name"].str.cat([items["description"], items["sku"]], sep=_BETWEEN)
    texts: dict[str, list[str]] = {
        "item_texts": told.groupby(items["at"]).agg("\n".join).reindex(batch.orders.index, fill_value="").tolist()
    }
    for name in dict.fromkeys(column for columns in FIELDS.values() for column in columns if column != "item_texts"):
        texts[name] = [_text(value) for value in batch.orders[name].tolist()]
    return texts


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True) if isinstance(value, dict) and value else value if isinstance(value, str) else ""

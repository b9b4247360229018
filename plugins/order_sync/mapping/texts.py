"""The texts of a document from the store's templates. The buyer's own words go to the document only, never into logs or holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

REFERENCE = "{reference}"  # of sales orders: our number takes its place when the batch is published
TITLES = {
    "ca": "Comanda Wix", "de": "Wix-Bestellung", "en": "Wix order", "es": "Pedido Wix", "fr": "Commande Wix", "it": "Ordine Wix",
    "nl": "Wix-bestelling", "pt": "Encomenda Wix",
}  # fmt: skip
DESCRIPTION = 250  # characters; Holded publishes no limit, and the list must stay readable
_VALUE = {"note": 1000, "delivery_address": 500}  # 1000 is Wix's own limit of a note
_SHORT = 120
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")
_FIELD = re.compile(r"\{\{|\}\}|\{([a-z_]*)\}")


def texts(order: Mapping[str, Any], kind: str, language: str, settings: Any) -> dict[str, str]:
    """description, notes and body of a document, those that are not empty; ``order`` is a row of a batch."""
    values = _values(order, kind, language)
    description = " ".join(filled(settings.description, values).split())
    if kind == "order" and REFERENCE not in settings.description:
        description = f"{description[:DESCRIPTION]} · {REFERENCE}"
    elif kind != "order":
        description = description[:DESCRIPTION]
    told = {"description": description, "notes": filled(settings.notes, values)}
    if kind != "order":
        told["body"] = filled(settings.body, values)
    return {name: text for name, text in told.items() if text}


def filled(template: str, values: Mapping[str, str]) -> str:
    """The template with its placeholders replaced once: what a value holds is never read as a template. Unknown ones become nothing."""
    braces = {"{{": "{", "}}": "}"}
    return _FIELD.sub(lambda found: braces.get(found[0]) or values.get(found[1] or "", ""), template).strip()


def _values(order: Mapping[str, Any], kind: str, language: str) -> dict[str, str]:
    told = {
        "title": TITLES.get(language, TITLES["en"]),
        "number": order["number"],
        "wix_order_id": order["wix_order_id"],
        "delivery": order["delivery_title"],
        "delivery_address": _address(order),
        "channel": order["channel"],
        "payment_method": ", ".join(order.get("methods") or ()),
        "note": order["buyer_note"],
    }
    clean = {name: _UNSEEN.sub(" ", text).replace(REFERENCE, "")[: _VALUE.get(name, _SHORT)].strip() for name, text in told.items()}
    return clean | {"reference": REFERENCE if kind == "order" else ""}


def _address(order: Mapping[str, Any]) -> str:
    """Where the order goes, in one line; nothing where nothing is delivered to the buyer."""
    if not order["has_shipping"] or order["pickup_method"]:
        return ""
    person = f"{order['ship_first_name']} {order['ship_last_name']}".strip()
    street = f"{order['ship_street_name']} {order['ship_street_number']}".strip() or order["ship_address_line"]
    place = f"{order['ship_postal_code']} {order['ship_city']}".strip()
    parts = (order["ship_company"], person, street, order["ship_address_line2"], place, order["ship_country"])
    return ", ".join(dict.fromkeys(part for part in parts if part))

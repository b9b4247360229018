"""MyParcel's own Wix link, left on beside ours: paid Wix orders become concepts with the shop's package preferences (contract 6.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sandbox.myparcel import account
from sandbox.myparcel.shop import Shop

PROVIDER = "Wix"
_NUMBER = re.compile(r"^(?P<street>.*?\D)\s+(?P<number>\d{1,5})\s*(?P<suffix>\S{0,6})$")


def import_orders(shop: Shop, orders: Iterable[Mapping[str, Any]]) -> list[int]:
    """One concept per paid order that was not imported before; their ids. ``orders``: as Wix gives them. Nothing is validated."""
    known = {row["external_provider_id"] for row in shop.shipments.values() if row["external_provider"] == PROVIDER}
    made = []
    for order in orders:
        if order.get("paymentStatus") != "PAID" or order["id"] in known:
            continue
        shipment = shop.make(_request(shop, order), "MyParcel-Wix/1.0")
        shipment |= {"external_provider": PROVIDER, "external_provider_id": order["id"], "origin": "wix"}
        shop.shipments[str(shipment["id"])] = shipment
        known.add(order["id"])
        made.append(shipment["id"])
    return made


def _request(shop: Shop, order: Mapping[str, Any]) -> dict[str, Any]:
    preferences = account.shop(shop.who, shop.switches)
    return {
        "carrier": 2 if shop.who.platform == 3 else 1,
        "reference_identifier": str(order["number"]),
        "recipient": _recipient(order),
        "options": preferences["shipment_options"] | {"label_description": str(order["number"])},
        "physical_properties": {"weight": preferences["general_settings"]["weight"]},
    }


def _recipient(order: Mapping[str, Any]) -> dict[str, Any]:
    shipping = order.get("shippingInfo") or {}
    to = (shipping.get("logistics") or {}).get("shippingDestination") or order.get("recipientInfo") or {}
    address, who = to.get("address") or {}, to.get("contactDetails") or {}
    name = " ".join(filter(None, (who.get("firstName"), who.get("lastName"))))
    street = address.get("streetAddress") or {}
    parts = {"street": street.get("name", ""), "number": street.get("number", "")}
    if not parts["street"]:
        split = _NUMBER.match(address.get("addressLine1") or address.get("addressLine") or "")
        parts = (
            {"street": split["street"], "number": split["number"], "number_suffix": split["suffix"]}
            if split
            else {"street": address.get("addressLine1") or address.get("addressLine") or "-"}
        )
    return {
        "cc": address.get("country", "NL"),
        "postal_code": address.get("postalCode", ""),
        "city": address.get("city", ""),
        "person": name or "-",
        "company": who.get("company", ""),
        "email": (order.get("buyerInfo") or {}).get("email", ""),
        "phone": who.get("phone", ""),
        **parts,
    }

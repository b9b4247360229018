"""Customs declarations: CN22/CN23 data of a shipment that leaves the EU."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.myparcel import tables
from sandbox.myparcel.fields import Findings

_DIGITS = {tables.DPD: (8,), tables.BPOST: (6, 8), tables.DHL_FOR_YOU: (8, 10), tables.DHL_CONNECT: (8, 10), tables.DHL_EUROPLUS: (8, 10)}


def check(shipment: Mapping[str, Any], path: str, found: Findings) -> None:
    """A declaration is needed outside the EU, and must agree with the parcel."""
    declaration, cc = shipment.get("customs_declaration"), shipment["recipient"]["cc"]
    path = f"{path}.customs_declaration"
    if tables.zone(cc) != "ROW":
        return
    if declaration is None:
        found.fault(3702, path, "is needed")
        return
    if declaration["contents"] in (1, 2, 5) and not declaration.get("invoice"):
        found.fault(3703, f"{path}.invoice", "is required")
    physical = shipment.get("physical_properties")
    if physical and declaration["weight"] != physical["weight"]:
        found.fault(3702, f"{path}.weight", "differs from physical_properties.weight")
    if sum(item["item_value"]["amount"] for item in declaration["items"]) < 100:
        found.fault(3702, f"{path}.items", "must be worth at least 100 cents together")
    _items(shipment, path, found)
    if sum(item["weight"] for item in declaration["items"]) != declaration["weight"]:
        found.ignored.append(f"{path}: the items' weights, of whole lines, do not add up to the declaration's")
    if shipment["carrier"] == tables.DPD and cc == "GB":
        _british(shipment, path, found)


def _items(shipment: Mapping[str, Any], path: str, found: Findings) -> None:
    carrier, cc = shipment["carrier"], shipment["recipient"]["cc"]
    digits = (10,) if cc == "US" else _DIGITS.get(carrier, (6, 8, 10))
    for place, item in enumerate(shipment["customs_declaration"]["items"]):
        if len(item["classification"]) not in digits:
            found.fault(3702, f"{path}.items[{place}].classification", f"must have {' or '.join(map(str, digits))} digits")
        if carrier == tables.BPOST and len(item["description"]) > 30:
            found.fault(3702, f"{path}.items[{place}].description", "is longer than 30")


def _british(shipment: Mapping[str, Any], path: str, found: Findings) -> None:
    """DPD to Great Britain: numbers of the sender for consumers, of the recipient for companies."""
    declaration, recipient = shipment["customs_declaration"], shipment["recipient"]
    business = bool(recipient.get("company"))
    holder, where = (recipient, path.replace("customs_declaration", "recipient")) if business else (declaration, path)
    for name, code in (("eori_number", 3748), ("vat_number", 3749)):
        if not holder.get(name) and not (name == "vat_number" and declaration.get("vat_number_uk")):
            found.fault(code, f"{where}.{name}", "is required")

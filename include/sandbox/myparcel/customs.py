"""Customs declarations: CN22/CN23 data of a shipment that leaves the EU."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sandbox.myparcel import tables
from sandbox.myparcel.fields import Findings


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
    for place, item in enumerate(declaration["items"]):
        if cc == "US" and not re.match(r"^\d{10}$", item["classification"]):
            found.fault(3702, f"{path}.items[{place}].classification", "must have 10 digits")

"""Would MyParcel take this shipment? Pure: the request in, faults out. Codes are MyParcel's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sandbox.myparcel import customs, fields, tables
from sandbox.myparcel.fields import Findings

_POSTAL_CODES = {"NL": r"^\d{4} ?[A-Za-z]{2}$", "BE": r"^\d{4}$"}
_STATE_NEEDED = frozenset({"US", "CA"})


def check_shipment(shipment: Any, index: int, platform: int, found: Findings) -> None:
    """Hold one shipment of POST or PUT /shipments against the contract; ``index`` is its place in the batch."""
    path = f"data.shipments[{index}]"
    if not isinstance(shipment, dict):
        found.fault(3754, path, "must be an object")
        return
    before = len(found.faults)
    fields.check(shipment, fields.SHIPMENT, path, found)
    _check_parts(shipment, path, found)
    if len(found.faults) > before:  # the rules between fields need fields of the right type
        return
    _reference(shipment, path, found)
    _address(shipment["recipient"], f"{path}.recipient", found)
    carrier = _carrier(shipment, platform, path, found)
    if carrier is None:
        return
    _package(shipment, carrier, platform, path, found)
    _options(shipment, path, found)
    _insurance(shipment, path, found)
    _delivery(shipment, carrier, path, found)
    _multi_collo(shipment, platform, path, found)
    customs.check(shipment, path, found)
    _weight(shipment, path, found)


def _check_parts(shipment: Mapping[str, Any], path: str, found: Findings) -> None:
    parts = {
        "recipient": fields.RECIPIENT,
        "options": fields.OPTIONS,
        "physical_properties": fields.PHYSICAL,
        "pickup": fields.PICKUP_PLACE,
        "customs_declaration": fields.CUSTOMS,
        "general_settings": fields.GENERAL,
        "sender": fields.SENDER,
    }
    for name, rules in parts.items():
        if isinstance(shipment.get(name), dict):
            fields.check(shipment[name], rules, f"{path}.{name}", found)
    lists = {"secondary_shipments": (shipment, fields.SECONDARY, f"{path}.secondary_shipments")}
    declaration = shipment.get("customs_declaration")
    if isinstance(declaration, dict):
        lists["items"] = (declaration, fields.CUSTOMS_ITEM, f"{path}.customs_declaration.items")
    for name, (holder, rules, where) in lists.items():
        for place, row in enumerate(holder.get(name) if isinstance(holder.get(name), list) else []):
            if isinstance(row, dict):
                fields.check(row, rules, f"{where}[{place}]", found)
            else:
                found.fault(3754, f"{where}[{place}]", "must be an object")


def _reference(shipment: Mapping[str, Any], path: str, found: Findings) -> None:
    if len(str(shipment.get("reference_identifier") or "")) > 255:
        found.fault(3754, f"{path}.reference_identifier", "is longer than 255")


def _address(recipient: Mapping[str, Any], path: str, found: Findings) -> None:
    cc, postal_code = recipient["cc"], recipient.get("postal_code")
    if postal_code is None or (not postal_code and cc in tables.EU and cc != "IE"):
        found.fault(3505, f"{path}.postal_code", "is required")
    elif (pattern := _POSTAL_CODES.get(cc)) and not re.match(pattern, postal_code):
        found.fault(3505, f"{path}.postal_code", "is not valid")
    if cc in ("NL", "BE") and not recipient.get("number"):
        # The real API splits a full Dutch street by itself, but can answer 3731: the fake insists on separate parts.
        found.fault(3503, f"{path}.number", "is required")
    if cc == "NL" and recipient.get("number") and not re.match(r"^\d{1,5}$", recipient["number"]):
        found.fault(3503, f"{path}.number", "is not valid")
    if recipient.get("box_number") and cc != "BE":
        found.fault(3501, f"{path}.box_number", "is for Belgian addresses")
    if cc in _STATE_NEEDED and not recipient.get("state"):
        found.fault(3501, f"{path}.state", "is required")
    if not recipient["person"].strip():
        found.fault(3514, f"{path}.person", "is empty")


def _carrier(shipment: Mapping[str, Any], platform: int, path: str, found: Findings) -> tables.Carrier | None:
    carrier = tables.CARRIERS.get(shipment["carrier"])
    if carrier is None or platform not in carrier.platforms:
        found.fault(3728, f"{path}.carrier", "is not supported")
        return None
    cc, recipient = shipment["recipient"]["cc"], shipment["recipient"]
    if carrier.countries is not None and cc not in carrier.countries:
        found.fault(3516, f"{path}.recipient.cc", f"is not served by {carrier.name}")
    if (carrier.needs_email or cc == "NO") and not recipient.get("email"):
        found.fault(3751 if not recipient.get("phone") else 3752, f"{path}.recipient.email", "is required")
    return carrier


def _package(shipment: Mapping[str, Any], carrier: tables.Carrier, platform: int, path: str, found: Findings) -> None:
    package, place = shipment["options"]["package_type"], tables.zone(shipment["recipient"]["cc"])
    fits = carrier.package_types
    if shipment["carrier"] == 1:
        fits = tables.POSTNL_TYPES_BY_ZONE[place] if platform == tables.PLATFORM_NL else frozenset({tables.PACKAGE})
    if package not in fits:
        found.fault(3733, f"{path}.options.package_type", "is not supported")


def _options(shipment: Mapping[str, Any], path: str, found: Findings) -> None:
    options, cc = shipment["options"], shipment["recipient"]["cc"]
    place, postnl = tables.zone(cc), shipment["carrier"] == 1

    def refuse(name: str, says: str) -> None:
        found.fault(3705, f"{path}.options.{name}", says)

    for name in ("age_check", "return"):
        if options.get(name) and place != "NL":
            refuse(name, "is not possible here")
    if postnl and options.get("only_recipient") and place != "NL":
        refuse("only_recipient", "is not possible here")
    if options.get("large_format") and place == "ROW":
        refuse("large_format", "is not possible here")
    if postnl and options.get("signature") and place in ("EU", "ROW") and not _insured(options):
        refuse("signature", "is possible only together with insurance")
    if postnl and options.get("age_check") and not (options.get("signature") and options.get("only_recipient")):
        refuse("age_check", "needs signature and only_recipient")
    if postnl and options.get("receipt_code") and not (_insured(options) and shipment["recipient"].get("email")):
        refuse("receipt_code", "needs insurance and an e-mail address")
    if options.get("tracked") and options["package_type"] not in (tables.MAILBOX, tables.SMALL_PACKAGE):
        refuse("tracked", "is not possible for this package type")
    if postnl and options["package_type"] == tables.SMALL_PACKAGE and place in ("EU", "ROW") and not options.get("tracked"):
        refuse("tracked", "is needed")
    if options.get("priority_delivery") and not (postnl and options["package_type"] == tables.MAILBOX and place == "NL"):
        refuse("priority_delivery", "is not possible here")


def _insured(options: Mapping[str, Any]) -> int:
    return (options.get("insurance") or {}).get("amount", 0)


def _insurance(shipment: Mapping[str, Any], path: str, found: Findings) -> None:
    steps = tables.insurance_steps(shipment["carrier"], shipment["recipient"]["cc"])
    if steps is not None and _insured(shipment["options"]) not in steps:
        found.fault(3743, f"{path}.options.insurance", "is not one of the carrier's amounts")


def _delivery(shipment: Mapping[str, Any], carrier: tables.Carrier, path: str, found: Findings) -> None:
    options, recipient = shipment["options"], shipment["recipient"]
    kind = options.get("delivery_type")
    if kind is None:
        return
    where = f"{path}.options.delivery_type"
    if kind not in carrier.delivery_types:
        found.fault(3721, where, "is not supported by the carrier")
    elif kind in (tables.MORNING, tables.EVENING):
        if recipient["cc"] not in ("NL", "BE") or options["package_type"] != tables.PACKAGE:
            found.fault(3721, where, "is not possible here")
        if not options.get("delivery_date"):
            found.fault(3721, f"{path}.options.delivery_date", "is required")
    elif kind == tables.PICKUP:
        if not shipment.get("pickup"):
            found.fault(3722, f"{path}.pickup", "is required")
        for name in ("only_recipient", "return"):
            if options.get(name):
                found.fault(3705, f"{path}.options.{name}", "is not possible with pickup")


def _weight(shipment: Mapping[str, Any], path: str, found: Findings) -> None:
    cc, package = shipment["recipient"]["cc"], shipment["options"]["package_type"]
    where, physical = f"{path}.physical_properties.weight", shipment.get("physical_properties")
    if physical is None:
        if package == tables.STAMP or (tables.zone(cc) == "ROW" and shipment.get("customs_declaration")):
            found.fault(3730, where, "is required")
        return
    most = tables.max_weight(shipment["carrier"], package, cc)
    if physical["weight"] < 1:
        found.fault(3730, where, "is below 1")
    elif most is not None and physical["weight"] > most:
        found.fault(3730, where, f"is above {most}")


def _multi_collo(shipment: Mapping[str, Any], platform: int, path: str, found: Findings) -> None:
    if not shipment.get("secondary_shipments"):
        return
    fits = shipment["options"]["package_type"] == tables.PACKAGE and shipment["recipient"]["cc"] in ("NL", "BE")
    if not fits or platform != tables.PLATFORM_NL:
        found.fault(3735, f"{path}.secondary_shipments", "is not possible here")

"""Which option goes with which carrier, zone, package type, delivery and other option (contract 2.3, 2.8), and the insured amounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.myparcel import tables
from sandbox.myparcel.fields import Findings
from sandbox.myparcel.tables import BPOST, DHL_EUROPLUS, DHL_FOR_YOU, DPD, GLS, POSTNL, TRUNKRS, UPS, UPS_SAVER

_N, _NB, _EUROPE, _ALL = ("NL",), ("NL", "BE"), ("NL", "BE", "EU"), tables.ZONES
_EVERYBODY = tuple(tables.CARRIERS)
# Option: carrier to zones. An option that is not here is not settled, and taken.
PLACES: dict[str, dict[int, tuple[str, ...]]] = {
    "signature": dict.fromkeys(_EVERYBODY, _ALL),
    "only_recipient": dict.fromkeys((POSTNL, DHL_FOR_YOU), _N),
    "return": dict.fromkeys(_EVERYBODY, _N),
    "age_check": dict.fromkeys((POSTNL, DHL_FOR_YOU, UPS, UPS_SAVER, TRUNKRS), _N),
    "large_format": dict.fromkeys(_EVERYBODY, _EUROPE),
    "receipt_code": dict.fromkeys((POSTNL, TRUNKRS), _N),
    "hide_sender": dict.fromkeys((DHL_FOR_YOU, DHL_EUROPLUS), _NB),
    "tracked": dict.fromkeys((POSTNL, DHL_FOR_YOU), _ALL),
    "priority_delivery": {POSTNL: _N},
    "same_day_delivery": {DHL_FOR_YOU: _N, TRUNKRS: _NB},
    "saturday_delivery": {DPD: _EUROPE, BPOST: _EUROPE, GLS: _N, DHL_EUROPLUS: _N},
    "collect": {TRUNKRS: _NB, UPS: _ALL, UPS_SAVER: _ALL},
    "fresh_food": {TRUNKRS: _NB},
    "frozen": {TRUNKRS: _NB},
    "extra_assurance": {DHL_FOR_YOU: _NB},
    "drop_off_at_postal_point": {DPD: _EUROPE},
}
KINDS = {"tracked": (tables.MAILBOX, tables.SMALL_PACKAGE), "priority_delivery": (tables.MAILBOX,)}  # others: packages only
NOT_WITH_PICKUP = ("only_recipient", "return")
NOT_WITH_RECEIPT_CODE = ("signature", "only_recipient", "age_check", "large_format", "return")


def possible(name: str, carrier: int, place: str, package_type: int, platform: int) -> bool:
    """Whether this option exists for such a parcel."""
    if name not in PLACES:
        return True
    if name == "drop_off_at_postal_point" and platform != tables.PLATFORM_BE:
        return False
    if name == "priority_delivery" and platform != tables.PLATFORM_NL:
        return False
    return place in PLACES[name].get(carrier, ()) and package_type in KINDS.get(name, (tables.PACKAGE,))


def check(shipment: Mapping[str, Any], platform: int, path: str, found: Findings, signature_abroad: str) -> None:
    """Hold the options of one shipment against each other and against its carrier and country."""
    options, carrier = shipment["options"], shipment["carrier"]
    place, kind = tables.zone(shipment["recipient"]["cc"]), options["package_type"]
    refused = [name for name in PLACES if options.get(name) and not possible(name, carrier, place, kind, platform)]
    for name in refused:
        found.fault(3705, f"{path}.options.{name}", "is not possible here")
    # Sources differ on PostNL: on Dutch accounts signed exactly when insured, or never; on Belgian ones never.
    signed_abroad = platform == tables.PLATFORM_NL and signature_abroad == "when_insured"
    for name, why in _needed(shipment, place, signed_abroad).items():
        if not options.get(name) and name not in refused:
            found.fault(3705, f"{path}.options.{name}", f"is needed {why}")
    for name, why in _excluded(shipment, place, signed_abroad).items():
        if options.get(name) and name not in refused:
            found.fault(3705, f"{path}.options.{name}", f"is not possible {why}")
    if options.get("saturday_delivery") and carrier == DPD and not shipment["recipient"].get("company") and not refused:
        found.fault(3705, f"{path}.options.saturday_delivery", "is for companies")
    if options.get("receipt_code") and carrier == POSTNL and not (insured(options) and shipment["recipient"].get("email")):
        found.fault(3705, f"{path}.options.receipt_code", "needs insurance and an e-mail address")
    if insured(options) not in tables.insurance_steps(carrier, kind, shipment["recipient"]["cc"]):
        found.fault(3743, f"{path}.options.insurance", "is not one of the carrier's amounts")


def _needed(shipment: Mapping[str, Any], place: str, signed_abroad: bool) -> dict[str, str]:
    """Options that this parcel must have, and why."""
    options, carrier, pickup = shipment["options"], shipment["carrier"], shipment["options"].get("delivery_type") == tables.PICKUP
    needed: dict[str, str] = {}
    if place in tables.CARRIERS[carrier].signed or (carrier == BPOST and insured(options)):
        needed["signature"] = "at this carrier"
    if carrier != POSTNL:
        return needed
    if place == "NL" and insured(options) and not options.get("receipt_code"):
        needed |= {"signature": "with insurance"} | ({} if pickup else {"only_recipient": "with insurance"})
    if place == "NL" and pickup:
        needed["signature"] = "with pickup"
    if options.get("age_check") and place == "NL":
        needed |= {"signature": "with age_check", "only_recipient": "with age_check"}
    if place == "NL" and options.get("delivery_type") in (tables.MORNING, tables.EVENING):
        needed["only_recipient"] = "in the morning and evening"
    if place in ("EU", "ROW") and insured(options) and options["package_type"] == tables.PACKAGE and signed_abroad:
        needed["signature"] = "with insurance"
    if options["package_type"] == tables.SMALL_PACKAGE and place in ("EU", "ROW"):
        needed["tracked"] = "abroad"
    return needed


def _excluded(shipment: Mapping[str, Any], place: str, signed_abroad: bool) -> dict[str, str]:
    """Options that this parcel cannot have, and why."""
    options, carrier, kind = shipment["options"], shipment["carrier"], shipment["options"].get("delivery_type")
    excluded: dict[str, str] = {}
    if kind == tables.PICKUP:
        excluded |= dict.fromkeys(NOT_WITH_PICKUP, "with pickup")
    if carrier == DHL_FOR_YOU and options.get("age_check"):
        excluded["only_recipient"] = "with age_check"
    if carrier != POSTNL:
        return excluded
    if options.get("receipt_code"):
        excluded |= dict.fromkeys(NOT_WITH_RECEIPT_CODE, "with receipt_code")
    if kind in (tables.MORNING, tables.EVENING):
        excluded["age_check"] = "in the morning and evening"
    if place in ("EU", "ROW") and not (signed_abroad and insured(options)):
        excluded["signature"] = "to this country without insurance" if signed_abroad else "to this country"
    return excluded


def insured(options: Mapping[str, Any]) -> int:
    """The insured amount in cents."""
    return (options.get("insurance") or {}).get("amount", 0)

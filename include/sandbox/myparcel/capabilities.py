"""POST /shipments/capabilities (version 2.0, camelCase) and what the merchant's shipping rules choose, from the same tables that refuse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.myparcel import account, options, tables
from sandbox.myparcel.errors import Refused
from sandbox.myparcel.fields import Fault
from sandbox.myparcel.switches import Switches

CARRIERS = {
    1: "POSTNL", 2: "BPOST", 3: "CHEAP_CARGO", 4: "DPD", 9: "DHL_FOR_YOU", 10: "DHL_PARCEL_CONNECT", 11: "DHL_EUROPLUS", 12: "UPS_STANDARD",
    13: "UPS_EXPRESS_SAVER", 14: "GLS", 16: "TRUNKRS",
}  # fmt: skip
PACKAGES = dict(enumerate(["PACKAGE", "MAILBOX", "UNFRANKED", "DIGITAL_STAMP", "PALLET", "SMALL_PACKAGE", "ENVELOPE"], start=1))
DELIVERIES = {
    tables.MORNING: "MORNING_DELIVERY", tables.STANDARD: "STANDARD_DELIVERY", tables.EVENING: "EVENING_DELIVERY",
    tables.PICKUP: "PICKUP_DELIVERY", tables.SAME_DAY: "SAME_DAY_DELIVERY", tables.EXPRESS: "EXPRESS_DELIVERY",
}  # fmt: skip
OPTIONS = {
    "signature": "requiresSignature", "only_recipient": "recipientOnlyDelivery", "return": "returnOnFirstFailedDelivery",
    "age_check": "requiresAgeVerification", "large_format": "oversizedPackage", "receipt_code": "requiresReceiptCode", "hide_sender": "hideSender",
    "priority_delivery": "priorityDelivery", "same_day_delivery": "sameDayDelivery", "saturday_delivery": "saturdayDelivery",
    "collect": "scheduledCollection", "fresh_food": "freshFood", "frozen": "frozen", "extra_assurance": "additionalInsurance",
    "drop_off_at_postal_point": "deliverAtPostalPoint",
}  # fmt: skip
_REQUEST = frozenset(
    [
        "shopId",
        "contractId",
        "recipient",
        "sender",
        "carrier",
        "packageType",
        "deliveryType",
        "direction",
        "physicalProperties",
        "options",
        "pickup",
        "collo",
    ]
)
_RELATIONS = {  # of PostNL within NL: option to (requires, excludes)
    "age_check": (("signature", "only_recipient"), ()),
    "receipt_code": (("insurance",), options.NOT_WITH_RECEIPT_CODE),
    "insurance": (("signature", "only_recipient"), ()),
}
_FACTORS = {"g": 1, "kg": 1000}


def capabilities(who: account.Merchant, body: Any, note: Any) -> dict[str, Any]:
    """What can carry such a parcel: one result per carrier; none where nobody can."""
    recipient = body.get("recipient") if isinstance(body, dict) else None
    if not isinstance(recipient, dict) or not isinstance(recipient.get("countryCode"), str):
        raise Refused(422, "Invalid capabilities request", [Fault(3212, "recipient.countryCode", "recipient.countryCode is required")])
    for name in body.keys() - _REQUEST:
        note(f"unknown field {name}")
    for name in (body.get("options") or {}).keys() - {*OPTIONS.values(), "insurance", "noTracking", "requiresCashOnDelivery"}:
        note(f"unknown field options.{name}")
    rows = (_result(who, carrier, body) for carrier in CARRIERS if body.get("carrier") in (None, CARRIERS[carrier]))
    return {"results": [row for row in rows if row]}


def _result(who: account.Merchant, carrier: int, body: Mapping[str, Any]) -> dict[str, Any] | None:
    row, cc = tables.CARRIERS[carrier], body["recipient"]["countryCode"]
    place = tables.zone(cc)
    business = body["recipient"].get("isBusiness")
    if who.platform not in row.platforms or (row.countries is not None and cc not in row.countries):
        return None
    if carrier == tables.DHL_EUROPLUS and business is False:
        return None
    grams = _grams(body)
    kinds = [kind for kind in sorted(tables.package_types(carrier, place, who.platform)) if _fits(carrier, kind, cc, grams)]
    kinds = [kind for kind in kinds if body.get("packageType") in (None, PACKAGES[kind])]
    deliveries = _deliveries(who, carrier, cc)
    if not kinds or body.get("deliveryType") not in (None, *deliveries):
        return None
    found = _options(who, carrier, cc, kinds[0])
    if set(body.get("options") or {}) - set(found):
        return None
    least, most = tables.weights(carrier, kinds[0], cc)
    weight = {"min": {"value": least, "unit": "g"}, "max": {"value": most or 999_999_999, "unit": "g"}, "calculation": "weight"}
    return {
        "carrier": CARRIERS[carrier],
        "contract": {"id": carrier, "type": "MAIN"},
        "packageTypes": [PACKAGES[kind] for kind in kinds],
        "deliveryTypes": deliveries,
        "transactionTypes": ["B2B"] if carrier == tables.DHL_EUROPLUS else ["B2C", "B2B"],
        "options": found,
        "physicalProperties": {"weight": weight},
        "collo": {"max": 20 if place in ("NL", "BE") and who.platform == tables.PLATFORM_NL and kinds[0] == tables.PACKAGE else 1},
    }


def _deliveries(who: account.Merchant, carrier: int, cc: str) -> list[str]:
    types = tables.delivery_types(carrier, tables.zone(cc), who.platform)
    if cc in tables.CARRIERS[carrier].pickup_only:
        types &= {tables.PICKUP}
    return [DELIVERIES[kind] for kind in sorted(types) if kind != tables.PICKUP or tables.pickup_place(carrier, cc)]


def _fits(carrier: int, kind: int, cc: str, grams: float | None) -> bool:
    least, most = tables.weights(carrier, kind, cc)
    return grams is None or (grams >= least and (most is None or grams <= most))


def _grams(body: Mapping[str, Any]) -> float | None:
    weight = (body.get("physicalProperties") or {}).get("weight")
    if not isinstance(weight, dict):
        return None
    if weight.get("unit") not in _FACTORS:
        raise Refused(
            422, "Invalid capabilities request", [Fault(3730, "physicalProperties.weight", "physicalProperties.weight is no weight")]
        )
    return weight["value"] * _FACTORS[weight["unit"]]


def _options(who: account.Merchant, carrier: int, cc: str, kind: int) -> dict[str, Any]:
    place = tables.zone(cc)
    related = _RELATIONS if carrier == tables.POSTNL and place == "NL" else {}
    forced = {"signature"} if place in tables.CARRIERS[carrier].signed else set()
    found = {
        v2: _option(name, related, forced) for name, v2 in OPTIONS.items() if options.possible(name, carrier, place, kind, who.platform)
    }
    steps = sorted(tables.insurance_steps(carrier, kind, cc))[1:]
    if steps:
        money = {"default": 0, "min": steps[0], "max": steps[-1]}
        found["insurance"] = _option("insurance", related, forced) | {
            name: {"amount": amount, "currency": "EUR"} for name, amount in money.items()
        }
    return found


def _option(name: str, related: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]], forced: set[str]) -> dict[str, Any]:
    requires, excludes = related.get(name, ((), ()))
    return {
        "isSelectedByDefault": name in forced,
        "isRequired": name in forced,
        "requires": [OPTIONS.get(one, one) for one in requires],
        "excludes": [OPTIONS.get(one, one) for one in excludes],
    }


def implications(who: account.Merchant, switches: Switches, query: Mapping[str, str]) -> dict[str, Any]:
    """What the merchant's rules choose: the switch ``shipping_rules`` by country, else the shop's package preferences."""
    chosen = switches["shipping_rules"].get(query.get("country", ""))
    preferences = account.shop(who, switches)
    standard = {
        "carrier_id": tables.BPOST if who.platform == tables.PLATFORM_BE else tables.POSTNL,
        "contract_id": None,
        "shipment_options": preferences["shipment_options"],
        "physical_properties": {"weight": preferences["general_settings"]["weight"]},
        "shipping_rule_id": None,
    }
    return {"data": {"implications": [standard | (chosen or {})]}}

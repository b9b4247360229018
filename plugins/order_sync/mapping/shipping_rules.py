"""The rules that stop an order on its way to MyParcel, in the order in which they run.

Hold texts and traces carry no personal data: of an unclear street line only the masked shape is kept, and whoever may see the order
calls ``addresses.split`` again for the guess.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from order_sync.mapping import addresses, parcels, recipients
from order_sync.mapping.zones import territory, zone

_MOST_SKUS_SHOWN = 10


@dataclass(frozen=True)
class Stop:
    """A rule's last word on an order: ``action`` is ignore or hold, ``reason`` a code of contracts.holds."""

    action: str
    reason: str
    field: str = ""
    seen: str = ""
    cure: str = ""


@dataclass
class Case:
    """One order on its way through the rules, and what they found out for the body.

    ``order``: texts of staging.orders ("" for nothing) and has_shipping; ``lines``: its shippable items; ``settings``: the store's
    settings.MyParcelSettings or None; ``wish``: the package preferences in force; ``verdict``: a row of status.match.
    """

    order: Mapping[str, Any]
    lines: list[Mapping[str, Any]]
    settings: Any
    wish: parcels.Wishes | None
    verdict: Mapping[str, Any]
    address: addresses.Address = field(default_factory=lambda: addresses.Address(""))
    grams: int = 0

    @property
    def country(self) -> str:
        """ISO code of the destination, "" where there is none."""
        return self.order["ship_country"].upper()

    @property
    def kind(self) -> int:
        """The package type that goes there."""
        return parcels.package_type(self.wish, zone(self.country))


def _contract(case: Case) -> Stop | str:
    if where := case.order["malformed_field"]:
        return Stop("hold", "MALFORMED_ORDER", where, case.order["malformed_seen"])
    return "every field that the flow needs is there"


def _destination(case: Case) -> Stop | str:
    return "the store ships with MyParcel" if case.settings else Stop("ignore", "DESTINATION_OFF")


def _status(case: Case) -> Stop | str:
    verdict = case.verdict
    line = "no line" if pd.isna(verdict["rule_line"]) else f"line {verdict['rule_line']}"
    if verdict["action"] == "send":
        return f"{verdict['seen']} fits {line} of status_rules.csv"
    where = "status, paymentStatus, fulfillmentStatus" if verdict["action"] == "hold" else ""
    return Stop(verdict["action"], verdict["reason"], where, f"{verdict['seen']} ({line} of status_rules.csv)")


def _physical(case: Case) -> Stop | str:
    return f"{len(case.lines)} shippable lines" if case.lines else Stop("ignore", "NOT_PHYSICAL")


def _pickup(case: Case) -> Stop | str:
    method = case.order["pickup_method"]
    if method == "STORE_PICKUP":
        return Stop("ignore", "STORE_PICKUP")
    if method:
        return Stop("hold", "PICKUP_POINT_UNKNOWN", "shippingInfo.logistics.pickupDetails.pickupMethod", method)
    if case.order["channel"] == "POS" and not case.order["has_shipping"]:
        return Stop("ignore", "STORE_PICKUP", seen="sold at the till, no delivery chosen")
    return "delivered to the buyer"


def _territory(case: Case) -> Stop | str:
    if name := territory(case.country, case.order["ship_postal_code"]):
        return Stop("hold", "TERRITORY_PARKED", f"{recipients.PATH}.address.postalCode", name)
    return "an ordinary destination"


def _customs(case: Case) -> Stop | str:
    if not case.country or zone(case.country) != "ROW":
        return "no customs declaration inside the EU"
    skus = list(dict.fromkeys(line["sku"] or f"line {line['line_id']}" for line in case.lines))
    shown = ", ".join(skus[:_MOST_SKUS_SHOWN]) + (f" and {len(skus) - _MOST_SKUS_SHOWN} more" if len(skus) > _MOST_SKUS_SHOWN else "")
    return Stop(
        "hold", "CUSTOMS_INCOMPLETE", "customs_declaration.items", f"to {case.country}; no HS code and no country of origin for {shown}"
    )


def _address_parts(case: Case) -> Stop | str:
    if lacks := recipients.missing(case.order, case.settings.carrier):
        return Stop("hold", "ADDRESS_INCOMPLETE", lacks[0][0], "; ".join(seen for _, seen in lacks))
    return "country, postal code, city, street and name are there"


def _street(case: Case) -> Stop | str:
    order = case.order
    where = f"{recipients.PATH}.address.addressLine"
    found = addresses.split(
        case.country, order["ship_street_name"], order["ship_street_number"], order["ship_address_line"], order["ship_address_line2"]
    )
    if isinstance(found, addresses.Unclear):
        cure = "Write street and house number apart in Wix, a dash before the number's addition (Street 12-45), or ship by hand."
        return Stop("hold", "ADDRESS_UNCLEAR", where, f"street line of the form {found.shape}", cure)
    if not found.street:
        return Stop("hold", "ADDRESS_INCOMPLETE", where, "no street")
    if not found.number and zone(case.country) in ("NL", "BE"):
        return Stop("hold", "ADDRESS_INCOMPLETE", f"{recipients.PATH}.address.streetAddress.number", "no house number")
    case.address = found
    return "street and house number told apart" if found.number else "street and number in one line"


def _weight(case: Case) -> Stop | str:
    carrier, place = case.settings.carrier, zone(case.country)
    case.grams = parcels.weight(((int(line["quantity"]), line["unit_weight_g"]) for line in case.lines), case.wish)
    most, least = parcels.most_grams(carrier, case.kind, place), parcels.least_grams(carrier)
    if case.grams < least or (most is not None and case.grams > most):
        limits = f"{least} to {most} g" if most else f"at least {least} g"
        seen = f"{case.grams} g; package type {case.kind} takes {limits}"
        return Stop("hold", "WEIGHT_OUT_OF_RANGE", "lineItems[].physicalProperties.weight", seen)
    guessed = sum(line["unit_weight_g"] is None for line in case.lines)
    return f"{case.grams} g" + (f", {guessed} lines by the default weight" if guessed else "")


def _package(case: Case) -> Stop | str:
    changed = "" if case.kind == case.wish.package_type else f" instead of {case.wish.package_type}, which does not go to {case.country}"
    return f"package type {case.kind}{changed}, carrier {case.settings.carrier}"


RULES: dict[str, Callable[[Case], Stop | str]] = {
    "contract": _contract, "destination": _destination, "status": _status, "physical": _physical, "pickup": _pickup,
    "territory": _territory, "customs": _customs, "address parts": _address_parts, "street": _street, "weight": _weight,
    "package": _package,
}  # fmt: skip

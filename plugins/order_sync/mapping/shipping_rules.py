"""The rules that stop an order on its way to MyParcel, in the order in which they run.

Hold texts and traces carry no personal data: of an unclear street line only the masked shape is kept, and whoever may see the order
calls ``addresses.of_order`` again for the guess.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from order_sync.mapping import recipients
from order_sync.mapping.address_rules import parts_rule, place_rule, street_rule
from order_sync.mapping.customs import customs_rule, territory_rule
from order_sync.mapping.package_rules import package_rule, table_rule
from order_sync.mapping.parcel_case import Case, Stop
from order_sync.mapping.remainder import remainder_rule


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


def _recipient(case: Case) -> Stop | str:
    return "; ".join(recipients.shortened(case.order, case.address, case.carrier)) or "nothing had to be shortened"


RULES: dict[str, Callable[[Case], Stop | str]] = {
    "contract": _contract, "destination": _destination, "status": _status, "physical": _physical, "pickup": _pickup,
    "remainder": remainder_rule, "territory": territory_rule, "shipping rule": table_rule, "package": package_rule,
    "customs": customs_rule, "address parts": parts_rule, "place": place_rule,
    "street": street_rule, "recipient": _recipient,
}  # fmt: skip

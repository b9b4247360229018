"""What of an order is left for us to ship: its units without those that others fulfilled in Wix and those that were refunded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from order_sync.mapping.parcel_case import Case, Stop

ALL = 10**9  # a fulfilment that names a line without a quantity took what was open of it


@dataclass(frozen=True)
class Others:
    """Fulfilments of one order in Wix: units by line id that others fulfilled, of them with a tracking number, and whether any is ours;
    ``unclear``: why it cannot be told yet which are ours, "" where it can."""

    units: Mapping[str, int] = field(default_factory=dict)
    tracked: Mapping[str, int] = field(default_factory=dict)
    ours: bool = False
    unclear: str = ""

    @property
    def listed(self) -> bool:
        """Whether Wix lists any fulfilment at all."""
        return self.ours or bool(self.units)


def others(fulfillments: Iterable[Mapping[str, Any]], ids: Iterable[str], numbers: Iterable[str]) -> Others:
    """What others did: fulfilments (id, lineItems, trackingInfo) without those of our ids and of our parcels' numbers."""
    ids, numbers = set(ids), set(numbers)
    units, tracked, ours = Counter(), Counter(), False
    for made in fulfillments:
        number = (made.get("trackingInfo") or {}).get("trackingNumber") or ""
        if made.get("id") in ids or number in numbers:
            ours = True
            continue
        for line in made.get("lineItems") or ():
            taken = ALL if line.get("quantity") is None else int(line["quantity"])
            units[line["id"]] += taken
            if number:
                tracked[line["id"]] += taken
    return Others(dict(units), dict(tracked), ours)


def numbers_of(fulfillments: Iterable[Mapping[str, Any]], ids: Iterable[str]) -> set[str]:
    """The tracking numbers of fulfilments whose id is none of ours."""
    ids = set(ids)
    found = ((made.get("trackingInfo") or {}).get("trackingNumber") for made in fulfillments if made.get("id") not in ids)
    return {number for number in found if number}


def covers(tracked: Mapping[str, int], lines: Sequence[Mapping[str, Any]]) -> bool:
    """Whether these units hold all of the lines [{"id", "quantity"}]."""
    return bool(lines) and all(tracked.get(line["id"], 0) >= line["quantity"] for line in lines)


def refunded(refunds: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Units by line id that refunds took, also those under way; an amount without lines takes none."""
    units: Counter[str] = Counter()
    for refund in refunds:
        if refund["state"] != "failed":
            details = refund["details"] if isinstance(refund["details"], Mapping) else {}
            for line in details.get("lines") or ():
                units[line["line_id"]] += int(line.get("quantity") or 0)
    return dict(units)


def remainder_rule(case: Case) -> Stop | str:
    """Lower the quantities to what is left; where it cannot be told, or a person should choose, the order is held."""
    statuses = (case.order["payment_status"], case.order["fulfillment_status"])
    if statuses[0] == "PARTIALLY_REFUNDED" and case.settings.partly_refunded == "hold":
        return Stop("hold", "PARTLY_REFUNDED", "paymentStatus", "PARTIALLY_REFUNDED; myparcel.partly_refunded is hold")
    if statuses[1] == "PARTIALLY_FULFILLED" and not (case.others and case.others.listed):
        shown = case.others.unclear or "Wix's list shows no fulfilment of it" if case.others else "Wix's list of fulfilments leaves it out"
        return Stop("hold", "FULFILMENTS_UNKNOWN", "fulfillmentStatus", f"PARTIALLY_FULFILLED; {shown}")
    taken = case.others.units if case.others else {}
    if not case.lines or not (taken or case.refunded):
        return "nothing was fulfilled by others or refunded by line"
    unclear = [place for place, line in enumerate(case.lines) if _overlap(line, taken, case.refunded)]
    if unclear:
        seen = f"units of line {unclear[0] + 1} were fulfilled by others and refunded: whether they are the same units cannot be told"
        return Stop("hold", "PARTLY_REFUNDED", f"lineItems[{unclear[0]}].quantity", seen)
    before = sum(int(line["quantity"]) for line in case.lines)
    case.lines = [left for line in case.lines if (left := _left(line, taken, case.refunded))]
    after = sum(int(line["quantity"]) for line in case.lines)
    case.whole = after == before
    if not after:
        return Stop("ignore", "NOTHING_LEFT", seen=f"all {before} units were fulfilled by others or refunded")
    return f"{after} of {before} units are left"


def _overlap(line: Mapping[str, Any], taken: Mapping[str, int], back: Mapping[str, int]) -> bool:
    """Refunded and fulfilled units of one line that do not fill it: they may be the same ones."""
    by_others, refunded_units, there = taken.get(line["line_id"], 0), back.get(line["line_id"], 0), int(line["quantity"])
    return 0 < by_others < there and 0 < refunded_units < there


def _left(line: Mapping[str, Any], taken: Mapping[str, int], back: Mapping[str, int]) -> dict[str, Any] | None:
    """The line with the units and the share of the amounts that are left, None where none is."""
    there = int(line["quantity"])
    units = max(0, there - taken.get(line["line_id"], 0) - back.get(line["line_id"], 0))
    if not units:
        return None
    if units == there:
        return dict(line)
    amounts = {
        name: _share(int(line[name]), units, there) for name in ("net_minor", "gross_minor", "tax_minor") if line.get(name) is not None
    }
    return {**line, **amounts, "quantity": units}


def _share(amount: int, units: int, there: int) -> int:
    return int((Decimal(amount) * units / there).to_integral_value(ROUND_HALF_UP))

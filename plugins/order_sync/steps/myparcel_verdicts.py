"""What is done about a shipment that its order has outgrown, where no call can do it: holds after the label, edits, fulfilments by others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from order_sync.errors import Rejected
from order_sync.mapping.remainder import Others, covers
from order_sync.store.ledger import Entry

BY_OTHERS = frozenset({"ALREADY_FULFILLED", "NOTHING_LEFT"})
_UNPAID = frozenset({"CANCELED", "FULLY_REFUNDED", "NOT_ORDERED", "NOT_PAID_YET"})
_LATE = frozenset({"3717", "3723"})


@dataclass(frozen=True)
class Verdict:
    """``act``: delete and replace are calls; settle, missing and wait (for the next run) are not. ``code``, ``seen``: a hold. ``made``: what MyParcel is known to hold.

    ``heals``: earlier holds about changes of this shipment are over; ``sure``: a missing one is named as deleted by MyParcel itself.
    """

    act: Literal["delete", "replace", "settle", "missing", "wait"]
    made: dict[str, Any] | None = None
    code: str = ""
    seen: str = ""
    counts: str = ""
    heals: bool = False
    sure: bool = False


def edited(shipment: Entry, fields: list[str]) -> Verdict:
    """A person edited the concept: it is neither what was sent nor what was tried."""
    wish = "is to be deleted" if "gone" in (shipment.wanted or {}) else "has changed"
    return Verdict("settle", code="CONCEPT_EDITED", seen=f"edited in MyParcel: {', '.join(fields)}; the order {wish}{_why(shipment)}")


def after_label(shipment: Entry, made: dict[str, Any] | None, status: int) -> Verdict:
    """Nothing can be changed any more: a person is told, unless the parcel has arrived or nothing of it changed."""
    from order_sync.hooks.myparcel import is_final, status_name
    from order_sync.hooks.myparcel_concepts import of_the_parcel

    wanted = shipment.wanted or {}
    where = f"MyParcel says {status_name(status)}"
    if is_final(status) or wanted.get("gone") in BY_OTHERS:
        return Verdict("settle", made=made)
    if "gone" in wanted:
        code = "CANCELED_AFTER_LABEL" if wanted["gone"] in _UNPAID else "ORDER_CHANGED_AFTER_LABEL"
        return Verdict("settle", made=made, code=code, seen=f"{wanted['gone']}; {where}")
    fields = of_the_parcel(shipment.body, wanted["body"])
    if (shipment.basis or {}).get("lines") not in (None, wanted["basis"]["lines"]):
        fields.append("lineItems")
    if not fields:
        return Verdict("settle", made=made, heals=True)
    return Verdict("settle", made=made, code="ORDER_CHANGED_AFTER_LABEL", seen=f"changed: {', '.join(fields)}; {where}")


def other_goods(shipment: Entry) -> bool:
    """Whether the order wants other goods in this parcel, or no such parcel any more."""
    wanted = shipment.wanted or {}
    if "gone" in wanted:
        return wanted["gone"] == "FEWER_PARCELS"
    return (shipment.basis or {}).get("lines") not in (None, wanted["basis"]["lines"])


def beside_a_label(made: dict[str, Any] | None) -> Verdict:
    """The goods were shared out over all parcels anew, as if none was packed; one is, so that what is left for this one is a person's choice."""
    seen = "another parcel of the order has its label: what this concept is to carry now is a person's choice"
    return Verdict("settle", made=made, code="ORDER_CHANGED_AFTER_LABEL", seen=seen)


def by_others(shipment: Entry, others: Others | None, made: dict[str, Any] | None) -> Verdict:
    """Wix calls the order fulfilled while its concept waits: deleted where the goods left with a tracking number, kept where we told it."""
    if others is None or not others.listed:
        return Verdict("wait", seen=(others.unclear if others else "") or "Wix's list of fulfilments does not show who fulfilled the order")
    if others.ours and not others.units:
        return Verdict("settle", made=made)
    if covers(others.tracked, (shipment.basis or {}).get("lines") or ()):
        return Verdict("delete", made=made)
    seen = "Wix calls the order fulfilled; no tracking number says that the goods of this concept have left"
    return Verdict("settle", made=made, code="FULFILLED_ELSEWHERE", seen=seen)


def late(error: Rejected) -> bool:
    """Whether the refusal says that the shipment is not the concept any more that was read."""
    return error.status == 404 or any(fault.code in _LATE for fault in error.faults)


def told(error: Rejected) -> str:
    """The first fault as field and words, without the place in the batch."""
    if not error.faults:
        return error.seen
    fault = error.faults[0]
    return f"{fault.path.partition('].')[2] or fault.path}: {fault.code} {fault.says}".strip(": ")


def _why(shipment: Entry) -> str:
    reason = (shipment.wanted or {}).get("gone")
    return f" ({reason})" if reason else ""

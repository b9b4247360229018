"""What the merchant pays: digital stamps when they are registered, parcels when the carrier scans them; once each.

``state["billings"]`` by shipment id: {"reference_identifier", "reason" stamp or scan, "amount" cents, "currency", "time", "credited"}.
A prepaid account registers only what is paid: from its credit (switch credit_cents), or one by one by its owner (``pay``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from sandbox.myparcel import resource, tables

PRICES = {tables.PACKAGE: 595, tables.MAILBOX: 375, tables.LETTER: 101, tables.SMALL_PACKAGE: 745, tables.PALLET: 7500}
STAMP_PRICES = ((20, 101), (50, 202), (350, 303), (2_000, 404))  # up to so many grams: cents


def price(package_type: int, grams: int) -> int:
    """Cents of one parcel; stamps by weight bracket. The amounts are invented."""
    if package_type == tables.STAMP:
        return next((cents for most, cents in STAMP_PRICES if grams <= most), STAMP_PRICES[-1][1])
    return PRICES.get(package_type, PRICES[tables.PACKAGE])


def bill(state: dict[str, Any], row: dict[str, Any], reason: str, moment: float) -> None:
    """Write the bill of one parcel; a second one for the same parcel is not written."""
    entry = {"reference_identifier": row["reference_identifier"], "reason": reason, **row["price"], "time": resource.dutch(moment)}
    state.setdefault("billings", {}).setdefault(str(row["id"]), {**entry, "credited": False})


def credit(state: dict[str, Any], row: dict[str, Any]) -> None:
    """Take the bill of one parcel back."""
    if entry := state.get("billings", {}).get(str(row["id"])):
        entry["credited"] = True


def sort_payable(switches: Any, state: dict[str, Any], rows: Iterable[dict[str, Any]]) -> tuple[list[dict], list[dict], list[dict]]:
    """The concepts among ``rows`` as payable, unpaid, blocked; a registered one costs nothing more."""
    payable: list[dict] = []
    unpaid: list[dict] = []
    blocked: list[dict] = []
    credit_left = None if switches["credit_cents"] is None else switches["credit_cents"] - state.get("spent_cents", 0)
    for row in rows:
        cost = cents(row)
        if row["status"] != resource.CONCEPT:
            payable.append(row)
        elif row["reference_identifier"] in switches["blocked_references"]:
            blocked.append(row)
        elif row["transaction_status"] == "paid" or not prepaid(switches):
            payable.append(row)
        elif credit_left is not None and cost <= credit_left:
            credit_left -= cost
            payable.append(row)
        else:
            unpaid.append(row)
    return payable, unpaid, blocked


def prepaid(switches: Any) -> bool:
    """Whether labels must be paid before they are made."""
    return bool(switches["prepaid"]) or switches["credit_cents"] is not None


def cents(row: dict[str, Any]) -> int:
    """What a shipment costs with all its collos."""
    return sum(parcel["price"]["amount"] for parcel in (row, *row["secondary_shipments"]))


def spend(switches: Any, state: dict[str, Any], rows: Iterable[dict[str, Any]]) -> None:
    """Pay concepts from the credit, before they are registered."""
    for row in rows:
        if prepaid(switches) and row["status"] == resource.CONCEPT and row["transaction_status"] != "paid":
            state["spent_cents"] = state.get("spent_cents", 0) + cents(row)
            pay(row)


def pay(row: dict[str, Any]) -> None:
    """Mark a shipment as paid."""
    for parcel in (row, *row["secondary_shipments"]):
        parcel["transaction_status"] = parcel["payment_status"] = "paid"


def refusal(unpaid: list[dict[str, Any]], blocked: list[dict[str, Any]], in_bulk: bool) -> dict[str, Any]:
    """What a prepaid account answers instead of labels."""
    if in_bulk:
        return {"data": {"shipments": {"unpaid_shipments": _priced(unpaid), "blocked_shipments": _priced(blocked)}}}
    key = hashlib.sha1(repr([row["id"] for row in unpaid + blocked]).encode(), usedforsecurity=False).hexdigest()
    instruction = {
        "id": key,
        "hash": key,
        "type": 1,
        "payment_url": f"https://payments.example.com/pay/{key[:8]}",
        "paid": 0,
        "price": {"amount": sum(cents(row) for row in unpaid + blocked), "currency": "EUR"},
        "invoices": {"id": 4400001, "number": "112600000001", "status": 102},
    }
    return {"data": {"payment_instructions": [instruction]}}


def _priced(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"shipment_id": row["id"], "price": {"amount": cents(row), "currency": "EUR"}, "price_after_vat": _with_vat(cents(row))}
        for row in rows
    ]


def _with_vat(amount: int) -> dict[str, Any]:
    return {"amount": (amount * 121 + 50) // 100, "currency": "EUR"}

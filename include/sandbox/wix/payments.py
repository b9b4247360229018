"""What happens to the money of an order: payments, authorisations, chargebacks. Each returns the id of what it made or changed."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sandbox.wix.change import RECEIVED, ActError, Amount, Change, amount_of
from sandbox.wix.site import Site, guid


def pay(site: Site, order: str, *, amount: Amount | None = None, method: str = "CreditCard", at: datetime | None = None) -> str:
    """Money arrives: an announced payment of that amount is confirmed, else a new one is added. ``amount``: by default what is open."""
    change = Change(site, order, at)
    waiting = [row for row in change.payments if row["status"] in ("PENDING", "PENDING_MERCHANT")]
    row = next((row for row in waiting if amount is None or amount_of(row["amount"]) == Decimal(amount)), None)
    if row is not None:
        row.update(status="APPROVED", updatedDate=change.now)
    else:
        due = change.round(amount) if amount is not None else change.total - _received(change)
        if due <= 0:
            raise ActError(f"order {order} is paid")
        row = change.add_payment(due, method, "APPROVED")
    if change.order.get("status") == "PENDING":
        change.order["status"] = "APPROVED"
    change.activity("ORDER_PAID" if _received(change) >= change.total else "ORDER_PARTIALLY_PAID")
    change.commit()
    return row["id"]


def authorize(site: Site, order: str, *, amount: Amount | None = None, method: str = "CreditCard", at: datetime | None = None) -> str:
    """The provider holds the money; nothing is received until ``capture``."""
    change = Change(site, order, at)
    row = change.add_payment(change.total if amount is None else amount, method, "AUTHORIZED")
    row["regularPaymentDetails"]["authorizationDetails"] = {"delayedCapture": True, "authorizedDate": change.now, "captures": []}
    change.activity("AUTHORIZED_PAYMENT_CREATED", authorizedPaymentCreated={"paymentId": row["id"], "amount": row["amount"]})
    change.commit()
    return row["id"]


def capture(site: Site, order: str, *, at: datetime | None = None) -> str:
    """The held money is taken."""
    change = Change(site, order, at)
    row = _authorized(change, order)
    row.update(status="APPROVED", updatedDate=change.now)
    taken = {"id": guid(), "status": "SUCCEEDED", "createdDate": change.now, "amount": row["amount"]}
    details = row["regularPaymentDetails"].setdefault("authorizationDetails", {})
    details["captures"] = [taken]
    change.activity("AUTHORIZED_PAYMENT_CAPTURED", authorizedPaymentCaptured={"paymentId": row["id"], "amount": row["amount"]})
    change.activity("ORDER_PAID" if _received(change) >= change.total else "ORDER_PARTIALLY_PAID")
    change.commit()
    return row["id"]


def void(site: Site, order: str, *, at: datetime | None = None) -> str:
    """The held money is let go."""
    change = Change(site, order, at)
    row = _authorized(change, order)
    row.update(status="VOIDED", updatedDate=change.now)
    change.activity("AUTHORIZED_PAYMENT_VOIDED", authorizedPaymentVoided={"paymentId": row["id"], "amount": row["amount"]})
    change.commit()
    return row["id"]


def chargeback(site: Site, order: str, *, amount: Amount | None = None, at: datetime | None = None) -> str:
    """The buyer's bank takes a payment back. Wix leaves paymentStatus as it was."""
    change = Change(site, order, at)
    row = next((row for row in change.payments if row["status"] in RECEIVED and row.get("regularPaymentDetails")), None)
    if row is None:
        raise ActError(f"order {order} has no payment that a bank could take back")
    entry = {"id": guid(), "createdDate": change.now, "externalId": guid(), "status": "APPROVED"}
    entry["amount"] = change.money(amount) if amount is not None else row["amount"]
    row["regularPaymentDetails"]["chargebacks"] = [*(row["regularPaymentDetails"].get("chargebacks") or []), entry]
    row["updatedDate"] = change.now
    told = {"paymentId": row["id"], "chargebackId": entry["id"], "amount": entry["amount"]}
    change.activity("CHARGEBACK_CREATED", chargebackCreated=told)
    change.commit()
    return entry["id"]


def reverse_chargeback(site: Site, order: str, *, at: datetime | None = None) -> str:
    """The bank gives the newest chargeback back to the shop."""
    change = Change(site, order, at)
    standing = [(row, entry) for row in change.payments for entry in _chargebacks(row) if entry["status"] == "APPROVED"]
    if not standing:
        raise ActError(f"order {order} has no chargeback")
    row, entry = standing[-1]
    entry.update(status="REVERSED", updatedDate=change.now, reversalAmount=entry["amount"])
    row["updatedDate"] = change.now
    told = {"paymentId": row["id"], "chargebackId": entry["id"], "amount": entry["amount"], "reversalAmount": entry["amount"]}
    change.activity("CHARGEBACK_REVERSED", chargebackReversed=told)
    change.commit()
    return entry["id"]


def _chargebacks(row: dict[str, Any]) -> list[dict[str, Any]]:
    return (row.get("regularPaymentDetails") or {}).get("chargebacks") or []


def _received(change: Change) -> Decimal:
    return sum((amount_of(row["amount"]) for row in change.payments if row["status"] in RECEIVED), Decimal(0))


def _authorized(change: Change, order: str) -> dict[str, Any]:
    row = next((row for row in change.payments if row["status"] == "AUTHORIZED"), None)
    if row is None:
        raise ActError(f"order {order} has no authorised payment")
    return row

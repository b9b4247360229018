"""Refunds of a Wix order into rows, and what was given as store credit. Source: Wix contract, sections 2.9 and 4.

State: ``succeeded`` where any transaction SUCCEEDED, ``pending`` where none did and one is under way (PENDING, SCHEDULED, STARTED),
else ``failed``. Only SUCCEEDED moved money.

Store credit is UNCERTAIN: the contract knows the activity REFUNDED_AS_STORE_CREDIT (amount, no refund id) and says nothing of how such a
refund is listed. Decided: a refund without transactions moved no money to a payment. Where Wix counts an amount of it as refunded, or has
no summary of it at all, it is taken for store credit (a person decides); where it counts an amount as pending it is pending; else it is
failed: nothing was given, such as units taken back for nothing. Activities that these refunds do not explain make one more refund, with
the id ``store-credit``.
"""

from __future__ import annotations

from typing import Any

from order_sync.mapping.wix_amounts import Amounts, holdable, instant
from order_sync.mapping.wix_breach import Breach
from order_sync.mapping.wix_transaction_shapes import Refund, RefundDetails, RefundSummary

STORE_CREDIT_ID = "store-credit"
_AMOUNT, _EXTERNAL, _STORE_CREDIT = 4, 6, 7  # places in a refund's row
_UNDER_WAY = ("PENDING", "SCHEDULED", "STARTED")
_NOTHING, _UNTOLD = RefundDetails(), RefundSummary()


def refund_row(wix_order_id: str, refund: Refund, amounts: Amounts, path: str) -> tuple:
    """One refund as contracts.money.REFUND_FIELDS; Breach where it cannot be read."""
    moved = _transactions(refund, amounts, f"{path}.transactions")
    state, amount, pending, credit = _by_transactions(moved) if moved else _by_summary(refund.summary, amounts, f"{path}.summary")
    return (
        wix_order_id, holdable(refund.id), instant(refund.created_date, f"{path}.createdDate"), state, amount, pending,
        bool(moved) and all(each["external"] for each in moved), credit, _details(refund, amounts, path), moved,
    )  # fmt: skip


def store_credit_rows(wix_order_id: str, refunds: list[tuple], store_credit_minor: int | None) -> list[tuple]:
    """The order's refunds, those told that were given as store credit, and one more for credit that no listed refund explains.

    Wix tells store credit as an activity; whether the refund is listed beside it is not documented. One that is recorded as made outside
    Wix and has the activity's amount is taken to be it: a person is asked, and no note is made of money that stayed in the shop.
    """
    if store_credit_minor is None:
        return refunds
    rest = max(store_credit_minor - sum(row[_AMOUNT] for row in refunds if row[_STORE_CREDIT]), 0)
    told = []
    for row in refunds:
        if rest and not row[_STORE_CREDIT] and row[_EXTERNAL] and row[_AMOUNT] == rest:
            row, rest = (*row[:_STORE_CREDIT], True, *row[_STORE_CREDIT + 1 :]), 0
        told.append(row)
    if not rest and any(row[_STORE_CREDIT] for row in told):
        return told
    nothing = {"lines": [], "fees": [], "shipping_minor": None, "shipping_included": False}
    return [*told, (wix_order_id, STORE_CREDIT_ID, None, "succeeded", rest, 0, False, True, nothing, [])]


def _transactions(refund: Refund, amounts: Amounts, path: str) -> list[dict[str, Any]]:
    found = []
    for at, each in enumerate(refund.transactions or ()):
        if each.refund_status not in ("SUCCEEDED", "FAILED", *_UNDER_WAY):
            raise Breach(f"{path}[{at}].refundStatus")
        found.append(
            {
                "payment_id": holdable(each.payment_id),
                "amount_minor": amounts.minor(each.amount, f"{path}[{at}].amount"),
                "status": each.refund_status,
                "external": bool(each.external_refund),
            }
        )
    return found


def _by_transactions(moved: list[dict[str, Any]]) -> tuple[str, int, int, bool]:
    """(state, amount, pending, store credit)."""
    amount = sum(each["amount_minor"] for each in moved if each["status"] == "SUCCEEDED")
    pending = sum(each["amount_minor"] for each in moved if each["status"] in _UNDER_WAY)
    statuses = {each["status"] for each in moved}
    state = "succeeded" if "SUCCEEDED" in statuses else "pending" if statuses & {*_UNDER_WAY} else "failed"
    return state, amount, pending, False


def _by_summary(summary: RefundSummary | None, amounts: Amounts, path: str) -> tuple[str, int, int, bool]:
    """(state, amount, pending, store credit) of a refund without transactions."""
    if summary is None:
        return "succeeded", 0, 0, True
    refunded = amounts.maybe(summary.refunded, f"{path}.refunded") or 0
    pending = amounts.maybe(summary.pending_refund, f"{path}.pendingRefund") or 0
    if refunded:
        return "succeeded", refunded, pending, True
    return ("pending", 0, pending, False) if pending or summary.pending else ("failed", 0, 0, False)


def _details(refund: Refund, amounts: Amounts, path: str) -> dict[str, Any]:
    details, summary = refund.details or _NOTHING, refund.summary or _UNTOLD
    shipping = details.shipping.amount if details.shipping else None
    return {
        "lines": _lines(details, summary, amounts, path),
        "fees": [
            {
                "fee_id": holdable(fee.additional_fee_id),
                "amount_minor": amounts.maybe(fee.amount, f"{path}.details.additionalFees[{at}].amount"),
            }
            for at, fee in enumerate(details.additional_fees or ())
        ],
        "shipping_minor": amounts.maybe(shipping, f"{path}.details.shipping.amount"),
        "shipping_included": bool(details.shipping_included),
    }


def _lines(details: RefundDetails, summary: RefundSummary, amounts: Amounts, path: str) -> list[dict[str, Any]]:
    """Lines with their units and, where the summary tells it, what of them went back; a line that only the summary names has 0 units."""
    told: dict[str, int | None] = {}
    for at, line in enumerate(summary.breakdown.line_items or () if summary.breakdown else ()):
        if line.line_item_id:
            amount = amounts.maybe(line.total_refunded_amount, f"{path}.summary.breakdown.lineItems[{at}].totalRefundedAmount")
            told[line.line_item_id] = amount
    units: dict[str, int] = {}
    for line in details.line_items or details.items or ():
        units[line.line_item_id] = units.get(line.line_item_id, 0) + line.quantity
    only_told = [line_id for line_id, amount in told.items() if line_id not in units and amount]
    return [
        {"line_id": holdable(line_id), "quantity": units.get(line_id, 0), "amount_minor": told.get(line_id)}
        for line_id in (*units, *only_told)
    ]

"""What a cancellation, or a full refund, does to what was booked. The table stands in docs/booking.md.

Drafts go. What is approved stays and is corrected: by a note, by Holded's own cancel, or by a person. Money that the buyer has not got
back keeps the order before a person's eyes until its refund comes.
"""

from __future__ import annotations

from collections.abc import Iterator

from order_sync.mapping.amounts import from_minor
from order_sync.mapping.case import FISCAL, Act, Booked, Case
from order_sync.mapping.edits import notes_of_draft, removal, reversal

OWED = ("PAID", "PARTIALLY_PAID", "PARTIALLY_REFUNDED")


def acts(case: Case) -> Iterator[Act]:
    """The acts of a cancelled order, or of one whose whole money went back before its document was approved."""
    made = case.standing
    if made is None:
        return
    if case.waiting:
        if case.canceled:
            seen = "it was cancelled, and it is not known yet whether its document was made"
            yield _hold("ORDER_CHANGED_AFTER_BOOKING", "answer", seen)
    elif case.canceled:
        yield from _canceled_order(case, made) if made.kind == "order" else _canceled(case, made)
    elif made.kind in FISCAL and not made.approved and _given_back(case):
        yield removal(made, "refunded", "nothing", "the whole money went back before the document was approved")
        yield from notes_of_draft(case, "refunded", "nothing")


def _given_back(case: Case) -> bool:
    """The whole money went back, and the order is not to be booked with a note of it."""
    made = case.standing
    unwanted = case.decision["action"] != "send" or made.role != "document"
    return unwanted and case.order["payment_status"] == "FULLY_REFUNDED" and case.back_minor >= (case.order["total_minor"] or 0)


def _canceled(case: Case, made: Booked) -> Iterator[Act]:
    if case.order["payment_status"] in OWED:
        yield _owed(case)
        if not made.approved:
            yield removal(made, "canceled", "nothing", "cancelled before it was approved")
            yield from notes_of_draft(case, "canceled", "nothing")
    elif not made.approved:
        yield removal(made, "canceled", "nothing", "cancelled before it was approved")
        yield from notes_of_draft(case, "canceled", "nothing")
    elif case.order["payment_status"] != "FULLY_REFUNDED":  # a refund has its own note
        yield from _unpaid(case, made)


def _unpaid(case: Case, made: Booked) -> Iterator[Act]:
    wish = case.store.holded.cancellations.approved_unpaid
    if wish == "credit_note" and made.basis:
        because = "cancelled, never paid: cancellations.approved_unpaid is credit_note"
        for note in reversal(case, made, "cancel", because):
            yield note
            if note.action == "send" and case.wants_approval("note:cancel"):
                yield Act(
                    "approval", "note:cancel", kind=note.kind, doc_date=note.doc_date, amount_minor=note.amount_minor,
                    because=f"holded.approve is {case.store.holded.approve}",
                )  # fmt: skip
    elif wish == "cancel" and made.kind == "invoice":
        yield Act(
            "removal", f"cancel:{made.remote_id}", kind=made.kind, doc_date=made.doc_date,
            body={"why": "canceled", "then": "nothing", "act": "cancel"}, because="cancelled, never paid: the invoice keeps its number",
        )  # fmt: skip
    else:
        number = made.remote_number or "without number yet"
        yield _hold("CANCELED_AFTER_APPROVAL", "status", f"{made.kind} {number} is approved")


def _owed(case: Case) -> Act:
    order = case.order
    left = (order["paid_minor"] or order["total_minor"] or 0) - case.back_minor
    told = f"{from_minor(left, order['currency'])} {order['currency']} of the buyer's money was not paid back"
    return _hold("CANCELED_BUT_PAID", "status", told)


def _canceled_order(case: Case, made: Booked) -> Iterator[Act]:
    """A sales order asks for nothing: it shows the cancellation, or goes."""
    if case.store.holded.cancellations.sales_orders == "delete":
        if case.units_sent:
            yield _hold("ORDER_CHANGED_AFTER_BOOKING", "units", "cancelled after units of its sales order were sent")
        else:
            yield removal(made, "canceled", "nothing", "cancellations.sales_orders is delete")


def _hold(code: str, field: str, seen: str) -> Act:
    return Act("removal", f"{field}:person", action="hold", reason=code, field=field, seen=seen, because=seen)

"""Which payments of an order are registered on the document that bills it, and what was paid back on its notes.

Each Wix payment is registered once, whole: refunds do not lower it, they are payments on the notes. Source: Holded contract, section 2.10;
Wix contract, section 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from order_sync.mapping import approvals
from order_sync.mapping.amounts import from_minor
from order_sync.mapping.case import Act, Booked, Case
from order_sync.mapping.closed_period import open_day

Row = Mapping[str, Any]
RECEIVED = ("APPROVED", "REFUNDED", "PARTIALLY_REFUNDED")  # the money came, whatever went back since
UNDER_WAY = ("AUTHORIZED", "PENDING", "PENDING_MERCHANT")
PAID = ("PAID", "PARTIALLY_REFUNDED", "FULLY_REFUNDED")
ONE_UNIT = 1  # under the policy accept a document may be one recorded minor unit beside its order
CASH_ROUNDING = 2  # cash is rounded to the nearest 5 minor units (Wix contract 2.2, cashRoundingAdjustment); such payments are offline
TREASURIES = "holded.payments.treasuries"


def acts(case: Case) -> Iterator[Act]:
    """Payments of the billing document, then what was paid back on each note; a hold where Wix takes back that it was paid."""
    yield from _unpaid(case)
    if not case.store.holded.payments.register_payment:
        return
    billing = approvals.billed(case)
    wanted = billing is not None and bool(billing.amount_minor) and case.decision["action"] == "send" and not case.changed
    if wanted and case.wants_approval(billing.key) and not _registered_whole(case):
        yield from _incoming(case, billing)
    yield from payouts(case, approvals.notes(case))


def _unpaid(case: Case) -> Iterator[Act]:
    """An order that Wix called paid when its receipt or invoice was made, and calls unpaid now."""
    billing, status = case.billing, case.order["payment_status"]
    if billing is None or not billing.exists or case.canceled:
        return
    if billing.role == "conversion":  # its sales order is sent at any status: money that was registered says that it was paid
        taken_back = status == "NOT_PAID" and any(payment.exists and not payment.part.startswith("note") for payment in case.of("payment"))
    else:
        taken_back = case.decision.get("reason") == "NOT_PAID_YET"
    if taken_back:
        seen = f"the {billing.kind} was made of a paid order; Wix now says {status}"
        yield Act(
            "payment", f"{billing.key}/taken-back", "hold", billing.kind, "ORDER_CHANGED_AFTER_BOOKING", "paymentStatus", seen,
            because="Wix took the payment back",
        )  # fmt: skip


def payouts(case: Case, notes: Iterable[Booked]) -> Iterator[Act]:
    """What was paid back, on the notes of the refunds: one payment per Wix payment that a refund's transactions gave back from."""
    if not case.store.holded.payments.refunds:
        return
    refunds = {refund["refund_id"]: refund for refund in case.refunds if not refund["store_credit"]}
    methods = {payment["payment_id"]: payment for payment in case.payments}
    for note in notes:
        refund = refunds.get(note.part)
        if refund is None or not note.amount_minor or not case.wants_approval(note.key):
            continue
        back: dict[str, int] = {}
        for told in refund["transactions"] or ():
            if told["status"] == "SUCCEEDED" and told["amount_minor"]:
                back[told["payment_id"]] = back.get(told["payment_id"], 0) + told["amount_minor"]
        rows = [
            {"payment_id": id, "amount_minor": amount, "created_at": refund["created_at"], **_how(methods.get(id))}
            for id, amount in back.items()
        ]
        yield from _fitted(case, note, rows, closes=True)


def _how(payment: Row | None) -> dict[str, Any]:
    return (
        {name: payment[name] for name in ("method", "kind", "offline")} if payment else {"method": "", "kind": "regular", "offline": False}
    )


def _registered_whole(case: Case) -> bool:
    """The whole total was registered before Wix's payments were known one by one: nothing is registered beside it."""
    return any(payment.exists and _is_whole(payment.part) and not payment.part.startswith("note") for payment in case.of("payment"))


def _is_whole(part: str) -> bool:
    return part == "" or part.endswith("/")


def _incoming(case: Case, billing: Booked) -> Iterator[Act]:
    received = [row for row in case.payments if row["status"] in RECEIVED and row["amount_minor"]]
    received.sort(key=lambda row: (row["created_at"] is not None, row["created_at"], row["payment_id"]))
    paid = case.order["payment_status"] in PAID
    if received:
        yield from _fitted(case, billing, received, closes=paid)
    elif paid and not any(row["status"] in UNDER_WAY for row in case.payments):
        part = f"{billing.key}/" if billing.key else ""
        body = {"treasury_id": case.store.holded.payments.treasury_id}
        yield Act(
            "payment", part, kind=billing.kind, doc_date=billing.doc_date, amount_minor=total_of(billing), body=body,
            because="Wix names no payments: the whole total",
        )  # fmt: skip


def total_of(document: Booked) -> int:
    """What Holded computes for a document: under the rounding policy accept it may be one recorded minor unit beside its order."""
    basis = document.basis or {}
    return (document.amount_minor or 0) - (basis.get("correction_minor", 0) if basis.get("policy") == "accept" else 0)


def _fitted(case: Case, document: Booked, rows: list[dict[str, Any]] | list[Row], *, closes: bool) -> Iterator[Act]:
    """One act per payment; the last takes a rounding difference where the document is paid up, and what is too much is held.

    A payment that is registered on another document of the order (which this one replaces) is not registered again.
    """
    total, so_far = total_of(document), 0
    off = total - sum(row["amount_minor"] for row in rows)
    fits = closes and off and abs(off) <= ONE_UNIT + (CASH_ROUNDING if rows[-1]["offline"] else 0) and rows[-1]["amount_minor"] + off > 0
    for row in rows:
        last = row is rows[-1]
        amount = row["amount_minor"] + (off if fits and last else 0)
        so_far += amount
        elsewhere = _elsewhere(case, document, row["payment_id"])
        if elsewhere:
            continue
        if so_far > total:
            yield _differs(document, row, _told(case, so_far, total))
        else:
            because = f"it takes {off} minor units of rounding" if fits and last else "as Wix names it"
            yield _payment(case, document, row, amount, because)
    if rows and closes and so_far < total and not fits:
        yield _short(case, document, so_far, total)


def _elsewhere(case: Case, document: Booked, payment_id: str) -> bool:
    if document.role == "note":
        return False
    here = f"{document.key}/{payment_id}"
    others = (payment for payment in case.of("payment") if payment.exists and not payment.part.startswith("note"))
    return any(payment.part != here and payment.part.rpartition("/")[2] == payment_id for payment in others)


def _payment(case: Case, document: Booked, row: Row, amount: int, because: str) -> Act:
    part = f"{document.key}/{row['payment_id']}"
    treasury, lacks = treasury_of(case.store.holded.payments, row)
    if lacks:
        return Act(
            "payment",
            part,
            "hold",
            document.kind,
            "NO_TREASURY",
            f"{TREASURIES}: {lacks}",
            f"no account for {lacks}",
            because="no treasury account",
        )
    day, closed = _day(case, document, row)
    if closed:
        return Act("payment", part, "hold", document.kind, "PERIOD_CLOSED", "payment date", closed, because="the period is closed")
    return Act("payment", part, kind=document.kind, doc_date=day, amount_minor=amount, body={"treasury_id": treasury}, because=because)


def treasury_of(settings: Any, row: Row) -> tuple[str | None, str]:
    """The treasury account of a payment, and the method that lacks one. Membership is no money: it needs a line of its own."""
    method = (row["method"] or "").strip()
    named = {key.strip().casefold(): treasury for key, treasury in settings.treasuries.items()}
    if row["kind"] == "membership":
        found = named.get("membership")
        return found, "" if found else "membership"
    found = named.get("gift card" if row["kind"] == "gift_card" else method.casefold()) or settings.treasury_id
    return found, "" if found or not named else (method or "an unnamed method")


def _day(case: Case, document: Booked, row: Row) -> tuple[date | None, str]:
    moment: datetime | None = row["created_at"]
    day = moment.astimezone(case.store.zone).date() if moment is not None else document.doc_date
    return open_day(day, case.store.holded.closed_period, case.may_enter_closed)


def _differs(document: Booked, row: Row, seen: str) -> Act:
    return Act(
        "payment",
        f"{document.key}/{row['payment_id']}",
        "hold",
        document.kind,
        "PAYMENTS_DIFFER",
        "payments",
        seen,
        because="more than the document",
    )


def _told(case: Case, so_far: int, total: int) -> str:
    currency = case.order.get("currency") or ""  # an order may have become unreadable since it was booked
    return f"payments of {from_minor(so_far, currency)} {currency} on a document of {from_minor(total, currency)} {currency}"


def _short(case: Case, document: Booked, so_far: int, total: int) -> Act:
    seen = f"{_told(case, so_far, total)} that Wix calls paid"
    return Act(
        "payment", f"{document.key}/rest", "hold", document.kind, "PAYMENTS_DIFFER", "payments", seen, because="less than the document"
    )

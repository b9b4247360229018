"""The payments of a document as they are registered at Holded. Source: Holded contract, 2.10."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from order_sync.contracts.acts import target_key
from order_sync.mapping.amounts import from_minor
from order_sync.steps.holded_work import Run, Work
from order_sync.store.ledger import Entry


def paid_document(work: Work, payment: Entry) -> Entry | None:
    """The document that a payment is registered on; its part begins with the document's target key."""
    return work.target(payment.part.rpartition("/")[0])


def payment_body(document: Entry, payment: Entry) -> dict[str, Any]:
    """One payment: a whole total is paid on the document's own day; the treasury account is the one that the settings name."""
    whole = payment.part.rpartition("/")[2] == ""
    # The document's own total is paid: under the policy accept it may be one recorded cent beside Wix's.
    amount = document.expected if whole else payment.amount_minor
    body = {
        "amount": from_minor(amount, payment.currency),
        "date": (document.doc_date if whole else payment.doc_date).isoformat(),
        "description": f"Wix {document.order_number}",
    }
    return body | ({"treasury_id": payment.body["treasury_id"]} if payment.body.get("treasury_id") else {})


def pay(run: Run, work: Work, payment: Entry) -> None:
    """Register one payment on its approved document; after a doubt the document's payments are read first."""
    document = paid_document(work, payment)
    if not _wished(run, document):
        if payment.state == "pending":
            run.ledger.withdraw(payment)
        return
    if document is None or not document.done or document.remote_state != "approved":
        return  # paying a draft approves it
    remote = run.read(work, document) if payment.doubtful else _with_payments(run, work, document)
    if remote is None:
        return
    body = payment_body(document, payment)
    if not _registered(work, payment, Decimal(body["amount"]), remote):
        if payment.doubtful:
            run.ledger.release(payment)
        run.write(work, payment, lambda: run.shop.holded().pay(document.kind, document.remote_id, body))
    run.ledger.sent(payment, document.remote_id)
    run.outcome.add("paid", document.wix_order_id)


def _with_payments(run: Run, work: Work, document: Entry) -> dict[str, Any] | None:
    """The document with its payments, read where others may have paid it.

    Nobody else can have paid a document that this run made (the answer came), saw as a draft and approved itself (the answer came
    too): until then paying it would have approved it. Its payments are ours of this run, and it need not be read (contract 2.10).
    """
    key = target_key(document.role, document.part)
    seen = work.remotes.get(key)
    if seen and "payments" in seen:
        return seen
    if key in work.made and seen and seen["draft"] is True:
        return seen | {"payments": []}
    return run.read(work, document)


def _wished(run: Run, document: Entry | None) -> bool:
    settings = run.shop.settings.holded
    wanted = settings.payments.register_payment and settings.approve != "never"
    return wanted and (settings.payments.refunds or document is None or document.role != "note")


def _registered(work: Work, payment: Entry, amount: Decimal, remote: dict[str, Any]) -> bool:
    """Whether the document has a payment of this amount that no other intent of ours stands for."""
    there = sum(abs(Decimal(row["amount"])) == amount for row in remote["payments"])
    document = paid_document(work, payment)
    ours = [other for other in work.of("payment") if other is not payment and other.done and paid_document(work, other) is document]
    return there > sum(Decimal(payment_body(document, other)["amount"]) == amount for other in ours)

"""Documents out: draft, read back, totals proved, approve, pay. Each stage is an intent; any crash costs a look-up at most."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from decimal import Decimal
from typing import Any

from order_sync.errors import ContractBroken, OutcomeUnknown, Rejected
from order_sync.mapping.amounts import from_minor
from order_sync.steps.holded_contacts import ContactHeld, settle_contact
from order_sync.steps.holded_lookup import look_for_document
from order_sync.steps.holded_payment import payment_body
from order_sync.steps.holded_proof import prove
from order_sync.steps.holded_work import Work, hold_order, later_day, read, write
from order_sync.steps.outcome import WHOLE_RUN, Outcome
from order_sync.steps.shop import Shop
from order_sync.store.holds import close_done
from order_sync.store.ledger import Entry, Ledger
from order_sync.store.locks import exclusive

log = logging.getLogger(__name__)
MOST_BROKEN = 3
ROUNDS = 3  # a lost answer is looked up in the same run where its wait is short


def send(shop: Shop, *, numbers: list[str] | None = None) -> Outcome:
    """Carry every unfinished document of the store as far as it goes; errors of one order never stop the others."""
    outcome = Outcome()
    # One sender per account, not per store: its numbering series and contacts are shared.
    with exclusive(shop.database, f"holded {shop.settings.holded.connection}"):
        for attempt in range(ROUNDS):
            waiting = _round(shop, outcome, numbers)
            settle = shop.settings.holded.settle_seconds
            if not waiting or settle > 60 or attempt == ROUNDS - 1:
                break
            time.sleep(settle)
        close_done(shop.database, shop.store, "holded")
        _fetch_numbers(shop, outcome)
    return outcome


def _round(shop: Shop, outcome: Outcome, numbers: list[str] | None) -> bool:
    """One pass over the unfinished orders; whether a lost answer still waits for its look-up."""
    rows = shop.database.rows("ledger/work_documents", store=shop.store, numbers=numbers)
    ledger, waiting, broken = Ledger(shop.database), False, 0
    orders: dict[str, list[dict[str, Any]]] = {}
    for row in rows:  # intents of one order may stand apart: an approval can be younger than its document
        orders.setdefault(row["wix_order_id"], []).append(row)
    for of_order in orders.values():
        work = Work(of_order)
        try:
            _carry(shop, ledger, work, outcome)
        except WHOLE_RUN:
            raise
        except OutcomeUnknown as error:
            log.warning("%s", error)
            waiting = True
        except ContactHeld as held:
            hold_order(shop, work.document, held.code, held.field, held.seen)
            ledger.rejected(work.document, held.code)
            outcome.add("held")
        except Rejected as error:
            _refused(shop, ledger, work, error)
            outcome.add("held")
        except ContractBroken as error:
            # One unreadable answer holds its order; several are a changed contract, and the run stops.
            broken += 1
            hold_order(shop, work.document, "OUTCOME_UNCLEAR", "", error.seen)
            if broken >= MOST_BROKEN:
                raise
        waiting |= work.document.doubtful
    return waiting


def _carry(shop: Shop, ledger: Ledger, work: Work, outcome: Outcome) -> None:
    document = work.document
    if document.state in ("withdrawn", "rejected") or not _document(shop, ledger, work, outcome):
        return
    if not prove(shop, ledger, work, outcome):
        return
    approval, payment = _wanted(shop, ledger, work, "approval"), _wanted(shop, ledger, work, "payment")
    if approval and not approval.done and not (_may_go_on(approval) and _approve(shop, ledger, work, approval, outcome)):
        return
    if payment and not payment.done and _may_go_on(payment):
        _pay(shop, ledger, work, payment, outcome)


def _wanted(shop: Shop, ledger: Ledger, work: Work, role: str) -> Entry | None:
    """The intent, if the store's settings of today still ask for it: what cannot be undone is not done on an old wish."""
    intent, settings = work.by_role.get(role), shop.settings.holded
    wished = settings.approve != "never" and (role == "approval" or settings.payments.register_payment)
    if intent and intent.state == "pending" and not wished:
        ledger.withdraw(intent)
    return intent


def _may_go_on(intent: Entry) -> bool:
    return intent.state not in ("rejected", "withdrawn")


def _document(shop: Shop, ledger: Ledger, work: Work, outcome: Outcome) -> bool:
    document = work.document
    if document.doubtful and not _adopt(shop, ledger, document, outcome):
        return False
    if document.state == "pending":
        if work.by_role.get("approval") and not _dated(shop, ledger, document):
            return False
        contact_id = settle_contact(shop, document.contact)
        body = document.body | ({"contact_id": contact_id} if contact_id else {})
        ledger.claim(document)
        remote_id = write(ledger, work, document, shop.settings.holded.settle_seconds, lambda: shop.holded().create(document.kind, body))
        ledger.sent(document, remote_id, "draft")
        outcome.add(f"{document.kind}s", document.wix_order_id)
    return document.done


def _dated(shop: Shop, ledger: Ledger, document: Entry) -> bool:
    """Dates must not go back within approved documents of a kind: a late one moves to the newest day, or is held (contract 2.9)."""
    newest = later_day(shop, document)
    if newest is None:
        return True
    if shop.settings.holded.late_documents == "move":
        log.info("order %s: dated %s instead of %s, dates do not go back", document.order_number, newest, document.doc_date)
        ledger.redate(document, newest)
        return True
    hold_order(shop, document, "DATE_GOES_BACK", "date", f"{document.doc_date} is before {newest}")
    ledger.rejected(document, "DATE_GOES_BACK")
    return False


def _adopt(shop: Shop, ledger: Ledger, document: Entry, outcome: Outcome) -> bool:
    """Settle a document whose creation may have happened: adopt what carries our marker, or allow a second POST."""
    if not document.due:
        return False
    found, spare = look_for_document(shop.holded(), document)
    if found:
        ledger.sent(document, found["id"], "draft")
        outcome.add("adopted", document.wix_order_id)
        if spare:
            hold_order(shop, document, "DUPLICATE_REMOTE", "tags", f"{spare + 1} documents carry the marker {document.marker}")
        return True
    settle = shop.settings.holded.settle_seconds
    if spare:
        hold_order(shop, document, "OUTCOME_UNCLEAR", "tags", f"the marker {document.marker} stands on a document of another kind")
        ledger.unknown(document, "the marker stands on a document of another kind", wait=3600, looked=True)
        return False
    if document.state == "sending":  # the process died during the call: the same as a lost answer
        ledger.unknown(document, "the process ended during the call", wait=settle, looked=True)
    elif document.looks < 1:
        ledger.unknown(document, "the first look found nothing", wait=settle, looked=True)
    else:  # two looks, separated in time, found nothing
        ledger.not_created(document, "looked up twice: not created")
        return document.state == "pending"
    return False


def _approve(shop: Shop, ledger: Ledger, work: Work, approval: Entry, outcome: Outcome) -> bool:
    document = work.document
    if approval.doubtful or work.remote is None:
        # Approving cannot be undone: after any doubt the document is read first.
        work.remote = read(shop, work)
        if work.remote is None:
            return False
    if work.remote["draft"]:
        if approval.doubtful:
            ledger.release(approval)
        ledger.claim(approval)
        write(ledger, work, approval, 0, lambda: shop.holded().approve(document.kind, document.remote_id))
    ledger.sent(document, None, "approved")
    ledger.sent(approval, document.remote_id)
    outcome.add("approved", document.wix_order_id)
    return True


def _pay(shop: Shop, ledger: Ledger, work: Work, payment: Entry, outcome: Outcome) -> None:
    # The document's own total is paid: under the policy accept it may be one recorded cent beside Wix's.
    document, amount = work.document, from_minor(work.expected, payment.currency)
    if payment.doubtful or work.remote is None:
        work.remote = read(shop, work)
        if work.remote is None:
            return
    registered = [paid for paid in work.remote["payments"] if Decimal(paid["amount"]) == Decimal(amount)]
    if not registered:
        if payment.doubtful:
            ledger.release(payment)
        body = payment_body(document, payment, work.expected)
        ledger.claim(payment)
        write(ledger, work, payment, 0, lambda: shop.holded().pay(document.kind, document.remote_id, body))
    ledger.sent(payment, document.remote_id)
    outcome.add("paid", document.wix_order_id)


def _fetch_numbers(shop: Shop, outcome: Outcome) -> None:
    """Numbers of approved documents, by list: one call per kind, day and hundred instead of one per document."""
    for group in shop.database.rows("ledger/unnumbered", store=shop.store):
        for row in shop.holded().list_documents(group["kind"], group["doc_date"], group["doc_date"] + timedelta(days=1)):
            if row["number"]:
                touched = shop.database.run("ledger/numbered", store=shop.store, remote_id=row["id"], remote_number=row["number"])
                outcome.counts["numbered"] += touched


def _refused(shop: Shop, ledger: Ledger, work: Work, error: Rejected) -> None:
    """Hold the order, then give up the refused intent: a run that dies between the two is refused once more, and nothing is lost."""
    document = work.document
    path = "; ".join(fault.path for fault in error.faults if fault.path)
    log.warning("order %s: %s", document.order_number, error)
    hold_order(shop, document, "HOLDED_REJECTED", path, error.seen)
    refused = work.writing or (document if document.state == "pending" else None)
    if refused and not refused.done:
        ledger.rejected(refused, error.seen)

"""Documents made: posted once, found again by their marker after a lost answer. Source: Holded contract, 2.9 and 7.4."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from order_sync.contracts.acts import DOCUMENT_ROLES, target_key
from order_sync.errors import NotThere, Rejected
from order_sync.steps.holded_contacts import forget_contact, is_gone, settle_contact
from order_sync.steps.holded_dates import wrong_day
from order_sync.steps.holded_lookup import look_for_document
from order_sync.steps.holded_work import Run, Work, field_of
from order_sync.store.ledger import Entry

log = logging.getLogger(__name__)


def document(run: Run, work: Work, intent: Entry) -> None:
    """The first document of an order, or a replacement of it."""
    make(run, work, intent, lambda: posting(run, intent, intent.contact))


def note(run: Run, work: Work, intent: Entry) -> None:
    """A credit note or receipt note, once the document that it is about stands; of a whole invoice by converting it."""
    source = work.noted(intent)
    if source is not None and source.done and source.verdict == "holds":
        by_convert = "convert" in intent.body
        make(run, work, intent, lambda: converting(run, intent, source) if by_convert else posting(run, intent, source.contact))


def conversion(run: Run, work: Work, intent: Entry) -> None:
    """The receipt or invoice made from the order's sales order, so that stock is taken once."""
    doubtful = any(units.doubtful for units in work.of("units"))  # whether the stock has moved is not known yet
    if work.document.done and work.document.verdict == "holds" and not doubtful:
        make(run, work, intent, lambda: converting(run, intent, work.document))


def posting(run: Run, intent: Entry, contact: dict[str, Any] | None) -> Callable[[], str]:
    """The call that posts the body, after its contact is settled: a doubt about the contact is none about the document."""
    shop, contact_id = run.shop, settle_contact(run.shop, contact)

    def post() -> str:
        try:
            return shop.holded().create(intent.kind, _for(intent, contact_id))
        except Rejected as error:
            if not contact or "contact_id" in contact or not is_gone(error):
                raise
            # A person deleted or merged the contact: nothing was made, and the buyer is settled anew, once.
            forget_contact(shop, contact)
            return shop.holded().create(intent.kind, _for(intent, settle_contact(shop, contact)))

    return post


def _for(intent: Entry, contact_id: str | None) -> dict[str, Any]:
    return intent.body | ({"contact_id": contact_id} if contact_id else {})


def converting(run: Run, intent: Entry, source: Entry) -> Callable[[], str]:
    """The call that makes the document from another one of the order."""
    return lambda: run.shop.holded().convert(source.kind, source.remote_id, intent.kind, intent.body["convert"])


def make(run: Run, work: Work, intent: Entry, prepare: Callable[[], Callable[[], str]]) -> None:
    """Carry one document to the state sent: adopt it after a doubt, else post it."""
    if intent.doubtful and not _adopt(run, intent):
        return
    if intent.state == "pending":
        if not _dated(run, work, intent):
            return
        remote_id = run.write(work, intent, prepare(), settle=run.settle)
        run.ledger.sent(intent, remote_id, "draft")
        work.made.add(target_key(intent.role, intent.part))
        run.outcome.add(f"{intent.kind}s", intent.wix_order_id)


def _dated(run: Run, work: Work, intent: Entry) -> bool:
    """A document that is to be approved does not go back behind its series, and none lies in a closed period: it moves, or is held."""
    wrong = wrong_day(run.shop, intent, to_approve=work.approval_of(intent) is not None)
    if wrong is None:
        return True
    if wrong.move_to is not None:
        log.info("order %s: dated %s instead of %s: %s", intent.order_number, wrong.move_to, intent.doc_date, wrong.code)
        run.ledger.redate(intent, wrong.move_to)
        return True
    held = run.hold(intent, wrong.code, field_of(intent, "date"), wrong.seen)
    run.ledger.rejected(intent, wrong.code, held)
    return False


def _adopt(run: Run, intent: Entry) -> bool:
    """Settle a document whose creation may have happened: adopt what carries our marker, or allow a second POST."""
    if not intent.due:
        return False
    found, spare = look_for_document(run.shop.holded(), intent)
    if found:
        run.ledger.sent(intent, found["id"], "draft")
        run.outcome.add("adopted", intent.wix_order_id)
        if spare:
            run.hold(intent, "DUPLICATE_REMOTE", "tags", f"{spare + 1} documents carry the marker {intent.marker}")
        return True
    if spare:
        run.hold(intent, "OUTCOME_UNCLEAR", "tags", f"the marker {intent.marker} stands on a document of another kind")
        run.ledger.unknown(intent, "the marker stands on a document of another kind", wait=3600, looked=True)
    elif intent.state == "sending":  # the process died during the call: the same as a lost answer
        run.ledger.unknown(intent, "the process ended during the call", wait=run.settle, looked=True)
    elif intent.looks < 1:
        run.ledger.unknown(intent, "the first look found nothing", wait=run.settle, looked=True)
    else:  # two looks, separated in time, found nothing
        run.ledger.not_created(intent, "looked up twice: not created")
        return intent.state == "pending"
    return False


def removal(run: Run, work: Work, intent: Entry) -> None:
    """Delete the draft that the order no longer wants; a document that a person approved meanwhile stays, and the order is built anew."""
    if intent.body.get("act") == "cancel":
        _cancel(run, work, intent)
        return
    document = removed_document(work, intent)
    if document is None:  # it went in a run that died, or by a person
        _removed(run, intent)
        return
    if document.kind == "order" and _units_left(run, work, intent, document):
        return
    if intent.doubtful:
        run.ledger.release(intent)  # deleting twice deletes once
    try:
        run.write(work, intent, lambda: run.shop.holded().delete(document.kind, document.remote_id))
    except NotThere:
        log.info("draft %s was gone already", document.remote_id)
    except Rejected:
        if not _approved_meanwhile(run, work, document):
            raise
        run.ledger.release(intent)
        run.ledger.withdraw(intent)
        run.outcome.again.add(document.wix_order_id)
        return
    run.ledger.removed(document)
    _removed(run, intent)
    run.outcome.add("removed", document.wix_order_id)


def removed_document(work: Work, intent: Entry) -> Entry | None:
    """The document that a removal is about, None where it is gone already."""
    remote_id = intent.part.removeprefix("cancel:")
    return next((made for made in work.of(*DOCUMENT_ROLES) if made.remote_id == remote_id), None)


def _cancel(run: Run, work: Work, intent: Entry) -> None:
    """Cancel an approved invoice, which keeps its number; after a doubt Holded's word for it tells whether it is done (contract 2.2)."""
    document = removed_document(work, intent)
    if document is None:
        run.ledger.withdraw(intent)
        return
    if intent.doubtful:
        remote = run.read(work, document)
        if remote is None:
            return
        if remote["canceled"]:
            run.ledger.sent(intent)
            return
        run.ledger.release(intent)
    run.write(work, intent, lambda: run.shop.holded().cancel(document.kind, document.remote_id))
    run.ledger.sent(intent)
    run.outcome.add("canceled", document.wix_order_id)


def take_back(run: Run, work: Work, document: Entry, why: str) -> None:
    """Delete a draft of our own accord, and have it made anew: the wish is committed first, as every other intent."""
    wish = Entry(
        document.store, document.wix_order_id, document.destination, "removal", document.remote_id, "pending", document.kind, document.marker,
        None, document.order_number, document.doc_date, None, document.currency, body={"why": why, "then": "again"},
    )  # fmt: skip
    run.ledger.intend_removal(wish)
    removal(run, work, wish)
    work.stopped = True


def _units_left(run: Run, work: Work, intent: Entry, order: Entry) -> bool:
    """A sales order whose units a person sent in Holded stays: what its deletion would do to the stock is not known."""
    try:
        lines = run.shop.holded().shipped_items(order.remote_id)
    except NotThere:
        return False  # gone already
    if not any(line["sent"] for line in lines):
        return False
    held = None
    if intent.body.get("only") != "tags":
        held = run.hold(
            order, "ORDER_CHANGED_AFTER_BOOKING", "units", f"units of order {order.remote_number or order.remote_id} were sent in Holded"
        )
    run.ledger.rejected(intent, "units of the sales order were sent in Holded", held)
    return True


def _removed(run: Run, intent: Entry) -> None:
    run.ledger.sent(intent)
    if intent.body.get("then") == "again":
        run.outcome.again.add(intent.wix_order_id)


def _approved_meanwhile(run: Run, work: Work, document: Entry) -> bool:
    found = run.read(work, document)
    if found is None or found["draft"] is not False:
        return False
    run.ledger.sent(document, None, "approved")
    return True

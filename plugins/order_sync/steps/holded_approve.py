"""Approvals: final, one at a time, in the order of the dates of a series. Source: Holded contract, 2.9.

Dates do not go back: a draft that is late by now is taken back and made anew with a later date, or held (holded.late_documents). Where
late documents are held, none overtakes one of its series whose approval was refused: it waits until a person has settled that one.
"""

from __future__ import annotations

import logging

from order_sync.errors import Rejected
from order_sync.steps.holded_dates import WrongDay, late_at_holded, wrong_day
from order_sync.steps.holded_make import take_back
from order_sync.steps.holded_work import Run, Work, field_of, series_of
from order_sync.steps.shop import Shop
from order_sync.store.ledger import Entry

log = logging.getLogger(__name__)


def in_order(work: Work, approval: Entry) -> tuple[bool, str, str, str, str]:
    """What approvals are sorted by: notes after what they correct, then kind and series, then the date; within a day the order's number."""
    document = work.target(approval.part)
    if document is None:
        return (False, approval.kind or "", "", "", "")
    number = (document.order_number or "").zfill(20)
    return (document.role == "note", approval.kind or "", series_of(document) or "", str(document.doc_date), number)


def approve(run: Run, work: Work, approval: Entry) -> None:
    """Approve one proven document. Approving cannot be undone: after any doubt the document is read first."""
    document = work.target(approval.part)
    if document is None or not document.done or document.verdict != "holds" or not _may(run, work, approval, document):
        return
    remote = run.read(work, document) if approval.doubtful else run.known(work, document)
    if remote and remote["draft"] is None:  # a list may not tell whether it is a draft
        remote = run.read(work, document)
    if remote is None:
        return
    if remote["draft"]:
        if approval.doubtful:
            run.ledger.release(approval)
        if not _its_turn(run, work, approval, document):
            return
        try:
            run.write(work, approval, lambda: run.shop.holded().approve(document.kind, document.remote_id))
        except Rejected:
            run.purse.look()
            wrong = late_at_holded(run.shop, document)  # others may have approved a later one meanwhile
            if wrong is None:
                raise
            run.ledger.release(approval, wrong.seen)
            _late(run, work, approval, document, wrong)
            return
    run.ledger.sent(document, None, "approved")
    run.ledger.sent(approval, document.remote_id)
    run.outcome.add("approved", document.wix_order_id)


def agreed(approval: Entry, document: Entry) -> bool:
    """A person has agreed to approve this very draft; one that was made anew since is another one."""
    return approval.agreed_at is not None and approval.agreed_to == document.remote_id


def behind(shop: Shop, document: Entry) -> str:
    """The order whose refused approval a document waits for, "" for none."""
    if shop.settings.holded.late_documents == "move":
        return ""
    row = shop.database.one(
        "approvals/refused_before", store=shop.store, kind=document.kind, series=series_of(document), day=document.doc_date
    )
    return f"{row['order_number']}, dated {row['doc_date']}" if row else ""


def _may(run: Run, work: Work, approval: Entry, document: Entry) -> bool:
    """By the store's settings of today: what cannot be undone is not done on an old wish."""
    wish = run.shop.settings.holded.approve
    if wish == "never":
        if approval.state == "pending":
            run.ledger.withdraw(approval)
        return False
    if document.role == "note":
        source = work.noted(document)
        if source is None or source.remote_state != "approved":
            return False  # a note corrects a document that counts
    return wish == "when_proven" or agreed(approval, document) or approval.doubtful


def _its_turn(run: Run, work: Work, approval: Entry, document: Entry) -> bool:
    wrong = wrong_day(run.shop, document)
    if wrong is not None:
        _late(run, work, approval, document, wrong)
        return False
    first = behind(run.shop, document)
    if first:
        log.warning("order %s waits: the approval of order %s was refused, and dates do not go back", document.order_number, first)
        run.outcome.add("waiting_for_earlier")
    return not first


def _late(run: Run, work: Work, approval: Entry, document: Entry, wrong: WrongDay) -> None:
    """Take the draft back, so that it is made anew with the day that it may have; else hold it."""
    corrected = document.role != "note" and any(note.state in ("sending", "unknown", "sent") for note in work.of("note"))
    if wrong.move_to is not None and not corrected:
        take_back(run, work, document, "late")
        return
    held = run.hold(document, wrong.code, field_of(approval, "date"), wrong.seen)
    run.ledger.rejected(approval, wrong.code, held)
    run.outcome.add("held")

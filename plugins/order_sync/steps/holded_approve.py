"""Approvals: final, one at a time, in the order of the dates of a series. Source: Holded contract, 2.9."""

from __future__ import annotations

from order_sync.steps.holded_work import Run, Work, series_of
from order_sync.store.ledger import Entry


def in_order(work: Work, approval: Entry) -> tuple[str, str, str]:
    """What approvals are sorted by: kind and series, then the date."""
    document = work.target(approval.part)
    return (approval.kind or "", series_of(document) or "" if document else "", str(document.doc_date) if document else "")


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
        run.write(work, approval, lambda: run.shop.holded().approve(document.kind, document.remote_id))
    run.ledger.sent(document, None, "approved")
    run.ledger.sent(approval, document.remote_id)
    run.outcome.add("approved", document.wix_order_id)


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
    return wish == "when_proven" or approval.agreed_at is not None or approval.doubtful

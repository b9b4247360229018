"""The proof after the remote computed: a draft whose total is not the planned one is held and deleted, never approved (DESIGN law 1).

New drafts are proved from lists: one call shows a hundred of them, where reading each costs a call. A list may lag behind
(Holded contract, 12.2): a document that it does not show is read by its id, and nobody waits for it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from order_sync.contracts.acts import target_key
from order_sync.errors import ContractBroken, NotThere
from order_sync.mapping.amounts import from_minor, to_minor
from order_sync.steps.holded_lists import batches
from order_sync.steps.holded_work import Run, Work, field_of
from order_sync.store.ledger import Entry

log = logging.getLogger(__name__)
Job = tuple[Work, Entry]


def gather(run: Run, jobs: Sequence[Job]) -> None:
    """See as many of the documents as lists show for less than reading each would cost; the others are read one by one."""
    unseen = [(work, document) for work, document in jobs if document.verdict == "planned" and not work.stopped]
    wanted = {(document.kind, document.remote_id): (work, document) for work, document in unseen}
    for batch in batches([(document.kind, document.doc_date, document.remote_id) for _, document in unseen]):
        # Half of what reading costs, so that a list full of other people's drafts is given up in time.
        rows = run.shop.holded().listed(batch.kind, batch.ids, batch.days, approval="draft", most_calls=len(batch.ids) // 2)
        for id, row in rows.items():
            work, document = wanted[batch.kind, id]
            work.remotes[target_key(document.role, document.part)] = row


def prove(run: Run, work: Work, document: Entry) -> None:
    """Compare what Holded computed with what was planned; ``document.verdict`` says afterwards whether it may go on."""
    if document.verdict == "differs":
        known = run.shop.database.one("holds/under", **document.key, code="REMOTE_TOTAL_DIFFERS", field=field_of(document, "total"))
        _take_back(run, document, known["hold_id"] if known else None)
        return
    remote = run.known(work, document)
    if remote is None:
        return
    figures = _figures(document, remote)
    holds_true = figures["total"] == document.expected and remote["currency"] in ("", document.currency)
    if not holds_true:  # the hold first: a run that dies here must not leave a difference that nobody sees
        seen = f"Holded {from_minor(figures['total'], document.currency)} {remote['currency']}, expected {from_minor(document.expected, document.currency)} {document.currency}"
        held = run.hold(document, "REMOTE_TOTAL_DIFFERS", field_of(document, "total"), seen)
    run.ledger.proved(document, **figures, tags=list(remote["tags"]), verdict="holds" if holds_true else "differs")
    document.verdict = "holds" if holds_true else "differs"
    run.outcome.touched.add(document.wix_order_id)
    if not holds_true:
        _take_back(run, document, held)


def _figures(document: Entry, remote: dict[str, Any]) -> dict[str, int]:
    """Subtotal, tax and total of the document as read, in minor units; notes may be written with either sign (contract 12.17)."""
    try:
        told = {name: to_minor(remote[name] or Decimal(0), document.currency) for name in ("subtotal", "tax", "total")}
    except ValueError as error:
        raise ContractBroken(str(error), where="Holded document", cure="Compare the document in Holded's own screens.") from None
    return {name: abs(value) for name, value in told.items()} if document.role == "note" else told


def _take_back(run: Run, document: Entry, held: int | None) -> None:
    # The difference is recorded before the draft goes, so that a crash in between is finished by the next run.
    try:
        run.shop.holded().delete(document.kind, document.remote_id)
    except NotThere:
        log.info("draft %s was gone already", document.remote_id)
    run.ledger.rejected(document, "the remote total differs", held)
    run.outcome.add("taken_back", document.wix_order_id)

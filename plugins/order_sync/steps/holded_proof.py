"""The proof after the remote computed: a draft whose total is not the planned one is held and deleted, never approved (DESIGN law 1)."""

from __future__ import annotations

import logging
from decimal import Decimal
from typing import Any

from order_sync.errors import ContractBroken, NotThere
from order_sync.mapping.amounts import from_minor, to_minor
from order_sync.steps.holded_work import Run, Work
from order_sync.store.ledger import Entry

log = logging.getLogger(__name__)


def prove(run: Run, work: Work, document: Entry) -> None:
    """Compare what Holded computed with what was planned; ``document.verdict`` says afterwards whether it may go on."""
    if document.verdict == "differs":
        _take_back(run, document)
        return
    remote = run.read(work, document)
    if remote is None:
        return
    figures = _figures(document, remote)
    holds_true = figures["total"] == document.expected and remote["currency"] in ("", document.currency)
    if not holds_true:  # the hold first: a run that dies here must not leave a difference that nobody sees
        seen = f"Holded {from_minor(figures['total'], document.currency)} {remote['currency']}, expected {from_minor(document.expected, document.currency)} {document.currency}"
        run.hold(document, "REMOTE_TOTAL_DIFFERS", "total", seen)
    run.ledger.proved(document, **figures, tags=list(remote["tags"]), verdict="holds" if holds_true else "differs")
    document.verdict = "holds" if holds_true else "differs"
    run.outcome.touched.add(document.wix_order_id)
    if not holds_true:
        _take_back(run, document)


def _figures(document: Entry, remote: dict[str, Any]) -> dict[str, int]:
    """Subtotal, tax and total of the document as read, in minor units; notes may be written with either sign (contract 12.17)."""
    try:
        told = {name: to_minor(remote[name] or Decimal(0), document.currency) for name in ("subtotal", "tax", "total")}
    except ValueError as error:
        raise ContractBroken(str(error), where="Holded document", cure="Compare the document in Holded's own screens.") from None
    return {name: abs(value) for name, value in told.items()} if document.role == "note" else told


def _take_back(run: Run, document: Entry) -> None:
    # The difference is recorded before the draft goes, so that a crash in between is finished by the next run.
    try:
        run.shop.holded().delete(document.kind, document.remote_id)
    except NotThere:
        log.info("draft %s was gone already", document.remote_id)
    run.ledger.rejected(document, "the remote total differs")
    run.outcome.add("taken_back", document.wix_order_id)

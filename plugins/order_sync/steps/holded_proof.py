"""The proof after the remote computed: a draft whose total is not Wix's is held and deleted, never approved (DESIGN law 1)."""

from __future__ import annotations

import logging
from decimal import Decimal

from order_sync.errors import ContractBroken, NotThere
from order_sync.mapping.amounts import from_minor, to_minor
from order_sync.steps.holded_work import Work, hold_order, read
from order_sync.steps.outcome import Outcome
from order_sync.steps.shop import Shop
from order_sync.store.ledger import Ledger

log = logging.getLogger(__name__)


def prove(shop: Shop, ledger: Ledger, work: Work, outcome: Outcome) -> bool:
    """Whether the document may go on: its total as the remote computed it is the one that was planned."""
    if work.verdict == "holds":
        return True
    document = work.document
    if work.verdict == "differs":
        return _take_back(shop, ledger, work, outcome)
    work.remote = read(shop, work)
    if work.remote is None:
        return False
    figures = _figures(work)
    holds_true = figures["total"] == work.expected and work.remote["currency"] in ("", document.currency)
    if not holds_true:  # the hold first: a run that dies here must not leave a difference that nobody sees
        seen = f"Holded {from_minor(figures['total'], document.currency)} {work.remote['currency']}, expected {from_minor(work.expected, document.currency)} {document.currency}"
        hold_order(shop, document, "REMOTE_TOTAL_DIFFERS", "total", seen)
    ledger.proved(document, **figures, tags=list(work.remote["tags"]), verdict="holds" if holds_true else "differs")
    work.verdict = "holds" if holds_true else "differs"
    outcome.touched.add(document.wix_order_id)
    return holds_true or _take_back(shop, ledger, work, outcome)


def _figures(work: Work) -> dict[str, int]:
    """Subtotal, tax and total of the document as read, in minor units."""
    try:
        return {name: to_minor(work.remote[name] or Decimal(0), work.document.currency) for name in ("subtotal", "tax", "total")}
    except ValueError as error:
        raise ContractBroken(str(error), where="Holded document", cure="Compare the document in Holded's own screens.") from None


def _take_back(shop: Shop, ledger: Ledger, work: Work, outcome: Outcome) -> bool:
    # The difference is recorded before the draft goes, so that a crash in between is finished by the next run.
    document = work.document
    try:
        shop.holded().delete(document.kind, document.remote_id)
    except NotThere:
        log.info("draft %s was gone already", document.remote_id)
    ledger.rejected(document, "the remote total differs")
    outcome.add("taken_back", document.wix_order_id)
    return False

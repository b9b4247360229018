"""One order on its way to Holded: its intents, the one way to write, to read and to hold it."""

from __future__ import annotations

from datetime import date
from typing import Any

from order_sync.errors import AccessDenied, ContractBroken, NotThere, OrderSyncError, OutcomeUnknown, Rejected
from order_sync.steps.shop import Shop
from order_sync.store.holds import hold
from order_sync.store.ledger import Entry, Ledger, entry


class Work:
    """One order's intents at Holded and its proof."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.by_role: dict[str, Entry] = {row["role"]: entry(row) for row in rows}
        self.document = self.by_role["document"]
        of_document = next(row for row in rows if row["role"] == "document")
        self.verdict = of_document["verdict"]
        self.expected = of_document["our_total_minor"]
        self.remote: dict[str, Any] | None = None
        self.writing: Entry | None = None  # the intent whose call is under way


def write(ledger: Ledger, work: Work, intent: Entry, settle: int, call: Any) -> Any:
    """Make a claimed call and record what its failure means; a refusal is recorded by ``_refused``, after its hold."""
    work.writing = intent
    try:
        return call()
    except (OutcomeUnknown, ContractBroken) as error:
        ledger.unknown(intent, error.seen, wait=settle)
        raise OutcomeUnknown(error.seen, where=error.where, cure=error.cure) from None
    except OrderSyncError as error:
        if not isinstance(error, Rejected) or isinstance(error, AccessDenied):
            ledger.release(intent, error.seen)
        raise


def read(shop: Shop, work: Work) -> dict[str, Any] | None:
    document = work.document
    try:
        return shop.holded().read(document.kind, document.remote_id)
    except NotThere:
        hold_order(shop, document, "DELETED_REMOTELY", "id", f"{document.kind} {document.remote_id} is not in Holded any more")
        return None


def hold_order(shop: Shop, document: Entry, code: str, field: str, seen: str) -> None:
    hold(shop.database, shop.store, document.wix_order_id, document.order_number, "holded", code, field=field, seen=seen)


def later_day(shop: Shop, document: Entry) -> date | None:
    """The newest approved day of the document's series where it is after the document's own: its date would go back (contract 2.9)."""
    series = document.body.get("number_line_id")
    newest = shop.database.one("ledger/newest_approved", store=shop.store, kind=document.kind, series=series)["day"]
    return newest if newest is not None and document.doc_date < newest else None

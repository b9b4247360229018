"""The payment of a document as it is registered at Holded. Source: Holded contract, 2.10."""

from __future__ import annotations

from typing import Any

from order_sync.mapping.amounts import from_minor
from order_sync.store.ledger import Entry


def payment_body(document: Entry, payment: Entry, total_minor: int) -> dict[str, Any]:
    """The whole total on the document's own day, to the treasury account that the store names."""
    body = {
        "amount": from_minor(total_minor, payment.currency),
        "date": document.doc_date.isoformat(),
        "description": f"Wix {document.order_number}",
    }
    return body | ({"treasury_id": payment.body["treasury_id"]} if payment.body.get("treasury_id") else {})

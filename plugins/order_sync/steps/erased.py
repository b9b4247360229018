"""At landing: what a person had erased does not come back. Its amounts and states are kept up to date, and a change is told as a hold."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from order_sync.contracts.decisions import DESTINATIONS
from order_sync.contracts.staging import ORDER_FIELDS
from order_sync.mapping.redaction import email_digest, email_of
from order_sync.mapping.wix_order import OrderRows
from order_sync.mapping.wix_pages import RawOrder
from order_sync.store import retention
from order_sync.store.database import Database
from order_sync.store.holds import hold
from order_sync.store.staging import Batch, Known

_FACTS = ("updated_at", "status", "payment_status", "fulfillment_status", "total_minor", "payload_hash")
_MORE = ("number", "created_at", "channel", "currency")


class Erased:
    """The erased orders and e-mails of a store, as a batch meets them."""

    def __init__(self, database: Database, batch: Batch) -> None:
        self.database, self.batch = database, batch

    @cached_property
    def _emails(self) -> dict[str, Any]:
        return retention.erased_emails(self.database, self.batch.store)

    def keeps_out(self, order: RawOrder, decoded: OrderRows, known: Known | None) -> bool:
        """Whether the order is erased, or an older one of an erased e-mail; then what may be kept of it is written here."""
        row = dict(zip(ORDER_FIELDS, decoded.order, strict=True))
        if known is not None and known.erased:
            self._changed(order, row)
            return True
        if known is not None or not self._emails:
            return False
        asked_at = self._emails.get(email_digest(email_of(order.raw)))
        if asked_at is None or row["created_at"] is None or row["created_at"] >= asked_at:
            return False
        facts = {name: row[name] for name in (*_FACTS, *_MORE)}
        retention.keep_erased(self.database, self.batch.store, order.wix_order_id, self.batch.batch_id, DESTINATIONS, facts)
        return True

    def _changed(self, order: RawOrder, row: dict[str, Any]) -> None:
        facts = {name: row[name] for name in _FACTS}
        self.database.run("retention/facts", store=self.batch.store, wix_order_id=order.wix_order_id, **facts)
        seen = f"Wix changed it: {row['status']}, {row['payment_status']}, {row['fulfillment_status']}"
        hold(self.database, self.batch.store, order.wix_order_id, row["number"], "holded", "DATA_ERASED", seen=seen, source="land")

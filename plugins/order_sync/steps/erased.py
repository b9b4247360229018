"""At landing: what a person had erased does not come back. Its amounts and states are kept up to date, and a change is told as a hold."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Any

from order_sync.contracts.decisions import DESTINATIONS
from order_sync.contracts.staging import ORDER_FIELDS
from order_sync.mapping.redaction import email_digest, email_of
from order_sync.mapping.wix_order import OrderRows, rows
from order_sync.mapping.wix_pages import RawOrder
from order_sync.store import retention
from order_sync.store.database import Database
from order_sync.store.holds import hold

_FACTS = ("updated_at", "status", "payment_status", "fulfillment_status", "total_minor", "payload_hash")
_MORE = ("number", "created_at", "channel", "currency")
Fresh = list[tuple[RawOrder, OrderRows]]


class Erased:
    """The erased orders and e-mails of a store, as a batch meets them. ``named``: orders that the batch is to take whatever they are."""

    def __init__(self, database: Database, store: str, batch_id: str, named: Collection[str] = ()) -> None:
        self._database, self._store, self._batch_id, self._named = database, store, batch_id, frozenset(named)

    def left(self, page: Sequence[RawOrder], fresh: Fresh) -> Fresh:
        """What of a page is staged: ``fresh`` without what is erased; and named orders whose stored payload is forgotten, as Wix has them now."""
        if not self._named and not self._any:
            return fresh
        known = retention.guarded(self._database, self._store, [order.wix_order_id for order in page])
        taken = {order.wix_order_id for order, _ in fresh}
        again = [order for order in page if order.wix_order_id in known.keys() & self._named - taken and not known[order.wix_order_id]]
        fresh = [*fresh, *((order, rows(order.raw, order.digest)) for order in again)]
        return [(order, decoded) for order, decoded in fresh if not self._keeps_out(order, decoded, known.get(order.wix_order_id))]

    @cached_property
    def _any(self) -> bool:
        return retention.any_erased(self._database, self._store)

    @cached_property
    def _emails(self) -> dict[str, Any]:
        return retention.erased_emails(self._database, self._store)

    def _keeps_out(self, order: RawOrder, decoded: OrderRows, erased: bool | None) -> bool:
        """Whether the order is erased, or an older one of an erased e-mail; then what may be kept of it is written here."""
        row = dict(zip(ORDER_FIELDS, decoded.order, strict=True))
        if erased:
            self._changed(order, row)
            return True
        if erased is not None or not self._emails:
            return False
        asked_at = self._emails.get(email_digest(email_of(order.raw)))
        if asked_at is None or row["created_at"] is None or row["created_at"] >= asked_at:
            return False
        if retention.published(self._database, self._store, [order.wix_order_id]):
            return False  # it is under way: erased as soon as it is done
        facts = {name: row[name] for name in (*_FACTS, *_MORE)}
        retention.keep_erased(self._database, self._store, order.wix_order_id, self._batch_id, DESTINATIONS, facts)
        return True

    def _changed(self, order: RawOrder, row: dict[str, Any]) -> None:
        facts = {name: row[name] for name in _FACTS}
        self._database.run("retention/facts", store=self._store, wix_order_id=order.wix_order_id, **facts)
        seen = f"Wix changed it: {row['status']}, {row['payment_status']}, {row['fulfillment_status']}"
        hold(self._database, self._store, order.wix_order_id, row["number"], "holded", "DATA_ERASED", seen=seen, source="land")

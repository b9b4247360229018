"""Rows about chosen holds: what is closed is closed for a destination of an order, and each row says what became of it."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence

from order_sync.errors import AccessDenied, OrderSyncError, QuotaSpent, RetryLater
from order_sync.store.database import Row

log = logging.getLogger(__name__)
SAME_FOR_ALL = (RetryLater, QuotaSpent, AccessDenied)  # the remote would say the same of every other order


def row(found: Row, verdict: str = "", because: str = "") -> Row:
    """A hold with what became of it."""
    named = ("hold_id", "order_number", "wix_order_id", "destination", "code", "field", "source")
    return {name: found.get(name) or "" for name in named} | {"verdict": verdict, "because": because}


def places(rows: Sequence[Row]) -> Iterator[tuple[str, str, list[Row]]]:
    """(order id, destination, its rows): what is closed is closed for a destination of an order."""
    found: dict[tuple[str, str], list[Row]] = {}
    for one in rows:
        found.setdefault((one["wix_order_id"], one["destination"]), []).append(one)
    for (order, destination), of_place in found.items():
        yield order, destination, of_place


def tell(rows: Sequence[Row], verdict: str, because: str) -> None:
    """Say of each row what became of it."""
    for one in rows:
        one |= {"verdict": verdict, "because": because}


def failed(rows: Sequence[Row], error: Exception) -> None:
    """Say of each row why it could not be done."""
    # The text of an error that is not ours may hold what stood in the order.
    told = str(error) if isinstance(error, OrderSyncError) else f"{type(error).__name__}: see the log of the orders database"
    log.warning("%s could not be done: %s", ", ".join(sorted({one["order_number"] for one in rows})), told)
    for one in rows:
        one |= {"verdict": "waits" if isinstance(error, SAME_FOR_ALL) else "failed", "because": told, "error": error}

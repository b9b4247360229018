"""Past orders: which are history, how far each window is, and whose drafts are due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from order_sync.store.database import Database, Row, Transaction


class Span(NamedTuple):
    """One window of createdDate, half-open, and what is wanted of its orders (documents: none or draft)."""

    store: str
    window_start: datetime
    window_end: datetime
    documents: str


def begin(database: Database, span: Span, run: str) -> Row:
    """How far the window is: phase, reached, parts, seen, taken, live. A window that was done starts over."""
    row = database.one("history/begin", **span._asdict(), run=run)
    assert row is not None
    return row


def reach(database: Database, span: Span, progress: Row) -> None:
    """Remember how far the window is now."""
    database.run("history/reach", **span._asdict(), **progress)


def marks(tx: Transaction | Database, store: str, wix_order_ids: Sequence[str]) -> dict[str, Row]:
    """state, run and created_at of those of the named orders that are history."""
    rows = tx.rows("history/marks", store=store, wix_order_ids=list(wix_order_ids))
    return {row["wix_order_id"]: row for row in rows}


def mark_batch(database: Database, batch_id: str, documents: str, run: str) -> None:
    """The orders of a batch are history from now on."""
    database.run("history/mark_batch", batch_id=batch_id, state="waiting" if documents == "draft" else "known", run=run)


def want(database: Database, store: str, wix_order_ids: Sequence[str]) -> int:
    """Drafts are wanted of past orders that were only known; how many."""
    return database.run("history/want", store=store, wix_order_ids=list(wix_order_ids))


def mark_old(database: Database, batch_id: str, before: datetime, run: str) -> int:
    """Orders of a batch that were created before an instant and are new to us are history; how many."""
    return database.run("history/mark_old", batch_id=batch_id, before=before, run=run)


def due(database: Database, store: str, most: int) -> list[str]:
    """Wix ids of the past orders whose drafts are decided about now; begun until ``made`` says otherwise."""
    return [row["wix_order_id"] for row in database.rows("history/make", store=store, most=most)]


def made(database: Database, store: str, wix_order_ids: Sequence[str]) -> None:
    """Their drafts were decided about and published."""
    database.run("history/made", store=store, wix_order_ids=list(wix_order_ids))


def on_the_way(database: Database, store: str, most: int, numbers: Sequence[str] | None = None) -> list[str]:
    """Wix ids of past orders (of these numbers) whose draft was decided about and is not finished at Holded."""
    rows = database.rows("history/on_the_way", store=store, most=most, numbers=list(numbers) if numbers else None)
    return [row["wix_order_id"] for row in rows]


def waiting(database: Database, store: str) -> int:
    """How many past orders wait for a draft."""
    return database.rows("history/waiting", store=store)[0]["waiting"]


def windows(database: Database, store: str | None = None) -> list[dict[str, Any]]:
    """The windows of a store, the newest first."""
    return database.rows("history/windows", store=store)

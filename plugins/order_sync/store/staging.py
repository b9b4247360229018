"""Staging: one batch of landed orders and lines, and the raw chunks beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, NamedTuple

from order_sync.contracts.staging import LINE_FIELDS, LINES, ORDER_FIELDS, ORDERS
from order_sync.store.database import Database, Transaction

_ORDER_COLUMNS = ("batch_id", "store", *ORDER_FIELDS, "chunk_id", "chunk_index")
_LINE_COLUMNS = ("batch_id", "store", *LINE_FIELDS)
_NEVER = datetime.min.replace(tzinfo=UTC)


class Batch(NamedTuple):
    """One batch: one store and one half-open window."""

    batch_id: str
    store: str
    window_start: datetime | None
    window_end: datetime | None


class Known(NamedTuple):
    """What is published of an order."""

    payload_hash: bytes
    updated_at: datetime | None


class Version(NamedTuple):
    """One version of an order, ready to be staged: ``order`` as ORDER_FIELDS, ``lines`` as LINE_FIELDS, its place in its chunk."""

    wix_order_id: str
    updated_at: datetime | None
    order: Sequence[Any]
    lines: Sequence[Sequence[Any]]
    chunk_index: int


def open_batch(database: Database, batch: Batch) -> None:
    """Start a batch from nothing: what an earlier try left is swept, and so are old batches of the store."""
    with database.begin() as tx:
        for old in tx.rows("staging/old_batches", store=batch.store, batch_id=batch.batch_id):
            tx.run("staging/sweep_batch", **old)
            tx.run("staging/forget_batch", **old)
        tx.run("staging/sweep_batch", batch_id=batch.batch_id)
        tx.run("staging/open_batch", **batch._asdict())


def close_batch(database: Database, batch: Batch, *, seen: int, rebuilt: int) -> Mapping[str, int]:
    """Mark the batch as landed; its counts seen, changed, rebuilt and malformed."""
    row = database.one("staging/close_batch", batch_id=batch.batch_id, seen=seen, rebuilt=rebuilt)
    assert row is not None, f"staging.batches lost {batch.batch_id} while it was landing"
    return row


def known_orders(database: Database, store: str, wix_order_ids: Sequence[str]) -> dict[str, Known]:
    """What is published of these orders."""
    rows = database.rows("staging/known_orders", store=store, wix_order_ids=list(wix_order_ids))
    return {row["wix_order_id"]: Known(row["payload_hash"], row["updated_at"]) for row in rows}


def stage_page(database: Database, batch: Batch, versions: Sequence[Version], body: bytes) -> None:
    """Stage a page and keep its chunk, in one transaction. Of two versions of an order in one batch the newer stays."""
    with database.begin() as tx:
        tx.run("staging/lazy_commit")
        chunk = tx.one("staging/add_chunk", store=batch.store, batch_id=batch.batch_id, orders=len(versions), body=body)
        assert chunk is not None
        _copy(tx, batch, _newest(tx, batch, versions), chunk["chunk_id"])


def stage_stored(database: Database, batch: Batch, versions: Sequence[Version], chunk_id: int) -> int:
    """Stage orders of a chunk that is stored already, but those that this batch has read afresh; how many were staged."""
    with database.begin() as tx:
        staged = _staged(tx, batch, versions)
        left = [version for version in versions if version.wix_order_id not in staged]
        _copy(tx, batch, left, chunk_id)
    return len(left)


def stored_places(database: Database, store: str, wix_order_ids: Sequence[str]) -> Iterator[tuple[int, dict[str, int]]]:
    """(chunk, place by order id) of the stored payloads of these orders, chunk by chunk."""
    rows = database.rows("staging/stored_places", store=store, wix_order_ids=list(wix_order_ids))
    for chunk_id, group in groupby(rows, key=lambda row: row["chunk_id"]):
        yield chunk_id, {row["wix_order_id"]: row["chunk_index"] for row in group}


def chunk(database: Database, chunk_id: int) -> bytes:
    """The body of a chunk."""
    row = database.one("staging/chunk", chunk_id=chunk_id)
    assert row is not None, f"core.orders points to chunk {chunk_id}, which core.raw_chunks lacks"
    return row["body"]


def _newest(tx: Transaction, batch: Batch, versions: Sequence[Version]) -> list[Version]:
    """The versions to stage: the newest of each order; where two are as old as each other the one read last."""
    newest: dict[str, Version] = {}
    for version in versions:
        if version.wix_order_id not in newest or _age(version) >= _age(newest[version.wix_order_id]):
            newest[version.wix_order_id] = version
    older = []
    for key, updated_at in _staged(tx, batch, versions).items():
        if _age(newest[key]) >= (updated_at or _NEVER):
            older.append(key)
        else:
            del newest[key]
    if older:
        tx.run("staging/unstage_orders", batch_id=batch.batch_id, wix_order_ids=older)
    return list(newest.values())


def _age(version: Version) -> datetime:
    return version.updated_at or _NEVER


def _staged(tx: Transaction, batch: Batch, versions: Sequence[Version]) -> dict[str, datetime | None]:
    rows = tx.rows("staging/staged_orders", batch_id=batch.batch_id, wix_order_ids=[version.wix_order_id for version in versions])
    return {row["wix_order_id"]: row["updated_at"] for row in rows}


def _copy(tx: Transaction, batch: Batch, versions: Sequence[Version], chunk_id: int) -> None:
    ours = (batch.batch_id, batch.store)
    tx.copy(ORDERS.name, _ORDER_COLUMNS, ((*ours, *version.order, chunk_id, version.chunk_index) for version in versions))
    tx.copy(LINES.name, _LINE_COLUMNS, ((*ours, *line) for version in versions for line in version.lines))

"""What is forgotten, row by row: orders that no work needs, their places in the packed chunks, their intents, and what people noted."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from order_sync.store.database import Database, Row, Transaction

Redact = Callable[[Row], dict[str, Any]]  # an intent's row to its body, contact and basis
OF_ORDERS = ("links", "holds", "jobs", "staged", "forgotten")


def due(database: Database, store: str, days: int, most: int) -> list[Row]:
    """Orders whose data is old enough, or to be erased, and that no work needs: wix_order_id, number, chunk_id, chunk_index, erase."""
    return database.rows("retention/due", store=store, days=days, most=most)


def waiting(database: Database, store: str, days: int) -> list[Row]:
    """Orders that are old enough, or to be erased, and whose data some work needs: wix_order_id, number, erase, why."""
    return database.rows("retention/waiting", store=store, days=days)


def forget(database: Database, store: str, wix_order_ids: Sequence[str], redact: Redact, repack: Callable[..., Any]) -> list[str]:
    """Forget the named orders of which no work has begun since, in one transaction; their ids. ``repack``: see ``compact``."""
    with database.begin() as tx:
        tx.rows("retention/publishing", store=store)
        orders = tx.rows("retention/still_due", store=store, wix_order_ids=list(wix_order_ids))
        ids = [row["wix_order_id"] for row in orders]
        if not ids:
            return []
        named = {"store": store, "wix_order_ids": ids}
        keys = ("store", "wix_order_id", "destination", "role", "part")
        intents = tx.rows("retention/intents", **named)
        tx.run_many("retention/intent", [{key: row[key] for key in keys} | _texts(redact(row)) for row in intents])
        for name in OF_ORDERS:
            tx.run(f"retention/{name}", **named)
        for chunk_id in sorted({row["chunk_id"] for row in orders if row["chunk_id"] is not None}):
            _compact(tx, chunk_id, repack)
    return ids


def stale_chunks(database: Database, store: str) -> list[int]:
    """Chunks that hold a payload which nobody reads any more."""
    return [row["chunk_id"] for row in database.rows("retention/stale_chunks", store=store)]


def compact(database: Database, chunk_id: int, repack: Callable[[bytes, set[int], set[int]], tuple[bytes, int]]) -> None:
    """Pack one chunk anew. ``repack(body, whole, redacted)``: places that stay as they are, and places of forgotten orders; every other
    place becomes empty; gives the body and how many places stayed."""
    with database.begin() as tx:
        _compact(tx, chunk_id, repack)


def drop_orphans(database: Database, store: str) -> int:
    """Delete empty chunks to which nothing points; how many."""
    return database.run("retention/orphans", store=store)


def chunks(database: Database, store: str) -> Iterator[tuple[int, bytes]]:
    """All chunks of a store, a few at a time."""
    after = 0
    while found := database.rows("retention/chunk_ids", store=store, after=after):
        yield from ((row["chunk_id"], row["body"]) for row in found)
        after = found[-1]["chunk_id"]


def sweep_staging(database: Database, store: str, days: int) -> int:
    """Delete the staged rows of old batches; how many batches."""
    batches = database.rows("retention/old_batches", store=store, days=days)
    for batch in batches:
        with database.begin() as tx:
            tx.run("staging/sweep_batch", **batch)
            tx.run("staging/forget_batch", **batch)
    return len(batches)


def old_contacts(database: Database, connection: str, days: int) -> int:
    """Delete the hashes of buyers that are older than that; how many."""
    return database.run("retention/contacts", connection=connection, days=days)


def label_jobs(database: Database, store: str, wix_order_ids: Sequence[str]) -> list[Row]:
    """Print jobs with files in which these orders stand: job_id, store, files."""
    return database.rows("retention/label_jobs", store=store, wix_order_ids=list(wix_order_ids))


def _compact(tx: Transaction, chunk_id: int, repack: Callable[[bytes, set[int], set[int]], tuple[bytes, int]]) -> None:
    chunk = tx.one("retention/chunk", chunk_id=chunk_id)
    if chunk is None:
        return
    places = tx.rows("retention/places", chunk_id=chunk_id)
    whole = {row["chunk_index"] for row in places if row["whole"]}
    body, held = repack(chunk["body"], whole, {row["chunk_index"] for row in places} - whole)
    tx.run("retention/save_chunk", chunk_id=chunk_id, body=body, held=held)


def _texts(parts: dict[str, Any]) -> dict[str, str | None]:
    return {name: None if value is None else json.dumps(value) for name, value in parts.items()}


def ask(database: Database, store: str, wix_order_ids: Sequence[str], *, asked_by: str, email_digest: str | None) -> int:
    """Record a request to erase and mark its orders; its id."""
    with database.begin() as tx:
        tx.rows("retention/publishing", store=store)
        found = tx.one("retention/ask", store=store, asked_by=asked_by, email_digest=email_digest, orders=len(wix_order_ids))
        tx.run("retention/ask_orders", store=store, wix_order_ids=list(wix_order_ids))
    return found["erasure_id"]


def lift(database: Database, store: str, wix_order_ids: Sequence[str], *, lifted_by: str, email_digest: str | None) -> int:
    """Let the data of erased orders, and of older orders of an e-mail, come back; how many orders."""
    with database.begin() as tx:
        if email_digest:
            tx.run("retention/lift_email", store=store, email_digest=email_digest, lifted_by=lifted_by)
        return tx.run("retention/lift_orders", store=store, wix_order_ids=list(wix_order_ids))


def erased_emails(database: Database, store: str) -> dict[str, Any]:
    """Digest of each erased e-mail to the instant of its newest request."""
    return {row["email_digest"]: row["asked_at"] for row in database.rows("retention/erased_emails", store=store)}


def keep_erased(database: Database, store: str, wix_order_id: str, batch_id: str, destinations: Sequence[str], facts: Row) -> None:
    """Write an order of an erased e-mail with its amounts and states alone, left alone at every destination."""
    key = {"store": store, "wix_order_id": wix_order_id, "batch_id": batch_id}
    with database.begin() as tx:
        tx.run("retention/erased_order", **key, **facts)
        for destination in destinations:
            tx.run("retention/erased_decision", **key, destination=destination)


def published(database: Database, store: str, wix_order_ids: Sequence[str]) -> list[Row]:
    """Which of these orders are published: wix_order_id, number, erased_at."""
    return database.rows("retention/orders_of_ids", store=store, wix_order_ids=list(wix_order_ids))


def staged_of_email(database: Database, store: str, email: str) -> list[str]:
    """Orders that are staged with this e-mail."""
    return [row["wix_order_id"] for row in database.rows("retention/staged_of_email", store=store, email=email)]


def intents(database: Database, store: str, wix_order_ids: Sequence[str]) -> list[Row]:
    """The intents of these orders with body, contact and basis."""
    return database.rows("retention/intents", store=store, wix_order_ids=list(wix_order_ids))


def forget_contacts(database: Database, connection: str, keys: Sequence[str]) -> int:
    """Delete the hashes of erased buyers; how many."""
    return database.run("retention/forget_contacts", connection=connection, keys=list(keys))


def open_work(database: Database, store: str, wix_order_ids: Sequence[str]) -> list[Row]:
    """Those of the named orders whose data some work needs: wix_order_id, why."""
    return database.rows("retention/open_work", store=store, wix_order_ids=list(wix_order_ids))


def guarded(database: Database, store: str, wix_order_ids: Sequence[str]) -> dict[str, bool]:
    """Those of these orders that are forgotten, each with whether a person had it erased."""
    rows = database.rows("retention/guarded", store=store, wix_order_ids=list(wix_order_ids))
    return {row["wix_order_id"]: row["erased"] for row in rows}


def any_erased(database: Database, store: str) -> bool:
    """Whether anything was ever erased in a store."""
    return database.one("retention/any_erased", store=store)["any"]

"""What became of every order, counted: only orders that were touched since are looked at again. For pages and reports; nothing is decided by it.

Triggers on core.orders, core.decisions, export.ledger, export.holds and export.tracking append to ops.touched; a drain counts those orders anew.
"""

from __future__ import annotations

from datetime import date
from time import monotonic

from order_sync.store.database import Database, Row, Transaction

BATCH = 5_000  # rows of the queue in one transaction


def drain(database: Database, store: str, zone: str | None = None, *, most: int | None = None, seconds: float | None = None) -> bool:
    """Count the touched orders of a store; whether nothing is left. Another count under way is waited for only where neither bound is given.

    ``zone``: the merchant's; where it is another than before, everything is counted anew. ``most``: rows of the queue; ``seconds``: begin no further batch then.
    """
    end = None if seconds is None else monotonic() + seconds
    while True:
        with database.begin() as tx:
            if not _locked(tx, store, wait=most is None and seconds is None):
                return False
            if zone and _moved(tx, store, zone):
                _recount(tx, store)
            taken = tx.one("fates/drain", store=store, most=min(most or BATCH, BATCH))["taken"]
        if most is not None and (most := most - taken) <= 0:
            return not left(database, store, 0)
        if taken == 0:
            return True
        if end is not None and monotonic() >= end:
            return not left(database, store, 0)


def recount(database: Database, store: str, zone: str | None = None) -> int:
    """Count all orders of a store anew, in one transaction; how many."""
    with database.begin() as tx:
        tx.one("fates/lock", store=store)
        if zone:
            _moved(tx, store, zone)
        return _recount(tx, store)


def left(database: Database, store: str, most: int) -> int:
    """How many touches wait to be counted; most + 1 where there are more."""
    return database.one("fates/left", store=store, most=most)["touched"]


def stores(database: Database) -> list[str]:
    """Keys of the stores that have orders."""
    return [row["store"] for row in database.rows("fates/stores")]


def coverage(database: Database, store: str | None = None, since: date | None = None, until: date | None = None) -> list[Row]:
    """Per store the sums of wix, booked, held, ignored, unexplained, to_ship, shipped, ship_held, ship_unexplained, waiting; of the orders of these days."""
    return database.rows("fates/coverage", store=store, since=since, until=until)


def _locked(tx: Transaction, store: str, *, wait: bool) -> bool:
    if wait:
        tx.one("fates/lock", store=store)
        return True
    return bool(tx.one("fates/try_lock", store=store)["free"])


def _moved(tx: Transaction, store: str, zone: str) -> bool:
    return bool(tx.one("fates/zone", store=store, zone=zone)["moved"])


def _recount(tx: Transaction, store: str) -> int:
    for name in ("forget_touched", "forget_orders", "forget_days"):
        tx.run(f"fates/{name}", store=store)
    counted = tx.run("fates/recount_orders", store=store)
    tx.run("fates/recount_days", store=store)
    return counted

"""What became of every order, counted: only orders that were touched since are looked at again. For pages and reports; nothing is decided by it.

Triggers on core.orders, core.decisions, export.ledger, export.holds and export.tracking append to ops.touched; a drain counts those orders anew.
"""

from __future__ import annotations

from datetime import date
from time import monotonic

from order_sync.store.database import Database, Row, Transaction

BATCH = 5_000  # rows of the queue in one transaction
RECOUNT_SECONDS = 5.0  # what a task gives to counting anew by another time zone; the next one goes on


def drain(database: Database, store: str, zone: str | None = None, *, most: int | None = None, seconds: float | None = None) -> bool:
    """Count the touched orders of a store; whether nothing is left. Another count under way is waited for only where neither bound is given.

    ``zone``: the merchant's; where it is another than before, all orders are counted anew, behind those that were touched: in slices, of which none begins after
    RECOUNT_SECONDS. Without it nothing is counted anew, and days are told by the zone of before. ``most``: rows of the queue; ``seconds``: begin no further batch then.
    """
    began = monotonic()
    while True:
        with database.begin() as tx:
            if not _locked(tx, store, wait=most is None and seconds is None):
                return False
            taken = _taken(tx, store, zone, min(most or BATCH, BATCH), slices=seconds is None or monotonic() - began < RECOUNT_SECONDS)
        if most is not None and (most := most - taken) <= 0:
            return _done(database, store)
        if taken == 0 or (seconds is not None and monotonic() - began >= seconds):
            return _done(database, store)


def _taken(tx: Transaction, store: str, zone: str | None, most: int, *, slices: bool) -> int:
    """Count some touched orders; where there are none, the next ones of a store that is counted anew."""
    if zone:
        tx.one("fates/zone", store=store, zone=zone)
    taken = tx.one("fates/drain", store=store, most=most)["taken"]
    if taken or not (zone and slices) or not tx.one("fates/slice", store=store, most=most)["queued"]:
        return taken
    return tx.one("fates/drain", store=store, most=most)["taken"]


def _done(database: Database, store: str) -> bool:
    return not left(database, store, 0) and not counted_by(database, store)["moving"]


def recount(database: Database, store: str, zone: str | None = None) -> int:
    """Count all orders of a store anew, in one transaction; how many."""
    with database.begin() as tx:
        tx.one("fates/lock", store=store)
        if zone:
            tx.one("fates/zone", store=store, zone=zone)
        return _recount(tx, store)


def left(database: Database, store: str, most: int) -> int:
    """How many touches wait to be counted; most + 1 where there are more."""
    return database.one("fates/left", store=store, most=most)["touched"]


def counted_by(database: Database, store: str) -> Row:
    """``zone`` by which the store's days are told, and whether its orders are ``moving``: still being counted anew by it."""
    return database.one("fates/counted_by", store=store) or {"zone": "UTC", "moving": False}


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


def _recount(tx: Transaction, store: str) -> int:
    for name in ("forget_touched", "forget_orders", "forget_days"):
        tx.run(f"fates/{name}", store=store)
    counted = tx.run("fates/recount_orders", store=store)
    tx.run("fates/recount_days", store=store)
    tx.run("fates/recounted", store=store)
    return counted

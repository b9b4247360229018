"""Holds: one order, one destination, a typed reason, the field, what was seen, and the cure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from order_sync.contracts.holds import HOLD_CODES
from order_sync.store.database import Database, Row, Transaction


def hold(
    database: Database, store: str, wix_order_id: str, number: str | None, destination: str, code: str, *,
    field: str = "", seen: str = "", cure: str = "", source: str = "send",
) -> int:  # fmt: skip
    """Open a hold (or refresh the open one); its id, for the intent that stands under it. ``seen`` carries no personal data."""
    row = database.one(
        "holds/open", store=store, wix_order_id=wix_order_id, order_number=number, destination=destination, code=code,
        field=field, seen=seen[:500], cure=cure or HOLD_CODES[code].cure, source=source,
    )  # fmt: skip
    return row["hold_id"]


def healing(database: Database, store: str, against: str = "", most: int = 2000) -> list[str]:
    """Wix order ids whose hold may be gone: they are built again from the stored payload.

    ``against``: the fingerprint of what orders are decided against now; an order that was held against the same waits for a day, unless
    the cause of its hold lies where the fingerprint does not see it.
    """
    codes = [code for code, kind in HOLD_CODES.items() if kind.heals]
    every_run = [code for code in codes if HOLD_CODES[code].every_run]
    rows = database.rows("holds/healing", store=store, codes=codes, every_run=every_run, against=against, most=most)
    return [row["wix_order_id"] for row in rows]


def passed(database: Database, store: str, destination: str, checked: list[str], failed: list[tuple[str, str]]) -> int:
    """Close the holds of the check before sending of orders that pass it now; ``failed``: order id and field of those that do not."""
    words = [f"{wix_order_id} {field}" for wix_order_id, field in failed]
    return database.run("holds/passed", store=store, destination=destination, checked=checked, failed=words)


def open_holds(database: Database, *, store: str | None = None, code: str | None = None, number: str | None = None) -> list[Row]:
    """Open holds, oldest first within a store."""
    return database.rows("holds/list", store=store, code=code, number=number)


def chosen(
    database: Database,
    store: str,
    run: str,
    *,
    holds: Sequence[int] = (),
    numbers: Sequence[str] = (),
    code: str | None = None,
    destination: str | None = None,
    before: datetime | None = None,
) -> list[Row]:
    """The open holds that fit everything that is named, and those that an earlier try of the same run has closed as retried."""
    return database.rows(
        "holds/chosen", store=store, run=run, holds=list(holds) or None, numbers=list(numbers) or None, code=code,
        destination=destination, before=before,
    )  # fmt: skip


def still_open(database: Database, store: str, wix_order_ids: Sequence[str]) -> dict[tuple[str, str], str]:
    """(order id, destination) to the oldest open hold's code, of those of the named orders that have one."""
    rows = database.rows("holds/open_of_orders", store=store, wix_order_ids=list(wix_order_ids))
    return {(row["wix_order_id"], row["destination"]): row["code"] for row in rows}


def close_done(database: Database, store: str, destination: str) -> int:
    """Close the refusals and doubts of orders that have reached their end since; how many."""
    return database.run("holds/close_done", store=store, destination=destination)


def ignored(database: Database, store: str, number: str) -> list[str]:
    """Wix ids of the orders with this number (or id) that a person left out at some destination."""
    return sorted({row["wix_order_id"] for row in database.rows("holds/ignored", store=store, number=number)})


def left_out(tx: Transaction, store: str, wix_order_ids: list[str]) -> set[str]:
    """Those of the named orders that a person left out at Holded."""
    return {row["wix_order_id"] for row in tx.rows("holds/left_out", store=store, wix_order_ids=wix_order_ids)}


def of_orders(database: Database, store: str, wix_order_ids: Sequence[str], before: datetime | None = None) -> list[Row]:
    """The open holds of the named orders, at whatever destination; ``before``: those that began earlier."""
    return database.rows("holds/of_orders", store=store, wix_order_ids=list(wix_order_ids), before=before)


def newer(database: Database, store: str, wix_order_id: str, destination: str, before: datetime) -> str | None:
    """The code of the first open hold of this place that began at this instant or later: nobody who chose by it has seen that one."""
    rows = database.rows("holds/newer", store=store, wix_order_id=wix_order_id, destination=destination, before=before)
    return rows[0]["code"] if rows else None


def ignore(
    database: Database, store: str, wix_order_id: str, *, closed_by: str, note: str, destination: str | None = None, run: str | None = None,
    findings: bool = False, before: datetime | None = None, chosen: Sequence[int] | None = None, goes_with: str = "",
) -> list[Row]:  # fmt: skip
    """Close an order's open holds for good: nothing more is sent for it there until it is retried; what was closed.

    Findings of the comparison with the remotes (source reconcile) are accepted by it: they alone do not leave an order out.
    ``findings``: only these are meant, of them the chosen ones. ``before``: none that began then or later is closed (see ``newer``).
    ``chosen``: ids of the holds that a person chose; any other one that is closed keeps ``goes_with``, what it went with.
    """
    order = {"store": store, "wix_order_id": wix_order_id}
    with database.begin() as tx:
        closed = tx.rows("holds/close", **order, destination=destination, closed_as="ignored", closed_by=closed_by, note=note, run=run,
                         findings=findings, before=before, chosen=None if chosen is None else list(chosen), goes_with=goes_with)  # fmt: skip
        for target in sorted({row["destination"] for row in closed if row["source"] != "reconcile"}):
            tx.run("holds/ignore_decision", **order, destination=target)
            tx.run("ledger/leave_out", **order, destination=target)
            if target == "myparcel":
                tx.run("parcels/leave_alone", **order)
    return closed


def retry(
    database: Database,
    store: str,
    wix_order_id: str,
    *,
    closed_by: str,
    note: str = "",
    destination: str | None = None,
    run: str | None = None,
    only: Sequence[int] | None = None,
) -> list[Row]:
    """Open what was refused, lost or left out again; the holds that are tried again.

    ``only``: ids of the holds that are meant. What a person deleted on purpose, or left out, is not made again because of another hold,
    and of several refused intents only those that stand under these holds are opened, with those of which no hold tells.

    Holds of the build stay open: building the order again closes them where their cause is gone. So do those of
    what Wix has and is not here (NEVER_RETRIED): it must be taken first.
    """
    order, ids = {"store": store, "wix_order_id": wix_order_id}, None if only is None else list(only)
    with database.begin() as tx:
        tried = tx.rows("holds/of_order", **order, destination=destination, only=ids)
        tx.run(
            "holds/tried", **order, destination=destination, by=closed_by, only=ids
        )  # it stays written down also where its cause is still there
        closed = tx.rows("holds/retry", **order, destination=destination, closed_by=closed_by, note=note, run=run, only=ids)
        for target in sorted({row["destination"] for row in closed}):
            gone = [row["field"] for row in closed if row["code"] == "DELETED_REMOTELY" and row["destination"] == target]
            for remote_id in (field.removeprefix("id ") for field in gone) if target == "holded" else ():
                tx.run("ledger/forget_document", **order, remote_id=remote_id)
            if gone and target != "holded":
                named = [field.rpartition(" ")[2] for field in gone]
                tx.run("ledger/forget_remote", **order, destination=target, ids=named, named_alone=ids is not None)
            meant = None if ids is None else [row["hold_id"] for row in closed if row["destination"] == target]
            tx.run("ledger/reopen", **order, destination=target, holds=meant)
        tx.run("ledger/replan", **order)
    return tried

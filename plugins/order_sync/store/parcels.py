"""Shipments that their order has outgrown: what it wants now, the change under way, and what became of it. DESIGN law 2."""

from __future__ import annotations

from typing import Any

from order_sync.contracts.holds import CHANGE_CODES
from order_sync.store.database import Database
from order_sync.store.ledger import Entry, entry

Change = dict[str, Any]  # {"body", "basis"}, or {"gone": reason}


def stale(database: Database, store: str, numbers: list[str] | None = None) -> list[Entry]:
    """Shipments at MyParcel that are not what their order wants now, or of which a change is in doubt."""
    return [entry(row) for row in database.rows("parcels/stale", store=store, numbers=numbers)]


def labelled(database: Database, store: str, wix_order_ids: list[str]) -> set[str]:
    """Those of the orders of which a parcel has its label."""
    return {row["wix_order_id"] for row in database.rows("parcels/labelled", store=store, wix_order_ids=wix_order_ids)}


def begin(database: Database, shipment: Entry, attempt: Change) -> bool:
    """Commit that a change is about to be made; False where the order wants something else meanwhile."""
    row = database.one("parcels/begin", **shipment.key, remote_id=shipment.remote_id, wanted=shipment.wanted, attempt=attempt)
    if row is not None:
        shipment.attempt = attempt
    return row is not None


def settled(database: Database, shipment: Entry, *, made: Change | None = None, done: Change | None = None) -> None:
    """Nothing is in doubt any more: MyParcel holds ``made`` (None: what was known), and the wish ``done`` is answered."""
    database.run("parcels/settled", **shipment.key, remote_id=shipment.remote_id, made=made, done=done)
    shipment.attempt = None
    if made:
        shipment.body, shipment.basis = made["body"], made["basis"]
    if done == shipment.wanted:
        shipment.wanted = None


def gone(database: Database, shipment: Entry) -> str:
    """It was deleted by us; the state that it has now: pending where its order wants a new one."""
    row = database.one("parcels/gone", **shipment.key, remote_id=shipment.remote_id)
    database.run("parcels/forget_tracking", store=shipment.store, shipment_id=shipment.remote_id)
    return row["state"] if row else shipment.state


def look_again(database: Database, shipment: Entry, error: str, *, wait: int, looked: bool) -> None:
    """A look left it out, or the answer to its change was lost: look after ``wait`` seconds."""
    shipment.looks = shipment.looks + 1 if looked else 0
    database.run("parcels/missed", **shipment.key, looks=shipment.looks, wait=wait, error=error)


def refused(database: Database, shipment: Entry, error: str, hold: int) -> None:
    """MyParcel refused the change: another one, or a retry of the hold, opens it again."""
    database.run("parcels/refused", **shipment.key, wanted=shipment.wanted, error=error, hold=hold)


def keep_back(database: Database, store: str, wix_order_id: str, error: str) -> None:
    """A check found the changes of an order wrong: they are not made."""
    database.run("parcels/keep_back", store=store, wix_order_id=wix_order_id, error=error)


def not_created(database: Database, shipment: Entry, error: str) -> None:
    """Two looks did not find a new shipment: it may be sent as its order wants it now."""
    row = database.one("parcels/not_created", **shipment.key, error=error)
    shipment.state = row["state"] if row else shipment.state


def close_holds(database: Database, shipment: Entry, *, kept: str = "") -> None:
    """Close what was held about changes of this shipment, but the hold with the code ``kept``."""
    fields = [f"shipment {shipment.remote_id}", *([] if kept else ["id", f"id {shipment.remote_id}"])]
    codes = [*CHANGE_CODES, *([] if kept else ["DELETED_REMOTELY", "MYPARCEL_REJECTED"])]
    database.run("parcels/close_holds", store=shipment.store, wix_order_id=shipment.wix_order_id, fields=fields, codes=codes, kept=kept)


def not_wanted(database: Database, store: str) -> int:
    """Close what was held about shipments that are gone, of orders that want none any more; how many."""
    return database.run("holds/not_wanted", store=store)


def without_email(database: Database, shipment: Entry, says: str) -> bool:
    """MyParcel refused a new shipment only for its e-mail address: it may be sent without; False where it has none."""
    row = database.one("parcels/without_email", **shipment.key, error=says)
    if row is not None:
        shipment.state, shipment.body, shipment.basis = "pending", row["body"], row["basis"]
    return row is not None

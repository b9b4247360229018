"""Holds: one order, one destination, a typed reason, the field, what was seen, and the cure."""

from __future__ import annotations

from order_sync.contracts.holds import HOLD_CODES
from order_sync.store.database import Database, Row


def hold(
    database: Database, store: str, wix_order_id: str, number: str | None, destination: str, code: str, *,
    field: str = "", seen: str = "", cure: str = "", source: str = "send",
) -> None:  # fmt: skip
    """Open a hold (or refresh the open one). ``seen`` carries no personal data."""
    database.run(
        "holds/open", store=store, wix_order_id=wix_order_id, order_number=number, destination=destination, code=code,
        field=field, seen=seen[:500], cure=cure or HOLD_CODES[code].cure, source=source,
    )  # fmt: skip


def healing(database: Database, store: str, most: int = 2000) -> list[str]:
    """Wix order ids whose hold may be gone: every run builds them again from the stored payload."""
    codes = [code for code, kind in HOLD_CODES.items() if kind.heals]
    return [row["wix_order_id"] for row in database.rows("holds/healing", store=store, codes=codes, most=most)]


def open_holds(database: Database, *, store: str | None = None, code: str | None = None, number: str | None = None) -> list[Row]:
    """Open holds, oldest first within a store."""
    return database.rows("holds/list", store=store, code=code, number=number)


def close(
    database: Database, store: str, wix_order_id: str, *, closed_as: str, closed_by: str, note: str = "", destination: str | None = None
) -> list[Row]:
    """Close an order's open holds as retried or ignored; what was closed."""
    with database.begin() as tx:
        closed = tx.rows(
            "holds/close",
            store=store,
            wix_order_id=wix_order_id,
            destination=destination,
            closed_as=closed_as,
            closed_by=closed_by,
            note=note,
        )
        for target in sorted({row["destination"] for row in closed}):
            if closed_as == "ignored":
                tx.run("holds/ignore_decision", store=store, wix_order_id=wix_order_id, destination=target)
            else:
                tx.run("ledger/reopen", store=store, wix_order_id=wix_order_id, destination=target)
                tx.run("ledger/replan", store=store, wix_order_id=wix_order_id)
                if any(row["code"] == "DELETED_REMOTELY" and row["destination"] == target for row in closed):
                    tx.run("ledger/forget_remote", store=store, wix_order_id=wix_order_id, destination=target)
    return closed

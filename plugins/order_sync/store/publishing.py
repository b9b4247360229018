"""Publish a checked batch: orders, decisions, holds, numbers and intents, in one transaction."""

from __future__ import annotations

from typing import Any

import pandas as pd

from order_sync.contracts.acts import ACTS
from order_sync.contracts.currencies import OTHER_DIGITS
from order_sync.contracts.decisions import DECISIONS
from order_sync.contracts.holds import CHANGE_CODES, HOLD_CODES
from order_sync.store.database import Database, Row, Transaction

_ORDER_SERIES = "order"
# Statements of publishing in their order: orders, decisions and holds, then (with their numbers) what is to be sent.
_BEFORE_NUMBERS = (
    "drop_stale", "drop_stale_decisions", "respect_ignored", "acts_of_people", "orders", "lines_clear", "lines", "payments_clear",
    "payments", "refunds_clear", "refunds", "decisions", "heal_holds", "holds", "acts_holds",
)  # fmt: skip
_AFTER_NUMBERS = (
    "withdraw", "ledger", "parcels_withdraw", "parcels", "parcels_wanted", "acts_withdraw", "acts", "acts_told", "proofs", "acts_proofs",
)  # fmt: skip


def batch(database: Database, batch_id: str) -> Row | None:
    """The batch's row, or None."""
    return database.one("publish/batch", batch_id=batch_id)


def batch_frames(database: Database, batch_id: str) -> dict[str, pd.DataFrame]:
    """orders, lines and decisions of a batch in the columns of quality.frames, without personal data."""
    return {name: database.frame(f"checks/batch_{name}", batch_id=batch_id) for name in ("orders", "lines", "decisions")}


def rebuilt(database: Database, batch_id: str) -> list[str]:
    """Wix ids of the batch's orders whose payload was published before: held orders taken up again."""
    return [row["wix_order_id"] for row in database.rows("checks/rebuilt", batch_id=batch_id)]


def write_decisions(tx: Transaction, decisions: pd.DataFrame) -> None:
    """COPY a frame in the columns of contracts.decisions into staging."""
    plain = decisions[list(DECISIONS.names)].astype(object)
    rows = plain.where(plain.notna(), None).itertuples(index=False, name=None)
    tx.copy(DECISIONS.name, DECISIONS.names, rows)


def write_acts(tx: Transaction, acts: pd.DataFrame) -> None:
    """COPY a frame in the columns of contracts.acts into staging."""
    plain = acts[list(ACTS.names)].astype(object)
    tx.copy(ACTS.name, ACTS.names, plain.where(plain.notna(), None).itertuples(index=False, name=None))


def booked(tx: Transaction, store: str, wix_order_ids: list[str]) -> dict[str, list[Row]]:
    """What the ledger holds of the named orders at Holded, by order."""
    found: dict[str, list[Row]] = {}
    for row in tx.rows("publish/booked", store=store, wix_order_ids=wix_order_ids):
        found.setdefault(row.pop("wix_order_id"), []).append(row | {"body": row["body"] or {}})
    return found


def hold_failed(tx: Transaction, batch_id: str, failed: list[tuple[str, str, str, str]]) -> None:
    """Turn decisions into holds for orders that failed a row check: (order id, rule, field, seen)."""
    cure = HOLD_CODES["CHECK_FAILED"].cure
    for wix_order_id, rule, field, seen in failed:
        named = f"{rule} {field}".strip()
        tx.run("publish/hold_failed_check", batch_id=batch_id, wix_order_id=wix_order_id, field=named, seen=seen, cure=cure)


def publish(database: Database, batch_id: str, number: Any) -> list[Row]:
    """Make a batch visible; ``number(orders, last)`` gives references.

    Safe to run again: every statement is an upsert or tells the same story twice.
    """
    with database.begin() as tx:
        tx.rows("locks/publishing", batch_id=batch_id)
        for name in _BEFORE_NUMBERS:
            tx.run(f"publish/{name}", batch_id=batch_id)
        _give_numbers(tx, batch_id, number)
        tx.run("publish/heal_changed", batch_id=batch_id)
        cure = HOLD_CODES["ORDER_CHANGED_AFTER_BOOKING"].cure
        tx.run("publish/changed_after_booking", batch_id=batch_id, cure=cure, digits=OTHER_DIGITS)
        for name in _AFTER_NUMBERS:
            tx.run(f"publish/{name}", batch_id=batch_id)
        tx.run("publish/parcels_heal", batch_id=batch_id, codes=list(CHANGE_CODES))
        tx.run("publish/close_send_holds", batch_id=batch_id)
        tx.run("publish/batch_state", batch_id=batch_id, state="published")
        return tx.rows("publish/summary", batch_id=batch_id)


def _give_numbers(tx: Transaction, batch_id: str, number: Any) -> None:
    # DESIGN law 7: allocated under a lock, in the transaction that makes the document row.
    found = tx.one("publish/batch", batch_id=batch_id)
    if found is None:
        raise RuntimeError(f"batch {batch_id} is not there any more; run the task that lands it again")
    missing = tx.frame("numbers/missing", batch_id=batch_id, series=_ORDER_SERIES)
    if missing.empty:
        return
    last = tx.one("numbers/lock", store=found["store"], series=_ORDER_SERIES)["last"]
    given = number(missing, last)
    rows = [(found["store"], _ORDER_SERIES, int(row.seq), row.number, row.wix_order_id) for row in given.itertuples(index=False)]
    tx.copy("export.numbers", ("store", "series", "seq", "number", "wix_order_id"), rows)
    tx.run("numbers/advance", store=found["store"], series=_ORDER_SERIES, last=rows[-1][2])

"""Results of the checks, one row per run, suite and rule; and the frames that the suites look at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from order_sync.store.database import Database, Row

if TYPE_CHECKING:
    import pandas as pd

EVER = datetime(1970, 1, 1, tzinfo=UTC)


def save_results(database: Database, run_key: str, store: str, suite: str, results: Iterable[dict[str, Any]]) -> int:
    """Put the results of one suite in the place of those that the run had saved before; the number saved.

    ``results``: dicts with rule, expectation, column_name, scope, success, checked, failed, orders (list), seen (dict). ``run_key``
    names one run of one store and destination; a task that is cleared and run again has the same one.
    """
    rows = [{**result, "run_key": run_key, "store": store, "suite": suite} for result in results]
    with database.begin() as tx:
        tx.run("quality/forget_suite", run_key=run_key, suite=suite)
        tx.run_many("quality/save_result", rows)
    return len(rows)


def results(database: Database, *, store: str = "", since: datetime = EVER) -> list[Row]:
    """Results of one store ("" for all) checked since a moment, oldest first, with run_key, store and checked_at."""
    return database.rows("quality/results", store=store, since=since)


def results_of_run(database: Database, run_key: str) -> list[Row]:
    """Results of one run, by suite and rule."""
    return database.rows("quality/results_of_run", run_key=run_key)


def tally(database: Database, *, since: datetime = EVER) -> list[Row]:
    """Per store and suite: runs, checks, passed, failed, stopped (failed rules about a whole batch)."""
    return database.rows("quality/tally", since=since)


def batch_frames(database: Database, batch_id: str) -> dict[str, pd.DataFrame]:
    """The frames of suite landed_and_built: orders, lines and decisions of one batch, read in one transaction."""
    with database.begin() as tx:
        return {name: tx.frame(f"quality/batch_{name}", batch_id=batch_id) for name in ("orders", "lines", "decisions")}


def documents_to_send(database: Database, store: str, orders: Sequence[str]) -> dict[str, pd.DataFrame]:
    """The frames of suite before_send_documents for the documents of these Wix order ids."""
    return {"documents": database.frame("quality/documents_to_send", store=store, orders=list(orders))}


def shipments_to_send(database: Database, store: str, orders: Sequence[str]) -> dict[str, pd.DataFrame]:
    """The frames of suite before_send_shipments for the shipments of these Wix order ids."""
    return {"shipments": database.frame("quality/shipments_to_send", store=store, orders=list(orders))}


def tracked(database: Database, store: str, orders: Sequence[str]) -> dict[str, pd.DataFrame]:
    """The frames of suite tracking for the shipments of these Wix order ids."""
    return {"tracking": database.frame("quality/tracked", store=store, orders=list(orders))}

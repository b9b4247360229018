"""Results of the checks, one row per run, suite and rule; and the frames that the suites look at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from order_sync.store.database import Database, Row

if TYPE_CHECKING:
    pass

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


def results(database: Database, store: str | None = None, *, since: datetime = EVER) -> list[Row]:
    """Results of one store (None: all) checked since a moment, oldest first, with run_key, store and checked_at."""
    return database.rows("quality/results", store=store or "", since=since)


def results_of_run(database: Database, run_key: str) -> list[Row]:
    """Results of one run, by suite and rule."""
    return database.rows("quality/results_of_run", run_key=run_key)


def totals(database: Database, store: str | None = None, *, since: datetime = EVER) -> list[Row]:
    """Per store: runs, checks, passed, failed, stopped (failed rules about a whole batch)."""
    return database.rows("quality/totals", store=store or "", since=since)

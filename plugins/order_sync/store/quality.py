"""Results of the checks: one row per run, suite and rule for a while; sums per day and rule, and the orders that failed, for good."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from order_sync.store.database import Database, Row, Transaction

EVER = datetime(1970, 1, 1, tzinfo=UTC)
KEEP_RESULTS, KEEP_DOCS, KEEP_CHECKS = 90, 60, 800  # days: each rule of each run, Great Expectations' pages, one row per run and suite
_MOST = 1000  # rows that one run clears away; it adds fewer


def save_results(
    database: Database,
    run_key: str,
    store: str,
    suite: str,
    results: Iterable[dict[str, Any]],
    *,
    failed: Sequence[Mapping[str, Any]] = (),
    zone: str = "UTC",
    dag_id: str = "",
    task_id: str = "",
    docs: bytes | None = None,
) -> int | None:
    """Put the results of one suite in the place of those that the run had saved before; the check's number, None where nothing was looked at.

    ``results``: dicts with rule, expectation, column_name, scope, success, checked, failed, orders (list), seen (dict). ``failed``: dicts with
    rule, wix_order_id, order_number, field, seen. ``run_key`` names one run of one store and destination; a task that is cleared and run
    again has the same one. ``zone``: the merchant's, whose days the sums are of. ``docs``: Great Expectations' page, packed.
    """
    named = {"run_key": run_key, "store": store, "suite": suite}
    key = {"run_key": run_key, "suite": suite}
    with database.begin() as tx:
        tx.rows("quality/lock", store=store)
        tx.run("quality/days_take", **key, zone=zone)
        tx.run("quality/forget_failing", **key)
        tx.run("quality/forget_suite", **key)
        tx.run_many("quality/save_result", [{**result, **named} for result in results])
        tx.run("quality/days_add", **key, zone=zone)
        tx.run_many("quality/save_failing", [{**row, **named} for row in failed])
        saved = tx.one("quality/save_check", **named, dag_id=dag_id, task_id=task_id, docs=docs)
        tx.run("quality/forget_check", **key)
        retire(tx, store)
    return saved["check_id"] if saved else None


def retire(tx: Transaction, store: str) -> None:
    """Clear away what is old, a part at a time: every check does it, so that nothing piles up and nobody waits."""
    tx.run("quality/retire_results", store=store, days=KEEP_RESULTS, most=_MOST)
    tx.run("quality/retire_docs", store=store, days=KEEP_DOCS, most=_MOST)
    tx.run("quality/retire_checks", store=store, days=KEEP_CHECKS, most=_MOST)


def results(database: Database, store: str | None = None, *, since: datetime = EVER) -> list[Row]:
    """Results of one store (None: all) checked since a moment, oldest first, with run_key, store and checked_at; of the last days that are kept."""
    return database.rows("quality/results", store=store or "", since=since)


def results_of_run(database: Database, run_key: str) -> list[Row]:
    """Results of one run, by suite and rule."""
    return database.rows("quality/results_of_run", run_key=run_key)


def totals(database: Database, store: str | None = None, *, since: datetime = EVER) -> list[Row]:
    """Per store: rules that were checked, and of them passed, failed, stopped (a run) at least once; orders that failed one. By whole days."""
    return database.rows("quality/totals", store=store or "", since=since)

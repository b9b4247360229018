"""What the pages about quality show: rules over a period, one rule, the checks, one check and its page of Great Expectations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from order_sync.errors import NotThere
from order_sync.quality.docs import unpacked
from order_sync.quality.suites import RULES, SUITES, sentence
from order_sync.store.database import Database, Row
from order_sync.store.quality import KEEP_DOCS, KEEP_RESULTS, results_of_run

COLUMNS = ("-failed", "says", "checks", "rows_checked", "rows_failed", "orders", "last_failed")
BARS = 60
Days = tuple[date | None, date]
# Which suites a task checks: one run may hold the checks of several tasks.
_OF_TASK = {
    "check": ("landed_and_built",), "check_before_send": ("before_send_documents", "before_send_shipments"),
    "check_after_send": ("after_send_documents", "after_send_shipments"), "watch_series": ("series",), "check_tracking": ("tracking",),
}  # fmt: skip


def rules(database: Database, store: str, days: Days, sort: tuple[str, bool], *, zone: str, suite: str = "") -> dict[str, Any]:
    """``rules``: one row per rule with sums and ``bars``; ``suites``: key to title and rules that failed; ``trend``: bars of all rules."""
    period = {"store": store, "first_day": days[0], "last_day": days[1]}
    found = database.rows("pages/quality_rules", **period)
    since = datetime.combine(days[0], time(), ZoneInfo(zone)) if days[0] else datetime(1970, 1, 1, tzinfo=UTC)
    orders = {row["rule"]: row["orders"] for row in database.rows("pages/quality_orders_by_rule", store=store, since=since)}
    trend = database.rows("pages/quality_days", **period, rule="")
    span = _span(trend, days)
    failed = _by_rule(database.rows("pages/quality_failed_days", **period))
    rows = [row | {"says": sentence(row["rule"]), "orders": orders.get(row["rule"], 0)} for row in found]
    suites = {
        key: {"title": _title(key), "failed": 0, "rules": 0} for key in [*SUITES, *sorted({row["suite"] for row in rows} - set(SUITES))]
    }
    for row in rows:
        suites[row["suite"]]["rules"] += 1
        suites[row["suite"]]["failed"] += row["failed"] > 0
        row["title"], row["bars"] = _title(row["suite"]), _bars(failed.get(row["rule"], ()), span)
    shown = [row for row in rows if suite in ("", row["suite"])]
    return {
        "rules": _sorted(shown, sort),
        "failed": sum(row["failed"] > 0 for row in shown),
        "orders": sum(row["orders"] for row in shown),
        "suites": {key: one for key, one in suites.items() if one["rules"]},
        "trend": _bars(trend, span),
        "days": trend,
    }


def one_rule(database: Database, store: str, rule: str, days: Days, *, skip: int, most: int) -> dict[str, Any]:
    """A rule's trend, the runs in which it failed, and the orders that it failed (one more than asked for tells that there are more)."""
    found = database.rows("pages/quality_days", store=store, first_day=days[0], last_day=days[1], rule=rule)
    if not found and rule not in RULES:
        raise NotThere("no such rule", where=f"rule {rule[:80]}", cure="Look at the list of rules.", status=404)
    return {
        "rule": rule,
        "says": sentence(rule),
        "suite": _title(next((key for key, one in SUITES.items() if any(own.id == rule for own in one.rules)), "")),
        "stops": rule in RULES and RULES[rule].scope == "batch",
        "expectation": RULES[rule].expectation if rule in RULES else "",
        "days": found,
        "trend": _bars(found, _span(found, days)),
        "orders": database.rows("pages/quality_failing", store=store, rule=rule, skip=skip, most=most + 1),
        "runs": [_failure(row) for row in database.rows("pages/quality_failures_of_rule", store=store, rule=rule, most=10)],
        "kept": KEEP_RESULTS,
    }


def checks(database: Database, store: str, *, skip: int, most: int, only_failed: bool = False) -> list[Row]:
    """Checks of a store, newest first, one more than asked for where there are more."""
    rows = database.rows("pages/quality_checks", store=store, skip=skip, most=most + 1, only_failed=only_failed)
    return [row | {"title": _title(row["suite"])} for row in rows]


def checks_of_run(database: Database, store: str, run_id: str, task_id: str = "") -> list[Row]:
    """The checks of an Airflow run, or those of one task of it."""
    rows = database.rows("pages/quality_checks_of_run", of_run=f"{store}/{run_id}")
    mine = [
        row
        for row in rows
        if not task_id or task_id == row["task_id"] or (not row["task_id"] and row["suite"] in _OF_TASK.get(task_id, ()))
    ]
    return [row | {"title": _title(row["suite"])} for row in mine]


def store_of_check(database: Database, check_id: int) -> str | None:
    """Whose check it is, before anything else is read of it; None where there is none."""
    row = database.one("pages/quality_store", check_id=check_id)
    return row["store"] if row else None


def no_such_check(check_id: int) -> NotThere:
    """Said of a check that is not there, and of one that is not for whoever asks."""
    return NotThere("no such check", where=f"check {check_id}", cure="Look at the list of checks.", status=404)


def one_check(database: Database, check_id: int) -> dict[str, Any]:
    """A check with its results, failed rules first; none where they were cleared away."""
    found = _check(database, check_id)
    rows = [row for row in results_of_run(database, found["run_key"]) if row["suite"] == found["suite"]]
    told = [row | {"says": sentence(row["rule"]), "values": _values(row["seen"])} for row in rows]
    run_id = found["of_run"].removeprefix(f"{found['store']}/")
    more = {"results": sorted(told, key=lambda row: (row["success"], row["rule"])), "run_id": run_id, "kept": KEEP_RESULTS}
    return found | more | {"title": _title(found["suite"])}


def data_docs(database: Database, check_id: int) -> str:
    """The page of Great Expectations of a check; NotThere where it was cleared away."""
    found = _check(database, check_id, with_docs=True)
    if found["docs"] is None:
        cure = f"They are kept for {KEEP_DOCS} days; the sums stay on the page Quality."
        raise NotThere("the page of this check is not there (any more)", where=f"check {check_id}", cure=cure, status=404)
    return unpacked(bytes(found["docs"]))


def _check(database: Database, check_id: int, *, with_docs: bool = False) -> Row:
    found = database.one("pages/quality_check", check_id=check_id, with_docs=with_docs)
    if found is None:
        raise no_such_check(check_id)
    return found


def _title(suite: str) -> str:
    return SUITES[suite].title if suite in SUITES else suite


def _values(seen: dict[str, Any]) -> list[str]:
    return [f"not evaluated: {seen['error']}"] if seen.get("error") else list(seen.get("values", ()))


def _failure(row: Row) -> Row:
    return row | {"values": _values(row["seen"])}


def _by_rule(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["rule"], []).append(row | {"checks": row["failed"]})
    return found


def _sorted(rows: list[Row], sort: tuple[str, bool]) -> list[Row]:
    column, down = sort
    rows = sorted(rows, key=lambda row: row["rule"])
    filled = [row for row in rows if row[column] is not None]
    return sorted(filled, key=lambda row: row[column], reverse=down) + [row for row in rows if row[column] is None]


def _span(trend: list[Row], days: Days) -> tuple[date, date]:
    first = days[0] or (trend[0]["day"] if trend else days[1])
    return first, days[1]


def _bars(rows: Iterable[Row], span: tuple[date, date]) -> list[dict[str, Any]]:
    """At most BARS bars over the span, each with first and last day, checks and failed: one per day, or per several."""
    first, last = span
    days = (last - first).days + 1
    width = -(-days // BARS)
    bars = [
        {"first": first + timedelta(days=place * width), "last": min(last, first + timedelta(days=(place + 1) * width - 1)), "checks": 0, "failed": 0}
        for place in range(-(-days // width))
    ]  # fmt: skip
    for row in rows:
        place = (row["day"] - first).days // width
        if 0 <= place < len(bars):
            bars[place]["checks"] += int(row["checks"])
            bars[place]["failed"] += int(row["failed"])
    return bars

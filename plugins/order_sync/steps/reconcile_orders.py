"""Wix against what was landed: orders that no run took, newer versions, other totals, orders that Wix does not list any more.

Orders of the last days by the day on which they were placed, a hundred a call. Source: Wix contract, 2.1, 2.2.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from order_sync.errors import NotThere
from order_sync.mapping.amounts import from_minor, to_minor
from order_sync.steps.reconcile_findings import Budget, Finding, keep, open_findings
from order_sync.steps.shop import Shop
from order_sync.store import master
from order_sync.store.database import Row

SETTLE = timedelta(hours=2)  # the search may be late, and the hour's run takes its time
_GONE = ("Wix order", "", "Wix has no such order any more", "TOTALS_DRIFT")
PENDING = ("PENDING", "REJECTED")


def compare(shop: Shop, *, dry_run: bool = False) -> dict[str, Any]:
    """Compare the orders of the last days; counts, and in a dry run the findings instead of holds."""
    most = shop.settings.reconcile.wix_calls
    if most < 1:
        return {"calls": 0}
    budget = Budget(shop.wix().client, most)
    since, now = _midnight(shop, shop.today() - timedelta(days=shop.settings.reconcile.days)), datetime.now(UTC)
    rows, complete = _read(shop, since, now, budget)
    ours = _published(shop, list(rows))
    expected = _expected(shop, now)
    found = [finding for row in rows.values() for finding in _one(shop, row, ours.get(row["id"]), expected)]
    gone, asked = _gone(shop, complete, now, set(rows), budget) if complete else ([], [])
    still, looked = _again(shop, {*rows, *asked}, expected, budget)
    if dry_run:
        return {"calls": budget.spent, "findings": [*found, *gone, *still]}
    if complete:
        _keep_days(shop, rows, complete)
    return {"orders": len(rows), "calls": budget.spent} | keep(shop, "wix", [*found, *gone, *still], [*rows, *asked, *looked])


def _read(shop: Shop, since: datetime, until: datetime, budget: Budget) -> tuple[dict[str, Row], datetime | None]:
    """The orders by id, and the instant from which on all of them are there; None where not even one day is."""
    rows: dict[str, Row] = {}
    for page in shop.wix().placed_orders(since, until):
        rows |= {row["id"]: row for row in page if row["id"]}
        if budget.left < 1:
            placed = [row["created_at"] for row in rows.values() if row["status"] not in PENDING and row["created_at"]]
            day = min(placed).astimezone(shop.settings.zone).date() + timedelta(days=1) if placed else None
            return rows, _midnight(shop, day) if day and day <= shop.today() else None
    return rows, since


def _published(shop: Shop, ids: list[str]) -> dict[str, Row]:
    rows: list[Row] = []
    for start in range(0, len(ids), 5000):
        rows += shop.database.rows("reconcile/orders", store=shop.store, ids=ids[start : start + 5000])
    return {row["wix_order_id"]: row for row in rows}


def _expected(shop: Shop, now: datetime) -> tuple[datetime, datetime] | None:
    """Changes in [first, last) must have been landed: from the store's first window to its last one, but not the last two hours."""
    connection, name = shop.settings.wix.connection, f"reconcile landed since:{shop.store}"
    remembered = (master.cached(shop.database, connection, name) or {}).get("since")
    found = shop.database.one("reconcile/landed_since", store=shop.store)["since"]
    first = min(filter(None, (found, remembered and datetime.fromisoformat(remembered))), default=None)
    last = shop.database.one("staging/landed_until", store=shop.store, start=now, batch_id="")["until"]
    if first is None or last is None:
        return None
    if remembered is None or first.isoformat() != remembered:
        master.save(shop.database, connection, name, {"since": first.isoformat()})
    return first, min(last, now - SETTLE)


def _one(shop: Shop, row: Row, ours: Row | None, expected: tuple[datetime, datetime] | None) -> Iterator[Finding]:
    changed = row["updated_at"]
    stale = ours is None or (changed and ours["updated_at"] and changed > ours["updated_at"])
    if stale:
        if expected and changed and expected[0] <= changed < expected[1]:
            what, before = ("missing", "not taken") if ours is None else ("outdated", f"taken as of {_text(ours['updated_at'])}")
            seen = f"Wix: changed {_text(changed)}; {before}"
            yield _finding(shop, row["id"], row["number"], what, "updatedDate", "", seen, "ORDER_NOT_LANDED")
        return
    if row["total"] is None or ours["total_minor"] is None:
        return
    if _minor(row) != ours["total_minor"] or row["currency"] != ours["currency"]:
        expectation = f"{from_minor(ours['total_minor'], ours['currency'])} {ours['currency']} as it was taken"
        yield _finding(
            shop, row["id"], row["number"], "total", "Wix total", expectation, f"{row['total']} {row['currency']} in Wix", "TOTALS_DRIFT"
        )


def _gone(shop: Shop, since: datetime, until: datetime, listed: set[str], budget: Budget) -> tuple[list[Finding], list[str]]:
    """Published orders that the search left out, asked for one by one; and the ids of those that were asked for."""
    found, asked = [], []
    for row in shop.database.rows("reconcile/orders_between", store=shop.store, since=since, until=until - SETTLE):
        if row["wix_order_id"] in listed:
            continue
        if budget.left < 1:
            break
        asked.append(row["wix_order_id"])
        try:
            shop.wix().get_order(row["wix_order_id"])
        except NotThere:
            found.append(_finding(shop, row["wix_order_id"], row["number"], "deleted", *_GONE))
    return found, asked


def _again(shop: Shop, looked: set[str], expected: tuple[datetime, datetime] | None, budget: Budget) -> tuple[list[Finding], list[str]]:
    """Open findings about orders that are older than the days compared: asked for one by one, so that a hold ends with its cause."""
    before = {finding.object_id: finding for finding in open_findings(shop, "wix") if finding.object_id not in looked}
    ours, found, asked = _published(shop, list(before)), [], []
    for id, finding in before.items():
        if budget.left < 1:
            break
        asked.append(id)
        try:
            found += _one(shop, shop.wix().placed_order(id), ours.get(id), expected)
        except NotThere:
            found += [_finding(shop, id, finding.order_number, "deleted", *_GONE)] if id in ours else []
    return found, asked


def _keep_days(shop: Shop, rows: dict[str, Row], complete: datetime) -> None:
    """Count and sum of the orders by day and currency; today is not over yet."""
    sums: dict[tuple[date, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in rows.values():
        if row["created_at"] and row["created_at"] >= complete:
            day = row["created_at"].astimezone(shop.settings.zone).date()
            for place, value in enumerate((1, _minor(row) or 0)):
                sums[day, row["currency"] or ""][place] += value
    today, first = shop.today(), complete.astimezone(shop.settings.zone).date()
    days = [first + timedelta(days=place) for place in range((today - first).days)]
    kept = [{"store": shop.store, "day": day, "currency": currency, "orders": count, "total_minor": total}
            for (day, currency), (count, total) in sorted(sums.items()) if day < today]  # fmt: skip
    with shop.database.begin() as tx:
        tx.run("reconcile/wix_days_clear", store=shop.store, days=days)
        tx.run_many("reconcile/wix_day", kept)


def _finding(shop: Shop, id: str, number: str | None, what: str, field: str, expected: str, seen: str, code: str) -> Finding:
    return Finding("wix", id, what, "holded" if shop.settings.holded else "myparcel", id, number, field, expected, seen, code)


def _minor(row: Row) -> int | None:
    try:
        return to_minor(row["total"], row["currency"] or "EUR") if row["total"] is not None else None
    except ValueError:
        return None


def _midnight(shop: Shop, day: date) -> datetime:
    return datetime.combine(day, time(), shop.settings.zone)


def _text(instant: datetime | None) -> str:
    return f"{instant:%Y-%m-%d %H:%M:%S} UTC" if instant else "nothing"

"""What a merchant reads: coverage, documents, parcels, holds and ignores with reasons, calls per order, checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from order_sync.settings import Config
from order_sync.store import fates, quota
from order_sync.store.database import Database, Row

COVERAGE = ("wix", "booked", "held", "ignored", "unexplained", "to_ship", "shipped", "ship_held", "ship_unexplained", "waiting")


def coverage(
    database: Database, store: str | None = None, stores: Sequence[str] = (), *, from_scratch: bool = False
) -> dict[str, dict[str, int]]:
    """Per store: wix, booked, held, ignored, unexplained, to_ship, shipped, ship_held, ship_unexplained; and waiting (queued, part of unexplained).

    ``stores`` are listed with zeros where no order of theirs was published yet. ``from_scratch`` reads every order;
    else only those are looked at that changed since they were counted, and the answer is the same.
    """
    if not from_scratch:
        for key in [store] if store else fates.stores(database):
            fates.drain(database, key)
    rows = database.rows("reports/coverage", store=store) if from_scratch else fates.coverage(database, store)
    found = {row.pop("store"): row for row in rows}
    return dict(sorted({**{key: dict.fromkeys(COVERAGE, 0) for key in stores}, **found}.items()))


def summary(database: Database, store: str | None = None) -> dict[str, Any]:
    """The tables of a run's closing summary, per store where it applies."""
    from order_sync.store import quality

    return {
        "coverage": coverage(database, store),
        "documents": database.rows("reports/documents", store=store),
        "parcels": database.rows("reports/parcels", store=store),
        "reasons": database.rows("reports/reasons", store=store),
        "calls": _calls(database, store),
        "quota": quota.months(database),
        "checks": quality.totals(database, store),
    }


def sku_report(database: Database, config: Config, store: str | None = None) -> list[Row]:
    """Blank, unknown and duplicate SKUs with the orders of a year that they concern, most orders first."""
    from order_sync.steps.skus import sku_report as report

    return report(database, config, store)


def quality_report(database: Database, tables: dict[str, list[Row]] | None = None, store: str | None = None) -> str:
    """The quality report of all stores (or one) as an HTML page; ``tables``: heading to rows, shown before the checks."""
    from datetime import UTC, datetime

    from order_sync.quality.report import render
    from order_sync.store import quality

    return render(quality.results(database, store), title="Quality report", made_at=datetime.now(UTC), summary=tables)


def _calls(database: Database, store: str | None) -> list[Row]:
    covered = coverage(database, store)
    rows = database.rows("calls/by_remote", store=store)
    for row in rows:
        counted = covered.get(row["store"], {})
        done = counted.get({"holded": "booked", "myparcel": "shipped"}.get(row["remote"], "wix"), 0)
        row["per_order"] = round(row["calls"] / done, 2) if done else None
    return rows


def calls(database: Database, store: str | None = None) -> dict[str, list[Row]]:
    """Calls per remote and order, by endpoint, and the month's quota of each Holded account."""
    return {
        "calls": _calls(database, store),
        "endpoints": database.rows("calls/by_endpoint", store=store),
        "quota": quota.months(database),
    }


def oss_sheet(database: Database, store: str | None = None, quarter: str = "") -> list[Row]:
    """The one-stop-shop sheet of a quarter ("YYYYQn") by country and rate; see steps.oss."""
    from order_sync.steps.oss import oss_sheet as sheet

    return sheet(database, store, quarter)


def digest(database: Database) -> str:
    """A fingerprint of all that was published and sent: equal before and after a run that changed nothing."""
    return database.one("reports/digest")["digest"]

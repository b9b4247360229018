"""Numbering series after approval: gaps, duplicates, dates that go back, numbers of another series, own references with gaps.

Cheap: nothing is called where no number came since the last look. A kind's documents of the last days are listed once a day, and once more
before a gap is told: a person may have taken the number that is missing.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from order_sync.mapping.series_check import Finding, Numbered, findings, gapless
from order_sync.steps import series_report
from order_sync.steps.quota import Purse
from order_sync.steps.series_numbers import formats, look
from order_sync.steps.shop import Shop
from order_sync.store import master
from order_sync.store.database import Row
from order_sync.store.holds import hold

DAYS = 35
REFERENCES = "references"


def watch(shop: Shop, *, always: bool = False, report: bool = False) -> list[Row]:
    """What is wrong with the series of the kinds that got new numbers; each finding about an order of ours holds it (SERIES_BROKEN).

    Rows: kind, series, what, number, order_number, seen. ``always``: look at every kind, whether or not numbers came. ``report``: put
    all numbers that were looked at, right and wrong, into the quality results (suite series).
    """
    settings = shop.settings.holded
    connection, mark = settings.connection, f"series watched:{shop.store}"
    marked = None if always else master.cached(shop.database, connection, mark)
    touched = shop.database.rows("series/touched", store=shop.store, since=marked["until"] if marked else None)
    left = Purse(shop).left if touched else None
    if left is not None and left <= settings.quota.reserve:
        touched = []  # what is left of the month's calls is for documents; the next run looks
    references = own_references(shop)
    numbers = [series_report.missing(row) for row in references]
    told: list[Row] = []
    for row in touched:
        found, documents = _of_kind(shop, row["kind"])
        told += _told(shop, row["kind"], found, documents)
        numbers += series_report.numbers(shop.store, row["kind"], documents, found)
    if touched:
        until = max(row["newest"] for row in touched)
        master.save(shop.database, connection, mark, {"until": until.isoformat()})
    if report and numbers:
        series_report.save(shop, numbers)
    return told + references


def own_references(shop: Shop) -> list[Row]:
    """Gaps of the store's own references: they are given in one transaction with their order, so there are none."""
    given = [row["seq"] for row in shop.database.rows("series/references", store=shop.store)]
    return [
        {
            "kind": "order",
            "series": REFERENCES,
            "what": "gap",
            "number": str(missing),
            "order_number": None,
            "seen": f"of 1 to {max(given)}",
        }
        for missing in gapless(given)
    ]


def _of_kind(shop: Shop, kind: str) -> tuple[list[Finding], list[Row]]:
    since, written = shop.today() - timedelta(days=DAYS), formats(shop, kind)
    listed = _listed_today(shop, kind, since)
    documents = _documents(shop, kind, since)
    found = findings(kind, _numbered(documents), written)
    if found and not listed:
        list_kind(shop, kind, since)
        documents = _documents(shop, kind, since)
        found = findings(kind, _numbered(documents), written)
    return found, documents


def _documents(shop: Shop, kind: str, since: date) -> list[Row]:
    """Approved documents of the kind, of all our stores in this account and of people."""
    connection = shop.settings.holded.connection
    return shop.database.rows("series/of_kind", connection=connection, store=shop.store, kind=kind, since=since)


def _numbered(documents: list[Row]) -> list[Numbered]:
    return [Numbered(row["remote_id"], row["number"], row["day"], row["series"]) for row in documents]


def _listed_today(shop: Shop, kind: str, since: date) -> bool:
    """List the kind where it was not listed for a day; whether it was listed now."""
    if master.fresh(shop.database, shop.settings.holded.connection, f"series listed:{kind}", 24) is not None:
        return False
    list_kind(shop, kind, since)
    return True


def list_kind(shop: Shop, kind: str, since: date) -> list[Row]:
    """List the documents of a kind since a day, whoever made them; their numbers count as looked at today."""
    rows = look(shop, kind, since, shop.today() + timedelta(days=1))
    master.save(shop.database, shop.settings.holded.connection, f"series listed:{kind}", {"at": datetime.now(UTC).isoformat()})
    return rows


def _told(shop: Shop, kind: str, found: list[Finding], documents: list[Row]) -> list[Row]:
    """Hold the orders concerned, let go those that are right by now, and give the findings as rows."""
    ours = {row["remote_id"]: row for row in documents if row["store"] == shop.store}
    fields, rows = [], []
    for one in found:
        order = ours.get(one.remote_id)
        field = f"{kind} {one.number} {one.what}"
        if order:
            fields.append(field)
            _hold(shop, order, field, one)
        rows.append(_row(one, order))
    shop.database.run("series/heal", store=shop.store, kind=kind, fields=fields)
    return rows


def _hold(shop: Shop, order: Row, field: str, found: Finding) -> None:
    if not shop.database.one("series/ignored", store=shop.store, wix_order_id=order["wix_order_id"], field=field):
        seen = f"{found.what}: {found.number}, {found.seen}"
        hold(shop.database, shop.store, order["wix_order_id"], order["order_number"], "holded", "SERIES_BROKEN", field=field, seen=seen)


def _row(found: Finding, order: Row | None) -> dict[str, Any]:
    told = found.as_row()
    del told["remote_id"]
    return told | {"order_number": order["order_number"] if order else None}

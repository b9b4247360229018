"""The numbering series of an account and the numbers that they gave, to us and to people, as far as lists have shown them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from order_sync.mapping.series_format import SeriesFormat, series_format
from order_sync.steps.shop import Shop
from order_sync.store import master

Row = dict[str, Any]
HOURS = 24  # a series is changed by hand and seldom


def series_rows(shop: Shop, kind: str, *, hours: float = HOURS) -> list[Row]:
    """Series of a kind: {id, name, format, last}, read again where the cached list is older."""
    connection = shop.settings.holded.connection
    found = master.fresh(shop.database, connection, f"series:{kind}", hours)
    if found is None:
        found = shop.holded().numbering_series(kind)
        master.save(shop.database, connection, f"series:{kind}", found)
    return found


def formats(shop: Shop, kind: str) -> dict[str, SeriesFormat]:
    """Formats of the kind's series, by id."""
    return {row["id"]: series_format(row["format"]) for row in series_rows(shop, kind) if row["format"]}


def look(shop: Shop, kind: str, start: date, end: date) -> list[Row]:
    """List the documents of a kind dated from ``start`` to ``end`` (both included) and remember the numbers of the approved ones."""
    written = formats(shop, kind)
    rows = list(shop.holded().list_documents(kind, start, end + timedelta(days=1)))
    remember(shop, kind, [row for row in rows if row["number"] and row["draft"] is False], written)
    return rows


def remember(shop: Shop, kind: str, rows: Iterable[Row], written: dict[str, SeriesFormat]) -> None:
    """Keep numbers and dates; a number belongs to a series where it fits the format of no other one."""
    kept = []
    for row in rows:
        fits = [series for series, made in written.items() if made.place(row["number"])]
        kept.append({
            "connection": shop.settings.holded.connection, "kind": kind, "remote_id": row["id"], "number": row["number"],
            "doc_date": row["date"], "series": fits[0] if len(fits) == 1 else "",
        })  # fmt: skip
    with shop.database.begin() as tx:
        tx.run_many("series/remember", kept)


def newest_seen(shop: Shop, kind: str, series: str | None) -> Row | None:
    """The newest document {day, number} of a series that a list has shown, whoever made it."""
    connection = shop.settings.holded.connection
    if series is None:
        known = master.cached(shop.database, connection, f"series:{kind}") or []
        series = known[0]["id"] if len(known) == 1 else None
    return shop.database.one("series/newest", connection=connection, kind=kind, series=series) if series else None

"""The reports that people read on the page Reports and as CSV: their columns, and where their rows come from.

Rows are plain (text, whole numbers, lists; dates and instants in ISO form), so that they can be counted beforehand: a store with
LARGE orders or more is counted once a day by its DAG ``reports__<store>`` and on demand, any other one while the page is made.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from order_sync.errors import NotThere
from order_sync.settings import Config, StoreSettings
from order_sync.steps import report_rows
from order_sync.steps.oss import quarter_days
from order_sync.store.database import Database, Row

LARGE = 20_000
Kind = Literal["text", "count", "minor", "major", "day", "moment", "order", "list", "orders", "rate", "flag"]


@dataclass(frozen=True)
class Column:
    """One column: the key in a row, its heading, how it is shown; minor and major amounts have their currency in the row's ``currency``."""

    name: str
    label: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Report:
    """One report. ``rows(database, config, store, part)``; ``heavy``: its cost grows with the orders; ``of``: the remote that it is about."""

    key: str
    title: str
    says: str
    rows: Callable[[Database, Config, str, str], list[Row]]
    columns: tuple[Column, ...]
    sort: str
    heavy: bool = True
    of: Literal["holded", "myparcel", ""] = ""
    by_quarter: bool = False
    by_day: bool = False
    empty: Callable[[Database, str], tuple[str, str]] | None = None  # what the page says where there are no rows

    def belongs_to(self, settings: StoreSettings) -> bool:
        """Whether a store has what the report is about."""
        return not self.of or bool(getattr(settings, self.of))


REPORTS = {
    report.key: report
    for report in (
        Report("oss", "One-stop shop", "What a quarter's return declares by country and rate, from the documents that were booked; notes count against them. Drafts are not declared yet.",
               report_rows.oss, (Column("country", "Country"), Column("rate", "Rate", "rate"), Column("booked", "State"), Column("net", "Net", "major"), Column("tax", "Tax", "major"),
                                 Column("gross", "Gross", "major"), Column("documents", "Documents", "count"), Column("notes", "Notes", "count")), "country", of="holded", by_quarter=True),
        Report("totals", "Proof of totals", "Per day and kind of document: what Wix says, what our lines come to, what Holded computed, and by how much they differ.",
               report_rows.totals, (Column("day", "Day", "day"), Column("kind", "Kind"), Column("documents", "Documents", "count"), Column("wix_minor", "Wix", "minor"), Column("ours_minor", "Ours", "minor"),
                                    Column("holded_minor", "Holded", "minor"), Column("difference_minor", "Holded less Wix", "minor"), Column("differing", "Differ", "count"),
                                    Column("unproved", "Not proved yet", "count"), Column("orders", "Orders that differ", "orders")), "-day", of="holded", by_day=True),
        Report("threeway", "Wix, ours, Holded", "Per day of the orders: what Wix says, what we know, and where it is; compared with the remotes every night.",
               report_rows.threeway, (Column("day", "Day", "day"), Column("wix", "Wix", "major"), Column("ours", "Ours", "major"), Column("booked", "Booked", "major"), Column("refunds", "Refunds", "major"),
                                      Column("held", "Held", "major"), Column("waiting", "Waiting", "major"), Column("ignored", "Ignored", "major"), Column("rounding", "Rounding", "major"),
                                      Column("drift", "Drift", "major"), Column("difference", "Not explained", "major"), Column("explained", "Explained by")), "-day", heavy=False, by_day=True),
        Report("reconcile", "Changed by others", "What the remotes hold otherwise than we left it: documents and shipments that were edited, deleted or made by people.",
               report_rows.reconcile, (Column("state", "State"), Column("remote", "Where"), Column("what", "What"), Column("order_number", "Order", "order"), Column("field", "Field"), Column("expected", "Expected"),
                                       Column("seen", "Seen"), Column("code", "Hold"), Column("since", "Since", "moment"), Column("seen_at", "Seen last", "moment"), Column("over_at", "Over", "moment")), "-since", heavy=False),
        Report("apis", "Answers of the APIs", "Where answers of Wix, Holded or MyParcel do not fit the form that we know, in the last 90 days. A note is a new field that nobody reads; a warning may change what is read.",
               report_rows.apis, (Column("level", "Level"), Column("remote", "Where"), Column("endpoint", "Call"), Column("path", "Field"), Column("what", "What"), Column("seen", "Seen"), Column("pinned", "Known"),
                                  Column("first_at", "First seen", "moment"), Column("last_at", "Seen last", "moment"), Column("times", "Times", "count")), "-level", heavy=False, empty=report_rows.apis_empty),
        Report("series", "Number series", "Series of Holded and our own references: gaps, numbers given twice, dates that go back, numbers of another series.",
               report_rows.series, (Column("what", "What"), Column("series", "Series"), Column("number", "Number"), Column("seen", "Seen"), Column("orders", "Orders", "orders"),
                                    Column("first", "First seen", "moment"), Column("last", "Seen last", "moment"), Column("held", "Held now", "flag")), "-last", heavy=False, of="holded"),
        Report("skus", "Unknown SKUs", "SKUs of goods ordered in the last year that are blank, unknown to Holded, or shared by several products there.",
               report_rows.skus, (Column("problem", "Problem"), Column("sku", "SKU"), Column("name", "Product"), Column("orders", "Orders", "count"), Column("newest_order", "Newest order", "order"),
                                  Column("last_ordered", "Ordered last", "day"), Column("products", "Products in Holded", "list"), Column("note", "Note")), "-orders", of="holded"),
        Report("customs", "Customs readiness", "SKUs that lack something for a declaration to where they were ordered from in the last year; products.csv is where to fill it in.",
               report_rows.customs, (Column("sku", "SKU"), Column("name", "Product"), Column("lacks", "Lacks", "list"), Column("countries", "Countries", "list"), Column("orders", "Orders", "count"),
                                     Column("newest_order", "Newest order", "order"), Column("last_ordered", "Ordered last", "day")), "-orders", of="myparcel"),
        Report("rules", "Shipping rules", "Each line of shipping_rules.csv with the orders whose parcels it decided about, lines that never did, and orders that no line fits.",
               report_rows.rules, (Column("line", "Line", "count"), Column("name", "Name"), Column("note", "Note"), Column("orders", "Orders", "count"), Column("sent", "Sent", "count"),
                                   Column("held", "Held", "count"), Column("newest_orders", "Newest orders", "orders"), Column("last_decided", "Decided last", "moment")), "line", of="myparcel"),
    )
}  # fmt: skip


def report_of(key: str, settings: StoreSettings) -> Report:
    """The report of a key; NotThere where there is none for the store."""
    report = REPORTS.get(key)
    if report is None or not report.belongs_to(settings):
        raise NotThere("no such report", where=f"report {key[:40]}, store {settings.store}", cure="Choose one that is listed.", status=404)
    return report


def read(database: Database, config: Config, store: str, report: Report, part: str = "") -> dict[str, Any]:
    """``rows``; ``counted_at``: instant of a report that was counted beforehand; ``missing``: it was not counted yet, so there are no rows."""
    if not (report.heavy and large(database, store)):
        return {"rows": plain(report.rows(database, config, store, part)), "counted_at": None, "missing": False}
    found = database.one("pages/counted", store=store, report=report.key, part=part)
    if found is None:
        return {"rows": [], "counted_at": None, "missing": True}
    return {"rows": found["rows"], "counted_at": found["counted_at"], "missing": False}


def count(database: Database, config: Config, store: str, report: Report, part: str = "") -> int:
    """Count a report and keep it; its rows."""
    rows = plain(report.rows(database, config, store, part))
    database.run("quality/keep_counted", store=store, report=report.key, part=part, rows=json.dumps(rows))
    return len(rows)


def large(database: Database, store: str) -> bool:
    """Whether the store's reports are counted beforehand."""
    return bool(database.one("pages/large_store", store=store, orders=LARGE)["large"])


def in_period(rows: list[Row], report: Report, days: tuple[date | None, date]) -> list[Row]:
    """The rows of the days, where the report has a row per day."""
    if not report.by_day:
        return rows
    first, last = (days[0].isoformat() if days[0] else ""), days[1].isoformat()
    return [row for row in rows if first <= (row["day"] or "") <= last]


def in_order(rows: list[Row], report: Report, sort: tuple[str, bool]) -> list[Row]:
    """Sorted by a column; rows without a value in it come last."""
    column = next(one for one in report.columns if one.name == sort[0])
    filled = [row for row in rows if row[column.name] not in (None, "", [])]
    empty = [row for row in rows if row[column.name] in (None, "", [])]
    return sorted(filled, key=lambda row: _key(row[column.name], column.kind), reverse=sort[1]) + empty


def quarters(today: date, many: int = 8) -> list[str]:
    """The quarter of a day and those before it: 2026Q4, 2026Q3 …"""
    found = []
    for _ in range(many):
        found.append(f"{today.year}Q{(today.month + 2) // 3}")
        today = quarter_days(found[-1])[0] - timedelta(days=1)
    return found


def plain(rows: list[Row]) -> list[Row]:
    """Rows as JSON can carry them."""
    return [{name: _plain(value) for name, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return list(value) if isinstance(value, (tuple, set)) else value


def _key(value: Any, kind: Kind) -> Any:
    if kind in ("major", "rate"):
        return Decimal(value)
    if kind in ("order", "list", "orders"):
        return (len(value), value) if kind == "order" else [str(one) for one in value]
    return value.casefold() if isinstance(value, str) else value

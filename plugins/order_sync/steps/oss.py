"""The one-stop-shop sheet: what a quarter's return declares by country and rate, from what was booked."""

from __future__ import annotations

import re
from datetime import date

from order_sync.errors import SettingsError
from order_sync.mapping.amounts import from_minor
from order_sync.store.database import Database, Row

_QUARTER = re.compile(r"(20\d\d)-?Q([1-4])", re.IGNORECASE)
COLUMNS = ("store", "currency", "country", "rate", "booked", "net", "tax", "gross", "documents", "notes")


def oss_sheet(database: Database, store: str | None = None, quarter: str = "") -> list[Row]:
    """Rows by store, currency, delivery country, rate (percent) and booked ("approved", or "draft": not declared yet) in COLUMNS.

    ``quarter`` is "YYYYQn" and counts by the documents' dates. Amounts are text in major units of the currency, computed from the items
    as the account rounds them; notes are negative. Sales orders are no sale, and count when they are converted.
    """
    first, after = quarter_days(quarter)
    rows = database.rows("reports/oss", store=store, first_day=first, next_day=after)
    return [_row(row) for row in rows]


def quarter_days(quarter: str) -> tuple[date, date]:
    """First day of a quarter, and of the next; SettingsError for another text."""
    found = _QUARTER.fullmatch(quarter.strip())
    if not found:
        raise SettingsError(f"{quarter!r} is no quarter", where="--quarter", cure="Write it as year and quarter, for example 2026Q4.")
    year, number = int(found[1]), int(found[2])
    return date(year, 3 * number - 2, 1), date(year + number // 4, 3 * number % 12 + 1, 1)


def _row(row: Row) -> Row:
    amounts = {name: from_minor(row[f"{name}_minor"], row["currency"]) for name in ("net", "tax", "gross")}
    kept = {name: row[name] for name in ("store", "currency", "country", "booked", "documents", "notes")}
    told = kept | amounts | {"rate": _percent(row["rate_ppm"])}
    return {name: told[name] for name in COLUMNS}


def _percent(rate_ppm: int) -> str:
    whole, rest = divmod(rate_ppm, 10_000)
    return f"{whole}.{rest:04}".rstrip("0").rstrip(".")

"""A report as CSV, for people who open it in a spreadsheet.

UTF-8 with a byte order mark, without which Excel reads accents wrongly; amounts in major units, with their currency in a column of its own.
A text that a spreadsheet would take for a formula gets an apostrophe in front. ``excel``: semicolons and decimal commas, as a Spanish or
Dutch Excel opens by a double click; otherwise commas and points (RFC 4180).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from order_sync.mapping.amounts import from_minor
from order_sync.steps.report_pages import Column, Report
from order_sync.store.database import Row

BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_text(report: Report, rows: Sequence[Row], *, excel: bool = False) -> str:
    """The file's text."""
    out = io.StringIO()
    table = csv.writer(out, delimiter=";" if excel else ",", lineterminator="\r\n")
    with_currency = any(column.kind in ("minor", "major") for column in report.columns)
    table.writerow([column.label for column in report.columns] + (["Currency"] if with_currency else []))
    for row in rows:
        cells = [_cell(row, column, excel) for column in report.columns]
        table.writerow(cells + ([safe(row["currency"])] if with_currency else []))
    return BOM + out.getvalue()


def safe(text: Any) -> str:
    """Text that no spreadsheet takes for a formula."""
    text = "" if text is None else str(text)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _cell(row: Row, column: Column, excel: bool) -> str:
    value = row[column.name]
    if value is None:
        return ""
    if column.kind in ("minor", "major", "rate"):
        text = from_minor(value, row["currency"] or "EUR") if column.kind == "minor" else str(value)
        return text.replace(".", ",") if excel else text
    if column.kind == "count":
        return str(value)
    if column.kind in ("list", "orders"):
        return safe(" ".join(str(one) for one in value) if column.kind == "orders" else "; ".join(str(one) for one in value))
    if column.kind == "flag":
        return "yes" if value else "no"
    return safe(value)

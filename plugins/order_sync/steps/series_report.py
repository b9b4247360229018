"""What the watch over the series found, as results of Great Expectations beside those of the other checks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from order_sync.mapping.series_check import Finding
from order_sync.steps.check_results import keep
from order_sync.steps.shop import Shop
from order_sync.store.database import Row

_COLUMNS = {"gap": "gap", "duplicate": "duplicate", "date goes back": "date_goes_back", "wrong series": "wrong_series"}


def numbers(store: str, kind: str, documents: Iterable[Row], found: Iterable[Finding]) -> list[Row]:
    """One row per document of a kind, with what was found about it: rows of quality/frames.py NUMBERS."""
    by_document: dict[str, list[Finding]] = {}
    for finding in found:
        by_document.setdefault(finding.remote_id, []).append(finding)
    return [_row(store, kind, document, by_document.get(document["remote_id"], ())) for document in documents]


def missing(reference: Row) -> Row:
    """The row of a missing own reference, as own_references() gives it."""
    text = _text(reference["series"], reference["number"], "gap", f"missing {reference['seen']}")
    return _empty(reference["kind"], reference["number"]) | {"gap": text}


def save(shop: Shop, rows: Sequence[Row]) -> None:
    """Check the rows and keep the results of the run. Nothing is held here: the watch has held the orders already.

    BatchCheckFailed where the rows could not be checked at all; a number of a person that is wrong stops nothing.
    """
    import pandas as pd

    from order_sync.quality.frames import NUMBERS
    from order_sync.quality.run import check

    report = check("series", {"numbers": pd.DataFrame(rows, columns=list(NUMBERS.names), dtype=object)})
    keep(shop, report)
    if any("error" in result["seen"] or (result["scope"] == "batch" and not result["success"]) for result in report.results):
        report.raise_if_stopped()


def _row(store: str, kind: str, document: Row, found: Iterable[Finding]) -> Row:
    row = _empty(kind, document["number"])
    if document["store"] == store:
        row |= {"wix_order_id": document["wix_order_id"], "order_number": document["order_number"]}
    for finding in found:
        column, text = _COLUMNS[finding.what], _text(finding.series, finding.number, finding.what, finding.seen)
        row[column] = f"{row[column]}; {text}" if row[column] else text
    return row


def _empty(kind: str, number: str) -> dict[str, Any]:
    return {"wix_order_id": None, "order_number": None, "kind": kind, "number": number, **dict.fromkeys(_COLUMNS.values())}


def _text(series: str, number: str, what: str, seen: str) -> str:
    return f"series {series}, {number}: {what}, {seen}"

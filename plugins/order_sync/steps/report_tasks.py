"""What the DAG reports__<store> does: count the reports of a store that is too large to count them while somebody waits."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from order_sync.errors import NotThere
from order_sync.steps import report_pages
from order_sync.steps.shop import Shop, open_shop
from order_sync.steps.window import refuse_unknown_fields

log = logging.getLogger(__name__)
QUARTERS = 2  # a quarter is declared in the month after it


def count_reports(store: str, context: Mapping[str, Any]) -> dict[str, int]:
    """Rows per report. Counts the reports that the form names, or all; nothing in a dry run, nor for a store small enough to be counted at once."""
    refuse_unknown_fields(context)
    params = context.get("params") or {}
    with open_shop(store, context["run_id"]) as shop:
        if not report_pages.large(shop.database, store):
            log.info("Store %s has fewer than %s orders: its reports are counted when somebody looks.", store, report_pages.LARGE)
            return {}
        due = due_reports(shop, params.get("report"), params.get("quarter"))
        if params.get("dry_run"):
            log.info("Would count: %s", ", ".join(f"{report.key} {part}".strip() for report, part in due))
            return {}
        return {f"{report.key} {part}".strip(): report_pages.count(shop.database, shop.config, store, report, part) for report, part in due}


def due_reports(shop: Shop, only: str | None, quarter: str | None) -> list[tuple[report_pages.Report, str]]:
    """Reports with the quarter that they are of; NotThere for one that the store does not have."""
    newest = report_pages.quarters(shop.today(), QUARTERS)
    found = []
    for report in report_pages.REPORTS.values():
        if report.heavy and report.belongs_to(shop.settings) and only in (None, "", "all", report.key):
            found += [(report, part) for part in (([quarter] if quarter else newest) if report.by_quarter else [""])]
    if not found:
        raise NotThere(
            "no such report", where=f"report {only}, store {shop.store}", cure=f"Choose one of {', '.join(report_pages.REPORTS)}."
        )
    return found

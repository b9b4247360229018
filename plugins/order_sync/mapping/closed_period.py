"""Months that the bookkeeper has closed: nothing is dated in them, unless a person says so for the order."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

import pandas as pd

from order_sync.mapping.batch import Batch

FIELD = "date"


def open_day(day: date | None, settings: Any, allowed: bool) -> tuple[date | None, str]:
    """(the day to book on, what is wrong with it: "" where nothing is). ``settings``: holded.closed_period; ``allowed``: a person let it in."""
    if day is None or settings.until is None or day > settings.until or allowed:
        return day, ""
    if settings.documents == "move":
        return settings.until + timedelta(days=1), ""
    return day, f"{day} is in the period closed until {settings.until}"


def issue_dates(batch: Batch, allowed: Collection[str]) -> None:
    """PERIOD_CLOSED, or the first open day. ``allowed``: Wix order ids that may be dated in the closed period, or are booked already."""
    settings, orders = batch.store.holded.closed_period, batch.orders
    if settings.until is None:
        return
    may = orders["wix_order_id"].isin(list(allowed))
    found = [open_day(day, settings, free) for day, free in zip(orders["doc_date"], may, strict=True)]
    problems = pd.Series([problem for _, problem in found], index=orders.index, dtype="object")
    days = pd.Series([day for day, _ in found], index=orders.index, dtype="object")
    moved = days.ne(orders["doc_date"]) & orders["doc_date"].notna()
    orders["doc_date"] = orders["doc_date"].astype("object").mask(moved, days)
    batch.verdicts.stop("closed period", problems.ne(""), "hold", "PERIOD_CLOSED", field=FIELD, seen=problems)
    told = moved.map({True: f"the first day after {settings.until}", False: "the day is open, or a person let it in"})
    batch.verdicts.passed("closed period", told)

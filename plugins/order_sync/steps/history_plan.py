"""Before years are taken over: how many orders, windows, calls and minutes it would be, and what the drafts would cost at Holded.

Wix's search tells no total. An estimate asks for the first and the newest order of each window (two calls) and takes the difference of
their numbers, which a shop counts up; where they do not count up, or where the exact figure is wanted, the window is read (a call per
hundred orders, nothing is stored).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from order_sync.errors import SettingsError
from order_sync.steps.past_orders import first_day, instant, series_lacking
from order_sync.steps.quota import limit_of, used_of
from order_sync.steps.shop import Shop
from order_sync.store import history, quota

PAGE = 100  # orders a call of the search
SEARCHES = 2  # unconfirmed orders are searched apart
TRANSACTIONS = 100  # orders a call of the list of payments
OF_A_DRAFT = 2  # create, and read back to prove the total; lists prove many at once, so this is the most for most
OF_A_CONTACT = 2  # look-up and creation, for invoices and sales orders of a buyer who is new
ORDERS_A_SECOND = 250  # landing, checking and publishing, measured: docs/benchmarks.md
MONTHS = {"month": 1, "quarter": 3}


def plan(
    shop: Shop, since: datetime, until: datetime, *, every: str | None = None, documents: str | None = None, exact: bool = False
) -> dict[str, Any]:
    """windows [{start, end, orders, counted}], orders, calls, minutes, by_year {year: documents at most}, holded {…}, notes [text].

    ``counted``: numbers (estimate) or read (exact). ``since`` goes back to where its window
    begins; ``until`` is not included and cut at the first day of the hourly runs.
    """
    every, documents = every or shop.settings.history.every, documents or shop.settings.history.documents
    border = first_day(shop.settings)
    since, until = _floor(instant(since), every), instant(until)
    end = min(until, border)
    if since >= end:
        raise SettingsError(
            f"nothing before {_day(shop, border)} lies between {since.date()} and {until.date()}", where=f"store {shop.store}",
            cure="Orders from that day on belong to the hourly runs; history.before moves it.",
        )  # fmt: skip
    windows = [_window(shop, start, stop, exact) for start, stop in split(since, end, every)]
    orders = sum(window["orders"] for window in windows)
    calls = sum(SEARCHES - 1 + max(1, math.ceil(window["orders"] / PAGE)) for window in windows)
    seconds = max(calls * 60 / shop.settings.history.calls_per_minute, orders / ORDERS_A_SECOND)
    found = {
        "store": shop.store, "every": every, "documents": documents, "since": since, "until": end, "windows": windows, "orders": orders,
        "calls": {"wix": calls}, "minutes": math.ceil(seconds / 60), "by_year": {}, "holded": None, "notes": [],
    }  # fmt: skip
    if until > border:
        found["notes"].append(f"Orders created from {border:%Y-%m-%d %H:%M} UTC on belong to the hourly runs and are left to them.")
    if not exact:
        found["notes"].append("Orders are estimated from order numbers; --exact counts them, one call per hundred.")
    if documents == "draft":
        _documents(shop, found)
    return found


def split(since: datetime, until: datetime, every: str) -> Iterator[tuple[datetime, datetime]]:
    """The windows of a schedule from ``since``, where one begins, on; the last one is cut at ``until``."""
    start = since
    while start < until:
        stop = min(_next(start, every), until)
        yield start, stop
        start = stop


def _next(instant: datetime, every: str) -> datetime:
    """Where the window that an instant lies in ends: midnight of the next day, Monday, month or quarter, in UTC."""
    midnight = datetime(instant.year, instant.month, instant.day, tzinfo=UTC)
    if every == "day":
        return midnight + timedelta(days=1)
    if every == "week":
        return midnight + timedelta(days=7 - instant.weekday())
    size = MONTHS[every]
    first = (instant.month - 1) // size * size + size  # months since January of the year, of the next window
    return datetime(instant.year + first // 12, first % 12 + 1, 1, tzinfo=UTC)


def _floor(instant: datetime, every: str) -> datetime:
    """Where the window that an instant lies in begins: a backfill takes whole windows."""
    midnight = datetime(instant.year, instant.month, instant.day, tzinfo=UTC)
    if every == "day":
        return midnight
    if every == "week":
        return midnight - timedelta(days=instant.weekday())
    return midnight.replace(month=(instant.month - 1) // MONTHS[every] * MONTHS[every] + 1, day=1)


def _window(shop: Shop, start: datetime, end: datetime, exact: bool) -> dict[str, Any]:
    found = None if exact else _by_numbers(shop, start, end)
    orders, counted = (found, "numbers") if found is not None else (_read(shop, start, end), "read")
    return {"start": start, "end": end, "orders": orders, "counted": counted}


def _by_numbers(shop: Shop, start: datetime, end: datetime) -> int | None:
    """Orders by the numbers of the first and the newest one; None where they do not count up."""
    ends = []
    for newest in (False, True):
        raw = shop.wix().edge_of_created(start, end, newest=newest)
        if raw is None:
            return 0
        ends.append(str(json.loads(bytes(raw)).get("number") or ""))
    if not all(text.isascii() and text.isdigit() for text in ends) or int(ends[1]) < int(ends[0]):
        return None
    return int(ends[1]) - int(ends[0]) + 1


def _read(shop: Shop, start: datetime, end: datetime) -> int:
    return sum(len(page) for unconfirmed in (True, False) for page in shop.wix().created_orders(start, end, unconfirmed=unconfirmed))


def _documents(shop: Shop, found: dict[str, Any]) -> None:
    """Drafts at most one an order: by year, their calls, hours and months, and what the account has left."""
    holded, past = shop.settings.holded, shop.settings.history
    for window in found["windows"]:
        for year, share in _years(window):
            found["by_year"][year] = found["by_year"].get(year, 0) + share
    if lacking := series_lacking(shop.settings):
        found["notes"].append(f"history.series lacks {', '.join(lacking)}: runs with documents: draft would be refused.")
    if holded is None:
        return
    drafts = found["orders"]
    needs_contact = any(rule.then != "receipt" for rule in holded.documents) or holded.contacts.receipts_need_contact
    calls = drafts * (OF_A_DRAFT + (OF_A_CONTACT if needs_contact else 0))
    known = quota.known(shop.database, shop.holded().account_key)
    limit = limit_of(known, holded.quota.monthly_limit)
    left = None if limit is None else max(0, limit - used_of(known))
    usable = None if limit is None else max(0, limit - past.reserve)
    months = None if usable is None else (math.ceil(calls / usable) if usable else 0)
    found["calls"] |= {"holded": calls, "wix": found["calls"]["wix"] + math.ceil(drafts / TRANSACTIONS)}
    found["holded"] = {
        "drafts": drafts, "calls": calls, "hours": math.ceil(drafts / past.documents_per_hour), "limit": limit, "left": left,
        "left_for_history": None if left is None else max(0, left - past.reserve), "months": months,
    }  # fmt: skip
    if limit is not None and not usable:
        found["notes"].append(f"The account has {limit} calls a month and history.reserve keeps {past.reserve}: no draft would be made.")
    if limit is None:
        found["notes"].append("What the account allows a month is not known: order-sync calls --ask, or set holded.quota.monthly_limit.")
    closed = holded.closed_period.until
    if closed and closed >= _day(shop, found["since"]):
        found["notes"].append(f"Days until {closed} are closed (holded.closed_period): orders dated there get no draft.")


def _day(shop: Shop, instant: datetime) -> date:
    """The merchant's day: the border is a midnight there."""
    return instant.astimezone(shop.settings.zone).date()


def _years(window: dict[str, Any]) -> Iterator[tuple[int, int]]:
    """A window's orders by calendar year; one that spans two is shared out by its days."""
    start, end, left = window["start"], window["end"], window["orders"]
    days = max((end - start) / timedelta(days=1), 1e-9)
    while start < end:
        stop = min(datetime(start.year + 1, 1, 1, tzinfo=UTC), end)
        share = left if stop == end else round(window["orders"] * ((stop - start) / timedelta(days=1)) / days)
        yield start.year, share
        left, start = left - share, stop


def progress(shop: Shop) -> dict[str, Any]:
    """windows (newest first) and how many past orders wait for a draft."""
    return {"windows": history.windows(shop.database, shop.store), "waiting_for_draft": history.waiting(shop.database, shop.store)}

"""What the overview shows of a store and a period: where every order is, days, documents, parcels, holds, calls and quota. No names, no addresses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from order_sync.hooks.myparcel_tracking import STAGES
from order_sync.settings import StoreSettings
from order_sync.steps.shop import open_database
from order_sync.store import fates, quota
from order_sync.store.database import Database, Row

DRAINED = 200  # touched orders that a page counts itself, so that it answers at once
EMPTY = dict.fromkeys(
    ("wix", "booked", "held", "ignored", "unexplained", "to_ship", "shipped", "ship_held", "ship_unexplained", "waiting"), 0
)
# fate of the address: (column, value), heading
FATES = {
    "booked": ("book", "booked", "Booked in Holded"),
    "held": ("book", "held", "Held before Holded"),
    "ignored": ("book", "ignored", "Ignored by the rules, or by a person"),
    "unexplained": ("book", "unexplained", "Neither booked nor held nor ignored"),
    "shipped": ("ship", "shipped", "Shipped"),
    "ship_held": ("ship", "held", "Held before MyParcel"),
    "due": ("ship", "due", "To be shipped"),
    "ship_unexplained": ("ship", "unexplained", "To be shipped, and neither queued for MyParcel nor held"),
}


def overview(settings: StoreSettings, since: date | None, until: date) -> dict[str, Any]:
    """Everything that the page shows; ``since`` None: from the first order on.

    coverage: counts of EMPTY and ``due`` (queued); bucket: day, week or month; days, documents, parcels, holds, calls: rows; quota: the month of the store's
    Holded account; left: touches that are not counted yet (DRAINED + 1: more than that);
    moving: the days are being counted anew by the store's new time zone.
    """
    with open_database() as database:
        return gathered(database, settings, since, until)


def gathered(database: Database, settings: StoreSettings, since: date | None, until: date) -> dict[str, Any]:
    """``overview`` of an open database."""
    store = settings.store
    waiting = _caught_up(database, store)
    asked = {"store": store, "since": since, "until": until}
    counts = EMPTY | next((row for row in fates.coverage(database, **asked) if row["store"] == store), {})
    bucket = bucket_of(since or _first_day(database, store) or until, until)
    facts = database.rows("pages/overview_facts", **asked)
    due = counts["to_ship"] - counts["shipped"] - counts["ship_held"] - counts["ship_unexplained"]
    return {
        "coverage": counts | {"due": due},
        "bucket": bucket,
        "days": database.rows("pages/overview_days", bucket=bucket, **asked),
        "documents": [row for row in facts if row["what"] == "document"],
        "parcels": _parcels(facts),
        "holds": [row for row in facts if row["what"] == "hold"],
        "calls": database.rows("pages/overview_calls", bucket=bucket, **asked),
        "quota": _quota(database, settings),
        "left": waiting,
        "moving": _moving(database, settings),
    }


def orders_with(
    settings: StoreSettings, fate: str, since: date | None, until: date, *, newest: bool, place: int, rows: int
) -> tuple[list[Row], bool]:
    """One page of the orders with a fate (a key of FATES), and whether there are more."""
    column, value, _ = FATES[fate]
    with open_database() as database:
        _caught_up(database, settings.store)
        found = database.rows(
            f"pages/overview_{column}_{'desc' if newest else 'asc'}",
            store=settings.store, fate=value, since=since, until=until, rows=rows, skip=(place - 1) * rows,
        )  # fmt: skip
    return found[:rows], len(found) > rows


def bucket_of(since: date, until: date) -> str:
    """How finely a period is drawn: day up to three months, week up to a year and a bit, else month."""
    days = (until - since).days
    return "day" if days <= 92 else "week" if days <= 400 else "month"


def buckets(bucket: str, since: date, until: date) -> list[date]:
    """The first days of all days, weeks or months from one day to another, as date_trunc tells them."""
    day = since - timedelta(days=since.weekday()) if bucket == "week" else since.replace(day=1) if bucket == "month" else since
    found = []
    while day <= until:
        found.append(day)
        day = (day + timedelta(days=32)).replace(day=1) if bucket == "month" else day + timedelta(days=7 if bucket == "week" else 1)
    return found


def _caught_up(database: Database, store: str) -> int:
    """Count a little; what is left then (DRAINED + 1: more than that). By another time zone only a task counts anew: a page would take minutes."""
    if not fates.left(database, store, 0):
        return 0
    fates.drain(database, store, most=DRAINED)
    return fates.left(database, store, DRAINED)


def _moving(database: Database, settings: StoreSettings) -> bool:
    """Whether days are, or are soon to be, counted anew by another time zone."""
    by = fates.counted_by(database, settings.store)
    return by["moving"] or by["zone"] != settings.timezone


def _first_day(database: Database, store: str) -> date | None:
    return database.one("pages/overview_first_day", store=store)["day"]


def _parcels(facts: Sequence[Row]) -> list[Row]:
    """name is the stage in words; late and lost ones keep their age as state."""
    summed: dict[tuple[str, str], Row] = {}
    for row in sorted((row for row in facts if row["what"] == "parcel"), key=lambda row: int(row["name"])):
        stage = int(row["name"])
        name = STAGES[stage] if stage < len(STAGES) else f"stage {stage}"
        known = summed.setdefault((name, row["state"]), row | {"name": name, "n": 0, "place": stage})
        known["n"] += row["n"]
    return list(summed.values())


def _quota(database: Database, settings: StoreSettings) -> list[Row]:
    if settings.holded is None:
        return []
    return [row for row in quota.months(database) if row["connection"] == settings.holded.connection]

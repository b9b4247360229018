"""The comparison as people read it: what is not as it should be, and the totals of Wix, ours and Holded by day."""

from __future__ import annotations

from datetime import date
from typing import Any

from order_sync.mapping.amounts import from_minor
from order_sync.store.database import Database

COLUMNS = ("store", "state", "remote", "what", "order_number", "field", "expected", "seen", "code", "since", "seen_at", "over_at")
TOTALS = (
    "store", "day", "currency", "wix_orders", "wix", "orders", "ours", "documents", "booked", "refunds", "held", "waiting", "ignored", "rounding",
    "drift", "difference", "explained",
)  # fmt: skip
MEANS = {
    "deleted": "gone at the remote", "edited": "changed by a person", "approved": "approved by a person", "converted": "converted by a person",
    "unknown": "not made by us", "missing": "not seen", "outdated": "a newer version in Wix", "total": "totals differ",
}  # fmt: skip


def rows(database: Database, store: str | None = None, *, days: int = 30) -> list[dict[str, Any]]:
    """Findings that are open, or were over in the last days; open ones first. Keys: COLUMNS and object_id (the id at the remote).

    state: open, accepted (a person ignored its hold), over; code: its hold's, or null where it is listed only; instants are UTC.
    """
    found = database.rows("reconcile/report", store=store, days=days)
    return [row | {"what": MEANS.get(row["what"], row["what"])} for row in found]


def totals(
    database: Database, store: str | None = None, *, since: date | None = None, until: date | None = None, differing: bool = False
) -> list[dict[str, Any]]:
    """One row per store, day and currency, newest first; amounts are decimal text in the row's currency. Keys: TOTALS.

    ours = booked + held + waiting + ignored + rounding + drift + difference. wix is null for days on which Wix was not read whole.
    ``differing``: only days on which Wix is not ours, or something is unexplained.
    """
    found = database.rows("reconcile/day_totals", store=store, since=since, until=until)
    return [_amounts(row) for row in found if not differing or row["wix_minor"] not in (None, row["ours_minor"]) or row["difference_minor"]]


def _amounts(row: dict[str, Any]) -> dict[str, Any]:
    money = {name.removesuffix("_minor"): value for name, value in row.items() if name.endswith("_minor")}
    told = {name: None if value is None else from_minor(value, row["currency"] or "EUR") for name, value in money.items()}
    plain = {name: value for name, value in row.items() if not name.endswith("_minor")}
    return {name: (told | plain)[name] for name in TOTALS}

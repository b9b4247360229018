"""What the page about holds shows: the open ones with their cures, how many by reason, and the closed ones with who, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from order_sync.contracts.holds import HOLD_CODES
from order_sync.steps import hold_ignore
from order_sync.store.database import Database, Row

OPEN_COLUMNS = ("since", "order", "destination", "code")
CLOSED_COLUMNS = ("-closed", "closed", "order", "code", "closed_as", "closed_by")
CLOSED_AS = {"healed": "healed by itself", "retried": "retried", "ignored": "ignored"}


@dataclass(frozen=True)
class Filter:
    """What the list is narrowed to; None is everything."""

    code: str | None = None
    destination: str | None = None
    before: datetime | None = None
    number: str | None = None
    closed_as: str | None = None

    @property
    def narrow(self) -> bool:
        """Whether it leaves anything out."""
        return any((self.code, self.destination, self.before, self.number))


def open_holds(database: Database, store: str, chosen: Filter, *, sort: tuple[str, bool], place: int, size: int) -> dict[str, Any]:
    """``rows`` of one page, each with what its code means and ``also``: the other holds that are closed with it when it is ignored; ``more``: whether there is a further page; ``groups``: counts by code and
    destination; ``holds``: how many fit the filter; ``all``: how many are open; ``beside``: by code and destination those that go too when
    all that fit the filter are ignored."""
    named = {"store": store, "before": chosen.before, "number": chosen.number}
    with database.begin() as tx:
        groups = tx.rows("pages/holds_groups", **named)
        rows = tx.rows(
            "pages/holds_open", **named, code=chosen.code, destination=chosen.destination, sort=sort[0], descending=sort[1],
            most=size + 1, skip=(place - 1) * size,
        )  # fmt: skip
        beside = tx.rows("pages/holds_beside", **named, code=chosen.code, destination=chosen.destination) if chosen.code else []
    shown = rows[:size]
    also = hold_ignore.around(database, store, shown)
    fits = [one for one in groups if chosen.code in (None, one["code"]) and chosen.destination in (None, one["destination"])]
    return {
        "rows": [_explained(row) | {"also": also.get(row["hold_id"], [])} for row in shown],
        "more": len(rows) > size,
        "beside": beside,
        "groups": [_explained(one) for one in groups],
        "holds": sum(one["holds"] for one in fits),
        "all": sum(one["holds"] for one in groups),
    }


def closed_holds(
    database: Database, store: str, chosen: Filter, *, since: datetime | None, sort: tuple[str, bool], place: int, size: int
) -> dict[str, Any]:
    """``rows`` of one page of what was closed from ``since`` on, and ``more``."""
    rows = database.rows(
        "pages/holds_closed", store=store, code=chosen.code, destination=chosen.destination, closed_as=chosen.closed_as, number=chosen.number,
        since=since, sort=sort[0], descending=sort[1], most=size + 1, skip=(place - 1) * size,
    )  # fmt: skip
    return {"rows": [_explained(row) for row in rows[:size]], "more": len(rows) > size}


def _explained(row: Row) -> Row:
    kind = HOLD_CODES.get(row["code"])  # an old hold may have a code that is no longer given
    return row | {"means": kind.means if kind else ""}

"""Ignoring: an order that is left out at a destination has no open hold there, so the others of that place go too, and each is named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from order_sync.steps.hold_rows import failed, places, row, tell
from order_sync.steps.shop import Shop
from order_sync.store import holds
from order_sync.store.database import Database, Row

SLICE = 1000  # orders whose other holds are read at once


def ignore(shop: Shop, rows: list[Row], *, by: str, note: str, before: datetime | None, dry_run: bool) -> list[Row]:
    """Leave the places of the chosen holds out, or accept what the comparison found there; the rows of other holds that go with them.

    Findings of the comparison leave no order out: accepting some closes these alone. ``before``: where a hold began then or later, nobody
    who chose has seen it, and the place stays as it is.
    """
    also: list[Row] = []
    beside = others(shop.database, shop.store, rows, before) if dry_run else {}
    for order, destination, of_place in places(rows):
        try:
            newer = holds.newer(shop.database, shop.store, order, destination, before) if before and leaves_out(of_place) else None
            if newer:
                tell(of_place, "held", f"{newer} is newer than what was chosen: look at it, then ignore the order")
            elif dry_run:
                also += _told(of_place, beside.get((order, destination), []), "would ")
            else:
                also += _told(of_place, _close(shop, of_place, by, note, before))
        except Exception as error:  # one bad order stops no other one
            failed(of_place, error)
    return also


def leaves_out(rows: Sequence[Row]) -> bool:
    """Whether ignoring these holds of a place leaves the order out there."""
    return any(one["source"] != "reconcile" for one in rows)


def others(database: Database, store: str, rows: Sequence[Row], before: datetime | None = None) -> dict[tuple[str, str], list[Row]]:
    """By order id and destination the open holds that go with the chosen ``rows`` when these are ignored."""
    chosen = {one["hold_id"] for one in rows}
    left_out = [order for order, _, of_place in places(rows) if leaves_out(of_place)]
    orders, found = list(dict.fromkeys(left_out)), []
    for start in range(0, len(orders), SLICE):
        found += holds.of_orders(database, store, orders[start : start + SLICE], before)
    meant = {(order, destination) for order, destination, of_place in places(rows) if leaves_out(of_place)}
    return {
        (order, destination): of_place
        for order, destination, of_place in places([one for one in found if one["hold_id"] not in chosen])
        if (order, destination) in meant
    }


def around(database: Database, store: str, rows: list[Row]) -> dict[int, list[Row]]:
    """By the id of each of these holds the others of its place that go when it alone is ignored; a finding is accepted alone."""
    found = holds.of_orders(database, store, sorted({one["wix_order_id"] for one in rows}))
    of_place = {(order, destination): beside for order, destination, beside in places(found)}
    return {
        one["hold_id"]: [
            beside for beside in of_place.get((one["wix_order_id"], one["destination"]), []) if beside["hold_id"] != one["hold_id"]
        ]
        for one in rows
        if leaves_out([one])
    }


def _close(shop: Shop, of_place: list[Row], by: str, note: str, before: datetime | None) -> list[Row]:
    """Close the chosen holds of one place and, where that leaves the order out, the others; these."""
    chosen = [one["hold_id"] for one in of_place]
    closed = holds.ignore(
        shop.database, shop.store, of_place[0]["wix_order_id"], closed_by=by, note=note, destination=of_place[0]["destination"],
        run=shop.run_key, findings=not leaves_out(of_place), before=before, chosen=chosen, goes_with=named(of_place),
    )  # fmt: skip
    return [one for one in closed if one["hold_id"] not in chosen]


def _told(of_place: list[Row], beside: list[Row], would: str = "") -> list[Row]:
    if not leaves_out(of_place):
        tell(of_place, f"{would}be ignored" if would else "ignored", "accepted, and the order goes on")
        return []
    closes = f"; also closes: {named(beside)}" if beside else ""
    tell(of_place, f"{would}be ignored" if would else "ignored", f"left out there until it is retried{closes}")
    because = f"goes with {named(of_place)}: the order is left out there"
    return [row(one, f"{would}also be ignored" if would else "also ignored", because) for one in beside]


def named(rows: Sequence[Row]) -> str:
    """Codes and fields in words."""
    return ", ".join(" ".join(filter(None, (one["code"], one["field"]))) for one in rows)

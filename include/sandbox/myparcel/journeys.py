"""How parcels travel by the clock: hours after the label, and the status that comes then."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sandbox.myparcel import resource, tables
from sandbox.myparcel.shop import Shop

HOME = ((4, resource.HANDED_OVER), (12, resource.DISTRIBUTION), (24, resource.DELIVERED))
TO_PICKUP_PLACE = ((4, resource.HANDED_OVER), (12, resource.DISTRIBUTION), (24, 8), (48, 9))
OVERSEAS = ((4, resource.HANDED_OVER), (48, resource.CUSTOMS), (96, resource.DISTRIBUTION), (120, resource.DELIVERED))


def journey(row: dict[str, Any]) -> tuple[tuple[int, int], ...]:
    """The stations of one shipment."""
    if row["options"].get("delivery_type") == tables.PICKUP:
        return TO_PICKUP_PLACE
    return OVERSEAS if tables.zone(row["recipient"]["cc"]) == "ROW" else HOME


def due(shop: Shop, row: dict[str, Any]) -> list[int]:
    """The statuses that are due and not reached; none for what has no label, no tracking, or left its journey by hand."""
    stations = journey(row)
    reached = [resource.REGISTERED, *(status for _, status in stations)]
    if row["_registered_at"] is None or row["status"] not in reached:
        return []
    hours = row.get("_hours", 0)
    if shop.switches["progress"]:
        hours += (shop.now() - row["_registered_at"]) / 3600
    return [status for at, status in stations[reached.index(row["status"]) :] if at <= hours]


def travel(rows: Iterable[dict[str, Any]], hours: float) -> None:
    """So many hours pass for these shipments, and for nothing else; those without a label do not notice."""
    for row in rows:
        if row["_registered_at"] is not None:
            row["_hours"] = row.get("_hours", 0) + hours

"""What people and carriers do to shipments: labels made in the back office, scans on the way, the tracking page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sandbox.myparcel import billing, journeys, resource
from sandbox.myparcel.shop import Shop

# Where a shipment goes with each step of the clock; a state that is not here is the last one.
NEXT = {resource.REGISTERED: 3, resource.HANDED_OVER: 5, resource.SORTING: 5, resource.DISTRIBUTION: 7, resource.CUSTOMS: 5, 8: 9}
UNTRACKED = frozenset({resource.PRINTED_LETTER, resource.PRINTED_STAMP, resource.PRINTED_UNTRACKED})
_MAIN = {2: "registered", 3: "handed_to_carrier", 4: "sorting", 5: "distribution", 6: "distribution", 7: "delivered", 9: "delivered"}
_EVENTS = {
    2: ("A01", "Aangemeld"),
    3: ("B01", "Ontvangen door de vervoerder"),
    4: ("J01", "Gesorteerd"),
    5: ("J05", "Onderweg naar de ontvanger"),
    6: ("K50", "Bij de douane"),
    7: ("I01", "Bezorgd"),
    8: ("J40", "Klaar om af te halen"),
    9: ("I10", "Afgehaald"),
}
STATUSES = {
    "registered": resource.REGISTERED,
    "handed_to_carrier": resource.HANDED_OVER,
    "sorting": resource.SORTING,
    "distribution": resource.DISTRIBUTION,
    "customs": resource.CUSTOMS,
    "delivered": resource.DELIVERED,
    "ready_for_pickup": 8,
    "picked_up": 9,
    "returned": 11,
    "credited": 13,
    "expired": 16,
    "cancelled": 17,
    "deleted": resource.DELETED,
}
_SCANNED = frozenset({3, 4, 5, 6, 7, 8, 9, 11, 19})
_FINAL = frozenset({7, 9, 11, 19, 16, 17})


def advance(
    shop: Shop,
    *,
    to: str | int = "",
    steps: int = 0,
    hours: float = 0,
    delayed: bool | None = None,
    ids: Iterable[int] | None = None,
) -> dict[str, Any]:
    """A person's or a carrier's doing, which no API call would show, on all shipments or those of ``ids``.

    ``to``: "registered" makes the labels of concepts in the back office, "deleted" deletes concepts there, any other status
    (a name of STATUSES, or its number) is given to shipments with a label. ``steps``: labelled and tracked shipments go so
    many states on (2, 3, 5, 7). ``hours``: so many pass for them on their journey (journeys.py). ``delayed``: they are late, or
    no more. Returns how many shipments changed and every shipment's status.
    """
    rows = list(shop.shipments.values()) if ids is None else shop.known(ids)
    before = {row["id"]: row["status"] for row in rows}
    status = STATUSES.get(to, to) if isinstance(to, str) else to
    if status == resource.REGISTERED:
        shop.register(rows)
    elif status == resource.DELETED:
        for row in rows:
            if row["status"] == resource.CONCEPT:
                row["status"] = resource.DELETED
                shop.forget(row)
    elif isinstance(status, int):
        for row in rows:
            _move(shop, row, None if row["status"] == resource.CONCEPT else status)
    elif status:
        raise ValueError(f"unknown status {status!r}; known: {', '.join(STATUSES)}")
    for _ in range(steps):
        for row in rows:
            _move(shop, row, NEXT.get(row["status"]))
    journeys.travel(rows, hours)
    settle(shop, rows)
    for row in rows if delayed is not None else ():
        row["delayed"] = delayed
    changed = sum(row["status"] != before[row["id"]] for row in rows)
    return {"advanced": changed, "shipments": {key: row["status"] for key, row in shop.shipments.items()}}


def settle(shop: Shop, rows: Iterable[dict[str, Any]]) -> None:
    """Give parcels the statuses that have come due on their journey."""
    for row in rows:
        for status in journeys.due(shop, row):
            _move(shop, row, status)


def _move(shop: Shop, row: dict[str, Any], status: int | None) -> None:
    if status is None:
        return
    for parcel in (row, *row["secondary_shipments"]):
        resource.move(parcel, status, shop.now())
        if status == resource.CREDITED:
            billing.credit(shop.state, parcel)
        elif status in _SCANNED:
            billing.bill(shop.state, parcel, "scan", shop.now())


def tracktraces(shop: Shop, rows: Iterable[dict[str, Any]], extra_info: str) -> dict[str, Any]:
    """The body of GET /tracktraces: nothing for concepts and for labels that no scanner has seen yet."""
    found = []
    for row in rows:
        for parcel in (row, *row["secondary_shipments"]):
            if len(parcel["_history"]) > 1 and parcel["status"] not in UNTRACKED:
                found.append(_trace(shop, parcel, extra_info.split(";")))
    return {"data": {"tracktraces": found}}


def _trace(shop: Shop, row: dict[str, Any], extra: list[str]) -> dict[str, Any]:
    history = [_event(entry) for entry in row["_history"]]
    shown = shop.show([row], portal=True)[0]
    trace = {
        name: shown[name] for name in ("recipient", "sender", "options", "pickup", "delayed", "partner_tracktraces", "link_consumer_portal")
    }
    trace |= {"shipment_id": row["id"], "carrier": row["carrier_id"], "location": None}
    trace |= {name: history[-1][name] for name in ("code", "description", "time")}
    trace["link_tracktrace"] = f"https://carrier.example.com/track/{row['barcode']}"
    trace["status"] = {"current": row["status"], "main": _MAIN.get(row["status"]), "final": row["status"] in _FINAL}
    trace["history"] = history[:-1]
    if "delivery_moment" in extra:
        trace |= {"delivery_moment_type": None, "delivery_moment": None}
    if "returnable" in extra:
        trace["returnable"] = row["recipient"]["cc"] in ("NL", "BE")
    if "signature" in extra:
        trace["signature"] = None
    return trace


def _event(entry: dict[str, Any]) -> dict[str, Any]:
    code, description = _EVENTS.get(entry["status"], ("Z00", "Status gewijzigd"))
    main = _MAIN.get(entry["status"])
    return {
        "code": code,
        "status": entry["status"],
        "main": main,
        "description": description,
        "time": entry["time"],
        "delayed": False,
        "location": None,
    }

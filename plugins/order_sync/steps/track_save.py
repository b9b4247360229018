"""What MyParcel says of shipments, kept per parcel: state, number, link, the lines it carries, and the fulfilment that Wix is to get."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from order_sync.mapping.fulfilments import Lines, left_over, planned, share
from order_sync.steps.shop import Shop
from order_sync.store.database import Row, Transaction

Shipment = Mapping[str, Any]
_STOPPED = 9  # progress from which a label is worth nothing


@dataclass
class Group:
    """One shipment with its colli, and the order that it belongs to."""

    wix_order_id: str
    order_number: str | None
    extra: bool
    main_id: str
    parcels: list[dict[str, Any]]
    part: str | None = None
    basis: dict[str, Any] | None = None
    places: dict[str, int] = field(default_factory=dict)  # of a collo that was read by itself: its place as it is known


def saved(shop: Shop, shipments: Sequence[Shipment]) -> Counter:
    """Save the states of shipments as the hook gives them, and of their colli; what changed becomes intents to tell Wix.

    May be called at any time, by several at once, and with old answers: a parcel never goes back, and gets one fulfilment. Counts:
    changed (parcels), intended (fulfilments), no_line (parcels for which no line is left).
    """
    counts: Counter = Counter()
    groups = _groups(shop, shipments)
    ids = [group.main_id for group in groups] + [str(row["id"]) for group in groups for row in group.parcels]
    known = {row["shipment_id"]: row for row in shop.database.rows("tracking/known", store=shop.store, ids=sorted(set(ids)))} if ids else {}
    for group in groups:
        group.places = {row["shipment_id"]: row["collo"] for row in known.values() if row["main_id"] == group.main_id}
        if any(_news(shop, group, row, known.get(str(row["id"]))) for row in group.parcels):
            _save(shop, group, counts)
    return counts


def _groups(shop: Shop, shipments: Sequence[Shipment]) -> list[Group]:
    """The shipments whose order is known: ours by id, a collo by its main one, what a person made by our reference."""
    from order_sync.hooks.myparcel_tracking import RETURN_TYPES, alive, is_registered, parcels

    outward = {str(one["id"]): one for one in shipments if one.get("shipment_type") not in RETURN_TYPES}
    main_of = {key: str(one.get("multi_collo_main_shipment_id") or key) for key, one in outward.items()}
    wanted = sorted({*main_of.values(), *main_of})
    owners = {row["shipment_id"]: row for row in shop.database.rows("tracking/owners", store=shop.store, ids=wanted)} if wanted else {}
    strangers = {
        key: str(one["reference_identifier"])
        for key, one in outward.items()
        if main_of[key] not in owners
        and key not in owners
        and one.get("reference_identifier")
        and alive(one)
        and is_registered(one["status"])
    }
    named = _by_reference(shop, set(strangers.values()))
    found = []
    for key, one in outward.items():
        if main_of[key] != key and main_of[key] in outward:
            continue  # its main shipment brings it
        owner = owners.get(main_of[key]) or owners.get(key) or named.get(strangers.get(key, ""))
        if owner:
            rows = parcels(one) if main_of[key] == key else [dict(one)]
            found.append(
                Group(
                    owner["wix_order_id"], owner["order_number"], owner.get("extra", True), main_of[key], rows, owner.get("part"), owner.get("basis")
                )
            )  # fmt: skip
    return found


def _by_reference(shop: Shop, references: Iterable[str]) -> dict[str, Row]:
    wanted = sorted(references)
    rows = shop.database.rows("tracking/owners_by_reference", store=shop.store, references=wanted) if wanted else []
    return {row["marker"]: row for row in rows}


def _news(shop: Shop, group: Group, row: Shipment, known: Row | None) -> bool:
    """Whether an answer tells anything that is not known, or something known waits to be settled."""
    from order_sync.hooks.myparcel_tracking import FINAL, barcode, is_registered, tracking_link

    if known is None:
        return True
    if known["final"]:
        return False
    number = barcode(row)
    told = known["told"] or not shop.settings.tracking.enabled or not known["lines"] or not known["barcode"]
    settled = told and (known["lines"] is not None or not is_registered(row["status"]))
    same = known["status"] == row["status"] and row["status"] not in FINAL and bool(known["barcode"] or not number)
    place = (known["main_id"], known["extra"]) == (group.main_id, group.extra)
    return not (same and settled and place and not known["missing"] and (tracking_link(row) or None) in (None, known["link"]))


def _save(shop: Shop, group: Group, counts: Counter) -> None:
    """One transaction: states, lines, intents and the end belong together. The order is locked, for there may be another reader."""
    with shop.database.begin() as tx:
        ledger = tx.rows("tracking/lock_order", store=shop.store, wix_order_id=group.wix_order_id)
        for place, row in enumerate(group.parcels):
            counts["changed"] += tx.run("tracking/save", **_state(shop, group, place, row))
        _settle(shop, tx, group, ledger, counts)
        tx.run("tracking/ended", store=shop.store, wix_order_id=group.wix_order_id, shipment_id=group.main_id)


def _state(shop: Shop, group: Group, place: int, row: Shipment) -> Row:
    from order_sync.hooks.myparcel_tracking import FINAL, barcode, is_registered, progress, tracking_link

    key, status = str(row["id"]), row["status"]
    alone = len(group.parcels) == 1 and key in group.places
    return {
        "store": shop.store, "shipment_id": key, "wix_order_id": group.wix_order_id, "main_id": group.main_id, "extra": group.extra,
        "collo": group.places[key] if alone else place, "status": status, "progress": progress(status), "barcode": barcode(row) or None,
        "link": tracking_link(row) or None, "carrier": row.get("carrier_id"), "final": status in FINAL, "registered": is_registered(status),
    }  # fmt: skip


def _settle(shop: Shop, tx: Transaction, group: Group, ledger: list[Row], counts: Counter) -> None:
    """Share out the lines among the parcels that got a label, once; then one intent for each that has a number and lines."""
    key = {"store": shop.store, "wix_order_id": group.wix_order_id}
    rows = tx.rows("tracking/parcels_of_order", **key)
    mine = [row for row in rows if row["main_id"] == group.main_id]
    for row in mine:
        if row["progress"] >= _STOPPED and row["lines"] is not None:
            tx.run("tracking/free", **key, shipment_id=row["shipment_id"])
    labelled = [row for row in mine if row["progress"] < _STOPPED]
    if not any(row["progress"] >= 1 for row in labelled):
        return
    waiting = [row for row in labelled if row["lines"] is None]
    if waiting:
        rows = tx.rows("tracking/parcels_of_order", **key)  # what was freed above counts as left
        ordered: Counter = Counter()
        for line in tx.rows("tracking/shippable_lines", store=shop.store, wix_order_ids=[group.wix_order_id]):
            ordered[line["line_id"]] += line["quantity"]
        left = left_over(ordered, [row["lines"] for row in rows if row["lines"]])
        plan = _plan(group, ledger, rows, left)
        fresh = len(waiting) == len(labelled)
        pieces = plan if fresh else [plan[row["collo"]] if row["collo"] < len(plan) else [] for row in waiting]
        given = share(pieces, len(waiting), left, split=shop.settings.tracking.split_lines)
        for row, lines in zip(waiting, given, strict=True):
            row["lines"] = lines
            tx.run("tracking/carry", store=shop.store, shipment_id=row["shipment_id"], lines=json.dumps(lines))
            counts["no_line"] += not lines
    if shop.settings.tracking.enabled:
        for row in labelled:
            if row["barcode"] and row["lines"]:
                counts["intended"] += tx.run("tracking/intend", **_intent(shop, group, row))


def _plan(group: Group, ledger: list[Row], rows: list[Row], left: dict[str, int]) -> list[Lines]:
    """The lines per collo: as they were packed; else what is left beside the shipments that are still to be labelled."""
    packed = planned(group.basis)
    if packed is not None:
        return packed
    if not group.extra and group.part:
        return []  # a further shipment of which nothing was written down: the first one carries the lines
    settled = {row["main_id"] for row in rows if row["lines"] is not None or row["progress"] >= _STOPPED}
    others = [
        lines
        for part in ledger
        if part["remote_id"] != group.main_id
        and part["state"] in ("pending", "sending", "unknown", "sent")
        and part["remote_id"] not in settled
        for lines in _reserved(part, left)
    ]
    return [[{"id": line, "quantity": units} for line, units in left_over(left, others).items() if units]]


def _reserved(part: Row, left: dict[str, int]) -> list[Lines]:
    packed = planned(part["basis"])
    if packed is None:
        return [] if part["part"] else [[{"id": line, "quantity": units} for line, units in left.items() if units]]
    return packed


def _intent(shop: Shop, group: Group, row: Row) -> Row:
    from order_sync.hooks.myparcel_tracking import carrier_name

    tracking = {"trackingNumber": row["barcode"], "shippingProvider": carrier_name(row["carrier"])}
    body = {"lineItems": row["lines"], "trackingInfo": tracking | ({"trackingLink": row["link"]} if row["link"] else {})}
    return {
        "store": shop.store, "wix_order_id": group.wix_order_id, "part": row["shipment_id"], "marker": row["barcode"],
        "order_number": group.order_number, "body": json.dumps(body),
    }  # fmt: skip

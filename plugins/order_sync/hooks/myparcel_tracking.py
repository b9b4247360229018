"""What a MyParcel shipment tells a customer: its status in words, its carrier, its tracking link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

STATUS_NAMES: dict[int, str] = {
    1: "concept",
    2: "registered",
    3: "handed to carrier",
    4: "sorting",
    5: "distribution",
    6: "customs",
    7: "delivered",
    8: "ready at pickup place",
    9: "picked up",
    10: "return ready for pickup",
    11: "return picked up",
    12: "printed letter",
    13: "credited",
    14: "printed digital stamp",
    15: "printed elsewhere",
    16: "expired",
    17: "cancelled",
    18: "printed, untracked",
    19: "delivered at agreed place",
    98: "inactive",
    99: "deleted",
    100: "credit rejected",
    101: "credit approved",
}
CONCEPT = 1
_TWINS = range(30, 39)  # inactive twins of 1 to 9

VOID = frozenset({13, 98, 99})  # credited, inactive, deleted: does not count as the order's shipment
ALARM = frozenset({16, 17})  # expired, cancelled: a person must look
UNTRACKED = frozenset({12, 14, 18})  # a label was made and no tracking will follow
REGISTERED_OR_LATER = frozenset({*range(2, 13), 14, 15, 18, 19, *range(31, 39)})  # a label was made
DELIVERED = frozenset({7, 9, 19, 36, 38})
FINAL = DELIVERED | UNTRACKED | VOID | ALARM | {11}  # nothing later will come: not polled any more
# How far a status has come: concept 0, label 1, handed over 2, on its way 3, distribution 4, at the pickup place 5, delivered 6, returned 7,
# printed and not tracked 8, stopped 9, gone 10. A status that tells nothing of the way (money, unknown) has none.
_PROGRESS = {
    1: 0, 2: 1, 15: 1, 3: 2, 4: 3, 6: 3, 5: 4, 8: 5, 7: 6, 9: 6, 19: 6, 10: 7, 11: 7, 12: 8, 14: 8, 18: 8, 16: 9, 17: 9, 13: 10, 98: 10, 99: 10,
}  # fmt: skip
STAGES = (
    "concept", "label made", "handed over", "on its way", "on its way", "at the pickup place", "delivered", "returned", "printed, not tracked",
    "stopped", "gone",
)  # fmt: skip
_PLACEHOLDERS = frozenset({"concept", "none", "null", "unknown"})
RETURN_TYPES = frozenset({2, 5, 6})  # shipment_type of returns

CARRIERS: dict[int, str] = {
    1: "PostNL",
    2: "bpost",
    3: "CheapCargo",
    4: "DPD",
    9: "DHL For You",
    10: "DHL Parcel Connect",
    11: "DHL Europlus",
    12: "UPS Standard",
    13: "UPS Express Saver",
    14: "GLS",
    15: "BRT",
    16: "Trunkrs",
    17: "InPost",
    18: "Poste Italiane",
    19: "Spring",
    20: "ViaTim",
}
_TRACKING_HOSTS = {1: "myparcel.me", 3: "sendmyparcel.me"}  # by platform: MyParcel NL, SendMyParcel BE


def is_registered(status: int) -> bool:
    """Whether a label was made, so that a barcode is to be expected."""
    return status in REGISTERED_OR_LATER


def is_final(status: int) -> bool:
    """Whether nothing later will come."""
    return status in FINAL


def is_void(status: int) -> bool:
    """Whether the shipment is gone: credited, inactive or deleted."""
    return status in VOID


def progress(status: int) -> int:
    """How far a status has come (STAGES), -1 for one that tells nothing of the way."""
    return _PROGRESS.get(status - 29 if status in _TWINS else status, -1)


def status_name(status: int) -> str:
    """A status in words, also one that is not in the list."""
    if status in _TWINS:
        return f"{STATUS_NAMES[status - 29]} (inactive)"
    return STATUS_NAMES.get(status, f"status {status}")


def carrier_name(carrier_id: int | None) -> str:
    """A carrier's name as customers know it, "" for none."""
    if carrier_id is None:
        return ""
    return CARRIERS.get(carrier_id, f"carrier {carrier_id}")


def alive(shipment: Mapping[str, Any]) -> bool:
    """Whether a shipment counts as the one of its reference: not credited or deleted, and not a return."""
    return shipment["status"] not in VOID and shipment.get("shipment_type") not in RETURN_TYPES


def barcode(shipment: Mapping[str, Any]) -> str:
    """The tracking number, "" for a concept and for a piece that is not tracked; never a word that stands in its place."""
    if not is_registered(shipment["status"]) or shipment["status"] in UNTRACKED:
        return ""
    number = str(shipment.get("barcode") or "").strip()
    # back offices and plugins were seen to write words where a number belongs (MyParcel contract 5.2)
    return "" if number.lower() in _PLACEHOLDERS or not any(letter.isdigit() for letter in number) else number


def parcels(shipment: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The shipment and its colli, each with what a collo takes over from the main one; the main one first, then by id."""
    own = ("recipient", "carrier_id", "platform_id", "reference_identifier")
    main = dict(shipment)
    colli = [row for row in shipment.get("secondary_shipments") or () if isinstance(row, Mapping) and isinstance(row.get("id"), int)]
    taken = [{**{name: main.get(name) for name in own}, **{key: value for key, value in row.items() if value is not None}} for row in colli]
    return [main, *sorted((row for row in taken if isinstance(row.get("status"), int)), key=lambda row: row["id"])]


def tracking_link(shipment: Mapping[str, Any]) -> str:
    """Where the customer follows the parcel: the shop's own page, else MyParcel's; "" where there is nothing to follow.

    ``shipment`` is read with link_consumer_portal=1; of a tracking answer, link_tracktrace (the carrier's page) is used too.
    """
    number = barcode(shipment)
    if not number:
        return ""
    link = shipment.get("link_consumer_portal") or shipment.get("link_tracktrace")
    if link:
        return str(link)
    host, to = _TRACKING_HOSTS.get(shipment.get("platform_id") or 1, "myparcel.me"), shipment.get("recipient") or {}
    postal_code = (to.get("postal_code") or "").replace(" ", "")
    return f"https://{host}/track-trace/{quote(number, safe='')}/{quote(postal_code, safe='')}/{quote(to.get('cc') or '', safe='')}"

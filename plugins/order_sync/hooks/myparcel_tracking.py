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
    """The tracking number, "" for a concept and for a piece that is not tracked."""
    if not is_registered(shipment["status"]) or shipment["status"] in UNTRACKED:
        return ""
    return (shipment.get("barcode") or "").strip()


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
    host, to = _TRACKING_HOSTS.get(shipment.get("platform_id") or 1, "myparcel.me"), shipment["recipient"]
    postal_code = (to.get("postal_code") or "").replace(" ", "")
    return f"https://{host}/track-trace/{quote(number, safe='')}/{quote(postal_code, safe='')}/{quote(to.get('cc') or '', safe='')}"

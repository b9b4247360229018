"""Which parcels are printed, and why the others are not: the ledger's parcels as MyParcel shows them now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from order_sync.mapping.zones import zone
from order_sync.steps.label_ask import Ask
from order_sync.steps.shop import Shop
from order_sync.store import labels

CONCEPT, REGISTERED = 1, 2


@dataclass
class Parcel:
    """One shipment to print: ``labels`` on paper (a multi collo prints all its parcels), and the verdict about it."""

    wix_order_id: str
    part: str
    order_number: str
    shipment_id: int
    marker: str = ""
    concept: bool = False
    labels: int = 1
    customs: bool = False
    key: tuple = ()
    verdict: str = "print"  # print, held, left_out
    says: str = ""

    @property
    def hold_field(self) -> str:
        """The field of the holds about its label."""
        return f"label {self.part}".strip()


def select(shop: Shop, ask: Ask) -> list[Parcel]:
    """The parcels of an ask in the order of the file; those that are not printed say why, and come last."""
    rows = labels.candidates(shop.database, shop.store, list(ask.numbers) if ask.numbers else None, ask.reprint)
    found = {str(row["id"]): row for row in shop.myparcel().shipments([int(row["shipment_id"]) for row in rows])} if rows else {}
    parcels = []
    for row in rows:
        shipment = found.get(row["shipment_id"])
        if shipment is not None and not _fits(ask, shipment):
            continue
        parcel = Parcel(row["wix_order_id"], row["part"], row["order_number"], int(row["shipment_id"]), row["marker"])
        if shipment is None:
            parcel.verdict, parcel.says = "left_out", f"shipment {parcel.shipment_id} is not in MyParcel any more"
        else:
            look(parcel, shipment)
            parcel.verdict, parcel.says = _verdict(ask, row, shipment)
            parcel.key = (*(_key(name, row, shipment) for name in (*ask.sort, "order_number")), parcel.part)
        if parcel.says or parcel.verdict == "print":
            parcels.append(parcel)
    missing = sorted(set(ask.numbers or ()) - {row["order_number"] for row in rows})
    unknown = [Parcel("", "", number, 0, verdict="left_out", says="no shipment was made for this order") for number in missing]
    chosen = sorted((parcel for parcel in parcels if parcel.verdict == "print"), key=lambda parcel: parcel.key)
    return chosen + [parcel for parcel in parcels if parcel.verdict != "print"] + unknown


def look(parcel: Parcel, shipment: Mapping[str, Any]) -> None:
    """What printing must know of the shipment as it is now."""
    parcel.concept = shipment["status"] == CONCEPT
    parcel.labels = 1 + len(shipment.get("secondary_shipments") or ())
    parcel.customs = bool(shipment.get("customs_declaration")) or zone((shipment.get("recipient") or {}).get("cc") or "NL") == "ROW"


def end(shipment: Mapping[str, Any]) -> str:
    """Why nothing can be printed for a shipment, "" where it can."""
    from order_sync.hooks.myparcel_tracking import ALARM, VOID, status_name

    return f"MyParcel says {status_name(shipment['status'])}" if shipment["status"] in VOID | ALARM else ""


def _verdict(ask: Ask, row: Mapping[str, Any], shipment: Mapping[str, Any]) -> tuple[str, str]:
    """(print | held | left_out, why). Nothing is said of a parcel that simply is not open."""
    if gone := end(shipment):
        return "left_out", gone
    if shipment["status"] != CONCEPT:
        waits = ask.reprint and shipment["status"] == REGISTERED
        if ask.numbers or waits or (row["unfinished"] and row["ours"]):
            return "print", ""
        return "left_out", ""
    verdict, says = may_register(row, named=bool(ask.numbers))
    if verdict == "print" and row["label_state"] == "rejected" and row["ours"] and not ask.numbers:
        return "held", "held: LABEL_REFUSED"
    return verdict, says


def may_register(row: Mapping[str, Any], *, named: bool) -> tuple[str, str]:
    """(print | held | left_out, why) of a concept, by what is known of its order now. ``named``: a person has named the order."""
    if row["held"]:
        return "held", f"held: {row['held']}"
    if row["action"] not in (None, "send") and not (named and row["reason"] == "IGNORED_BY_PERSON"):
        return "left_out", f"not to be shipped any more ({row['reason'] or row['action']})"
    if row["changing"]:
        return "left_out", "its order has changed: the next run of myparcel__ changes the concept first"
    return "print", ""


def _fits(ask: Ask, shipment: Mapping[str, Any]) -> bool:
    country = (shipment.get("recipient") or {}).get("cc")
    return ask.carrier in (None, shipment.get("carrier_id")) and ask.country in (None, country)


def _key(name: str, row: Mapping[str, Any], shipment: Mapping[str, Any]) -> tuple:
    if name == "carrier":
        return (shipment.get("carrier_id") or 0,)
    if name == "country":
        return ((shipment.get("recipient") or {}).get("cc") or "",)
    if name == "package_type":
        return ((shipment.get("options") or {}).get("package_type") or 0,)
    if name == "order_date":
        return (row["created_at"] is None, row["created_at"].isoformat() if row["created_at"] else "")
    if name == "sku":
        return (row["skus"] or "",)
    return natural(row["order_number"] or "")


def natural(text: str) -> tuple:
    """A key under which 9 comes before 10, whatever stands around the figures."""
    return tuple((0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in re.split(r"(\d+)", text) if piece)


def verdicts(parcels: Iterable[Parcel]) -> list[dict[str, str]]:
    """What is said to people: order number, verdict, why."""
    return [{"order_number": parcel.order_number, "verdict": parcel.verdict, "because": parcel.says} for parcel in parcels]

"""Labels asked for: which may be printed, what registers and pays them, and the links to PDFs that are made later."""

from __future__ import annotations

import hashlib
from typing import Any

from sandbox.myparcel import billing, pdf, resource, sheets, tables
from sandbox.myparcel.errors import Refused
from sandbox.myparcel.shop import Shop

DIRECT_AT_MOST = 25
_GONE = frozenset({13, 17, 98, 99})
_ZPL_CARRIERS = frozenset({1, 2})


def paper_and_positions(shop: Shop, query: dict[str, str]) -> tuple[str, list[int]]:
    """The paper and the places on its first sheet; a wrong one refuses the call, a useless one is a violation."""
    paper, text = query.get("format", "A4"), query.get("positions", "")
    if paper not in pdf.SIZES:
        raise Refused(422, "Invalid shipment label paper format", code=3709)
    places = [place for place in text.split(";") if place]
    if any(place not in ("1", "2", "3", "4") for place in places):
        raise Refused(422, "Invalid shipment label position", code=3708)
    if places and paper != "A4":
        shop.note("label positions are for A4, they do nothing on A6")
    if len(set(places)) < len(places):
        shop.note("a label position is named twice: two labels lie over each other")
    for name in query.keys() - {"format", "positions", "collect_date"}:
        shop.note(f"unknown query parameter {name}")
    return paper, [int(place) for place in places]


def checked(shop: Shop, ids: list[int]) -> list[dict[str, Any]]:
    """The shipments to print, not yet registered; an unknown, expired or cancelled one refuses the call."""
    rows = shop.known(ids)
    if len(rows) < len(ids):
        raise Refused(404, "Not found", code=3000)
    if any(row["status"] == resource.EXPIRED for row in rows):
        raise Refused(422, "Shipment label has expired", code=3746)
    if any(row["status"] in _GONE for row in rows):
        raise Refused(422, "Cannot generate shipment label", code=3758)
    return rows


def register(shop: Shop, rows: list[dict[str, Any]], in_bulk: bool) -> dict[str, Any] | None:
    """Register and pay; or the answer of an account that has to pay first (then, by the switch, what is paid may be registered)."""
    payable, unpaid, blocked = billing.sort_payable(shop.switches, shop.state, rows)
    if not unpaid and not blocked:
        shop.register(rows)
        return None
    if shop.switches["partly_paid"] == "registered":
        shop.register(payable)
    return billing.refusal(unpaid, blocked, in_bulk or len(rows) > 1)


def prepared(shop: Shop, rows: list[dict[str, Any]], paper: str, positions: list[int]) -> dict[str, Any]:
    """What the PDF will show. A customs form next to other labels on A6 is cut off: nobody is told, so it is a violation."""
    labels = [sheets.label(parcel) for parcel in sheets.parcels(shop.show(rows))]
    if paper == "A6" and any(one["customs"] for one in labels):
        shop.note("a label with a customs form is cut on A6: such shipments are printed apart on A4")
    return {"labels": labels, "paper": paper, "positions": positions}


def file(kept: dict[str, Any]) -> bytes:
    """The PDF of ``prepared``."""
    return sheets.print_labels(kept["labels"], kept["paper"], kept["positions"])


def later(shop: Shop, memory: dict[str, Any], kept: dict[str, Any], ids: list[int], seconds: float) -> str:
    """Keep a PDF for its link; it is there after so many seconds."""
    text = f"{ids} {kept['paper']} {kept['positions']} {shop.now()}"
    key = hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
    memory.setdefault("pdfs", {})[key] = {**kept, "ids": ids, "ready_at": shop.now() + seconds}
    return f"/pdfs/{key}"


def zpl(shop: Shop, rows: list[dict[str, Any]]) -> str | None:
    """The label for a label printer, None where it comes as a PDF: outside Europe. One label a call, PostNL and bpost."""
    parcels = sheets.parcels(shop.show(rows))
    if len(parcels) > 1 or any(parcel["carrier_id"] not in _ZPL_CARRIERS for parcel in parcels):
        raise Refused(422, "Cannot generate shipment label", code=3758)
    return None if tables.zone(parcels[0]["recipient"]["cc"]) == "ROW" else sheets.zpl(sheets.label(parcels[0]))

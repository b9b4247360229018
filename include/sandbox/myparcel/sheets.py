"""How labels lie on paper: A6, one a page; A4, four a sheet by position; a label with a customs form fills an A4 sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sandbox.myparcel import pdf, tables

PLACES = (1, 2, 3, 4)  # top left, top right, bottom left, bottom right
MARGIN = 24


def parcels(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every parcel to print: a main shipment prints its other collos too."""
    return [parcel for row in rows for parcel in (row, *row["secondary_shipments"])]


def label(parcel: Mapping[str, Any]) -> dict[str, Any]:
    """What stands on one label, plain values only: it is kept until a link is opened."""
    to, carrier = parcel["recipient"], tables.CARRIERS.get(parcel["carrier_id"])
    return {
        "head": parcel["barcode"] or f"untracked {parcel['id']}",
        "lines": [
            parcel["options"].get("label_description") or "",
            carrier.name if carrier else f"carrier {parcel['carrier_id']}",
            to["person"],
            " ".join(filter(None, (to.get("street"), to.get("number"), to.get("number_suffix")))),
            " ".join(filter(None, (to.get("postal_code"), to.get("city"), to["cc"]))),
        ],
        "customs": _form(parcel) if parcel.get("customs_declaration") and tables.zone(to["cc"]) == "ROW" else [],
    }


def _form(parcel: Mapping[str, Any]) -> list[str]:
    papers = parcel["customs_declaration"]
    items = [
        f"{item['amount']} x {item['description']} {item['classification']} {item['country']} {item['item_value']['amount']} ct"
        for item in papers["items"]
    ]
    return ["CUSTOMS DECLARATION CN23", f"invoice {papers.get('invoice') or '-'}", f"{papers['weight']} g", *items]


def print_labels(labels: Sequence[Mapping[str, Any]], paper: str, positions: Sequence[int]) -> bytes:
    """The PDF. ``positions`` are places of the first A4 sheet; later sheets are filled from place 1."""
    width, height = pdf.SIZES[paper]
    if paper == "A6":
        return pdf.write([_page(width, height, one) for one in labels])
    pages: list[pdf.Page] = []
    free = list(positions) or list(PLACES)
    sheet: pdf.Page | None = None
    for one in labels:
        if one["customs"]:
            pages.append(_page(width, height, one))
            sheet, free = None, list(PLACES)
            continue
        if sheet is None or not free:
            free = free or list(PLACES)
            sheet = pdf.Page(width, height)
            pages.append(sheet)
        place = free.pop(0)
        x, y = (0 if place in (1, 3) else width / 2), (height / 2 if place in (1, 2) else 0)
        _draw(sheet, x, y, width / 2, height / 2, one)
    return pdf.write(pages)


def _page(width: int, height: int, one: Mapping[str, Any]) -> pdf.Page:
    """A page with one label; its customs form stands below where the paper has room, and is cut where it has not."""
    page = pdf.Page(width, height)
    if one["customs"] and (width, height) == pdf.SIZES["A4"]:
        _draw(page, 0, height / 2, width / 2, height / 2, one)
        page.texts += [(MARGIN, height / 2 - 20 - 14 * place, 10, line) for place, line in enumerate(one["customs"], start=1)]
    else:
        _draw(page, 0, 0, width, height, one)
    return page


def _draw(page: pdf.Page, x: float, y: float, width: float, height: float, one: Mapping[str, Any]) -> None:
    page.frames.append((x + 8, y + 8, width - 16, height - 16))
    page.texts.append((x + MARGIN, y + height - 48, 16, one["head"]))
    page.texts += [(x + MARGIN, y + height - 60 - 16 * place, 10, line) for place, line in enumerate(one["lines"], start=1) if line]


def zpl(one: Mapping[str, Any]) -> str:
    """The same label for a label printer."""
    lines = [f"^FO40,{120 + 40 * place}^A0N,28,28^FD{line}^FS" for place, line in enumerate(one["lines"]) if line]
    return "\n".join(["^XA", "^CI28", f"^FO40,60^A0N,40,40^FD{one['head']}^FS", *lines, "^XZ"])

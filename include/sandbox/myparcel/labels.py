"""Labels: a small but real PDF, the links to it, and the prepaid account's 402."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from sandbox.myparcel.errors import Refused
from sandbox.myparcel.shop import Shop

DIRECT_AT_MOST = 25
_SIZES = {"A4": (595, 842), "A6": (298, 420)}


def pdf(texts: list[str], paper: str) -> bytes:
    """A PDF with one page per text, with a correct table of references."""
    width, height = _SIZES[paper]
    pages = [3 + 2 * place for place in range(len(texts))]
    font = 3 + 2 * len(texts)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(texts)} /Kids [{' '.join(f'{page} 0 R' for page in pages)}] >>",
    ]
    for page, text in zip(pages, texts, strict=True):
        drawn = f"BT /F1 18 Tf 30 {height - 60} Td ({_plain(text)}) Tj ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents {page + 1} 0 R "
            f"/Resources << /Font << /F1 {font} 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    return _file(objects)


def _plain(text: str) -> str:
    return "".join(letter if letter.isascii() and letter not in "()\\" else "_" for letter in text)


def _file(objects: list[str]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode("ascii")


def texts(rows: Iterable[dict[str, Any]]) -> list[str]:
    """What stands on each label: the barcode, or the description of an untracked piece. Multi collo prints all parcels."""
    parcels = [parcel for row in rows for parcel in (row, *row["secondary_shipments"])]
    return [parcel["barcode"] or f"untracked {parcel['id']}" for parcel in parcels]


def checked(shop: Shop, ids: list[int], paper: str, positions: str) -> list[dict[str, Any]]:
    """The shipments to print, not yet registered; a wrong paper, position or id refuses the call."""
    if paper not in _SIZES:
        raise Refused(422, "Invalid shipment label paper format", code=3709)
    if any(place not in ("", "1", "2", "3", "4") for place in positions.split(";")):
        raise Refused(422, "Invalid shipment label position", code=3708)
    rows = shop.known(ids)
    if len(rows) < len(ids):
        raise Refused(404, "Not found", code=3000)
    if any(row["status"] in (13, 16, 17, 98, 99) for row in rows):
        raise Refused(422, "Cannot generate shipment label", code=3758)
    return rows


def later(shop: Shop, memory: dict[str, Any], rows: list[dict[str, Any]], paper: str, seconds: float) -> str:
    """Keep a PDF for its link; it is there after so many seconds."""
    text = f"{[row['id'] for row in rows]} {paper} {shop.now()}"
    key = hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
    memory.setdefault("pdfs", {})[key] = {"texts": texts(rows), "paper": paper, "ready_at": shop.now() + seconds}
    return f"/pdfs/{key}"


def unpaid(rows: list[dict[str, Any]], by_link: bool) -> dict[str, Any]:
    """What a prepaid account answers instead of labels."""
    cents = sum(row["price"]["amount"] for row in rows)
    if by_link:
        prices = [{"shipment_id": row["id"], "price": row["price"], "price_after_vat": _with_vat(row["price"]["amount"])} for row in rows]
        return {"data": {"shipments": {"unpaid_shipments": prices, "blocked_shipments": []}}}
    key = hashlib.sha1(repr([row["id"] for row in rows]).encode(), usedforsecurity=False).hexdigest()
    instruction = {
        "id": key,
        "hash": key,
        "type": 1,
        "payment_url": f"https://payments.example.com/pay/{key[:8]}",
        "paid": 0,
        "price": {"amount": cents, "currency": "EUR"},
        "invoices": {"id": 4400001, "number": "112600000001", "status": 102},
    }
    return {"data": {"payment_instructions": [instruction]}}


def _with_vat(cents: int) -> dict[str, Any]:
    return {"amount": (cents * 121 + 50) // 100, "currency": "EUR"}

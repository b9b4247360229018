"""Reads what Holded's API v2 answers: amounts in two notations, dates in three, documents, list rows, tags.

Contract 1.6: documents and products come in Spanish notation (``1.234,56``) on live accounts, treasury in dot notation
(``1530.50``), and the published schema shows dots everywhere. A text such as ``1.234`` (one dot, one to three digits before
it, three after) fits both. In a document it is settled in this order:

1. by the other amounts beside it: a comma or a second dot shows Spanish notation, a dot that can part no thousands shows dots;
2. by the document's own sums: subtotal + tax = total, and subtotal = the sum of its lines;
3. by cents, where both still fit: a total has two decimals at most, so a dot with three digits behind it parts thousands.

Outside a document nothing supports any of these, and one dot alone is decimal, as the contract says.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Literal
from zoneinfo import ZoneInfo

from order_sync.errors import ContractBroken

Notation = Literal["spanish", "dot"]
Raw = dict[str, Any]
MADRID = ZoneInfo("Europe/Madrid")  # unix seconds of a payment mean midnight there (contract 1.6)
CANCELED = ("cancelled", "canceled")
TOTALS = ("subtotal", "tax", "total")
CURE = "Compare the object in Holded's own screens; if Holded is right, its reading rules (hooks/holded_reading.py) need a change."

_AMBIGUOUS = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")
_SPANISH = re.compile(r"-?([0-9]{1,3}(\.[0-9]{3})+|[0-9]+)(,[0-9]+)?")
_DOT = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?")
_SPANISH_DATE = re.compile(r"[0-9]{2}/[0-9]{2}/[0-9]{4}")


def amount(value: Any, *, notation: Notation | None = None, where: str = "amount") -> Decimal | None:
    """One amount as Decimal; None for null and the empty text; ContractBroken for what is no amount.

    ``notation`` decides only where the text itself does not.
    """
    if value is None or value == "":
        return None
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return Decimal(str(value))
    text = value.strip() if isinstance(value, str) else ""
    as_spanish = (_shown(text) or notation or "dot") == "spanish"
    if not (_SPANISH if as_spanish else _DOT).fullmatch(text):
        raise ContractBroken(f"{str(value)[:20]!r} is no amount", where=where, cure=CURE)
    return Decimal(text.replace(".", "").replace(",", ".") if as_spanish else text)


def _shown(text: str) -> Notation | None:
    """The notation that one text proves by itself, if any."""
    if "," in text or text.count(".") > 1:
        return "spanish"
    return "dot" if "." in text and not _AMBIGUOUS.fullmatch(text) else None


def notation_of(raw: Raw, *, where: str) -> Notation:
    """The notation of the totals of one document or list row; ContractBroken where its amounts contradict each other."""
    paid = [part.get("amount") for part in _objects(raw.get("payments_detail"))]
    texts = [text.strip() for text in [*map(raw.get, (*TOTALS, "payments_total", "payments_pending")), *paid] if isinstance(text, str)]
    shown = {_shown(text) for text in texts} - {None}
    if len(shown) > 1:
        raise ContractBroken("its totals are written in two notations", where=where, cure=CURE)
    if shown:
        return shown.pop()
    if not any(_AMBIGUOUS.fullmatch(text) for text in texts):
        return "dot"  # whole numbers read the same in both
    fitting: list[Notation] = [notation for notation in ("spanish", "dot") if _adds_up(raw, notation)]
    if not fitting:
        raise ContractBroken("its amounts add up in neither notation", where=where, cure=CURE)
    return fitting[0]


def _adds_up(raw: Raw, notation: Notation) -> bool:
    """Whether subtotal + tax = total and subtotal = sum of the lines, within the cents that rounding can cost."""
    subtotal, tax, total = (amount(raw.get(name), notation=notation) for name in TOTALS)
    if subtotal is None or tax is None or total is None or abs(subtotal + tax - total) > Decimal("0.02"):
        return False
    lines = _objects(raw.get("lines"))
    if not lines or amount(raw.get("discount")):  # whether a document's discount reads as percent or amount is not published
        return True
    near = Decimal("0.01") * (len(lines) + 1)
    return any(abs(sum(_line_net(line, prices) for line in lines) - subtotal) <= near for prices in ("spanish", "dot"))


def _line_net(line: Raw, notation: Notation) -> Decimal:
    price, units, discount = (amount(line.get(name), notation=notation) or Decimal(0) for name in ("price", "units", "discount"))
    return price * units * (1 - discount / 100)


def _objects(value: Any) -> list[Raw]:
    """The objects of a list; an absent sub-record may come as null or as an empty list (contract 3.3)."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def day(value: Any, *, where: str = "date") -> date | None:
    """One date: ISO 8601 (the calendar date as written), ``DD/MM/YYYY``, or unix seconds (their date in Madrid)."""
    if value is None or value == "":
        return None
    text = value.strip() if isinstance(value, str) else ""
    try:
        if (isinstance(value, int) and not isinstance(value, bool)) or (text.isascii() and text.isdigit()):
            return datetime.fromtimestamp(int(value), UTC).astimezone(MADRID).date()
        if _ISO_DATE.fullmatch(text):
            return date.fromisoformat(text[:10])
        if _SPANISH_DATE.fullmatch(text):
            return date(int(text[6:]), int(text[3:5]), int(text[:2]))
    except (ValueError, OverflowError, OSError):
        pass  # the shape of a date and no such day: told below
    raise ContractBroken(f"{str(value)[:30]!r} is no date", where=where, cure=CURE)


def tag(text: str) -> str:
    """A tag as it must be compared: lower case, without accents, only a-z and 0-9 (contract 7.2 and 12 point 3)."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())


def row(raw: Any, *, where: str, number_means_approved: bool = True) -> Raw:
    """One list row, or the head of a document.

    Keys: id, number (None on a draft), draft (None where neither flag, approval date nor number tells), subtotal, tax, total
    (Decimal), tags (normalised), date, currency (upper case), contact_id (or None), description, canceled (as its status says),
    lines (see ``lines_of``; None where they are not shown, as in most lists).
    """
    if not isinstance(raw, dict) or not isinstance(raw.get("id"), str) or not raw["id"]:
        raise ContractBroken("an object without id", where=where, cure=CURE)
    notation = notation_of(raw, where=where)
    money = {name: amount(raw.get(name), notation=notation, where=f"{where} {name}") for name in TOTALS}
    if money["total"] is None:
        raise ContractBroken("a document without total", where=where, cure=CURE)
    number = raw.get("document_number") or None
    return {
        "id": raw["id"],
        "number": number,
        "draft": _draft(raw, number, number_means_approved),
        **money,
        "tags": [tag(text) for text in raw.get("tags") or () if isinstance(text, str)],
        "date": day(raw.get("date"), where=f"{where} date"),
        "currency": str(raw.get("currency") or "").upper(),
        "contact_id": raw.get("contact_id") or None,
        "description": raw.get("description") or "",
        "canceled": str(raw.get("status") or "").lower() in CANCELED,
        "lines": lines_of(raw, notation),
    }


def lines_of(raw: Raw, notation: Notation) -> list[Raw] | None:
    """The lines in their order: {sku, units, price (net, of one), taxes}; None where none are shown or one cannot be read."""
    if not isinstance(raw.get("lines"), list):
        return None
    try:
        return [
            {
                "sku": line.get("sku") or "",
                "units": amount(line.get("units"), notation=notation) or Decimal(0),
                "price": amount(line.get("price"), notation=notation) or Decimal(0),
                "taxes": sorted(key for key in line.get("taxes") or () if isinstance(key, str)),
            }
            for line in _objects(raw["lines"])
        ]
    except ContractBroken:
        return None  # the totals are what a document is judged by


def _draft(raw: Raw, number: str | None, number_means_approved: bool) -> bool | None:
    if isinstance(raw.get("draft"), bool):
        return raw["draft"]
    if raw.get("approved_at"):
        return False
    return (False if number_means_approved else None) if number else True


def document(raw: Any, *, where: str, number_means_approved: bool = True) -> Raw:
    """One whole document: the keys of ``row``, payments (a list of {amount, date}) and made_from (the id of what it was converted from, or None)."""
    head = row(raw, where=where, number_means_approved=number_means_approved)
    notation, label = notation_of(raw, where=where), f"{where} payment"
    payments = [
        {"amount": amount(paid.get("amount"), notation=notation, where=label), "date": day(paid.get("date"), where=label)}
        for paid in _objects(raw.get("payments_detail"))
    ]
    link = raw.get("from")  # absent objects arrive as [] (8.21)
    return head | {"payments": payments, "made_from": link.get("id") if isinstance(link, dict) else None}


def shipped(raw: Any, *, where: str) -> list[Raw]:
    """Units of a sales order by line, in the order of its lines: {total, sent, pending}; a bare list, or items of an object (contract 2.2)."""
    items = raw.get("items") if isinstance(raw, dict) else raw
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise ContractBroken("no list of lines", where=where, cure=CURE)
    rows = [{name: amount(item.get(name), where=f"{where} {name}") for name in ("total", "sent", "pending")} for item in items]
    if any(row["sent"] is None or row["pending"] is None for row in rows):
        raise ContractBroken("a line without sent or pending units", where=where, cure=CURE)
    return rows

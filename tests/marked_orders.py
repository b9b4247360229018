"""Orders whose every personal field carries one unique word, and the search of everything that is stored for any of these words."""

from __future__ import annotations

import contextlib
import copy
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shop_world import wix_order

# Each stands in one kind of field; none is part of another word of the project.
WORDS = {
    "first_name": "Quixmarkfirst", "last_name": "Quixmarklast", "company": "Quixmarkcompany", "email": "quixmarkmail", "phone": "34600773391",
    "city": "Quixmarkcity", "street": "Quixmarkstreet", "number": "7739Q", "line": "Quixmarkline", "line2": "Quixmarkflat", "postal_code": "28773",
    "note": "Quixmarknote", "custom": "Quixmarkcustom", "extended": "Quixmarkextended", "engraving": "Quixmarkengraving", "vat": "B12345674",
    "unread": "Quixmarkunread", "ip": "203.0.113.173", "gift": "Quixmarkgift", "tracking": "Quixmarktracking", "author": "Quixmarkauthor",
}  # fmt: skip
EMAIL = f"{WORDS['email']}@example.com"


def marked(number: str, *, company: bool = False, **changes: Any) -> dict[str, Any]:
    """A paid order with a marked word in every field that may be personal, also in those that the flow does not read."""
    order = wix_order(number, **changes)
    address = {
        "country": "ES", "city": WORDS["city"], "postalCode": WORDS["postal_code"], "addressLine": f"{WORDS['line']} {WORDS['number']}",
        "addressLine2": WORDS["line2"], "streetAddress": {"name": WORDS["street"], "number": WORDS["number"], "apt": WORDS["unread"]},
    }  # fmt: skip
    contact = {"firstName": WORDS["first_name"], "lastName": WORDS["last_name"], "phone": f"+{WORDS['phone']}"}
    contact |= {"company": WORDS["company"], "vatId": {"_id": WORDS["vat"]}} if company else {}
    who = {"address": address, "contactDetails": contact}
    order["buyerInfo"] = {"email": EMAIL, "contactId": WORDS["unread"], "visitorId": WORDS["unread"]}
    order["billingInfo"], order["recipientInfo"] = copy.deepcopy(who), copy.deepcopy(who)
    if order.get("shippingInfo"):
        order["shippingInfo"]["logistics"] = {"shippingDestination": copy.deepcopy(who), "instructions": WORDS["unread"]}
    order["buyerNote"] = WORDS["note"]
    order["customFields"] = [{"title": "Gift text", "value": WORDS["custom"]}]
    order["customFields"] += [{"title": "VAT number", "value": WORDS["vat"]}] if company else []
    order["extendedFields"] = {"namespaces": {"_user_fields": {"birthday": WORDS["extended"]}}}
    order["giftCards"], order["attribution"] = [{"recipient": WORDS["gift"]}], {"ip": WORDS["ip"]}
    order["activities"] = [
        *order.get("activities", ()),
        {"activityType": "MERCHANT_COMMENT", "createdDate": order["createdDate"], "merchantComment": {"message": WORDS["unread"]}},
    ]
    for line in order["lineItems"]:
        line["descriptionLines"] = [{"name": {"original": "Engraving"}, "plainText": {"original": WORDS["engraving"]}}]
        line["modifierGroups"] = [{"modifiers": [{"label": {"original": WORDS["unread"]}}]}]
    return order


def found_in(text: str) -> list[str]:
    """Names of the marked words that a text holds, however it is cased or escaped."""
    plain = text.casefold()
    return [name for name, word in WORDS.items() if word.casefold() in plain]


def database_texts(database: Any) -> Iterator[tuple[str, str]]:
    """(schema.table.column, one value as text) of every column of every table that is not empty; packed chunks unpacked."""
    with database.engine.connect() as connection:
        columns = connection.exec_driver_sql(
            """SELECT column_info.table_schema, column_info.table_name, column_info.column_name FROM information_schema.columns AS column_info
            JOIN information_schema.tables AS table_info USING (table_schema, table_name)
            WHERE table_info.table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')"""
        ).all()
        for schema, table, column in columns:
            for (value,) in connection.exec_driver_sql(f'SELECT "{column}" FROM "{schema}"."{table}" WHERE "{column}" IS NOT NULL'):
                yield f"{schema}.{table}.{column}", text_of(value)


def text_of(value: Any) -> str:
    """A stored value as text: bytes are unpacked where they are packed, and read as UTF-8."""
    if isinstance(value, memoryview | bytes):
        raw = bytes(value)
        with contextlib.suppress(zlib.error):
            raw = zlib.decompress(raw)
        return raw.decode("utf-8", "replace")
    return repr(value) if isinstance(value, str | int | float | bool) else str(value)


def in_database(database: Any) -> dict[str, set[str]]:
    """Columns that hold a marked word, with the names of the words."""
    found: dict[str, set[str]] = {}
    for place, text in database_texts(database):
        for name in found_in(text):
            found.setdefault(place, set()).add(name)
    return found


def in_files(folder: Path) -> dict[str, list[str]]:
    """Files below a folder that hold a marked word; compressed streams of PDFs too."""
    found = {}
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        if words := found_in(_file_text(file)):
            found[str(file.relative_to(folder))] = words
    return found


def _file_text(file: Path) -> str:
    raw = file.read_bytes()
    if raw.startswith(b"%PDF"):
        from pypdf import PdfReader

        return "\n".join(page.extract_text() for page in PdfReader(file).pages) + raw.decode("latin-1")
    return raw.decode("utf-8", "replace")

"""Documents as v2 returns them: the short row of lists and the whole document (contract 2.7)."""

from __future__ import annotations

from decimal import Decimal

from sandbox.holded import notation
from sandbox.holded.account import Account, Row, number
from sandbox.holded.documents import Resource
from sandbox.holded.lifecycle import paid, shipped

TRACKING = ("tracking_key", "tracking_name", "tracking_number", "pickup_date", "delivery_date", "internal_notes")


def row(account: Account, resource: Resource, document: Row) -> Row:
    """A list row: no notes, no custom fields, no lines, no draft flag."""
    money = {name: account.money(sign(account, document) * Decimal(document["totals"][name])) for name in ("subtotal", "tax", "total")}
    shown = {
        "id": document["id"],
        "document_number": document["number"],
        "contact_id": document["contact_id"],
        "contact_name": document["contact_name"],
        "description": document["description"],
        "date": account.day(document["date"]),
        "due_date": account.day(document["due_date"]),
        "subtotal": money["subtotal"],
        "discount": account.money(document["discount"], 0),
        "tax": money["tax"],
        "total": money["total"],
        "currency": document["currency"],
        "status": status(document),
        "tags": document["tags"],
    }
    return shown | (_payments(account, document) if resource.fiscal else {})


def whole(account: Account, resource: Resource, document: Row) -> Row:
    """A document as read by its id."""
    shown = row(account, resource, document) | {
        "notes": document["notes"],
        "language": document["language"],
        "currency_change": document["currency_change"] or "1",
        "accounting_date": None,
        "approved_at": _approved_at(account, document),
        "draft": document["draft"],
        "lines": [_line(account, index, line) for index, line in enumerate(document["items"], start=1)],
        "custom_fields": document["custom_fields"],
        "project_id": document["project_id"],
        "pipeline_id": document.get("pipeline_id"),
        "warehouse_id": document["warehouse_id"],
        "shipping": None,
        "shipping_data": [],
        "from": document["from"] or [],
    }
    if not resource.fiscal:
        tracking = dict.fromkeys(TRACKING) | (document.get("tracking") or {})
        return shown | {name: account.day(value) if name.endswith("_date") else value for name, value in tracking.items()}
    detail = [
        {
            "id": part["id"],
            "amount": account.money(part["amount"]),
            "date": notation.madrid_seconds(part["date"]),
            "bank_id": part["bank_id"],
        }
        for part in document["payments"]
    ]
    return shown | {"payments_refunds": account.money("0"), "payments_detail": detail, "body": document["body"]}


def shipped_items(document: Row) -> Row:
    """Units sent and pending by line."""
    return {
        "items": [
            {
                "name": line["name"],
                "sku": line["sku"] or "",
                "total": number(line["units"]),
                "sent": number(sent),
                "pending": number(pending),
            }
            for line, sent, pending in shipped(document)
        ]
    }


def status(document: Row) -> str:
    """A word about payments, no state of the document; a cancelled invoice says so."""
    if document.get("cancelled"):
        return "cancelled"
    done = paid(document)
    if done <= 0:
        return "pending"
    return "completed" if done >= Decimal(document["totals"]["total"]) else "partial"


def sign(account: Account, document: Row) -> int:
    """-1 for the amounts of a note where the account writes them so (contract 12.17)."""
    return -1 if document["kind"] in ("creditnote", "receiptnote") and account.switch("note_sign") == "negative" else 1


def _payments(account: Account, document: Row) -> Row:
    done = paid(document)
    return {
        "payment_method_id": document["payment_method_id"],
        "payments_total": account.money(sign(account, document) * done),
        "payments_pending": account.money(sign(account, document) * (Decimal(document["totals"]["total"]) - done)),
    }


def _approved_at(account: Account, document: Row) -> str | None:
    if document["draft"]:
        return None
    seconds = account.memory.get("approved_at", {}).get(document["id"])  # the clock is no business state: forgotten at a restart
    return notation.madrid_instant(seconds) if seconds else f"{document['date']}T12:00:00"


def _line(account: Account, index: int, line: Row) -> Row:
    rates = account.rates()
    return {
        "line_id": str(index),
        "type": line["type"],
        "name": line["name"],
        "description": line["description"],
        "price": account.money(line["price"]),
        "units": number(line["units"]),
        "discount": number(line["discount"]),
        "tax": number(sum((rates.get(key, Decimal(0)) for key in line["taxes"]), Decimal(0))),
        **{name: line[name] for name in ("taxes", "tags", "product_id", "variant_id", "service_id", "sku", "account", "project_id")},
        "weight": 0,
        "cost_price": account.money(line["cost_price"]),
        "retention": number(line["retention"]),
    }

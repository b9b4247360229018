"""What happens to a document after it was made: approval, payment, sending of units, deletion (contract 2.9 to 2.13)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from sandbox.holded import shapes, stock
from sandbox.holded.account import Account, Row
from sandbox.holded.documents import Resource
from sandbox.holded.problems import Refused, invalid


def made(account: Account, resource: Resource, document: Row, body: dict[str, Any]) -> None:
    """What some accounts do to a new document by themselves."""
    if not resource.fiscal and account.switch("order_number_at") == "create":
        _number(account, document)
    at_once = account.switch("draft_field") == "stored" and body.get("draft") is False
    if at_once or account.switch("approves_by_itself"):
        approve(account, resource, document)


def approve(account: Account, resource: Resource, document: Row) -> None:
    """Give the number; cannot be undone. Refused when the date goes back behind one already approved in the series."""
    if not document["draft"]:
        raise invalid("The document is already approved")
    if resource.fiscal and (_goes_back(account, document) or _lacks_buyer(account, document)):
        if account.switch("approval_error") == "problem":
            raise Refused(422, "The date of the document is before that of a document already approved in its series, or data is missing")
        raise Refused(422, f"None of the {resource.title} could be approved", message=True)
    if document["number"] is None:
        _number(account, document)
    document["draft"] = False
    account.memory.setdefault("approved_at", {})[document["id"]] = account.seconds()


def _goes_back(account: Account, document: Row) -> bool:
    series = [row for row in account.state["documents"].values() if row["series"] == document["series"] and not row["draft"]]
    return any(row["date"] > document["date"] for row in series)


def _lacks_buyer(account: Account, document: Row) -> bool:
    if document["kind"] != "invoice" or not account.switch("approval_needs_tax_id"):
        return False
    contact = account.state["contacts"].get(document["contact_id"] or "") or {}
    return not (contact.get("code") and contact.get("bill_address"))


def _number(account: Account, document: Row) -> None:
    if document.get("manual_number"):
        document["number"] = document["manual_number"]  # the series does not move, and nobody looks for gaps
        return
    series = account.find("series", document["series"])
    series["last"] += 1
    year = document["date"][:4]
    text = series["format"].replace("[YYYY]", year).replace("[YY]", year[2:]).replace("[MM]", document["date"][5:7])
    document["number"] = re.sub("%+", lambda run: str(series["last"]).zfill(len(run.group())), text, count=1)


def pay(account: Account, resource: Resource, document: Row, body: dict[str, Any]) -> str:
    """Register a payment; its id. Twice the same body is two payments."""
    shapes.check(account, body, shapes.PAYMENT, f"{resource.path} payment")
    if document.get("cancelled"):
        raise invalid("The document is cancelled")
    if body.get("treasury_id") and account.find("treasury", body["treasury_id"]) is None:
        raise invalid("The treasury account does not exist")
    for name in ("amount", "date", "treasury_id"):
        if not body.get(name):
            account.violation(f"payment without {name}")
    if document["draft"] and account.switch("draft_payment") == "refuse":
        raise invalid("The document is a draft")
    if document["draft"] and account.switch("draft_payment") == "approve":
        approve(account, resource, document)
    amount = Decimal(body.get("amount") or document["totals"]["total"])
    if paid(document) + amount > Decimal(document["totals"]["total"]):
        account.violation(f"{resource.path} paid above the total")
    id = account.new_id("payment", [document["id"], body], [row["id"] for row in document["payments"]])
    keeps = account.switch("payment_keeps_treasury")
    date = (body.get("date") or document["date"])[:10]
    document["payments"].append({"id": id, "amount": str(amount), "date": date, "bank_id": body.get("treasury_id") if keeps else None})
    return id


def paid(document: Row) -> Decimal:
    """Sum of a document's payments."""
    return sum((Decimal(row["amount"]) for row in document["payments"]), Decimal(0))


def cancel(account: Account, document: Row) -> None:
    """Cancel an approved invoice: it keeps its number."""
    if paid(document):
        raise invalid("The invoice has payments")
    if document["draft"] or document.get("cancelled"):
        raise invalid("Only an approved invoice can be cancelled")
    document["cancelled"] = True
    if account.switch("cancelled_invoice_returns_stock"):
        stock.give_back(account, document)


def delete(account: Account, document: Row) -> None:
    """Remove a draft; an approved document stays."""
    if not document["draft"]:
        raise invalid("An approved document cannot be deleted")
    stock.on_delete(account, document)
    del account.state["documents"][document["id"]]


def ship_all(account: Account, document: Row) -> None:
    """Send all pending units."""
    stock.ship(account, document, {index: pending for index, (_, _, pending) in enumerate(shipped(document)) if pending > 0})


def ship_lines(account: Account, document: Row, body: dict[str, Any]) -> None:
    """Send units by line position, from 0."""
    shapes.check(account, body, shapes.SHIP, "ship-by-lines")
    lines, units = shipped(document), {}
    for line in body["lines"]:
        shapes.check(account, line, shapes.SHIP_LINE, "ship-by-lines lines[]")
        position, count = line["item_line_position"], Decimal(str(line["units"]))
        if position >= len(lines) or count <= 0 or units.get(position, 0) + count > lines[position][2]:
            raise invalid("The units cannot be sent")
        units[position] = units.get(position, Decimal(0)) + count
    stock.ship(account, document, units)


def shipped(document: Row) -> list[tuple[Row, Decimal, Decimal]]:
    """Each line with its units sent and pending."""
    rows = []
    for index, line in enumerate(document["items"]):
        sent = Decimal(document["shipped"].get(str(index), "0"))
        rows.append((line, sent, Decimal(line["units"]) - sent))
    return rows

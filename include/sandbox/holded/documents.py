"""Sales documents: what the resources are, and how one is made from a body or from another document (contract 2)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sandbox.holded import notation, shapes, stock
from sandbox.holded.account import Account, Row
from sandbox.holded.problems import invalid, missing
from sandbox.holded.totals import Line, totals


@dataclass(frozen=True)
class Resource:
    """One kind of document: its path, its name in series and conversions, its scope, and what it offers."""

    path: str
    kind: str
    scope: str
    title: str
    fiscal: bool = True  # has payments, an approval filter and a number in date order
    needs_contact: bool = True


RESOURCES = {
    resource.path: resource
    for resource in (
        Resource("invoices", "invoice", "sales:invoices", "invoices"),
        Resource("sales-receipts", "salesreceipt", "sales:receipts", "sales receipts", needs_contact=False),
        Resource("credit-notes", "creditnote", "sales:invoices", "credit notes"),
        Resource("receipt-notes", "receiptnote", "sales:invoices", "receipt notes", needs_contact=False),
        Resource("sales-orders", "salesorder", "inventory:sales-orders", "sales orders", fiscal=False),
        Resource("waybills", "waybill", "inventory:shipments", "waybills", fiscal=False),
    )
}
BY_KIND = {resource.kind: resource for resource in RESOURCES.values()}
TEXTS = ("description", "notes", "language", "currency_change", "body")
LINKS = ("contact_id", "warehouse_id", "sales_channel_id", "project_id", "payment_method_id", "design_id")
WHOLE = ("JPY", "KRW", "CLP", "ISK", "VND")  # currencies without a minor unit
MASTERS = {"warehouse_id": "warehouses", "sales_channel_id": "channels", "payment_method_id": "methods"}


def find(account: Account, resource: Resource, id: str) -> Row:
    """One document of a resource, or 404."""
    document = account.state["documents"].get(id)
    if document is None or document["kind"] != resource.kind:
        raise missing()
    return document


def create(account: Account, resource: Resource, body: dict[str, Any]) -> Row:
    """Make a draft from a request body."""
    shapes.check(account, body, shape(account, resource), resource.path)
    manual = body.get("number") if account.switch("number_field") == "stored" else None
    return store(account, {"kind": resource.kind, "manual_number": manual, **content(account, resource, body)}, None)


def shape(account: Account, resource: Resource) -> dict[str, str]:
    """Fields of the create body that the account keeps; the contract leaves three of them open."""
    known = dict(shapes.FISCAL if resource.fiscal else shapes.ORDER)
    for name, switch, form in (
        ("number", "number_field", "text?"),
        ("draft", "draft_field", "bool"),
        ("design_id", "design_field", "link"),
    ):
        known.pop(name, None)
        if account.switch(switch) == "stored":
            known[name] = form
    return known


def content(account: Account, resource: Resource, body: dict[str, Any]) -> Row:
    """What a body says, with the defaults for what it leaves out."""
    contact = _contact(account, resource, body)
    home = account.sandbox.account(account.key).currency
    document = {
        "date": (body.get("date") or account.sandbox.now().astimezone(notation.MADRID).date().isoformat())[:10],
        "due_date": (body.get("due_date") or "")[:10] or None,
        "contact_name": body.get("contact_name") or (contact or {}).get("name"),
        "currency": (body.get("currency") or home).upper(),
        **{name: body.get(name) or None for name in (*TEXTS, *LINKS)},
        "items": [_line(account, line, contact) for line in body.get("items") or ()],
        "tags": [notation.tag(tag, strict=account.switch("tags") == "strict") for tag in body.get("tags") or ()],
        "custom_fields": body.get("custom_fields") or [],
        "discount": str(body.get("discount") or 0),
        "series": series_of(account, resource, body.get("number_line_id")),
    }
    if account.switch("design_field") == "ignored":
        document["design_id"] = None
    for name, group in MASTERS.items():
        if document[name] and account.find(group, document[name]) is None:
            raise invalid(f"The record of {name} does not exist")
    if document["currency"] != home and not document["currency_change"]:
        account.violation(f"{resource.path} in another currency than the account's without currency_change")
    return document


def store(account: Account, document: Row, source: Row | None) -> Row:
    """Keep a new draft: id, link to its source, totals, stock."""
    documents = account.state["documents"]
    link = {"id": source["id"], "doc_type": source["kind"]} if source else None
    id = account.new_id("document", [document, link], documents)
    document = {"id": id, **document, "from": link, "number": None, "draft": True, "payments": [], "moved": [], "shipped": {}}
    document |= {"cancelled": False, "pipeline_id": None, "tracking": {}}
    document["totals"] = totals_of(account, document)
    documents[id] = document
    account.born(id)
    stock.on_create(account, document, source)
    return document


def _contact(account: Account, resource: Resource, body: dict[str, Any]) -> Row | None:
    needed = resource.needs_contact or (resource.kind == "salesreceipt" and account.switch("receipt_needs_contact"))
    if body.get("contact_id"):
        contact = account.state["contacts"].get(body["contact_id"])
        if contact is None:
            raise invalid("The contact does not exist")
        return contact
    if needed and not (account.switch("invoice_by_name") and body.get("contact_name")):
        raise invalid("The field contact_id is required")
    return None


def series_of(account: Account, resource: Resource, wanted: str | None) -> str:
    """The numbering series that a body names, else the account's first of the kind."""
    series = [row["id"] for row in account.state["series"] if row["type"] == resource.kind]
    if wanted and wanted not in series:
        raise invalid("The numbering series does not exist")
    return wanted or series[0]


def _line(account: Account, line: dict[str, Any], contact: Row | None) -> Row:
    title = line.get("type") == "title"
    price = Decimal(str(line.get("price") or 0))
    for name in () if title else ("price", "units"):
        if name not in line:
            account.violation(f"items[] without {name}")
    if price < 0 and account.switch("negative_price") == "refuse":
        raise invalid("Invalid value for price")
    if -price.as_tuple().exponent > 6:
        account.violation("items[] price with more than six decimals")
    if line.get("account") and account.switch("unknown_account") == "refuse" and account.find("chart", line["account"]) is None:
        raise invalid("The accounting account does not exist")
    product = account.state["products"].get(line.get("product_id") or "")
    if line.get("product_id") and product is None:
        raise invalid("The product does not exist")
    return {
        "type": line.get("type") or "product",
        "name": line["name"],
        "description": line.get("description") or "",
        "price": str(price),
        "units": str(line.get("units") or 0),
        "discount": str(line.get("discount") or 0),
        "taxes": [] if title else _taxes(account, line, contact),
        "tags": line.get("tags") or [],
        "product_id": line.get("product_id") or None,
        "variant_id": _variant(account, product, line.get("sku")),
        "service_id": line.get("service_id") or None,
        "sku": line.get("sku"),
        "account": line.get("account") or None,
        "project_id": line.get("project_id") or None,
        "retention": str(line.get("retention") or 0),
        "cost_price": product["cost"] if product else "0",
    }


def _variant(account: Account, product: Row | None, sku: str | None) -> str | None:
    if product is None or not sku or not account.switch("variant_by_sku"):
        return None
    return next((variant["id"] for variant in product["variants"] if variant["sku"] == sku), None)


def _taxes(account: Account, line: dict[str, Any], contact: Row | None) -> list[str]:
    rates = account.rates()
    keys = line.get("taxes") or []
    if not keys:
        account.violation("items[] without taxes: the contact's default tax is applied")
        default = (contact or {}).get("defaults") or {}
        keys = [default.get("sales_tax") or next(iter(rates))]
    unknown = [key for key in keys if key not in rates]
    if unknown and account.switch("unknown_tax_key") == "refuse":
        raise invalid("Tax key is not available")
    groups = [tax["group"] for tax in account.state["taxes"] if tax["key"] in keys]
    if len(groups) != len(set(groups)):
        account.violation("items[] with two tax keys of one group")
    return [key for key in keys if key in rates]


def totals_of(account: Account, document: Row) -> Row:
    """Subtotal, tax and total under the account's rounding rule, as text."""
    lines = [
        Line(Decimal(line["price"]), Decimal(line["units"]), Decimal(line["discount"]), tuple(line["taxes"])) for line in document["items"]
    ]
    whole = document["currency"] in WHOLE and account.switch("currency_digits") == "currency"
    unit = Decimal(1) if whole else Decimal("0.01")
    found = totals(lines, Decimal(document["discount"]), account.rates(), account.switch("rounding"), unit)
    return {"subtotal": str(found.subtotal), "tax": str(found.tax), "total": str(found.total)}

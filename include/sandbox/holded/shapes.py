"""What request bodies may hold (the schemas V2…Write of the contract), and how a wrong one is refused."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

from sandbox.holded.account import Account
from sandbox.holded.problems import Refused, invalid

OBJECT_ID = re.compile(r"[a-f0-9]{24}")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?")
DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
DATE_HELP = "Expected format: YYYY-MM-DD (e.g. 2026-01-31) or ISO 8601 datetime"

# "!" behind a form: required; "?": null is allowed
LINE = {
    "type": "line_type", "name": "text!", "description": "text?", "product_id": "link", "service_id": "link", "sku": "text?",
    "units": "number", "price": "price", "discount": "percent", "taxes": "texts", "tags": "texts", "account": "link",
    "project_id": "link", "retention": "number", "unit_type": "text?", "supplied": "any",
}  # fmt: skip
ORDER = {
    "contact_id": "id", "contact_name": "text", "description": "text?", "date": "date", "due_date": "date?", "notes": "text?",
    "language": "text?", "currency": "text?", "currency_change": "decimal?", "items": "lines!", "tags": "texts",
    "custom_fields": "objects", "number_line_id": "link", "design_id": "link", "warehouse_id": "link", "sales_channel_id": "link",
    "discount": "percent?", "project_id": "link",
}  # fmt: skip
FISCAL = {**ORDER, "body": "text?", "payment_method_id": "link"}
PAYMENT = {"amount": "decimal?", "date": "date", "treasury_id": "link", "description": "text?"}
CONVERT = {
    "source_type": "text!", "source_id": "id!", "target_type": "text!", "date": "date", "due_date": "date", "number_line_id": "id",
    "description": "text", "notes": "text", "draft": "bool",
}  # fmt: skip
UPDATE = {**FISCAL, "items": "lines"}
SHORT_UPDATE = {"date": "date", "due_date": "date?", "project_id": "link"}  # all that PUT takes where the document is no invoice
PIPELINE = {"pipeline_id": "id!"}
TRACKING = {
    "tracking_key": "carrier?", "tracking_name": "text?", "tracking_number": "text?", "pickup_date": "date?", "delivery_date": "date?",
    "internal_notes": "text?",
}  # fmt: skip
SEND = {"emails": "texts!", "subject": "text", "message": "text", "mail_template_id": "text?", "cc": "texts", "bcc": "texts"}
BULK = {"ids": "texts!"}
SHIP_LINE = {"item_line_position": "count!", "units": "number!"}
SHIP = {"lines": "objects!"}
CONTACT = {
    "name": "text!", "code": "text?", "vat_number": "text?", "trade_name": "text?", "is_person": "bool", "email": "text?",
    "phone": "text?", "mobile": "text?", "website": "text?", "type": "contact_type", "custom_id": "text?", "custom_fields": "objects",
    "bill_address": "object?", "defaults": "object?", "iban": "text?", "swift": "text?", "sepa_ref": "text?", "sepa_date": "text?",
}  # fmt: skip
ADDRESS = dict.fromkeys(("address", "city", "postal_code", "province", "country", "country_code", "info"), "text?")
PRODUCT = {
    "name": "text!", "kind": "product_kind!", "has_stock": "bool!", "for_sale": "bool!", "for_purchase": "bool!", "description": "text?",
    "sku": "text?", "barcode": "text?", "price": "decimal?", "cost": "decimal?", "stock": "number?", "tags": "texts", "taxes": "texts",
    "variants": "objects", "pack_items": "objects",
}  # fmt: skip
STOCK = {"warehouse_id": "id!", "variant_id": "link", "stock_variation": "number!", "description": "text?"}

WORDS = {
    "line_type": ("product", "service", "title"),
    "contact_type": ("client", "supplier", "debtor", "creditor", "lead"),
    "carrier": (
        "mrw",
        "ups",
        "fedex",
        "tnt",
        "seur",
        "nacex",
        "correos",
        "asm",
        "uspostalservice",
        "dbschenker",
        "royalmail",
        "bluedart",
        "palletways",
        "correosexpress",
        "tourline",
        "other",
    ),
    "product_kind": ("simple", "variants", "lots", "serialnumbers", "pack"),
}
UNCONFIRMED = ("number", "draft", "design_id")  # contract 2.3: the series may win over number, drafts are approved by /approve only


def parse(raw: bytes) -> dict[str, Any]:
    """A JSON object with Decimal numbers, or the 400 of the real service."""
    try:
        body = json.loads(raw or b"null", parse_float=Decimal)
    except ValueError:
        raise Refused(400, "Malformed JSON body") from None
    if not isinstance(body, dict):
        raise Refused(400, "The body must be a JSON object")
    return body


def check(account: Account, body: dict[str, Any], shape: dict[str, str], where: str) -> None:
    """Refuse missing and wrong fields; record those that would be ignored in silence."""
    for name, value in body.items():
        if name not in shape:
            why = "not confirmed" if name in UNCONFIRMED else "ignored in silence"
            account.violation(f"{where} field {name} is {why}")
        elif value is not None or not shape[name].endswith("?"):
            _one(account, name, value, shape[name].rstrip("!?"), where)
    for name, form in shape.items():
        if form.endswith("!") and name not in body:
            raise invalid(f"The field {name} is required")


def _one(account: Account, name: str, value: Any, form: str, where: str) -> None:
    if form in ("date",):
        _date(value)
    elif form == "lines":
        if not isinstance(value, list) or not value:
            raise invalid("items must be an array with at least one line")
        for index, line in enumerate(value):
            if not isinstance(line, dict):
                raise invalid(f"items[{index}] must be an object")
            check(account, line, LINE, f"{where} items[]")
    elif not _fits(value, form):
        raise invalid(f"Invalid value for {name}")


def _date(value: Any) -> None:
    try:
        if not isinstance(value, str) or not DATE.fullmatch(value):
            raise ValueError
        date.fromisoformat(value[:10])
    except ValueError:
        raise Refused(400, f'Invalid date format: "{value}". {DATE_HELP}') from None


def _fits(value: Any, form: str) -> bool:
    is_number = isinstance(value, (int, Decimal)) and not isinstance(value, bool)
    if form in WORDS:
        return value in WORDS[form]
    return {
        "any": True,
        "text": isinstance(value, str) and (value != "" or form != "text!"),
        "texts": isinstance(value, list) and all(isinstance(item, str) and item for item in value),
        "id": isinstance(value, str) and bool(OBJECT_ID.fullmatch(value)),
        "link": value in (None, "") or (isinstance(value, str) and bool(OBJECT_ID.fullmatch(value))),
        "number": is_number,
        "count": isinstance(value, int) and not isinstance(value, bool) and value >= 0,
        "percent": is_number and 0 <= value <= 100,
        "decimal": isinstance(value, str) and bool(DECIMAL.fullmatch(value)),
        "price": is_number or (isinstance(value, str) and bool(DECIMAL.fullmatch(value))),
        "bool": isinstance(value, bool),
        "object": isinstance(value, dict),
        "objects": isinstance(value, list) and all(isinstance(item, dict) for item in value),
    }[form]

"""Suite before_send_documents: the requests for Holded, one step before they leave.

Context: ``today`` (date in the merchant's zone), ``tax_rates`` (key to ppm of the account's active sales taxes), ``rounding_rule``.
Optional: ``start_date``; ``accepted_gap_minor`` (1 where the store accepts an unreachable cent, default 0); ``product_required``
(True where every product line must name a Holded product); ``minor_digits`` (currency to number of decimals, default 2).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from order_sync.quality.frames import DOCUMENTS_TO_SEND
from order_sync.quality.rules import (
    BETWEEN,
    EQUAL,
    IN_SET,
    NOT_NULL,
    REGEX,
    TRUE,
    UNIQUE,
    Context,
    Frames,
    Given,
    Rule,
    Suite,
    derived,
    pair,
)
from order_sync.quality.totals import document_total

if TYPE_CHECKING:
    import pandas as pd


_RULES = (
    Rule("documents.has_lines", "Each document has at least one line.",
         "documents", BETWEEN, "line_count", {"min_value": 1}, names="items"),
    Rule("documents.total_computable", "Each line has units, a price and a known tax, so that the total can be computed.",
         "documents", NOT_NULL, "body_total", names="items"),
    Rule("documents.total_is_wix", "The lines with their taxes give the Wix total, to the cent that the store accepts.",
         "documents", BETWEEN, "gap_to_wix", {"min_value": 0, "max_value": Given("accepted_gap_minor")}, names="total"),
    Rule("documents.total_as_planned", "The total is the one that was planned under the store's rounding rule.",
         "documents", EQUAL, "body_total", pair("body_total", "our_total_minor"), names="total"),
    Rule("documents.tax_keys", "Each line has a tax key, and a second one for the equivalence surcharge at most; none would mean the contact's default tax.",
         "document_lines", BETWEEN, "tax_keys", {"min_value": 1, "max_value": 2}, names="taxes"),
    Rule("documents.tax_key_active", "Each tax key is an active sales tax of the Holded account.",
         "document_taxes", IN_SET, "tax_key", {"value_set": Given("tax_keys")}, names="taxes"),
    Rule("documents.units_above_zero", "Each line has more than zero units.",
         "document_lines", BETWEEN, "units", {"min_value": 0, "strict_min": True}),
    Rule("documents.product_linked", "Each product line names the Holded product, so that stock moves.",
         "product_lines", IN_SET, "linked", TRUE, names="product_id"),
    Rule("documents.marker_in_tags", "The marker is among the tags, so that the document can be found again.",
         "documents", IN_SET, "marker_in_tags", TRUE, names="tags"),
    Rule("documents.marker_form", "The marker has only the letters a to z and digits, which Holded keeps as they are.",
         "documents", REGEX, "marker", {"regex": r"^wx[a-z0-9]+$"}),
    Rule("documents.marker_unique", "No two documents share a marker.", "documents", UNIQUE, "marker"),
    Rule("documents.date_not_future", "No document has a date after today.",
         "documents", BETWEEN, "doc_date", {"max_value": Given("today")}),
    Rule("documents.date_after_start", "No document has a date before the store's first day.",
         "documents", BETWEEN, "doc_date", {"min_value": Given("start_date")}),
    Rule("documents.date_in_request", "The request has the date that was decided.",
         "documents", EQUAL, "body_date", pair("body_date", "date_text"), names="date"),
    Rule("documents.currency_in_request", "The request has the currency of the order.",
         "documents", EQUAL, "body_currency", pair("body_currency", "currency"), names="currency"),
    Rule("documents.has_buyer", "Each sales order, invoice and credit note names a contact or at least a buyer; a receipt and its note need none.",
         "documents", IN_SET, "has_buyer", TRUE, names="contact"),
)  # fmt: skip


def _views(frames: Frames, context: Context) -> dict[str, pd.DataFrame]:
    import pandas as pd

    rows = frames["documents"].to_dict("records")
    documents = pd.DataFrame([_document(row, context) for row in rows], columns=_DOCUMENT).astype(
        {"line_count": "Int64", "body_total": "Int64", "our_total_minor": "Int64", "gap_to_wix": "Int64"}
    )
    lines = pd.DataFrame([line for row in rows for line in _lines(row)], columns=_LINE).astype({"line_no": "Int64", "tax_keys": "Int64"})
    products = lines[lines["type"] == "product"] if context.get("product_required") else lines.head(0)
    return {
        "ledger": frames["documents"].drop(columns=["body", "contact"]).assign(body=[bool(row["body"]) or None for row in rows]),
        "documents": documents,
        "document_lines": lines,
        "document_taxes": lines.explode("tax_key", ignore_index=True),
        "product_lines": products,
    }


_DOCUMENT = [
    "wix_order_id", "order_number", "marker", "doc_date", "date_text", "body_date", "currency", "body_currency", "line_count",
    "body_total", "our_total_minor", "gap_to_wix", "marker_in_tags", "has_buyer",
]  # fmt: skip
_LINE = ["wix_order_id", "order_number", "line_no", "type", "tax_keys", "tax_key", "units", "linked"]


def _document(row: dict[str, Any], context: Context) -> dict[str, Any]:
    body = _mapping(row["body"])
    items = body.get("items") or []
    digits = (context.get("minor_digits") or {}).get(row["currency"], 2)
    total = document_total(items, context["tax_rates"], context["rounding_rule"], digits) if items else None
    amount = _whole(row["amount_minor"])
    return {
        **{name: row[name] for name in ("wix_order_id", "order_number", "marker", "doc_date", "currency")},
        "date_text": row["doc_date"].isoformat()[:10] if isinstance(row["doc_date"], date) else None,
        "body_date": str(body.get("date") or "none")[:10],
        "body_currency": str(body.get("currency") or row["currency"]).upper(),
        "line_count": len(items),
        "body_total": total,
        "our_total_minor": _whole(row["our_total_minor"]),
        "gap_to_wix": None if total is None or amount is None else abs(total - amount),
        "marker_in_tags": row["marker"] in (body.get("tags") or []),
        "has_buyer": None if row["kind"] in ("receipt", "receipt_note") else _names_buyer(body, _mapping(row["contact"])),
    }


def _names_buyer(body: dict[str, Any], contact: dict[str, Any]) -> bool:
    made = _mapping(contact.get("body"))
    return bool(body.get("contact_id") or body.get("contact_name") or contact.get("contact_id") or made.get("name"))


def _lines(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "wix_order_id": row["wix_order_id"],
            "order_number": row["order_number"],
            "line_no": number,
            "type": item.get("type"),
            "tax_keys": len(item.get("taxes") or []),
            "tax_key": item.get("taxes") or [None],
            "units": float(item["units"]) if item.get("units") is not None else None,
            "linked": bool(item.get("product_id")),
        }
        for number, item in enumerate(_mapping(row["body"]).get("items") or [])
    ]


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _whole(value: Any) -> int | None:
    return int(value) if isinstance(value, int) or hasattr(value, "__index__") else None


BEFORE_SEND_DOCUMENTS = Suite(
    "before_send_documents",
    "The documents, before they are sent to Holded",
    (DOCUMENTS_TO_SEND,),
    _views,
    (*derived(DOCUMENTS_TO_SEND, view="ledger", prefix="documents.", what="document"), *_RULES),
    needs=("today", "tax_rates", "rounding_rule"),
)

"""What mapping wants done beside an order's first document: conversions, notes, approvals, payments, units, stages, removals."""

from __future__ import annotations

from order_sync.contracts import Column, Table

ACT_ROLES = ("conversion", "replacement", "note", "approval", "payment", "units", "stage", "removal")
DOCUMENT_ROLES = ("document", "conversion", "replacement", "note")
DOCUMENT_KINDS = ("order", "receipt", "invoice", "credit_note", "receipt_note")
ACT_ACTIONS = ("send", "hold")


def target_key(role: str, part: str = "") -> str:
    """How an approval or payment names the document that it belongs to: "" for the first one, else role and part."""
    return "" if role == "document" else f"{role}:{part}" if part else role


ACTS = Table(
    "staging.acts",
    "one row per batch, Wix order, role and part",
    ("batch_id", "wix_order_id", "role", "part"),
    (
        Column("batch_id", "str", "the batch that decided it", required=True),
        Column("store", "str", "store key", required=True),
        Column("wix_order_id", "str", "Wix order GUID", required=True),
        Column("role", "str", "what is done", required=True, allowed=ACT_ROLES),
        Column("part", "str", "which one of its role: refund, payment, target of an approval", required=True),
        Column("action", "str", "send it, or hold it with a reason", required=True, allowed=ACT_ACTIONS),
        Column("kind", "str", "kind of the document that it makes or concerns", allowed=DOCUMENT_KINDS),
        Column("reason", "str", "of a hold: its code"),
        Column("field", "str", "of a hold: the field that caused it"),
        Column("seen", "str", "of a hold: what stood there, without personal data"),
        Column("cure", "str", "of a hold: what a person can do"),
        Column("money_hash", "str", "money hash of the document that it belongs to: it is not published behind another one"),
        Column("doc_date", "object", "date in the merchant's zone"),
        Column("amount_minor", "Int64", "amount, minor units of the currency"),
        Column("currency", "str", "ISO 4217"),
        Column("marker", "str", "tag by which a document is found again"),
        Column("body", "object", "JSON object: the request, without what is only known when sending"),
        Column("contact", "object", "JSON object: the buyer as a Holded contact, for documents"),
        Column("proof", "object", "JSON object: totals of Wix and ours, for documents"),
        Column("basis", "object", "JSON object: what a document was made from"),
        Column("because", "str", "why, in a person's words"),
    ),
)

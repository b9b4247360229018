"""What mapping decides: for each order and destination send, ignore or hold, with the request and the reasons."""

from __future__ import annotations

from order_sync.contracts import Column, Table

DESTINATIONS = ("holded", "myparcel")
ACTIONS = ("send", "ignore", "hold")
DECISION_KINDS = ("order", "receipt", "invoice", "shipment")

DECISIONS = Table(
    "staging.decisions",
    "one row per batch, Wix order and destination",
    ("batch_id", "wix_order_id", "destination"),
    (
        Column("batch_id", "str", "the batch that decided it", required=True),
        Column("store", "str", "store key", required=True),
        Column("wix_order_id", "str", "Wix order GUID", required=True),
        Column("destination", "str", "where it goes", required=True, allowed=DESTINATIONS),
        Column("action", "str", "what happens with it", required=True, allowed=ACTIONS),
        Column("kind", "str", "what is made of it", allowed=DECISION_KINDS),
        Column("reason", "str", "hold code or reason to ignore; empty for send"),
        Column("field", "str", "of a hold: the field that caused it"),
        Column("seen", "str", "of a hold: what stood there, without personal data"),
        Column("cure", "str", "of a hold: what a person can do"),
        Column("money_hash", "str", "sha256 of what would change the money or the document"),
        Column("doc_date", "object", "date of the document in the merchant's zone"),
        Column("amount_minor", "Int64", "the order's total, minor units of its currency"),
        Column("currency", "str", "ISO 4217"),
        Column("body", "object", "JSON object: the request as the remote wants it, without what is only known when sending"),
        Column("contact", "object", "JSON object: the buyer as a Holded contact"),
        Column("proof", "object", "JSON object: totals of Wix and ours, correction (minor units), by rate"),
        Column("trace", "object", "JSON list: each rule in the order it ran, with its verdict", required=True),
        Column("basis", "object", "JSON object: what the document was made from, line by line"),
    ),
)

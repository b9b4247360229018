"""The frames that each suite is given: which columns a statement must select. Other columns may be there; no rule sees them."""

from __future__ import annotations

from order_sync.contracts import Column, Table
from order_sync.contracts.acts import DOCUMENT_KINDS, DOCUMENT_ROLES
from order_sync.contracts.decisions import DECISIONS as ALL_DECISIONS
from order_sync.contracts.staging import LINES as ALL_LINES
from order_sync.contracts.staging import ORDERS as ALL_ORDERS


def _only(table: Table, name: str, columns: str) -> Table:
    wanted = columns.split()
    known = {column.name: column for column in table.columns}
    return Table(name, table.grain, table.key, tuple(known[column] for column in wanted))


_ORDER = Column("wix_order_id", "str", "Wix order GUID", required=True)
_NUMBER = Column("order_number", "str", "order number shown to people")

# -- suite landed_and_built: one batch of staging.*, without the columns that hold personal data

ORDERS = _only(
    ALL_ORDERS,
    "orders",
    "batch_id store wix_order_id number updated_at status payment_status fulfillment_status currency total_minor"
    " pickup_method bill_country ship_country payload_hash malformed_field",
)
LINES = _only(
    ALL_LINES,
    "lines",
    "batch_id store wix_order_id line_no kind item_type shippable quantity unit_weight_g gross_minor tax_rate_ppm",
)
DECISIONS = _only(
    ALL_DECISIONS,
    "decisions",
    "batch_id store wix_order_id destination action kind reason doc_date amount_minor currency",
)

_ROLE = Column("role", "str", "which document of the order it is", required=True, allowed=DOCUMENT_ROLES)
_PART = Column("part", "str", "which one of its role: the refund of a note; empty where there is one only")

# -- suite before_send_documents: rows of export.ledger (destination holded, roles of documents) joined with export.proofs

DOCUMENTS_TO_SEND = Table(
    "documents",
    "one row per document about to be sent",
    ("wix_order_id", "role", "part"),
    (
        _ORDER,
        _ROLE,
        _PART,
        _NUMBER,
        Column("kind", "str", "order, receipt, invoice or a note of one", required=True, allowed=DOCUMENT_KINDS),
        Column("marker", "str", "tag that finds the document again", required=True),
        Column("doc_date", "object", "date of the document in the merchant's zone", required=True),
        Column(
            "amount_minor", "Int64", "what it must come to: the order's total in Wix, or the refund of a note; minor units", required=True
        ),
        Column("currency", "str", "ISO 4217", required=True),
        Column("body", "object", "the request as Holded wants it, a dict", required=True),
        Column("contact", "object", "{body, keys} of the buyer or {contact_id}, a dict; empty where the document needs none"),
        Column(
            "our_total_minor", "Int64", "export.proofs.our_total_minor: the total planned under the store's rounding rule; empty where none"
        ),
    ),
)

# -- suite before_send_shipments: rows of export.ledger (destination myparcel, role shipment)

SHIPMENTS_TO_SEND = Table(
    "shipments",
    "one row per shipment about to be sent",
    ("wix_order_id",),
    (
        _ORDER,
        _NUMBER,
        Column("reference", "str", "reference that finds the shipment again", required=True),
        Column("body", "object", "the shipment as MyParcel wants it, a dict", required=True),
    ),
)

# -- suites after_send_*: rows of export.ledger joined with what the remote said when it was read back

DOCUMENTS_SENT = Table(
    "documents",
    "one row per document that Holded has confirmed; that each stands once is for the rules to find out",
    (),
    (
        _ORDER,
        _ROLE,
        _PART,
        _NUMBER,
        Column("kind", "str", "order, receipt, invoice or a note of one", required=True),
        Column("marker", "str", "tag that finds the document again", required=True),
        Column(
            "amount_minor", "Int64", "what it must come to: the order's total in Wix, or the refund of a note; minor units", required=True
        ),
        Column("remote_id", "str", "Holded's id", required=True),
        Column("remote_number", "str", "Holded's document number; empty for drafts"),
        Column("remote_total_minor", "Int64", "Holded's total, minor units; empty where it was not read back"),
        Column("remote_tags", "object", "list of the document's tags; empty where they were not read back"),
        Column("remote_draft", "object", "true, false, or empty where it was not read back"),
        Column(
            "draft_wanted",
            "object",
            "true where the document must still be a draft, false where it must be approved, empty where either is fine",
        ),
        Column("left_minor", "Int64", "of a note: receipts and invoices of its order less all their notes, minor units"),
    ),
)
# -- suite series: rows of export.ledger and export.series_numbers, with what mapping/series_check.py found about them

NUMBERS = Table(
    "numbers",
    "one row per number of a series: approved documents, whoever made them, and own references that are missing",
    (),
    (
        Column("wix_order_id", "str", "Wix order GUID; empty where no order of the store has the number"),
        _NUMBER,
        Column("kind", "str", "invoice, receipt, a note of one, or order", required=True),
        Column("number", "str", "the number in its series", required=True),
        Column("gap", "str", "series, number and the number before it, where numbers are missing between them; else empty"),
        Column("duplicate", "str", "series, number and how many documents have it, where another one has it too; else empty"),
        Column("date_goes_back", "str", "series, number and both dates, where the number before it has a later date; else empty"),
        Column("wrong_series", "str", "series, number and the format that it does not fit; else empty"),
    ),
)
SHIPMENTS_SENT = Table(
    "shipments",
    "one row per shipment that MyParcel has confirmed; that it is one per order is for the rules to find out",
    (),
    (
        _ORDER,
        _NUMBER,
        Column("reference", "str", "reference that we gave", required=True),
        Column("remote_id", "str", "MyParcel's shipment id", required=True),
        Column("remote_reference", "str", "reference that MyParcel has; empty where it was not read back"),
    ),
)

# -- suite tracking: export.tracking joined with the ledger (destination wix, role fulfillment)

TRACKED = Table(
    "tracking",
    "one row per shipment whose state is known",
    ("shipment_id",),
    (
        _ORDER,
        _NUMBER,
        Column("shipment_id", "str", "MyParcel's shipment id", required=True),
        Column("barcode", "str", "the carrier's barcode; empty while there is none"),
        Column("fulfillments", "Int64", "fulfilments in state sent for this shipment; 0 where there is none", required=True),
    ),
)

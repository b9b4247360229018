"""Payments and refunds of the Wix orders of a batch. Source: Wix contract, section 4."""

from __future__ import annotations

from order_sync.contracts import Column, Table

PAYMENT_KINDS = ("regular", "gift_card", "membership")
REFUND_STATES = ("succeeded", "pending", "failed")

PAYMENTS = Table(
    "staging.payments",
    "one row per batch, Wix order and payment",
    ("batch_id", "wix_order_id", "payment_id"),
    (
        Column("batch_id", "str", "the batch that landed it", required=True),
        Column("store", "str", "store key", required=True),
        Column("wix_order_id", "str", "Wix order GUID", required=True),
        Column("payment_id", "str", "Wix payment id", required=True),
        Column("created_at", "datetime64[us, UTC]", "createdDate"),
        Column("amount_minor", "Int64", "amount in minor units of the order's currency; not lowered by refunds"),
        Column("status", "str", "Wix's status: APPROVED, PENDING, AUTHORIZED, REFUNDED ..."),
        Column("method", "str", "userDefinedName, else siteLanguageName, else paymentMethod; 'gift card'; 'membership'"),
        Column("kind", "str", "which detail object it has", allowed=PAYMENT_KINDS),
        Column("offline", "bool", "offlinePayment"),
        Column("chargeback_minor", "Int64", "charged back and not reversed, minor units"),
    ),
)

REFUNDS = Table(
    "staging.refunds",
    "one row per batch, Wix order and refund",
    ("batch_id", "wix_order_id", "refund_id"),
    (
        Column("batch_id", "str", "the batch that landed it", required=True),
        Column("store", "str", "store key", required=True),
        Column("wix_order_id", "str", "Wix order GUID", required=True),
        Column("refund_id", "str", "Wix refund id", required=True),
        Column("created_at", "datetime64[us, UTC]", "createdDate"),
        Column("state", "str", "succeeded: some money went back; pending: some is under way; failed", allowed=REFUND_STATES),
        Column("amount_minor", "Int64", "sum of the transactions that succeeded, minor units"),
        Column("pending_minor", "Int64", "sum of the transactions under way, minor units"),
        Column("external", "bool", "only recorded: the money went back outside Wix"),
        Column("store_credit", "bool", "given as store credit"),
        Column(
            "details",
            "object",
            "JSON object: lines [{line_id, quantity, amount_minor}], fees [{fee_id, amount_minor}], shipping_minor, shipping_included",
        ),
        Column("transactions", "object", "JSON list: payment_id, amount_minor, status, external"),
    ),
)

# What comes out of one order's transactions, in writing order; landing itself knows the rest.
PAYMENT_FIELDS = tuple(name for name in PAYMENTS.names if name not in ("batch_id", "store"))
REFUND_FIELDS = tuple(name for name in REFUNDS.names if name not in ("batch_id", "store"))

"""What landing writes: Wix orders and their lines, typed, one batch at a time. Source: Wix contract, sections 2.3 to 2.10."""

from __future__ import annotations

from order_sync.contracts import Column, Table

ORDER_STATUS = ("INITIALIZED", "APPROVED", "CANCELED", "PENDING", "REJECTED")
PAYMENT_STATUS = (
    "UNSPECIFIED", "NOT_PAID", "PAID", "PARTIALLY_REFUNDED", "FULLY_REFUNDED", "PENDING",
    "PARTIALLY_PAID", "PENDING_MERCHANT", "CANCELED", "DECLINED",
)  # fmt: skip
FULFILLMENT_STATUS = ("NOT_FULFILLED", "FULFILLED", "PARTIALLY_FULFILLED")
LINE_KINDS = ("item", "shipping", "fee")
ITEM_TYPES = ("UNRECOGNISED", "PHYSICAL", "DIGITAL", "GIFT_CARD", "SERVICE", "CUSTOM")
PICKUP_METHODS = ("STORE_PICKUP", "PICKUP_POINT")

_ADDRESS = (
    ("first_name", "first name"), ("last_name", "last name"), ("company", "company"), ("phone", "phone"),
    ("country", "ISO 3166-1 alpha-2"), ("subdivision", "ISO 3166-2 where Wix has it"), ("city", "city"),
    ("postal_code", "postal code"), ("street_name", "streetAddress.name"), ("street_number", "streetAddress.number"),
    ("address_line", "addressLine, the whole first line"), ("address_line2", "addressLine2"),
)  # fmt: skip


def _address(prefix: str, who: str) -> tuple[Column, ...]:
    return tuple(Column(f"{prefix}_{name}", "str", f"{who}: {means}") for name, means in _ADDRESS)


ORDERS = Table(
    "staging.orders",
    "one row per batch and Wix order; a malformed order has its id, hash and malformed_* and may lack the rest",
    ("batch_id", "wix_order_id"),
    (
        Column("batch_id", "str", "the batch that landed it", required=True),
        Column("store", "str", "store key of the configuration", required=True),
        Column("wix_order_id", "str", "Wix order GUID; 'malformed-' and a hash where the payload has none", required=True),
        Column("number", "str", "number shown to people; not unique, may be reset"),
        Column("created_at", "datetime64[us, UTC]", "createdDate"),
        Column("updated_at", "datetime64[us, UTC]", "updatedDate"),
        Column("purchased_at", "datetime64[us, UTC]", "purchasedDate, else createdDate"),
        Column("paid_at", "datetime64[us, UTC]", "the last activity ORDER_PAID"),
        Column("status", "str", "order status", allowed=ORDER_STATUS),
        Column("payment_status", "str", "payment status", allowed=PAYMENT_STATUS),
        Column("fulfillment_status", "str", "fulfilment status", allowed=FULFILLMENT_STATUS),
        Column("channel", "str", "channelInfo.type"),
        Column("currency", "str", "ISO 4217"),
        Column("tax_included", "bool", "taxIncludedInPrices"),
        Column("tax_exempt", "bool", "taxInfo.taxExempt"),
        Column("archived", "bool", "archived"),
        Column("imported", "bool", "imported"),
        Column("total_minor", "Int64", "priceSummary.total in minor units of the currency"),
        Column("shipping_minor", "Int64", "priceSummary.shipping, minor units"),
        Column("tax_minor", "Int64", "priceSummary.tax, minor units"),
        Column("discount_minor", "Int64", "priceSummary.discount, minor units"),
        Column("fees_minor", "Int64", "priceSummary.totalAdditionalFees, minor units"),
        Column("paid_minor", "Int64", "balanceSummary.paid, minor units; includes money refunded later"),
        Column("refunded_minor", "Int64", "balanceSummary.refunded, minor units"),
        Column("buyer_email", "str", "buyerInfo.email"),
        Column("buyer_language", "str", "buyerLanguage"),
        Column("buyer_note", "str", "buyerNote"),
        Column("delivery_title", "str", "shippingInfo.title"),
        Column("has_shipping", "bool", "shippingInfo is there"),
        Column("pickup_method", "str", "logistics.pickupDetails.pickupMethod", allowed=PICKUP_METHODS),
        Column("extra_fields", "object", "JSON object: 'custom:<title>' and 'extended:<namespace>.<field>' to text"),
        *_address("bill", "billingInfo"),
        *_address("ship", "shippingDestination, else recipientInfo"),
        Column("payload_hash", "object", "blake2b-16 of the order's raw bytes", required=True),
        Column("chunk_id", "Int64", "core.raw_chunks that holds the raw order"),
        Column("chunk_index", "Int64", "its place in the chunk"),
        Column("malformed_field", "str", "JSON path of the first field that breaks the contract"),
        Column("malformed_seen", "str", "what stood there, without personal data"),
        Column("store_credit_minor", "Int64", "sum of the activities REFUNDED_AS_STORE_CREDIT, minor units; empty where there are none"),
        Column("conversion_currency", "str", "currencyConversionDetails.originalCurrency"),
        Column("conversion_rate", "str", "conversionRate, as Wix writes it: units of currency for one of conversion_currency"),
        Column("cash_rounding_minor", "Int64", "balanceSummary.cashRoundingAdjustment, minor units; may be negative"),
    ),
)

LINES = Table(
    "staging.lines",
    "one row per batch, order and sellable line: items, then shipping (if any), then additional fees",
    ("batch_id", "wix_order_id", "line_no"),
    (
        Column("batch_id", "str", "the batch that landed it", required=True),
        Column("store", "str", "store key", required=True),
        Column("wix_order_id", "str", "Wix order GUID", required=True),
        Column("line_no", "Int64", "from 0, in the order of the payload", required=True),
        Column("kind", "str", "what the line is", required=True, allowed=LINE_KINDS),
        Column("line_id", "str", "Wix line or fee id, unique inside the order only"),
        Column("name", "str", "productName.original, shipping title or fee name"),
        Column("description", "str", "choices such as 'Size: M', joined by '; '"),
        Column("sku", "str", "physicalProperties.sku, as Wix has it"),
        Column("catalog_app_id", "str", "catalogReference.appId"),
        Column("catalog_item_id", "str", "catalogReference.catalogItemId"),
        Column("variant_id", "str", "catalogReference.options.variantId"),
        Column("item_type", "str", "itemType.preset, CUSTOM for a free text", allowed=ITEM_TYPES),
        Column("shippable", "bool", "physicalProperties.shippable"),
        Column("quantity", "Int64", "units; 1 for shipping and fees"),
        Column("unit_weight_g", "Float64", "grams of one unit; empty where Wix has none"),
        Column("net_minor", "Int64", "line total without tax after all discounts, minor units"),
        Column("gross_minor", "Int64", "line total with tax after all discounts, minor units"),
        Column("tax_minor", "Int64", "tax of the line, minor units"),
        Column("tax_rate_ppm", "Int64", "tax rate in millionths: 210000 is 21 %; empty where Wix gives none"),
        Column("jurisdictions", "Int64", "entries in the line's tax breakdown"),
        Column("fee_code", "str", "additionalFees[].code; of a tip the id of the tip"),
    ),
)

# What comes out of an order's payload, in writing order; landing itself knows the rest.
ORDER_FIELDS = tuple(name for name in ORDERS.names if name not in ("batch_id", "store", "chunk_id", "chunk_index"))
LINE_FIELDS = tuple(name for name in LINES.names if name not in ("batch_id", "store"))

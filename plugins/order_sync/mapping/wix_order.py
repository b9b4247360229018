"""One Wix order, as Wix sent it, into typed rows of staging.orders and staging.lines. Source: Wix contract, sections 2.3 to 2.10.

An order is malformed, and only that order, where one of these is missing or of another form: ``id`` (1 to 100 characters), ``number``,
``createdDate``, ``updatedDate`` (RFC 3339 with zone), ``status``, ``paymentStatus``, ``fulfillmentStatus``, ``currency`` (three capitals),
``taxIncludedInPrices``, ``priceSummary.total``, at least one of ``lineItems``, and of each line ``id``, ``productName.original``,
``quantity`` (1 to 100,000) and totals (see wix_lines). Any other field that the flow reads may be absent or null; where it is there
it must have the type of the contract. Amounts are plain decimals, not finer than the currency's minor unit. Fields that the flow does not
read are not looked at. Unknown values of statuses and other enumerations are not malformed: the status table decides on them.

Text that PostgreSQL cannot hold (NUL, half of a surrogate pair, broken UTF-8) comes with U+FFFD in its place; the stored payload keeps it.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from order_sync.contracts.staging import ORDER_FIELDS
from order_sync.mapping.wix_breach import Breach, breach_of
from order_sync.mapping.wix_lines import frame, lines, minor, signed_minor
from order_sync.mapping.wix_money import minor_digits, minor_units
from order_sync.mapping.wix_order_shape import Address, Balance, Contact, CurrencyConversion, Instant, Order, Party

_decode = msgspec.json.Decoder(Order).decode
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_NOBODY, _NOWHERE, _NOTHING, _UNKNOWN = Contact(), Address(), Party(), Balance()
_LARGEST_CREDIT = 10**15  # minor units: sums of a thousand activities stay within 64 bits
_UNCONVERTED = CurrencyConversion()
_FIRST_YEAR, _LAST_YEAR = 1970, 2999  # outside it a date is a slip, and pandas and PostgreSQL disagree on its form


class OrderRows(NamedTuple):
    """One order as rows.

    ``order`` follows contracts.staging.ORDER_FIELDS and each of ``lines`` LINE_FIELDS; a malformed order has no lines.
    """

    wix_order_id: str
    updated_at: datetime | None
    malformed: bool
    order: tuple
    lines: list[tuple]


def rows(raw: bytes, digest: bytes) -> OrderRows:
    """Rows of one order; ``raw`` are its bytes as Wix sent them, ``digest`` their hash. Never raises for what stands in them."""
    try:
        return _rows(_decode(legible(raw) if b"\\u0000" in raw else raw), digest)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        if isinstance(error, (msgspec.ValidationError, Breach)):
            return _malformed(raw, digest, error)
    try:
        return _rows(_decode(legible(raw)), digest)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        return _malformed(raw, digest, error)


def key_of(order_id: Any, digest: bytes) -> str:
    """The order's id, or 'malformed-' and the hash where it has none that could be a key."""
    return order_id if isinstance(order_id, str) and 1 <= len(order_id) <= 100 else f"malformed-{digest.hex()}"


def _rows(order: Order, digest: bytes) -> OrderRows:
    digits = minor_digits(order.currency)
    summary, balance = order.price_summary, order.balance_summary or _UNKNOWN
    conversion = order.currency_conversion_details or _UNCONVERTED
    for name, instant in (
        ("createdDate", order.created_date),
        ("updatedDate", order.updated_date),
        ("purchasedDate", order.purchased_date),
    ):
        if instant is not None and not _FIRST_YEAR <= instant.year <= _LAST_YEAR:
            raise Breach(name)
    row = (
        order.id, order.number, order.created_date, order.updated_date, order.purchased_date or order.created_date, _paid_at(order),
        order.status, order.payment_status, order.fulfillment_status,
        (order.channel_info.type or None) if order.channel_info else None,
        order.currency, order.tax_included_in_prices,
        bool(order.tax_info and order.tax_info.tax_exempt), bool(order.archived), bool(order.imported),
        minor(summary.total, digits, "priceSummary.total"),
        minor(summary.shipping, digits, "priceSummary.shipping"),
        minor(summary.tax, digits, "priceSummary.tax"),
        minor(summary.discount, digits, "priceSummary.discount"),
        minor(summary.total_additional_fees, digits, "priceSummary.totalAdditionalFees"),
        minor(balance.paid, digits, "balanceSummary.paid"),
        minor(balance.refunded, digits, "balanceSummary.refunded"),
        (order.buyer_info.email or None) if order.buyer_info else None,
        order.buyer_language or None, order.buyer_note or None,
        *_delivery(order),
        _extra_fields(order),
        *_party(order.billing_info or _NOTHING, _NOTHING),
        *_destination(order),
        digest, None, None, _store_credit(order, digits),
        conversion.original_currency or None, conversion.conversion_rate or None,
        signed_minor(balance.cash_rounding_adjustment, digits, "balanceSummary.cashRoundingAdjustment"),
    )  # fmt: skip
    return OrderRows(order.id, order.updated_date, False, row, lines(order, frame(order, digits)))


def _paid_at(order: Order) -> datetime | None:
    """When the order was last said to be paid, as its history has it."""
    told = [_instant(activity.created_date) for activity in order.activities or () if activity.activity_type == "ORDER_PAID"]
    return max((instant for instant in told if instant), default=None)


def _store_credit(order: Order, digits: int) -> int | None:
    """What the history says was given as store credit, None where it says nothing; an amount that cannot be read counts as 0."""
    given = [
        activity.refunded_as_store_credit for activity in order.activities or () if activity.activity_type == "REFUNDED_AS_STORE_CREDIT"
    ]
    return sum(_readable(each, digits) for each in given) if given else None


def _readable(content: Any, digits: int) -> int:
    amount = content.get("amount") if isinstance(content, dict) else None
    try:
        return min(minor_units(amount["amount"], digits), _LARGEST_CREDIT) if isinstance(amount, dict) else 0
    except (KeyError, TypeError, ValueError, AttributeError):
        return 0


def _delivery(order: Order) -> tuple[str | None, bool, str | None]:
    """(title, whether anything is delivered, pickup method)."""
    info = order.shipping_info
    if info is None:
        return None, False, None
    pickup = info.logistics.pickup_details if info.logistics else None
    return info.title or None, True, (pickup.pickup_method or None) if pickup else None


def _destination(order: Order) -> tuple:
    """Delivery address and contact, each else the recipient's; of a pickup the recipient's, for the destination may be the shop."""
    logistics = order.shipping_info.logistics if order.shipping_info else None
    destination = logistics.shipping_destination if logistics and not logistics.pickup_details else None
    return _party(destination or _NOTHING, order.recipient_info or _NOTHING)


def _party(party: Party, fallback: Party) -> tuple:
    address = party.address or fallback.address or _NOWHERE
    contact = party.contact_details or fallback.contact_details or _NOBODY
    street = address.street_address
    return (
        contact.first_name or None, contact.last_name or None, contact.company or None, contact.phone or None,
        address.country or None, address.subdivision or None, address.city or None, address.postal_code or None,
        (street.name or None) if street else None, (street.number or None) if street else None,
        address.address_line or None, address.address_line2 or None,
    )  # fmt: skip


def _extra_fields(order: Order) -> dict[str, str]:
    """Checkout fields as text; where a title occurs twice the first filled one wins, and what is no scalar is left out."""
    fields: dict[str, str] = {}
    for custom in order.custom_fields or ():
        if custom.title and (text := _scalar(custom.value)):
            fields.setdefault(f"custom:{custom.title}", text)
    extended = order.extended_fields.namespaces if order.extended_fields else None
    for namespace, values in (extended or {}).items():
        for name, value in values.items() if isinstance(values, dict) else ():
            if text := _scalar(value):
                fields[f"extended:{namespace}.{name}"] = text
    return fields


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value) if isinstance(value, (bool, int, float)) else ""


def _malformed(raw: bytes, digest: bytes, error: Exception) -> OrderRows:
    try:
        payload = json.loads(legible(raw))
    except (ValueError, RecursionError):
        payload = None
    known = payload if isinstance(payload, dict) else {}
    key, updated_at = key_of(known.get("id"), digest), _instant(known.get("updatedDate"))
    number = known.get("number")
    field, seen = breach_of(error, payload)
    readable = {
        "wix_order_id": key,
        "number": number if isinstance(number, str) and 1 <= len(number) <= 100 else None,
        "created_at": _instant(known.get("createdDate")),
        "updated_at": updated_at,
        "extra_fields": {},
        "payload_hash": digest,
        "malformed_field": field,
        "malformed_seen": seen,
    }
    return OrderRows(key, updated_at, True, tuple(readable.get(name) for name in ORDER_FIELDS), [])


def _instant(value: Any) -> datetime | None:
    try:
        instant = msgspec.convert(value, Instant)
    except msgspec.ValidationError:
        return None
    return instant if _FIRST_YEAR <= instant.year <= _LAST_YEAR else None


def legible(raw: bytes) -> bytes:
    """The same JSON with U+FFFD in place of what PostgreSQL cannot hold."""
    text = json.dumps(json.loads(raw.decode("utf-8", "replace")), ensure_ascii=False)
    return _NUL.sub("\\1\ufffd", _HALF_PAIR.sub("\ufffd", text)).encode()

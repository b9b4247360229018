"""What stays of an order once its personal data is forgotten: amounts, ids, tax rates, dates, lines. Allow-lists: a field not named here goes.

An order keeps its place in its packed chunk, so what stays of it can still be read and decided about; nothing is published from it.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

import msgspec

Json = dict[str, Any]
_ALL = "all"  # the field and what is below it: money, rates, counts; no text of a person
_MONEY = dict.fromkeys(("price", "totalPriceBeforeTax", "totalPriceAfterTax", "discount", "taxInfo", "taxDetails"), _ALL)
_FEE = _MONEY | dict.fromkeys(("id", "code", "name", "priceBeforeTax", "priceAfterTax"), _ALL)
_LINE = _MONEY | {
    **dict.fromkeys(("id", "quantity", "totalDiscount", "lineItemPrice", "itemType", "paymentOption"), _ALL),
    "productName": {"original": _ALL},
    "catalogReference": {"appId": _ALL, "catalogItemId": _ALL, "options": {"variantId": _ALL}},
    "physicalProperties": {"sku": _ALL, "weight": _ALL, "shippable": _ALL},
}
_PLACE = {"address": {"country": _ALL, "subdivision": _ALL}}
_ORDER = {
    **dict.fromkeys((
        "id", "number", "createdDate", "updatedDate", "purchasedDate", "status", "paymentStatus", "fulfillmentStatus", "archived", "imported",
        "currency", "taxIncludedInPrices", "weightUnit", "priceSummary", "balanceSummary", "currencyConversionDetails", "taxInfo",
    ), _ALL),
    "channelInfo": {"type": _ALL},
    "lineItems": _LINE,
    "additionalFees": _FEE,
    "appliedDiscounts": {},
    "shippingInfo": {
        "title": _ALL, "cost": _MONEY,
        "logistics": {"pickupDetails": {"pickupMethod": _ALL}, "shippingDestination": _PLACE},
    },
    "billingInfo": _PLACE,
    "recipientInfo": _PLACE,
    "activities": {"activityType": _ALL, "createdDate": _ALL, "refundedAsStoreCredit": {"amount": _ALL}},
}  # fmt: skip
_ITEM = dict.fromkeys(("type", "name", "product_id", "sku", "units", "price", "taxes", "account", "discount", "weight", "amount"), _ALL)
_CUSTOMS_ITEM = dict.fromkeys(("amount", "weight", "item_value", "country", "classification", "description"), _ALL)
_DOCUMENT = {
    **dict.fromkeys((
        "date", "due_date", "currency", "currency_change", "tags", "language", "number_line_id", "design_id", "warehouse_id",
        "sales_channel_id", "payment_method_id", "treasury_id", "amount", "asked", "why", "then", "act", "only", "lines", "stage_id",
        "shipping_status", "target", "kind",
    ), _ALL),
    "items": _ITEM,
}  # fmt: skip
_SHIPMENT = {
    **dict.fromkeys((
        "reference_identifier", "carrier", "physical_properties", "general_settings", "job", "parent", "mail", "collo",
    ), _ALL),
    "options": dict.fromkeys((
        "package_type", "delivery_type", "delivery_date", "signature", "only_recipient", "return", "insurance", "large_format",
        "age_check", "cooled_delivery", "hide_sender", "priority_delivery", "receipt_code", "collect", "saturday_delivery", "tracked",
    ), _ALL),
    "customs_declaration": {"contents": _ALL, "weight": _ALL, "items": _CUSTOMS_ITEM},
}  # fmt: skip
_FULFILMENT = {"lineItems": {"id": _ALL, "quantity": _ALL}, "trackingInfo": {"trackingNumber": _ALL, "shippingProvider": _ALL}}
_BASIS = {
    **dict.fromkeys((
        "kind", "country", "digits", "rule", "policy", "language", "total_minor", "correction_minor", "convert_to", "corrects", "pieces",
        "rule_line", "refund", "refund_id", "net_minor", "tax_minor", "gross_minor", "currency", "part", "cost",
    ), _ALL),
    "lines": {**dict.fromkeys((
        "line_id", "id", "quantity", "kind", "name", "units", "gross_minor", "net_minor", "tax_minor", "rate_ppm", "tax_keys", "tax_parts",
        "treatment", "of", "of_units", "of_rate", "at", "source", "price", "correction_minor",
    ), _ALL), "item": _ITEM},
    "head": dict.fromkeys((
        "warehouse_id", "sales_channel_id", "design_id", "payment_method_id", "currency_change", "language",
    ), _ALL),
}  # fmt: skip


def payload(raw: bytes, key: str = "") -> bytes:
    """What stays of one order as Wix sent it; ``key``: its id, for one that cannot be read. Repeated, it changes nothing."""
    try:
        order = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        order = None
    if not isinstance(order, dict):
        return msgspec.json.encode({"id": key})
    return msgspec.json.encode(_kept(order, _ORDER))


def request(destination: str, body: Json | None, number: str | None) -> Json | None:
    """What stays of a request that was sent; a document's description becomes the order's number."""
    if not body:
        return body
    if destination == "wix":
        return _kept(body, _FULFILMENT)
    if destination == "myparcel":
        return _shipment(body)
    kept = _kept(body, _DOCUMENT)
    if isinstance(body.get("convert"), dict):
        kept["convert"] = _kept(body["convert"], _DOCUMENT) | _told(body["convert"], number)
    return kept | _told(body, number)


def basis(made_from: Json | None) -> Json | None:
    """What stays of what a document or shipment was made from: enough to correct it, nothing about the buyer."""
    return _kept(made_from, _BASIS) if made_from else made_from


def contact(buyer: Json | None, contact_id: str | None) -> Json | None:
    """What stays of the buyer as a contact: its id at the remote, by which a later note finds it."""
    found = (buyer or {}).get("contact_id") or contact_id
    return {"contact_id": found} if found else None


def email_digest(address: str) -> str:
    """The hash under which an erased e-mail is remembered."""
    return hashlib.sha256(f"email:{address.strip().casefold()}".encode()).hexdigest()


def _shipment(body: Json) -> Json:
    kept = _kept(body, _SHIPMENT)
    country = (body.get("recipient") or {}).get("cc")
    for name in ("secondary_shipments", "further"):
        if isinstance(body.get(name), list):
            kept[name] = [_shipment(inner) for inner in body[name] if isinstance(inner, dict)]
    return kept | ({"recipient": {"cc": country}} if country else {})


def _told(body: Json, number: str | None) -> Json:
    return {"description": f"Wix {number or ''}".strip()} if "description" in body else {}


def _kept(value: Any, allowed: Any) -> Any:
    """The part of a value that an allow-list lets through; a list keeps its length, each element by the same list."""
    if allowed == _ALL:
        return value
    if isinstance(value, list):
        return [_kept(inner, allowed) for inner in value]
    if isinstance(value, dict):
        return {name: _kept(inner, allowed[name]) for name, inner in value.items() if name in allowed}
    return None


_ADDRESS = re.compile(rb'"email"\s*:\s*"((?:[^"\\]|\\.)*)"')


def email_of(raw: bytes) -> str:
    """The buyer's e-mail in one order as Wix sent it, lower case; empty where there is none."""
    try:
        found = msgspec.json.decode(raw, type=_Buyer)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        hit = _ADDRESS.search(raw)  # an order that breaks the contract is somebody's all the same
        return hit.group(1).decode("utf-8", "replace").strip().casefold() if hit else ""
    info = found.buyerInfo
    return (info.email or "").strip().casefold() if info else ""


class _Info(msgspec.Struct, gc=False):
    email: str | None = None


class _Buyer(msgspec.Struct, gc=False):
    buyerInfo: _Info | None = None

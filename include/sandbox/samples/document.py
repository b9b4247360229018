"""Writes a sale as the order JSON that Wix sends (Wix contract, sections 2.3 to 2.10)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sandbox.samples.document_parts import fee, fraction, line, line_id, money, shipping_info, tax_name
from sandbox.samples.goods import guid
from sandbox.samples.sale import Sale


def stamp(moment: datetime) -> str:
    """A date as Wix writes it: UTC, milliseconds."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"


def order(sale: Sale) -> dict[str, Any]:
    """The whole order."""
    buyer, order_id = sale.buyer, order_id_of(sale)
    visitor = guid(sale.shop, "visitor", buyer.mail or order_id)
    written = {
        "id": order_id, "number": str(sale.number), "createdDate": stamp(sale.placed), "updatedDate": stamp(sale.updated),
        "purchasedDate": stamp(sale.placed - timedelta(days=30) if sale.imported else sale.placed),
        "lineItems": [line(sale, place, item) for place, item in enumerate(sale.items, start=1)],
        "buyerInfo": {"visitorId": visitor, "contactId": guid(sale.shop, "contact", buyer.mail or order_id)}
        | ({"email": buyer.mail} if buyer.mail else {}),
        "status": sale.status, "paymentStatus": sale.payment_status, "fulfillmentStatus": sale.fulfillment_status,
        "buyerLanguage": _language(sale), "siteLanguage": sale.shop, "weightUnit": "KG", "currency": sale.currency,
        "taxIncludedInPrices": sale.tax_included, "priceSummary": _summary(sale),
        "billingInfo": {"address": buyer.address(), "contactDetails": buyer.contact()},
        "recipientInfo": {"address": buyer.address(), "contactDetails": buyer.contact()},
        "archived": sale.archived, "imported": sale.imported, "seenByAHuman": sale.archived,
        "taxInfo": _taxes(sale),
        "appliedDiscounts": _discounts(sale), "activities": _activities(sale, order_id), "attributionSource": "UNSPECIFIED",
        "createdBy": {"visitorId": visitor}, "channelInfo": {"type": sale.channel}, "checkoutId": guid(sale.shop, sale.number, "checkout"),
        "purchaseFlowId": guid(sale.shop, sale.number, "flow"), "customFields": [], "balanceSummary": _balance(sale),
        "additionalFees": [fee(sale, place, charge) for place, charge in enumerate(sale.fees)],
    }  # fmt: skip
    if sale.shipping:
        written["shippingInfo"] = shipping_info(sale, sale.shipping)
    if sale.conversion:
        written["currencyConversionDetails"] = {"originalCurrency": "EUR", "conversionRate": sale.conversion}
    if sale.note:
        written["buyerNote"] = sale.note
    if buyer.vat_number and sale.vat_in_custom_fields:
        written["customFields"] = [{"title": "VAT number", "translatedTitle": "VAT number", "value": buyer.vat_number}]
    elif buyer.vat_number:
        written["extendedFields"] = {"namespaces": {"_user_fields": {"vat_number": buyer.vat_number}}}
    written["customFields"] += [{"title": title, "translatedTitle": title, "value": value} for title, value in sale.custom_fields.items()]
    return _spoiled(written, sale.spoil)


def order_id_of(sale: Sale) -> str:
    """The order's GUID."""
    return sale.id or guid(sale.shop, "order", sale.number)


def _language(sale: Sale) -> str:
    return {"ES": "es", "NL": "nl", "BE": "nl", "FR": "fr", "DE": "de", "PT": "pt", "IT": "it"}.get(sale.buyer.country, "en")


def _summary(sale: Sale) -> dict[str, Any]:
    return {
        "subtotal": money(sale, sum(item.good.price * item.quantity for item in sale.items)),
        "shipping": money(sale, sale.shipping.price if sale.shipping else 0),
        "tax": money(sale, sum(tax for _, tax, _ in sale.parts())),
        "discount": money(sale, sum(item.discount + item.coupon for item in sale.items)),
        "total": money(sale, sale.total),
        "totalAdditionalFees": money(sale, sum(charge.price for charge in sale.fees)),
    }


def _taxes(sale: Sale) -> dict[str, Any]:
    country = sale.buyer.address()["countryFullname"]
    charges = [*([sale.shipping] if sale.shipping else []), *sale.fees]
    rated = [(sale.rate_of(item.good.rate), sale.item_amounts(item)) for item in sale.items]
    rated += [(sale.rate_of(charge.rate), sale.charge_amounts(charge)) for charge in charges]
    rates = [
        {
            "taxName": tax_name(rate, sale), "taxType": "VAT", "jurisdiction": country, "jurisdictionType": "COUNTRY",
            "rate": fraction(rate), "aggregatedTaxAmount": money(sale, sum(tax for other, (_, tax, _) in rated if other == rate)),
        }
        for rate in sorted({rate for rate, _ in rated}, reverse=True)
    ]  # fmt: skip
    return {"totalTax": money(sale, sum(tax for _, (_, tax, _) in rated)), "taxBreakdown": rates, "taxExempt": sale.tax_exempt}


def _discounts(sale: Sale) -> list[dict[str, Any]]:
    found = []
    for kind, name in (("SPECIFIC_ITEMS", "discount"), ("GLOBAL", "coupon")):
        shares = [(line_id(place), getattr(item, name)) for place, item in enumerate(sale.items, start=1) if getattr(item, name)]
        if not shares:
            continue
        amount = money(sale, sum(share for _, share in shares))
        rule = {"id": guid(sale.shop, kind), "name": {"original": "Summer sale", "translated": "Summer sale"}, "amount": amount}
        what = {"coupon": {**rule, "name": sale.coupon, "code": sale.coupon}} if kind == "GLOBAL" else {"discountRule": rule}
        parts = [{"id": key, "totalDiscount": money(sale, share)} for key, share in shares]
        found.append({**what, "discountType": kind, "id": guid(sale.shop, sale.number, kind), "lineItemDiscounts": parts})
    return found


def _balance(sale: Sale) -> dict[str, Any]:
    held = sum(payment.amount for payment in sale.all_payments() if payment.status == "AUTHORIZED")
    owed = {"balance": sale.total + sale.cash_rounding - sale.paid, "paid": sale.paid, "refunded": sale.refund, "authorized": held}
    owed |= dict.fromkeys(("pendingRefund", "pending", "chargeback", "chargebackReversal"), 0)
    if sale.cash_rounding:
        owed["cashRoundingAdjustment"] = sale.cash_rounding
    return {name: money(sale, cents) for name, cents in owed.items()}


def _activities(sale: Sale, order_id: str) -> list[dict[str, Any]]:
    kinds = ["ORDER_PLACED"]
    kinds += ["AUTHORIZED_PAYMENT_CREATED"] if any(payment.status == "AUTHORIZED" for payment in sale.all_payments()) else []
    kinds += ["ORDER_PAID"] if sale.paid and sale.paid >= sale.total + sale.cash_rounding else ["ORDER_PARTIALLY_PAID"] if sale.paid else []
    kinds += ["ORDER_FULFILLED"] if sale.fulfillment_status == "FULFILLED" else []
    kinds += ["ORDER_CANCELED"] if sale.status == "CANCELED" else []
    kinds += ["ORDER_REFUNDED"] if sale.refund else []
    step = (sale.updated - sale.placed) / len(kinds)
    rows: list[dict[str, Any]] = [
        {"id": guid(order_id, kind), "createdDate": stamp(sale.placed + step * place), "activityType": kind}
        for place, kind in enumerate(kinds)
    ]
    for row in rows:
        if row["activityType"] == "AUTHORIZED_PAYMENT_CREATED":
            row["authorizedPaymentCreated"] = {"paymentId": guid(order_id, "payment", 0)}
    if sale.refund:
        rows[-1]["orderRefunded"] = {"manual": False, "amount": money(sale, sale.refund), "reason": "Returned"}
    return rows


def _spoiled(written: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    for path, value in changes.items():
        *way, last = path.split(".")
        place: Any = written
        for part in way:
            place = place[int(part)] if part.isdigit() else place[part]
        if value is None:
            del place[last]
        else:
            place[last] = value
    return written

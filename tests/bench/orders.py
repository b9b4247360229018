"""Generated Wix orders of about 9 KB: three items, shipping, a discount, activities. All values invented."""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

CENT = Decimal("0.01")
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
STORES_APP = "215238eb-22a5-4c36-9e7b-e7c08025e04e"
PRODUCTS = ("Beeswax candle", "Wool blanket", "Linen tablecloth", "Glass vase", "Garden basket", "Green tea 100 g", "Honey 250 g")


def pages(count: int, *, size: int = 100, start: int = 0, edition: int = 0) -> Iterator[bytes]:
    """Answers of the order search, ``size`` orders each; another ``edition`` is a later version of the same orders."""
    for first in range(start, start + count, size):
        last = min(first + size, start + count)
        orders = [order(number, edition) for number in range(first, last)]
        more = last < start + count
        answer = {
            "orders": orders,
            "metadata": {"count": len(orders), "cursors": {"next": f"cursor-{last}"} if more else {}, "hasNext": more},
        }
        yield json.dumps(answer, separators=(",", ":"), ensure_ascii=False).encode()


def order_id(number: int) -> str:
    """The same GUID for the same number, on every machine."""
    return str(uuid.UUID(int=0x5EED_0000_0000_4000_8000_0000_0000_0000 + number))


def order(number: int, edition: int = 0) -> dict[str, Any]:
    """One paid, tax-inclusive order in euro whose parts add up to its total."""
    dice = random.Random(number)
    created = FIRST + timedelta(seconds=37 * number)
    lines = [_line(place, dice) for place in range(1, 4)]
    shipping = _priced(Decimal("4.95"), Decimal("0.21"))
    total = sum((line["_gross"] for line in lines), Decimal("4.95"))
    tax = sum((line["_tax"] for line in lines), shipping["_tax"])
    party = _party(dice)
    body = {
        "id": order_id(number), "number": str(10_000 + number), "createdDate": _date(created),
        "updatedDate": _date(created + timedelta(minutes=5 + edition)),
        "lineItems": [_public(line) for line in lines],
        "buyerInfo": {"visitorId": _guid(dice), "contactId": _guid(dice), "email": f"buyer{number}@example.com"},
        "paymentStatus": "PAID", "fulfillmentStatus": "NOT_FULFILLED", "buyerLanguage": "nl", "weightUnit": "KG", "currency": "EUR",
        "taxIncludedInPrices": True, "siteLanguage": "nl",
        "priceSummary": {
            "subtotal": _money(total - Decimal("4.95")), "shipping": _money(Decimal("4.95")), "tax": _money(tax),
            "discount": _money(Decimal("0.00")), "total": _money(total), "totalAdditionalFees": _money(Decimal("0.00")),
        },
        "billingInfo": party, "recipientInfo": party, "status": "APPROVED", "archived": False,
        "taxInfo": {"totalTax": _money(tax), "taxBreakdown": [
            {"taxName": "BTW 21%", "taxType": "VAT", "jurisdiction": "Netherlands", "jurisdictionType": "COUNTRY", "rate": "0.21",
             "aggregatedTaxAmount": _money(tax)}
        ], "taxExempt": False},
        "appliedDiscounts": [], "additionalFees": [], "customFields": [], "attributionSource": "UNSPECIFIED",
        "activities": [
            {"id": _guid(dice), "createdDate": _date(created), "activityType": kind, "authorEmail": "shop@example.com"}
            for kind in ("ORDER_PLACED", "ORDER_PAID", "INVOICE_ADDED", "SHIPPING_CONFIRMATION_EMAIL_SENT")[: 3 + edition]
        ],
        "createdBy": {"visitorId": _guid(dice)}, "channelInfo": {"type": "WEB"}, "seenByAHuman": bool(edition),
        "checkoutId": _guid(dice), "purchaseFlowId": _guid(dice), "purchasedDate": _date(created), "imported": False,
        "balanceSummary": {name: _money(total if name == "paid" else Decimal("0.00")) for name in (
            "balance", "paid", "refunded", "authorized", "pendingRefund", "pending", "chargeback", "chargebackReversal")},
        "shippingInfo": {
            "carrierId": _guid(dice), "code": "nl", "title": "Parcel", "region": {"name": "Domestic"},
            "logistics": {"shippingDestination": party, "deliveryTime": "1-2 days"},
            "cost": {**_public(shipping), "price": _money(Decimal("4.95")), "discount": _money(Decimal("0.00"))},
        },
    }  # fmt: skip
    return body


def _line(place: int, dice: random.Random) -> dict[str, Any]:
    quantity, unit = dice.randint(1, 4), Decimal(dice.randint(199, 9_999)) / 100
    gross = unit * quantity
    name, sku = dice.choice(PRODUCTS), f"SKU-{dice.randint(1, 400):04}"
    image = f"{dice.getrandbits(64):016x}~mv2.jpg"
    return {
        "id": f"00000000-0000-0000-0000-{place:012}", "productName": {"original": name, "translated": name},
        "catalogReference": {"catalogItemId": _guid(dice), "appId": STORES_APP, "options": {"variantId": _guid(dice)}},
        "quantity": quantity, "totalDiscount": _money(Decimal("0.00")),
        "descriptionLines": [{"name": {"original": title, "translated": title}, "plainText": {"original": text, "translated": text}}
                             for title, text in (("Size", dice.choice("SML")), ("Colour", dice.choice(("green", "natural"))))],
        "image": {"id": image, "url": f"https://static.example.com/media/{image}/v1/fit/w_1000,h_1000,q_90/file.jpg",
                  "height": 1000, "width": 1000},
        "physicalProperties": {"shippable": True, "sku": sku, "weight": dice.randint(5, 200) / 100},
        "itemType": {"preset": "PHYSICAL"}, "refundQuantity": 0, "restockQuantity": 0, "price": _money(unit),
        "priceBeforeDiscounts": _money(unit), "paymentOption": "FULL_PAYMENT_ONLINE", "lineItemPrice": _money(gross),
        "priceUndetermined": False, "fixedQuantity": False, "modifierGroups": [], **_priced(gross, Decimal("0.21")),
    }  # fmt: skip


def _priced(gross: Decimal, rate: Decimal) -> dict[str, Any]:
    net = (gross / (1 + rate)).quantize(CENT, ROUND_HALF_UP)
    tax = gross - net
    entry = {
        "jurisdiction": "Netherlands", "rate": str(rate), "taxAmount": _money(tax), "taxType": "VAT", "taxName": "BTW 21%",
        "jurisdictionType": "COUNTRY", "nonTaxableAmount": _money(Decimal("0.00")), "taxableAmount": _money(net),
    }  # fmt: skip
    return {
        "totalPriceBeforeTax": _money(net), "totalPriceAfterTax": _money(gross), "_gross": gross, "_tax": tax,
        "taxInfo": {"taxAmount": _money(tax), "taxableAmount": _money(net), "taxRate": str(rate), "taxIncludedInPrice": True,
                    "taxBreakdown": [entry]},
    }  # fmt: skip


def _party(dice: random.Random) -> dict[str, Any]:
    number = str(dice.randint(1, 200))
    return {
        "address": {"country": "NL", "subdivision": "NL-GE", "city": "Arnhem", "postalCode": "6811AA", "countryFullname": "Netherlands",
                    "streetAddress": {"number": number, "name": "Voorbeeldstraat"}, "addressLine": f"Voorbeeldstraat {number}",
                    "subdivisionFullname": "Gelderland"},
        "contactDetails": {"firstName": "Noor", "lastName": "Voorbeeld", "phone": "+31201234567"},
    }  # fmt: skip


def _public(part: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in part.items() if not name.startswith("_")}


def _money(amount: Decimal) -> dict[str, str]:
    return {"amount": f"{amount:.2f}", "formattedAmount": f"€{amount:.2f}"}


def _date(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"


def _guid(dice: random.Random) -> str:
    return str(uuid.UUID(int=dice.getrandbits(128), version=4))

"""Payments and refunds as Wix lists them, for tests: each with every field that could hold something personal."""

from __future__ import annotations

from typing import Any

PAYMENT, REFUND = "pay-1", "refund-1"
LINE = "00000000-0000-0000-0000-000000000001"


def amount(text: str) -> dict[str, str]:
    """An amount as Wix writes it."""
    return {"amount": text, "formattedAmount": f"€{text}"}


def payment(total: str = "54.85", key: str = PAYMENT, **changes: Any) -> dict[str, Any]:
    """A card payment."""
    return {
        "id": key, "createdDate": "2026-11-16T09:05:00.500Z", "updatedDate": "2026-11-16T09:05:00.500Z", "amount": amount(total),
        "refundDisabled": False, "status": "APPROVED",
        "regularPaymentDetails": {
            "offlinePayment": False, "paymentMethod": "CreditCard", "providerTransactionId": "tr_1",
            "creditCardDetails": {"lastFourDigits": "4242", "brand": "Visa"}, "chargebacks": [],
            "paymentMethodName": {"buyerLanguageName": "Tarjeta", "siteLanguageName": "Card"},
        },
    } | changes  # fmt: skip


def by_gift_card(total: str, key: str = "pay-2", **changes: Any) -> dict[str, Any]:
    """A payment by gift card."""
    details = {"giftCardPaymentId": "card-1", "appId": "app", "obfuscatedCode": "****-****-7Q2F"}
    row = payment(total, key, giftcardPaymentDetails=details, **changes)
    del row["regularPaymentDetails"]
    return row


def moved(total: str = "24.95", status: str = "SUCCEEDED", key: str = PAYMENT, **changes: Any) -> dict[str, Any]:
    """One transaction of a refund."""
    return {"paymentId": key, "amount": amount(total), "refundStatus": status, "externalRefund": False} | changes


def refund(*transactions: dict[str, Any], key: str = REFUND, **changes: Any) -> dict[str, Any]:
    """A refund of one unit of the first line, with a reason that names a person."""
    details = {"items": [], "shippingIncluded": False, "lineItems": [{"lineItemId": LINE, "quantity": 1}], "additionalFees": [],
               "reason": "Lucía Ejemplo sent it back"}  # fmt: skip
    return {"id": key, "createdDate": "2026-11-17T10:00:00.000Z", "transactions": list(transactions), "details": details} | changes


def listed(order_id: str, payments: list[Any], refunds: list[Any] | None = None) -> dict[str, Any]:
    """An entry of ``orderTransactions``."""
    return {"orderId": order_id, "payments": payments, "refunds": refunds or []}

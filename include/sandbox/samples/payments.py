"""Transactions and fulfillments of a sale, as Wix lists them beside the order (Wix contract, sections 3 and 4)."""

from __future__ import annotations

from typing import Any

from sandbox.samples.document import order_id_of, stamp
from sandbox.samples.document_parts import line_id, money
from sandbox.samples.goods import GIFT_CARD_APP, guid
from sandbox.samples.sale import Payment, Sale

_OFFLINE = ("Offline", "Cash")


def transactions(sale: Sale) -> dict[str, Any]:
    """Content of ``orderTransactions``."""
    rows = [_payment(sale, place, payment) for place, payment in enumerate(sale.all_payments())]
    return {"orderId": order_id_of(sale), "payments": rows, "refunds": [_refund(sale, rows)] if sale.refund else []}


def fulfillments(sale: Sale) -> list[dict[str, Any]]:
    """The fulfilments that the shop already made by hand, with tracking of its own; none for goods handed over or downloaded."""
    lines = [{"id": line_id(place), "quantity": item.fulfilled} for place, item in enumerate(sale.items, start=1) if item.fulfilled]
    if not lines:
        return []
    number = f"3SOWN{sale.number:09}"
    tracking = {"trackingNumber": number, "shippingProvider": "PostNL", "trackingLink": f"https://tracking.example.com/{number}"}
    return [
        {"id": guid(order_id_of(sale), "fulfillment"), "createdDate": stamp(sale.updated), "lineItems": lines, "trackingInfo": tracking}
    ]


def _payment(sale: Sale, place: int, payment: Payment) -> dict[str, Any]:
    key = guid(order_id_of(sale), "payment", place)
    status = payment.status
    if sale.refund and status == "APPROVED":
        status = "REFUNDED" if sale.refund >= payment.amount else "PARTIALLY_REFUNDED"
    row = {
        "id": key, "createdDate": stamp(sale.placed), "updatedDate": stamp(sale.updated), "amount": money(sale, payment.amount),
        "refundDisabled": False, "supportReceiptGeneration": True, "status": status,
    }  # fmt: skip
    if sale.cash_rounding:
        row["cashRounding"] = {"roundingAdjustment": money(sale, sale.cash_rounding), "unroundedAmount": money(sale, sale.total)}
    if payment.method == "gift card":
        details = {"giftCardPaymentId": guid(key, "card"), "appId": GIFT_CARD_APP, "obfuscatedCode": "****-****-7Q2F"}
        return row | {"giftcardPaymentDetails": details}
    names = {"buyerLanguageName": payment.method, "siteLanguageName": payment.method}
    held = {"authorizationDetails": {"delayedCapture": True, "authorizedDate": stamp(sale.placed), "captures": []}}
    return row | {
        "regularPaymentDetails": {
            "paymentOrderId": guid(key, "order"), "gatewayTransactionId": guid(key, "gateway"), "paymentMethod": payment.method,
            "providerTransactionId": f"tr_{key[:8]}", "offlinePayment": payment.method in _OFFLINE, "savedPaymentMethod": False,
            "chargebacks": [], "paymentMethodName": names, **(held if status == "AUTHORIZED" else {}),
        }
    }  # fmt: skip


def _refund(sale: Sale, payments: list[dict[str, Any]]) -> dict[str, Any]:
    zero, amount = money(sale, 0), money(sale, sale.refund)
    lines = [{"lineItemId": line_id(place), "quantity": item.refunded} for place, item in enumerate(sale.items, start=1) if item.refunded]
    full = sale.refund == sale.total
    return {
        "id": guid(order_id_of(sale), "refund"), "createdDate": stamp(sale.updated),
        "transactions": [{
            "paymentId": payments[0]["id"], "amount": amount, "refundStatus": "SUCCEEDED",
            "gatewayRefundId": guid(order_id_of(sale), "gateway refund"),
            "externalRefund": False,
        }],
        "details": {"items": [], "shippingIncluded": full, "lineItems": lines, "additionalFees": [], "reason": "Returned"},
        "summary": {"requestedRefund": amount, "pendingRefund": zero, "refunded": amount, "failedRefundAmount": zero, "pending": False},
    }  # fmt: skip

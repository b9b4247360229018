"""One act of a person on one order: the order and its transactions are changed together, balance and payment status follow."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sandbox.wix.site import Site, guid, stamp

Amount = Decimal | str | int
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}
_WHOLE = ("JPY", "KRW", "CLP", "ISK", "VND")  # currencies without a minor unit
RECEIVED = ("APPROVED", "REFUNDED", "PARTIALLY_REFUNDED")
OPEN_REFUND = ("PENDING", "STARTED", "SCHEDULED")


class ActError(ValueError):
    """An act that the shop's back office would not offer."""


def order_of(site: Site, order: str) -> dict[str, Any]:
    """The order with this number or id."""
    found = site.order(order)
    if found is None:
        found = next((row for row in site.state["orders"].values() if row.get("number") == order), None)
    if found is None and (fill := site.fill) and str(order).isdigit():
        found = next((fill.order(n) for n in fill.within({"number": str(order)})), None)
    if found is None:
        raise ActError(f"site {site.key} has no order {order}")
    return found


class Change:
    """Copies of an order and its transactions; ``commit`` writes them back.

    ``at``: when it happens, by default now. ``moves`` False: updatedDate stays, as when Wix reports late.
    """

    def __init__(self, site: Site, order: str, at: datetime | None = None, *, moves: bool = True) -> None:
        self.site, self.moves, self.now = site, moves, stamp(at or site.sandbox.now())
        self.order = copy.deepcopy(order_of(site, order))
        self.id = self.order["id"]
        self.transactions: dict[str, Any] = copy.deepcopy(site.transactions(self.id))
        self._list_known_payment()

    def _list_known_payment(self) -> None:
        """Wix lists the payment of every paid order; an order that came without its transactions gets it here."""
        if self.order.get("paymentStatus") == "PAID" and not self.payments and self.total:
            self.add_payment(self.total, "CreditCard", "APPROVED", at=self.order["createdDate"])

    @property
    def payments(self) -> list[dict[str, Any]]:
        """Payments of the order."""
        return self.transactions["payments"]

    @property
    def refunds(self) -> list[dict[str, Any]]:
        """Refunds of the order."""
        return self.transactions["refunds"]

    @property
    def total(self) -> Decimal:
        """What the buyer owes, cash rounding included."""
        rounding = (self.order.get("balanceSummary") or {}).get("cashRoundingAdjustment")
        return amount_of(self.order["priceSummary"]["total"]) + amount_of(rounding)

    def unit(self) -> Decimal:
        """The currency's smallest amount."""
        return Decimal(1) if self.order["currency"] in _WHOLE else Decimal("0.01")

    def round(self, value: Amount) -> Decimal:
        """A value to the currency's smallest amount, half up."""
        return Decimal(value).quantize(self.unit(), ROUND_HALF_UP)

    def money(self, value: Amount) -> dict[str, str]:
        """An amount as Wix writes it."""
        value = self.round(value)
        sign = "-" if value < 0 else ""
        return {"amount": str(value), "formattedAmount": f"{sign}{_SIGNS.get(self.order['currency'], '')}{abs(value)}"}

    def add_payment(self, amount: Amount, method: str, status: str, *, at: str = "") -> dict[str, Any]:
        """A payment by ``method``; "gift card" is one by gift card."""
        key = guid()
        row = {
            "id": key, "createdDate": at or self.now, "updatedDate": at or self.now, "amount": self.money(amount), "refundDisabled": False,
            "supportReceiptGeneration": True, "status": status,
        }  # fmt: skip
        if method == "gift card":
            details = {"giftCardPaymentId": guid(), "appId": "d80111c5-a0f4-47a8-b63a-65b54d774a27", "obfuscatedCode": "****-****-3K8D"}
            row["giftcardPaymentDetails"] = details
        else:
            names = {"buyerLanguageName": method, "siteLanguageName": method}
            row["regularPaymentDetails"] = {
                "paymentOrderId": guid(), "gatewayTransactionId": guid(), "paymentMethod": method, "providerTransactionId": f"tr_{key[:8]}",
                "offlinePayment": method in ("Offline", "Cash"), "savedPaymentMethod": False, "chargebacks": [], "paymentMethodName": names,
            }  # fmt: skip
        self.payments.append(row)
        return row

    def refunded_of(self, payment: dict[str, Any], states: tuple[str, ...] = ("SUCCEEDED",)) -> Decimal:
        """What was given back of a payment."""
        return sum((amount_of(part["amount"]) for part in self.parts(states) if part["paymentId"] == payment["id"]), Decimal(0))

    def parts(self, states: tuple[str, ...]) -> Iterator[dict[str, Any]]:
        """Transactions of all refunds in these states."""
        return (part for refund in self.refunds for part in refund["transactions"] if part["refundStatus"] in states)

    def activity(self, kind: str, **content: Any) -> str:
        """Add an entry to the order's history; its id."""
        row = {"id": guid(), "createdDate": self.now, "activityType": kind, **content}
        self.order["activities"] = [*(self.order.get("activities") or []), row]
        return row["id"]

    def commit(self) -> None:
        """Balance and payment status from the transactions; then store both."""
        self._balance()
        self.site.state["transactions"][self.id] = self.transactions
        self.site.change(self.id, **(self.order | ({"updatedDate": self.now} if self.moves else {})))

    def _balance(self) -> None:
        sums = dict.fromkeys(("paid", "authorized", "pending", "chargeback", "chargebackReversal"), Decimal(0))
        for row in self.payments:
            amount, given_back = amount_of(row["amount"]), self.refunded_of(row)
            if row["status"] in RECEIVED or given_back:  # a gift card that was given back reads VOIDED and was paid all the same
                sums["paid"] += amount
            sums["authorized"] += amount if row["status"] == "AUTHORIZED" else 0
            sums["pending"] += amount if row["status"] == "PENDING" else 0
            for entry in (row.get("regularPaymentDetails") or {}).get("chargebacks") or []:
                sums["chargeback"] += amount_of(entry["amount"])
                sums["chargebackReversal"] += amount_of(entry.get("reversalAmount"))
        sums["refunded"] = sum((amount_of(part["amount"]) for part in self.parts(("SUCCEEDED",))), Decimal(0))
        sums["pendingRefund"] = sum((amount_of(part["amount"]) for part in self.parts(OPEN_REFUND)), Decimal(0))
        sums["balance"] = self.total - sums["paid"]
        old = self.order.get("balanceSummary") or {}
        self.order["balanceSummary"] = old | {name: self.money(value) for name, value in sums.items()}
        self._status(sums["paid"], sums["refunded"])

    def _status(self, paid: Decimal, refunded: Decimal) -> None:
        if refunded:
            status = "FULLY_REFUNDED" if refunded >= paid else "PARTIALLY_REFUNDED"
        elif paid:
            status = "PAID" if paid >= self.total else "PARTIALLY_PAID"
        elif any(row["status"] == "AUTHORIZED" for row in self.payments):
            status = self.site.setting("authorized_status", "NOT_PAID")  # uncertain: U20
        else:
            status = self.order.get("paymentStatus") if not self.total else "NOT_PAID"
        self.order["paymentStatus"] = status


def amount_of(money: dict[str, str] | None) -> Decimal:
    """The amount of a money object; none is zero."""
    return Decimal((money or {}).get("amount") or 0)

"""Kinds of orders that differ by prices, payments, statuses, or that are broken."""

from __future__ import annotations

from datetime import timedelta

from sandbox.samples.kinds import STANDARD, Kinds, first, good
from sandbox.samples.sale import Charge, Item, Payment, Sale

KINDS = Kinds()
kind = KINDS.kind

# ---- prices


@kind("line discount", es=2, nl=2)
def _line_discount(sale: Sale) -> None:
    for item in sale.items[:1]:
        item.discount = item.good.price * item.quantity * 15 // 100


@kind("coupon", es=2, nl=2)
def _coupon(sale: Sale) -> None:
    sale.coupon = "BIENVENIDA10" if sale.shop == "es" else "WELKOM10"
    sale.share_coupon(sum(item.good.price * item.quantity for item in sale.items) // 10)


@kind("line at 100 % discount", es=1, nl=1)
def _given_away(sale: Sale) -> None:
    sale.items = [first(sale, "vela", "kaars"), first(sale, "cuenco", "mok")]
    sale.items[0].discount = sale.items[0].good.price


@kind("cash rounding at the till", es=1, nl=1)
def _cash_rounding(sale: Sale) -> None:
    sale.channel, sale.shipping, sale.fulfillment_status = "POS", None, "FULFILLED"
    sale.items = [first(sale, "sticker", "sticker", 3), first(sale, "vela", "kaars")]
    sale.items[1].discount = 7
    sale.cash_rounding = -(sale.total % 5)
    sale.payments = [Payment("Cash", sale.total + sale.cash_rounding)]


@kind("free order", es=1, nl=1)
def _free_order(sale: Sale) -> None:
    sale.coupon, sale.shipping = "REGALO100", Charge("free", 0, STANDARD)
    sale.share_coupon(sum(item.good.price * item.quantity for item in sale.items))


@kind("free shipping", es=2, nl=2)
def _free_shipping(sale: Sale) -> None:
    sale.items.append(first(sale, "manta", "deken"))
    sale.shipping = Charge("free", 0, STANDARD)


@kind("additional fee", es=1, nl=1)
def _fee(sale: Sale) -> None:
    sale.fees = [Charge("Gastos de gestión" if sale.shop == "es" else "Toeslag", 150, STANDARD, code="handling", source="MANUAL")]


@kind("gift wrap", es=1, nl=1)
def _wrap(sale: Sale) -> None:
    sale.fees = [Charge("Envoltorio de regalo" if sale.shop == "es" else "Cadeauverpakking", 350, STANDARD, code="gift-wrap")]


@kind("tip", es=1, nl=1)
def _tip(sale: Sale) -> None:
    sale.fees = [Charge("Propina" if sale.shop == "es" else "Fooi", 200, 0, code="tip")]


@kind("prices without tax", es=1, nl=1)
def _exclusive(sale: Sale) -> None:
    sale.tax_included = False


@kind("totals five cents off", es=1, nl=1)
def _five_cents(sale: Sale) -> None:
    sale.items = [first(sale, "vela", "kaars", 2)]
    cents = sale.total + 5
    sale.spoil = {"priceSummary.total.amount": f"{cents // 100}.{cents % 100:02}"}


# ---- payments and statuses


@kind("paid partly by gift card", es=1, nl=1)
def _gift_card(sale: Sale) -> None:
    sale.payments = [Payment("gift card", 1000), Payment("PayPal", sale.total - 1000)]


@kind("unpaid bank transfer", es=2, nl=2)
def _transfer(sale: Sale) -> None:
    sale.payment_status, sale.payments = "NOT_PAID", [Payment("Offline", sale.total, "PENDING_MERCHANT")]


@kind("cash on delivery", es=2, nl=1)
def _on_delivery(sale: Sale) -> None:
    _transfer(sale)
    sale.fees = [Charge("Contra reembolso" if sale.shop == "es" else "Rembours", 300, STANDARD, code="cod")]
    sale.payments = [Payment("Cash", sale.total, "PENDING_MERCHANT")]


@kind("authorised only", es=1, nl=1)
def _authorised(sale: Sale) -> None:
    sale.payment_status, sale.payments = "NOT_PAID", [Payment("CreditCard", sale.total, "AUTHORIZED")]


@kind("partially paid", es=1, nl=1)
def _part(sale: Sale) -> None:
    sale.payment_status, sale.payments = "PARTIALLY_PAID", [Payment("PayPal", sale.total // 2)]


@kind("pending", es=1, nl=1)
def _pending(sale: Sale) -> None:
    sale.status, sale.payment_status, sale.payments = "PENDING", "PENDING", [Payment("Klarna", sale.total, "PENDING")]


@kind("canceled unpaid", es=1, nl=1)
def _canceled(sale: Sale) -> None:
    sale.status, sale.payment_status, sale.payments = "CANCELED", "NOT_PAID", []


@kind("canceled paid", es=1, nl=1)
def _canceled_paid(sale: Sale) -> None:
    sale.status = "CANCELED"


@kind("partially refunded", es=1, nl=1)
def _part_refunded(sale: Sale) -> None:
    sale.items = [first(sale, "cuenco", "mok", 2)]
    sale.items[0].refunded, sale.refund = 1, sale.items[0].good.price
    sale.payment_status, sale.placed = "PARTIALLY_REFUNDED", sale.placed - timedelta(days=6)


@kind("fully refunded", es=1, nl=1)
def _refunded(sale: Sale) -> None:
    for item in sale.items:
        item.refunded = item.quantity
    sale.refund, sale.payment_status, sale.placed = sale.total, "FULLY_REFUNDED", sale.placed - timedelta(days=9)


@kind("already fulfilled", es=1, nl=1)
def _fulfilled(sale: Sale) -> None:
    for item in sale.items:
        item.fulfilled = item.quantity
    sale.fulfillment_status, sale.placed = "FULFILLED", sale.placed - timedelta(days=2)


@kind("partially fulfilled", es=1, nl=1)
def _part_fulfilled(sale: Sale) -> None:
    sale.items = [first(sale, "vela", "kaars", 2), first(sale, "libro", "boek")]
    sale.items[0].fulfilled = 2
    sale.fulfillment_status, sale.placed = "PARTIALLY_FULFILLED", sale.placed - timedelta(days=3)


@kind("imported", es=1, nl=1)
def _imported(sale: Sale) -> None:
    sale.imported, sale.channel = True, "OTHER_PLATFORM"


@kind("archived", es=1, nl=1)
def _archived(sale: Sale) -> None:
    sale.archived = True


# ---- broken


@kind("malformed: no number", es=1)
def _no_number(sale: Sale) -> None:
    sale.spoil = {"number": None}


@kind("malformed: money is no number", nl=1)
def _no_money(sale: Sale) -> None:
    sale.items = [Item(good(sale, "lamp"))]
    sale.spoil = {"lineItems.0.totalPriceAfterTax.amount": "89,50 EUR"}


@kind("unknown status", es=1, nl=1)
def _unknown_status(sale: Sale) -> None:
    sale.spoil = {"status": "ON_HOLD"} if sale.shop == "es" else {"paymentStatus": "DISPUTED"}

"""One sale before it is written as Wix JSON: who, what, at which prices, paid how. Amounts are whole cents, or yen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.samples.buyers import Buyer
from sandbox.samples.goods import Good

ONE = 1_000_000
UNPAID = ("PENDING", "PENDING_MERCHANT", "DECLINED", "AUTHORIZED")


@dataclass
class Item:
    """A line of goods. ``discount``: on this line; ``coupon``: its share of an order-wide coupon; both for the whole quantity."""

    good: Good
    quantity: int = 1
    discount: int = 0
    coupon: int = 0
    fulfilled: int = 0
    refunded: int = 0


@dataclass
class Charge:
    """Shipping or an additional fee: price as the shop states it (with or without tax, as the order)."""

    name: str
    price: int
    rate: int
    code: str = ""
    source: str = "SERVICE_PLUGIN"


@dataclass
class Payment:
    """One payment; ``method`` "gift card" is one by gift card."""

    method: str
    amount: int
    status: str = "APPROVED"


@dataclass
class Sale:
    """An order of the shop ``shop``, amounts in the smallest unit of its currency; the defaults are those of an ordinary paid consumer order that waits to be shipped."""

    shop: str
    number: int
    kind: str
    buyer: Buyer
    placed: datetime
    updated: datetime
    items: list[Item] = field(default_factory=list)
    shipping: Charge | None = None
    fees: list[Charge] = field(default_factory=list)
    status: str = "APPROVED"
    payment_status: str = "PAID"
    fulfillment_status: str = "NOT_FULFILLED"
    rate: int | None = None  # of everything, where the destination decides and not the goods
    tax_included: bool = True
    tax_exempt: bool = False
    currency: str = "EUR"
    channel: str = "WEB"
    pickup: str = ""
    archived: bool = False
    imported: bool = False
    coupon: str = ""
    vat_in_custom_fields: bool = False
    payments: list[Payment] | None = None  # None: one by card for the whole total
    refund: int = 0
    note: str = ""
    rates: dict[int, int] = field(default_factory=dict)  # home rate to the destination's, where it has several
    conversion: str = ""  # rate by which the shop's prices were turned into the order's currency
    cash_rounding: int = 0  # what the till added or took off
    custom_fields: dict[str, str] = field(default_factory=dict)  # checkout fields: title to what the buyer typed
    id: str = ""  # Wix id of the order; "": by shop and number
    spoil: dict[str, Any] = field(default_factory=dict)  # last changes to the finished JSON: dotted path to value; None removes

    def rate_of(self, rate: int) -> int:
        """The tax rate in force for something that has ``rate`` at home; what bears no tax at home bears none anywhere."""
        if rate in self.rates:
            return self.rates[rate]
        return rate if self.rate is None or not rate else self.rate

    @property
    def digits(self) -> int:
        """Decimals of the currency."""
        return 0 if self.currency == "JPY" else 2

    def amounts(self, price: int, rate: int) -> tuple[int, int, int]:
        """(net, tax, gross) of a price, rounded half up to the cent."""
        if self.tax_included:
            net = (2 * price * ONE + ONE + rate) // (2 * (ONE + rate))
            return net, price - net, price
        tax = (2 * price * rate + ONE) // (2 * ONE)
        return price, tax, price + tax

    def item_amounts(self, item: Item) -> tuple[int, int, int]:
        """(net, tax, gross) of a line after all discounts."""
        return self.amounts(item.good.price * item.quantity - item.discount - item.coupon, self.rate_of(item.good.rate))

    def charge_amounts(self, charge: Charge) -> tuple[int, int, int]:
        """(net, tax, gross) of shipping or a fee."""
        return self.amounts(charge.price, self.rate_of(charge.rate))

    def parts(self) -> list[tuple[int, int, int]]:
        """(net, tax, gross) of every line, the shipping and every fee."""
        charges = [*([self.shipping] if self.shipping else []), *self.fees]
        return [self.item_amounts(item) for item in self.items] + [self.charge_amounts(charge) for charge in charges]

    @property
    def total(self) -> int:
        """What the buyer owes."""
        return sum(gross for _, _, gross in self.parts())

    @property
    def paid(self) -> int:
        """What was paid, refunded or not."""
        return sum(payment.amount for payment in self.all_payments() if payment.status not in UNPAID)

    def all_payments(self) -> list[Payment]:
        """The payments, the usual one where none are given."""
        if self.payments is not None:
            return self.payments
        return [Payment("CreditCard" if self.shop == "es" else "iDEAL", self.total)] if self.total else []

    def share_coupon(self, amount: int) -> None:
        """Spread an order-wide discount over the lines by value; the cent that is left over goes to the largest."""
        values = [item.good.price * item.quantity - item.discount for item in self.items]
        for item, value in zip(self.items, values, strict=True):
            item.coupon = amount * value // sum(values)
        self.items[values.index(max(values))].coupon += amount - sum(item.coupon for item in self.items)

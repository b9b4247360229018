"""Payments and refunds of a Wix order as typed structs: the fields that the flow reads. Source: Wix contract, section 4.

As in wix_shapes: a field without default must be there, ``| None`` may be absent or null. Names of people, card digits, codes of gift
cards and reasons of refunds are not named here, so they are never read.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from order_sync.mapping.wix_order_shape import Instant
from order_sync.mapping.wix_shapes import Filled, Key, Money, Part

Units = Annotated[int, Meta(ge=1, le=100_000)]


class MethodName(Part):
    """How the payment method is called; the buyer's language is of no use to the books."""

    user_defined_name: str | None = None
    site_language_name: str | None = None


class Chargeback(Part):
    """A dispute: APPROVED took the money away, REVERSED gave it back (``reversal_amount``, else all of it)."""

    amount: Money
    status: Filled
    reversal_amount: Money | None = None


class RegularDetails(Part):
    """Card, wallet, bank or offline payment."""

    offline_payment: bool | None = None
    payment_method: str | None = None
    payment_method_name: MethodName | None = None
    status: str | None = None
    chargebacks: list[Chargeback] | None = None


class GiftCardDetails(Part):
    """Paid with a gift card."""

    voided: bool | None = None


class MembershipDetails(Part):
    """Paid with a plan or membership."""

    status: str | None = None
    voided: bool | None = None


class Payment(Part):
    """One payment, with exactly one of the three details."""

    id: Key
    amount: Money
    status: str | None = None
    created_date: Instant | None = None
    regular_payment_details: RegularDetails | None = None
    giftcard_payment_details: GiftCardDetails | None = None
    membership_payment_details: MembershipDetails | None = None


class RefundTransaction(Part):
    """Money on its way back to one payment."""

    payment_id: Key
    amount: Money
    refund_status: Filled
    external_refund: bool | None = None


class LineRefund(Part):
    """Units of a line that were taken back."""

    line_item_id: Key
    quantity: Units


class FeeRefund(Part):
    """An additional fee that was given back."""

    additional_fee_id: Key
    amount: Money | None = None


class ShippingRefund(Part):
    """Delivery costs that were given back."""

    amount: Money | None = None


class RefundDetails(Part):
    """What was refunded; ``items`` is the old name of ``line_items``."""

    line_items: list[LineRefund] | None = None
    items: list[LineRefund] | None = None
    additional_fees: list[FeeRefund] | None = None
    shipping: ShippingRefund | None = None
    shipping_included: bool | None = None


class LineSummary(Part):
    """How much of a line went back."""

    line_item_id: Key | None = None
    total_refunded_amount: Money | None = None


class Breakdown(Part):
    """The refund by line."""

    line_items: list[LineSummary] | None = None


class RefundSummary(Part):
    """Totals of a refund as Wix counts them."""

    requested_refund: Money | None = None
    pending_refund: Money | None = None
    refunded: Money | None = None
    failed_refund_amount: Money | None = None
    pending: bool | None = None
    breakdown: Breakdown | None = None


class Refund(Part):
    """One act of refunding, possibly over several payments."""

    id: Key
    transactions: list[RefundTransaction] | None = None
    details: RefundDetails | None = None
    summary: RefundSummary | None = None
    created_date: Instant | None = None


class OrderTransactions(Part):
    """All payments and refunds of one order."""

    payments: list[Payment] | None = None
    refunds: list[Refund] | None = None

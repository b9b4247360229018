"""A Wix order as a typed struct: the fields that the flow reads, the others skipped undecoded. Source: Wix contract, sections 2.4 to 2.8.

As in wix_shapes: a field without default must be there, ``| None`` may be absent or null.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta

from order_sync.mapping.wix_shapes import AdditionalFee, Counted, Filled, Key, LineItem, Money, Part, ShippingCost

Instant = Annotated[datetime, Meta(tz=True)]


class StreetAddress(Part):
    """Street and number apart."""

    name: str | None = None
    number: str | None = None


class Address(Part):
    """A postal address."""

    country: str | None = None
    subdivision: str | None = None
    city: str | None = None
    postal_code: str | None = None
    street_address: StreetAddress | None = None
    address_line: str | None = None
    address_line2: str | None = None


class Contact(Part):
    """A person or company at an address."""

    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    phone: str | None = None


class Party(Part):
    """Address and contact of the buyer, the recipient or the delivery."""

    address: Address | None = None
    contact_details: Contact | None = None


class PickupDetails(Part):
    """There where the buyer collects the order."""

    pickup_method: str | None = None


class Logistics(Part):
    """Delivery to an address, or pickup."""

    shipping_destination: Party | None = None
    pickup_details: PickupDetails | None = None


class ShippingInfo(Part):
    """The chosen delivery; absent where nothing is delivered."""

    title: str | None = None
    logistics: Logistics | None = None
    cost: ShippingCost | None = None


class PriceSummary(Part):
    """Totals of the order."""

    total: Money
    shipping: Money | None = None
    tax: Money | None = None
    discount: Money | None = None
    total_additional_fees: Money | None = None


class Balance(Part):
    """Money received and given back, and what cash was rounded by."""

    paid: Money | None = None
    refunded: Money | None = None
    cash_rounding_adjustment: Money | None = None


class CurrencyConversion(Part):
    """From which currency the amounts were converted, and at which rate if it was one."""

    original_currency: str | None = None
    conversion_rate: str | None = None


class BuyerInfo(Part):
    """The only e-mail of the order."""

    email: str | None = None


class ChannelInfo(Part):
    """Where the order was placed."""

    type: str | None = None


class OrderTaxInfo(Part):
    """Tax of the whole order."""

    tax_exempt: bool | None = None


class CustomField(Part):
    """An extra field of the checkout."""

    title: str | None = None
    value: Any = None


class ExtendedFields(Part):
    """Fields of apps and of newer checkout forms, by namespace."""

    namespaces: dict[str, Any] | None = None


class Activity(Part):
    """An entry of the order's history; read for the moment of payment and for store credit, and no form of it makes an order malformed."""

    activity_type: Any = None
    created_date: Any = None
    refunded_as_store_credit: Any = None


class Order(Part):
    """One order."""

    id: Key
    number: Key
    created_date: Instant
    updated_date: Instant
    status: Filled
    payment_status: Filled
    fulfillment_status: Filled
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")]
    tax_included_in_prices: bool
    price_summary: PriceSummary
    line_items: Annotated[list[LineItem], Meta(min_length=1)]
    purchased_date: Instant | None = None
    weight_unit: str | None = None
    archived: bool | None = None
    imported: bool | None = None
    buyer_language: str | None = None
    buyer_note: str | None = None
    buyer_info: BuyerInfo | None = None
    channel_info: ChannelInfo | None = None
    currency_conversion_details: CurrencyConversion | None = None
    tax_info: OrderTaxInfo | None = None
    balance_summary: Balance | None = None
    billing_info: Party | None = None
    recipient_info: Party | None = None
    shipping_info: ShippingInfo | None = None
    additional_fees: list[AdditionalFee] | None = None
    applied_discounts: list[Counted] | None = None
    activities: list[Activity] | None = None
    custom_fields: list[CustomField] | None = None
    extended_fields: ExtendedFields | None = None

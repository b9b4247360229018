"""The parts of a Wix order that the flow reads, as typed structs; every other field is skipped undecoded. Source: Wix contract, 2.3 to 2.10.

A field without default must be there; ``| None`` may be absent or null; lists that are absent count as empty.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta, Struct

Instant = Annotated[datetime, Meta(tz=True)]
Key = Annotated[str, Meta(min_length=1, max_length=100)]
Filled = Annotated[str, Meta(min_length=1)]


class _Part(Struct, rename="camel", gc=False):
    pass


class Counted(_Part):
    """An object of a list whose length alone matters."""


class Money(_Part):
    """An amount; its currency is the order's."""

    amount: str


class TaxInfo(_Part):
    """Tax of a line, of the shipping or of a fee."""

    tax_amount: Money | None = None
    tax_rate: str | None = None
    tax_breakdown: list[Counted] | None = None


class TaxDetails(_Part):
    """The deprecated twin of TaxInfo, still sent."""

    total_tax: Money | None = None
    tax_rate: str | None = None


class ProductName(_Part):
    """The product's name in the site's main language."""

    original: Filled


class Text(_Part):
    """A text with translations."""

    original: str | None = None


class DescriptionLine(_Part):
    """A choice of the buyer, such as Size: M."""

    name: Text | None = None
    plain_text: Text | None = None
    color_info: Text | None = None


class Options(_Part):
    """What the catalogue's app says of the choice; its form is the app's own."""

    variant_id: Any = None


class CatalogReference(_Part):
    """Where the product stands in a catalogue."""

    app_id: str | None = None
    catalog_item_id: str | None = None
    options: Options | None = None


class PhysicalProperties(_Part):
    """SKU, and weight of one unit in the order's weight unit."""

    sku: str | None = None
    weight: Annotated[float, Meta(ge=0, le=1e6)] | None = None
    shippable: bool | None = None


class ItemType(_Part):
    """One of a known kind or a text of another app."""

    preset: str | None = None
    custom: str | None = None


class LineItem(_Part):
    """One sold item."""

    id: Filled
    product_name: ProductName
    quantity: Annotated[int, Meta(ge=1, le=100_000)]
    catalog_reference: CatalogReference | None = None
    price: Money | None = None
    total_discount: Money | None = None
    line_item_price: Money | None = None
    total_price_before_tax: Money | None = None
    total_price_after_tax: Money | None = None
    tax_info: TaxInfo | None = None
    tax_details: TaxDetails | None = None
    physical_properties: PhysicalProperties | None = None
    item_type: ItemType | None = None
    description_lines: list[DescriptionLine] | None = None
    modifier_groups: list[Counted] | None = None


class AdditionalFee(_Part):
    """A fee or tip."""

    id: str | None = None
    code: str | None = None
    name: str | None = None
    price: Money | None = None
    price_before_tax: Money | None = None
    price_after_tax: Money | None = None
    tax_info: TaxInfo | None = None
    tax_details: TaxDetails | None = None


class StreetAddress(_Part):
    """Street and number apart."""

    name: str | None = None
    number: str | None = None


class Address(_Part):
    """A postal address."""

    country: str | None = None
    subdivision: str | None = None
    city: str | None = None
    postal_code: str | None = None
    street_address: StreetAddress | None = None
    address_line: str | None = None
    address_line2: str | None = None


class Contact(_Part):
    """A person or company at an address."""

    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    phone: str | None = None


class Party(_Part):
    """Address and contact of the buyer, the recipient or the delivery."""

    address: Address | None = None
    contact_details: Contact | None = None


class PickupDetails(_Part):
    """There where the buyer collects the order."""

    pickup_method: str | None = None


class Logistics(_Part):
    """Delivery to an address, or pickup."""

    shipping_destination: Party | None = None
    pickup_details: PickupDetails | None = None


class ShippingCost(_Part):
    """What the delivery costs; a pickup may have the price only."""

    price: Money | None = None
    discount: Money | None = None
    total_price_before_tax: Money | None = None
    total_price_after_tax: Money | None = None
    tax_info: TaxInfo | None = None
    tax_details: TaxDetails | None = None


class ShippingInfo(_Part):
    """The chosen delivery; absent where nothing is delivered."""

    title: str | None = None
    logistics: Logistics | None = None
    cost: ShippingCost | None = None


class PriceSummary(_Part):
    """Totals of the order."""

    total: Money
    shipping: Money | None = None
    tax: Money | None = None
    discount: Money | None = None
    total_additional_fees: Money | None = None


class Balance(_Part):
    """Money received and given back."""

    paid: Money | None = None
    refunded: Money | None = None


class BuyerInfo(_Part):
    """The only e-mail of the order."""

    email: str | None = None


class ChannelInfo(_Part):
    """Where the order was placed."""

    type: str | None = None


class OrderTaxInfo(_Part):
    """Tax of the whole order."""

    tax_exempt: bool | None = None


class CustomField(_Part):
    """An extra field of the checkout."""

    title: str | None = None
    value: Any = None


class ExtendedFields(_Part):
    """Fields of apps and of newer checkout forms, by namespace."""

    namespaces: dict[str, Any] | None = None


class Order(_Part):
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
    tax_info: OrderTaxInfo | None = None
    balance_summary: Balance | None = None
    billing_info: Party | None = None
    recipient_info: Party | None = None
    shipping_info: ShippingInfo | None = None
    additional_fees: list[AdditionalFee] | None = None
    applied_discounts: list[Counted] | None = None
    custom_fields: list[CustomField] | None = None
    extended_fields: ExtendedFields | None = None

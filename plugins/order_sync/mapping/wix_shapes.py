"""The parts of a Wix order that make its lines, as typed structs. Source: Wix contract, sections 2.3 to 2.8.

Only what the flow reads is named; every other field is skipped undecoded.

A field without default must be there; ``| None`` may be absent or null; lists that are absent count as empty.
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta, Struct

Key = Annotated[str, Meta(min_length=1, max_length=100)]
Filled = Annotated[str, Meta(min_length=1)]


class Part(Struct, rename="camel", gc=False):
    """A JSON object with Wix's names."""


class Counted(Part):
    """An object of a list whose length alone matters."""


class Money(Part):
    """An amount; its currency is the order's."""

    amount: str


class TaxInfo(Part):
    """Tax of a line, of the shipping or of a fee."""

    tax_amount: Money | None = None
    tax_rate: str | None = None
    tax_breakdown: list[Counted] | None = None


class TaxDetails(Part):
    """The deprecated twin of TaxInfo, still sent."""

    total_tax: Money | None = None
    tax_rate: str | None = None


class ProductName(Part):
    """The product's name in the site's main language."""

    original: Filled


class Text(Part):
    """A text with translations."""

    original: str | None = None


class DescriptionLine(Part):
    """A choice of the buyer, such as Size: M."""

    name: Text | None = None
    plain_text: Text | None = None
    color_info: Text | None = None


class Options(Part):
    """What the catalogue's app says of the choice; its form is the app's own."""

    variant_id: Any = None


class CatalogReference(Part):
    """Where the product stands in a catalogue."""

    app_id: str | None = None
    catalog_item_id: str | None = None
    options: Options | None = None


class PhysicalProperties(Part):
    """SKU, and weight of one unit in the order's weight unit."""

    sku: str | None = None
    weight: Annotated[float, Meta(ge=0, le=1e6)] | None = None
    shippable: bool | None = None


class ItemType(Part):
    """One of a known kind or a text of another app."""

    preset: str | None = None
    custom: str | None = None


class LineItem(Part):
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


class AdditionalFee(Part):
    """A fee or tip."""

    id: str | None = None
    code: str | None = None
    name: str | None = None
    price: Money | None = None
    price_before_tax: Money | None = None
    price_after_tax: Money | None = None
    tax_info: TaxInfo | None = None
    tax_details: TaxDetails | None = None


class ShippingCost(Part):
    """What the delivery costs; a pickup may have the price only."""

    price: Money | None = None
    discount: Money | None = None
    total_price_before_tax: Money | None = None
    total_price_after_tax: Money | None = None
    tax_info: TaxInfo | None = None
    tax_details: TaxDetails | None = None

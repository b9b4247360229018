"""The lines of the merchant's tables."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from order_sync.settings.base import Model


def _split(value: Any) -> Any:
    return tuple(part for part in (piece.strip() for piece in value.split("|")) if part) if isinstance(value, str) else value


Several = Annotated[tuple[str, ...], BeforeValidator(_split)]


class StatusRule(Model):
    """One line of status_rules.csv; ``*`` fits anything; the first line that fits decides."""

    line: int
    stores: str = Field(description="store keys joined by |, or *")
    role: Literal["order", "receipt", "invoice", "shipment"] = Field(description="what would be made of the order")
    status: str = Field(description="Wix's status, or *")
    payment_status: str = Field(description="Wix's paymentStatus, or *")
    fulfillment_status: str = Field(description="Wix's fulfillmentStatus, or *")
    action: Literal["send", "ignore", "hold"] = Field(description="what happens with the order")
    reason: str = Field("", description="reason of ignore or hold, one of docs/holds.md; empty hold: STATUS_NEEDS_PERSON")


class TaxRule(Model):
    """One line of taxes.csv: (treatment, country, rate, day) to the key of the Holded account."""

    line: int
    connection: str = Field(description="Airflow connection of the Holded account")
    treatment: Literal["domestic", "surcharge", "oss", "export", "intra_eu_goods", "exempt", "intra_eu_services", "export_services"] = (
        Field(description="kind of sale; see below")
    )
    country: str = Field(description="delivery country, ISO 3166-1 alpha-2, or *; a line for the country goes first")
    rate_ppm: int = Field(description="rate in millionths: 210000 is 21 %")
    key: str = Field(
        description="key of an active sales tax of the account, or two joined by + (VAT and surcharge), whose rates add up to rate_ppm"
    )
    valid_from: date | None = Field(None, description="first document date, ISO 8601; empty: always")
    valid_to: date | None = Field(None, description="last document date, ISO 8601; empty: for ever")


class SkuAlias(Model):
    """One line of sku_aliases.csv: a Wix SKU that is another SKU, or one product id, in Holded."""

    line: int
    store: str = Field(description="store key, or *")
    wix_sku: str = Field(description="the SKU as Wix has it")
    holded_sku: str = Field("", description="the SKU that it is in Holded; or leave it empty and name the product")
    product_id: str = Field("", description="id of the Holded product; goes before holded_sku")


class ShippingRule(Model):
    """One line of shipping_rules.csv: conditions, all of which must fit, and what is done with such parcels; the first line that fits decides.

    An empty action leaves what the account or the store's settings prefer.
    """

    line: int
    stores: str = Field("*", description="store keys joined by |, or *")
    name: str = Field("", description="what people call the rule")
    countries: Several = Field((), description="delivery countries, ISO 3166-1 alpha-2, joined by |; empty: any")
    zones: Several = Field((), description="NL, BE, EU, ROW joined by |; EU is without NL and BE")
    min_weight_g: int | None = Field(None, ge=0, description="the parcel weighs at least this, in grams")
    max_weight_g: int | None = Field(None, ge=0, description="the parcel weighs at most this, in grams")
    min_value: Decimal | None = Field(None, ge=0, description="the order's total is at least this, in its currency")
    max_value: Decimal | None = Field(None, ge=0, description="the order's total is at most this")
    skus: Several = Field((), description="an item has one of these SKUs; * at the end stands for any ending")
    tags: Several = Field((), description="an item's product has one of these tags in products.csv")
    methods: Several = Field((), description="Wix's delivery method is one of these, in any case; * at the end stands for any ending")
    buyer: Literal["business", "consumer"] | None = Field(None, description="business: a company or a VAT number was given")
    min_items: int | None = Field(None, ge=1, description="at least so many pieces")
    max_items: int | None = Field(None, ge=1, description="at most so many pieces")
    carrier: int | None = Field(None, description="MyParcel carrier id")
    package_type: int | None = Field(None, ge=1, le=7, description="1 package, 2 mailbox, 3 letter, 4 digital stamp, 6 small package")
    delivery: Literal["standard", "morning", "evening", "saturday", "same_day", "express"] | None = Field(None, description="delivery type")
    signature: bool | None = Field(None, description="the receiver signs")
    only_recipient: bool | None = Field(None, description="not to the neighbours")
    return_to_sender: bool | None = Field(None, description="back to the sender if nobody is at home")
    age_check: bool | None = Field(None, description="the receiver is 18 or older")
    large_format: bool | None = Field(None, description="larger than the carrier's ordinary parcels")
    receipt_code: bool | None = Field(None, description="the receiver shows a code")
    hide_sender: bool | None = Field(None, description="the label does not name the sender")
    insurance: str = Field(
        "",
        pattern=r"^([0-9]+|value)?$",
        description="insured euros, or value: the order's total, of a part of the order what the buyer paid for the goods in it; raised to the carrier's next step",
    )
    label: str = Field("", max_length=100, description="text of the label; placeholders as in label_description")
    sender: str = Field("", description="name of a myparcel.custom_sender of the store")
    parcels: int | None = Field(None, ge=1, le=20, description="number of parcels of such an order")


class Product(Model):
    """One line of products.csv: what carriers and customs ask about a SKU. Empty: what Wix or Holded know of it."""

    line: int
    store: str = Field("*", description="store key, or *")
    sku: str = Field(description="the SKU as Wix has it")
    weight_g: int | None = Field(None, ge=0, description="one piece, in grams; goes before the weight in Wix")
    length_cm: Decimal | None = Field(None, gt=0, description="longest side of one piece")
    width_cm: Decimal | None = Field(None, gt=0, description="middle side")
    height_cm: Decimal | None = Field(None, gt=0, description="shortest side")
    fits_mailbox: int | None = Field(None, ge=0, description="pieces that fill one mailbox parcel; 0: it does not fit")
    tags: Several = Field((), description="words of the merchant's own for shipping_rules.csv, joined by |")
    hs_code: str = Field("", pattern=r"^([0-9]{6,10})?$", description="HS code, 6 to 10 digits; the United States want 10")
    origin: str = Field("", pattern=r"^([A-Z]{2})?$", description="country of origin, ISO 3166-1 alpha-2")
    description: str = Field("", max_length=50, description="what customs read; empty: the product's name")

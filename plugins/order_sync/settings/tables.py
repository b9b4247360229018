"""The lines of the merchant's tables."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from order_sync.settings.base import Model


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

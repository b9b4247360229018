"""Which document an order becomes, in which series, and how a sales order follows its Wix status."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field, field_validator, model_validator

from order_sync.settings.base import Country, DocumentKind, Model, ObjectId


class DocumentCondition(Model):
    """All conditions that are set must hold."""

    business: bool | None = Field(None, description="the buyer gave a company name or a VAT number")
    total_over: Decimal | None = Field(None, description="the order's total is above this amount (order currency)")
    countries: tuple[Country, ...] | None = Field(None, description="the delivery country is one of these")
    payment_methods: tuple[str, ...] | None = Field(
        None, description="a payment of the order has one of these methods, as Wix writes them, in any case: Cash, Offline, PayPal"
    )
    channels: tuple[str, ...] | None = Field(None, description="Wix's sales channel is one of these: WEB, POS, BACKOFFICE_MERCHANT")


class DocumentRule(Model):
    """One line of the document choice; the first that fits decides."""

    when: DocumentCondition = Field(DocumentCondition(), description="conditions on the order; without any, every order fits")
    then: DocumentKind = Field(description="what such an order becomes")
    convert_to: Literal["receipt", "invoice"] | None = Field(
        None, description="with then: order (cash on delivery): what the sales order is converted into once Wix says paid"
    )

    @model_validator(mode="after")
    def _converts_orders(self) -> DocumentRule:
        if self.convert_to and self.then != "order":
            raise ValueError("convert_to belongs to then: order")
        return self


class ReferenceSettings(Model):
    """Our own gapless numbers for sales orders."""

    prefix: str = Field("", pattern=r"^[A-Z0-9-]{0,10}$", description="what {prefix} stands for")
    format: str = Field(
        "{prefix}{YYYY}-{seq:06}",
        description="{prefix}, {YYYY} (year of the order in the store's zone), {seq}, which goes on over the years",
    )

    @field_validator("format")
    @classmethod
    def _fillable(cls, value: str) -> str:
        try:
            first, second = (value.format(prefix="", YYYY=2026, seq=seq) for seq in (1, 2))
        except (KeyError, IndexError, ValueError, AttributeError) as error:
            raise ValueError(
                f"cannot be filled in ({type(error).__name__}: {error}); use {{prefix}}, {{YYYY}} and {{seq}}, for example {{seq:06}}"
            ) from None
        if first == second:
            raise ValueError("must hold {seq}: else two orders would have one number")
        return value


class OrderStage(Model):
    """A stage of Holded's sales pipeline for the orders whose three Wix statuses fit; the first line that fits decides."""

    status: str = Field("*", description="Wix's status, or *")
    payment_status: str = Field("*", description="Wix's paymentStatus, or *")
    fulfillment_status: str = Field("*", description="Wix's fulfillmentStatus, or *")
    pipeline_id: ObjectId = Field(description="id of the stage, copied from an order that stands in it (the API lists none)")


class OrderStatusSettings(Model):
    """How a sales order shows the status that its order has in Wix, and follows it."""

    show: Literal["tags", "stages", "off"] = Field(
        "tags", description="tags: the draft is made anew when they change, as v2 cannot change them; stages: it moves along the pipeline"
    )
    stages: tuple[OrderStage, ...] = Field((), description="stage by Wix status (show: stages), first line that fits")

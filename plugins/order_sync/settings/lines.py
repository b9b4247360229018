"""What stands on a document: lines, rounding, texts, warehouse."""

from __future__ import annotations

from string import Formatter
from typing import Literal

from pydantic import Field, field_validator

from order_sync.settings.base import Country, Model, ObjectId


class RoundingSettings(Model):
    """How Holded rounds and what to do when a total cannot be reached to the cent."""

    rule: Literal["line_then_sum", "by_line", "at_end"] = Field(
        "line_then_sum", description="line net to the cent then tax on the sum; tax by line; nothing rounded before the end"
    )
    policy: Literal["accept", "line", "hold"] = Field("hold", description="accept one recorded cent, add an untaxed rounding line, or hold")
    tax_key: str | None = Field(
        None, description="untaxed key of the rounding line (policy line), and of cash rounding that Wix counts into the total"
    )


class LineSettings(Model):
    """What is special about one type of line."""

    account_id: ObjectId | None = Field(None, description="id (not number) of the ledger account; none: Holded's own choice")
    tax_key: str | None = Field(
        None,
        description="tax key instead of the table's, only for lines that Wix does not tax; never on untaxed sales abroad but of tips and gift cards",
    )


class LinesSettings(Model):
    """Ledger account and tax by type of line."""

    item: LineSettings = Field(LineSettings(), description="goods and services")
    shipping: LineSettings = Field(LineSettings(), description="the delivery charge")
    fee: LineSettings = Field(LineSettings(), description="additional fees")
    tip: LineSettings = Field(LineSettings(), description="tips: fees whose code is in tip_codes")
    gift_card: LineSettings = Field(LineSettings(), description="gift cards sold; without tax_key such orders are held")
    tip_codes: tuple[str, ...] = Field(("tip",), description="codes of the fees that are tips")


PLACEHOLDERS = (
    "title", "number", "wix_order_id", "reference", "delivery", "delivery_address", "channel", "payment_method", "note",
)  # fmt: skip
_EXAMPLE = "Write {name} with one of them, and {{ for a brace."


def _template(text: str) -> str:
    """The template, or ValueError that names what cannot be filled in."""
    known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    try:
        parts = list(Formatter().parse(text))
    except ValueError as error:
        raise ValueError(f"{error}. {_EXAMPLE}") from None
    for _, name, form, conversion in parts:
        if name is not None and (name not in PLACEHOLDERS or form or conversion):
            raise ValueError(f"unknown placeholder {{{name}}}; known are {known}")
    return text


class TextSettings(Model):
    """Texts of the document; {number}, {wix_order_id}, {reference}, {delivery}, {delivery_address}, {channel}, {payment_method}, {note}
    (the buyer's) are filled in."""

    description: str = Field(
        "{title} {number}", max_length=200, description="shown in lists; {title} is 'Wix order' in the document's language"
    )
    notes: str = Field("Wix order {wix_order_id}", max_length=1000, description="internal; must hold {wix_order_id}")
    body: str = Field("", max_length=1000, description="printed on receipts and invoices")

    @field_validator("description", "notes", "body")
    @classmethod
    def _fillable(cls, value: str) -> str:
        return _template(value)

    @field_validator("notes")
    @classmethod
    def _traceable(cls, value: str) -> str:
        if "{wix_order_id}" not in value:
            raise ValueError("must hold {wix_order_id}: by it a person finds the order again")
        return value


class NewProductSettings(Model):
    """Products that are made in Holded for SKUs that it does not know (unknown_sku: create)."""

    has_stock: bool = Field(True, description="what is shipped keeps stock; false: no product that we make does")
    most_per_run: int = Field(50, ge=1, le=500, description="products made in one run; the others wait for the next")


class WarehouseRule(Model):
    """A warehouse for some orders; the first line that fits decides."""

    countries: tuple[Country, ...] | None = Field(None, description="the delivery country is one of these")
    delivery_titles: tuple[str, ...] | None = Field(None, description="Wix's delivery method is one of these, in any case")
    pickup: bool | None = Field(None, description="the buyer collects the order in the shop")
    warehouse_id: ObjectId = Field(description="warehouse that the stock leaves")


class StockSettings(Model):
    """When the units of a sales order leave the stock (receipts and invoices take it by themselves)."""

    send_units: Literal["never", "fulfilled", "registered"] = Field(
        "never", description="never, when Wix counts the lines as fulfilled, or when the parcel is registered at the carrier"
    )
    by: Literal["all", "lines"] = Field("all", description="all units at once, or the lines and units of each fulfilment")

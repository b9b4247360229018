"""What stands on a document: lines, rounding, texts, warehouse."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from order_sync.settings.base import Country, Model, ObjectId


class RoundingSettings(Model):
    """How Holded rounds and what to do when a total cannot be reached to the cent."""

    rule: Literal["line_then_sum", "by_line", "at_end"] = Field(
        "line_then_sum", description="line net to the cent then tax on the sum; tax by line; nothing rounded before the end"
    )
    policy: Literal["accept", "line", "hold"] = Field("hold", description="accept one recorded cent, add an untaxed rounding line, or hold")
    tax_key: str | None = Field(None, description="tax key of the rounding line (policy line) and of cash rounding")


class LineSettings(Model):
    """What is special about one type of line."""

    account_id: ObjectId | None = Field(None, description="id (not number) of the ledger account; none: Holded's own choice")
    tax_key: str | None = Field(None, description="tax key instead of the table's, only for lines that Wix does not tax")


class LinesSettings(Model):
    """Ledger account and tax by type of line."""

    item: LineSettings = Field(LineSettings(), description="goods and services")
    shipping: LineSettings = Field(LineSettings(), description="the delivery charge")
    fee: LineSettings = Field(LineSettings(), description="additional fees")
    tip: LineSettings = Field(LineSettings(), description="tips: fees whose code is in tip_codes")
    gift_card: LineSettings = Field(LineSettings(), description="gift cards sold; without tax_key such orders are held")
    tip_codes: tuple[str, ...] = Field(("tip",), description="codes of the fees that are tips")


class TextSettings(Model):
    """Texts of the document; {number}, {wix_order_id}, {reference}, {delivery}, {channel}, {payment_method}, {note} are filled in."""

    description: str = Field("{title} {number}", description="shown in lists; {title} is 'Wix order' in the document's language")
    notes: str = Field("Wix order {wix_order_id}", description="internal; must hold {wix_order_id}")
    body: str = Field("", description="printed on receipts and invoices")


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

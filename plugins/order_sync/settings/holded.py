"""How orders become documents in Holded: the blocks of the other modules, put together."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from order_sync.settings.base import Currency, Model, ObjectId, SeriesKind, Tag, WebPage
from order_sync.settings.booking import (
    CancellationSettings,
    ClosedPeriod,
    EditSettings,
    PaymentSettings,
    QuotaSettings,
    RefundSettings,
)
from order_sync.settings.buyers import ContactSettings, VatSettings
from order_sync.settings.documents import DocumentRule, OrderStatusSettings, ReferenceSettings
from order_sync.settings.lines import (
    LinesSettings,
    NewProductSettings,
    RoundingSettings,
    StockSettings,
    TextSettings,
    WarehouseRule,
)

SeriesPlace = Annotated[str, Field(pattern=r"^([A-Z]{2}|\*)$")]


class HoldedSettings(Model):
    """How orders become documents."""

    connection: str = Field(description="Airflow connection of type holded")
    documents: tuple[DocumentRule, ...] = Field(min_length=1, description="document choice, first match wins; end with a line without when")
    order_status: OrderStatusSettings = Field(OrderStatusSettings(), description="how a sales order shows its Wix status")
    series: dict[SeriesKind, ObjectId | dict[SeriesPlace, ObjectId]] = Field(
        {}, description="numbering series (number_line_id) per document kind, or per kind and delivery country (* for the others)"
    )
    warehouse_id: ObjectId | None = Field(None, description="warehouse that the stock leaves; none: the account's default")
    warehouses: tuple[WarehouseRule, ...] = Field((), description="warehouse by rule, before warehouse_id")
    stock: StockSettings = Field(StockSettings(), description="when the units of sales orders leave the stock")
    sales_channel_id: ObjectId | None = Field(None, description="sales channel of the documents, for Holded's analytics")
    design_id: ObjectId | None = Field(None, description="template of the document, copied from Holded (the API lists none)")
    pages: dict[SeriesKind, WebPage] = Field(
        {
            "order": "https://app.holded.com/sales/orders#open:salesorder-{id}",
            "receipt": "https://app.holded.com/sales/revenue#open:salesreceipt-{id}",
            "invoice": "https://app.holded.com/sales/revenue#open:invoice-{id}",
            "credit_note": "https://app.holded.com/sales/revenue#open:creditnote-{id}",
        },
        description="web address of a document by kind, for links from the order's page; {id} is the document's id, a kind left out has no link",
    )
    language: str = Field("es", description="language of the document as ISO 639-1, or buyer: the one that the buyer used")
    tags: tuple[Tag, ...] = Field(("wix",), description="tags of every document, beside its marker")
    texts: TextSettings = Field(TextSettings(), description="texts of the document")
    due_days: int = Field(0, ge=0, le=365, description="days from the date of an invoice to its due date")
    lines: LinesSettings = Field(LinesSettings(), description="ledger account and tax by type of line")
    currencies: tuple[Currency, ...] = Field(("EUR",), description="currencies that are booked; others are held")
    account_currency: Currency = Field("EUR", description="currency of the Holded account; documents in others carry their exchange rate")
    currency_change: Literal["order_per_account", "account_per_order"] = Field(
        "order_per_account", description="direction of that rate: 1 EUR = 1.1 USD is 1.1 order_per_account, or 0.909091 account_per_order"
    )
    late_documents: Literal["move", "hold"] = Field(
        "move",
        description="a document dated before the newest approved one of its kind: move it to that day (dates must not go back), or hold",
    )
    closed_period: ClosedPeriod = Field(ClosedPeriod(), description="months that the bookkeeper has closed")
    approve: Literal["never", "when_proven", "ask"] = Field(
        "never", description="approving is final: never, when the proof of total holds, or when a person says so in Airflow"
    )
    payments: PaymentSettings = Field(PaymentSettings(), description="registering Wix's payments on the document")
    contacts: ContactSettings = Field(ContactSettings(), description="how the buyer becomes a Holded contact")
    vat: VatSettings = Field(VatSettings(), description="checks of the buyer's VAT number")
    rounding: RoundingSettings = Field(RoundingSettings(), description="how Holded rounds, and what to do about an unreachable cent")
    unknown_sku: Literal["hold", "plain", "create"] = Field(
        "hold", description="hold, book a line without product (moves no stock), or create the product in Holded"
    )
    new_products: NewProductSettings = Field(NewProductSettings(), description="products that unknown_sku: create makes")
    free_orders: Literal["book", "ignore"] = Field("book", description="orders of 0.00: book them, or leave them out")
    refunds: RefundSettings = Field(RefundSettings(), description="what a refund in Wix becomes")
    cancellations: CancellationSettings = Field(CancellationSettings(), description="what a cancelled order does to what was booked")
    edits: EditSettings = Field(EditSettings(), description="what a change of money after booking does")
    reference: ReferenceSettings = Field(ReferenceSettings(), description="our own gapless numbers for sales orders")
    catalogue_hours: int = Field(24, ge=1, le=720, description="age at which products and taxes are read again")
    settle_seconds: int = Field(30, ge=0, le=3600, description="seconds before a lost answer is looked up, and between two looks")
    quota: QuotaSettings = Field(QuotaSettings(), description="the account's monthly calls are a budget")

    def series_of(self, kind: str, country: str) -> str | None:
        """The numbering series of a document kind (order, receipt, invoice, credit_note, receipt_note) for a delivery country."""
        named = self.series.get(kind)
        return named if isinstance(named, str) or named is None else named.get(country, named.get("*"))

"""What happens after a document was made: approval, payment, refunds, cancellations, edits, closed periods, quota."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from order_sync.settings.base import Model, ObjectId


class PaymentSettings(Model):
    """Registering Wix's payments on the document."""

    register_payment: bool = Field(False, description="register each payment on receipts and invoices")
    treasury_id: ObjectId | None = Field(None, description="Holded treasury account that received the money, where no line below fits")
    treasuries: dict[str, ObjectId] = Field(
        {}, description="treasury account by payment method as Wix writes it, in any case; 'gift card' for gift cards"
    )
    payment_method_id: ObjectId | None = Field(None, description="payment method printed on the document, where no line below fits")
    payment_methods: dict[str, ObjectId] = Field({}, description="printed payment method by payment method as Wix writes it")
    refunds: bool = Field(True, description="register what was paid back on the credit note or receipt note")


class RefundSettings(Model):
    """What a refund in Wix becomes."""

    notes: bool = Field(True, description="make a credit note or receipt note of each succeeded refund; false: hold them")
    amount_only: Literal["prorate", "hold"] = Field(
        "prorate", description="a refund without lines: spread over what is left of each tax rate, or hold"
    )
    by_convert: bool = Field(
        True, description="a whole invoice is refunded by Holded's convert, which gives its stock back; false: a plain credit note"
    )
    look_back_days: int = Field(45, ge=0, le=366, description="once a day the refunds of documents of so many days are read again")


class CancellationSettings(Model):
    """What a cancelled order does to what was booked; drafts of receipts and invoices are always deleted."""

    approved_unpaid: Literal["hold", "credit_note", "cancel"] = Field(
        "hold", description="an approved, unpaid document: hold, a credit note for all of it, or (invoices) cancel and keep the number"
    )
    sales_orders: Literal["show", "delete"] = Field("show", description="a draft sales order shows the cancellation, or is deleted")


class EditSettings(Model):
    """What a change of money after booking does."""

    draft: Literal["replace", "hold"] = Field("replace", description="delete the draft and make it anew, or hold")
    approved: Literal["hold", "propose"] = Field(
        "hold", description="hold, or propose: drafts of a credit note and of a new document, which a person approves"
    )


class ClosedPeriod(Model):
    """Months that the bookkeeper has closed: nothing is dated in them."""

    until: date | None = Field(None, description="last closed day; the trigger form's closed_period flag books into it all the same")
    documents: Literal["hold", "move"] = Field(
        "hold", description="a document dated in the closed period: hold, or date it on the next day"
    )


class QuotaSettings(Model):
    """The account's monthly calls are a budget."""

    reserve: int = Field(50, ge=0, le=10_000, description="calls kept for refunds and approvals in flight; new documents wait before them")
    monthly_limit: int | None = Field(None, ge=1, description="our own limit, where GET /usage tells none or too large a one")

"""The buyer: how it becomes a Holded contact, and how its VAT number is checked."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from order_sync.settings.base import Model, ObjectId


class ContactSettings(Model):
    """How the buyer becomes a Holded contact."""

    create: Literal["always", "never", "with_tax_id"] = Field(
        "always", description="who gets a contact of its own; the others share generic_contact_id, or have their name printed on receipts"
    )
    match: tuple[Literal["own_id", "tax_id", "vat_number", "email"], ...] = Field(
        ("tax_id", "email"), description="keys tried in this order; own_id: our marker in the contact's custom_id"
    )
    receipts_need_contact: bool = Field(False, description="false: consumer receipts carry the name only and cost no contact calls")
    generic_contact_id: ObjectId | None = Field(
        None, description="one contact for all buyers who get none of their own; never on an invoice"
    )


class VatSettings(Model):
    """Checks of the buyer's VAT number before a sale inside the Union is booked without tax."""

    check_format: bool = Field(True, description="the number must be well formed (python-stdnum); else the order is held")
    vies: bool = Field(False, description="ask VIES (connection vies) whether the number is valid; the answer is kept as evidence")
    vies_connection: str = Field("vies", description="Airflow connection (type http) of the VIES REST service")
    when_vies_is_down: Literal["hold", "accept"] = Field("hold", description="hold until it answers, or accept a well formed number")
    evidence_days: int = Field(30, ge=1, le=365, description="age at which a valid answer is asked again")
    surcharge_fields: tuple[str, ...] = Field(
        (),
        description="checkout fields (custom:<title> or extended:<namespace>.<field>) by which a retailer asks for the equivalence surcharge",
    )

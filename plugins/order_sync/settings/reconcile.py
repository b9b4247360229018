"""The daily comparison of the remotes with the ledger."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from order_sync.settings.base import Cron, Model

DocumentField = Literal["total", "currency", "date", "contact", "lines", "canceled"]


class ReconcileSettings(Model):
    """What is compared every day, and how many calls it may cost."""

    schedule: Cron | None = Field(
        "10 5 * * *", description="when it runs, as cron in the merchant's zone; null: only when a person triggers it"
    )
    days: int = Field(14, ge=1, le=400, description="documents, parcels and orders of so many days are compared every time")
    holded_calls: int = Field(
        10,
        ge=0,
        le=5000,
        description="calls of Holded that one run may cost; what is left after the last days goes to older documents, a stretch a day. "
        "The reserve of holded.quota is never touched; 0: Holded is not read",
    )
    wix_calls: int = Field(60, ge=0, le=5000, description="calls of Wix that one run may cost (100 orders each); 0: Wix is not read")
    myparcel_calls: int = Field(
        30, ge=0, le=1000, description="calls of MyParcel that one run may cost (100 parcels each); 0: MyParcel is not read"
    )
    read_whole: int = Field(
        0,
        ge=0,
        le=1000,
        description="documents a day that are read one by one, those first that were read longest ago: only so a change of lines that keeps "
        "the total is seen. Each costs a call of holded_calls",
    )
    hold_for: tuple[DocumentField, ...] = Field(
        ("total", "currency", "date", "contact", "lines", "canceled"),
        description="what of a document must be as it was made; a change of anything else is listed only",
    )
    edited_parcels: Literal["note", "hold"] = Field(
        "note", description="a concept that a person edited in MyParcel: list it, or hold the order (CONCEPT_EDITED)"
    )

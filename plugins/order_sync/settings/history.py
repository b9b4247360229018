"""How years of orders are taken over: the size of a run's window, and which documents may be made of them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from order_sync.settings.base import Model, ObjectId, SeriesKind

CRON = {"day": "0 0 * * *", "week": "0 0 * * 1", "month": "0 0 1 * *", "quarter": "0 0 1 */3 *"}


class HistorySettings(Model):
    """Backfill of past orders."""

    every: Literal["day", "week", "month", "quarter"] = Field(
        "month", description="window of one run of wix_history, by the day on which an order was created, in UTC"
    )
    before: date | None = Field(
        None,
        description="orders created before this day (merchant's zone) are history: no hourly run books or ships them, whatever happens "
        "to them later; left out: start_date bounds the windows, and an old order that changes in Wix is treated as a new one",
    )
    documents: Literal["none", "draft"] = Field(
        "none", description="what the trigger form offers first: known only, or drafts in Holded as well"
    )
    series: dict[SeriesKind, ObjectId] = Field(
        {}, description="numbering series of the drafts of past orders, a series of their own for each kind; needed for documents: draft"
    )
    documents_per_hour: int = Field(
        30, ge=1, le=1000, description="drafts of past orders that one run of the sender makes, after all others"
    )
    reserve: int = Field(200, ge=0, le=100_000, description="Holded calls of the month that past orders leave to the others")
    calls_per_minute: int = Field(60, ge=1, le=200, description="Wix calls a minute while history is read; the hourly run has its own")
    dry_run_days: int = Field(14, ge=1, le=366, description="days that the pages of dry runs are kept")

    @property
    def cron(self) -> str:
        """The windows as a cron expression."""
        return CRON[self.every]

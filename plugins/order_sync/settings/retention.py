"""How long personal data is kept."""

from __future__ import annotations

from pydantic import Field

from order_sync.settings.base import Cron, Model


class RetentionSettings(Model):
    """Days after which personal data is forgotten. What is still to be done keeps what it needs until it is done."""

    schedule: Cron = Field("20 3 * * *", description="when old data is forgotten: five fields of cron, in the merchant's zone")
    staging_days: int = Field(
        7, ge=1, le=90, description="days that a published batch stays in staging; an unfinished one stays 30 at most"
    )
    orders_days: int = Field(
        180,
        ge=1,
        description="days after its last change that an order keeps names, addresses, mail, phone, notes and texts; amounts, lines, rates, "
        "dates and ids stay. One that changes in Wix later comes back with its data, and the days start anew",
    )
    contacts_days: int = Field(
        180, ge=1, description="days that we remember which Holded contact a buyer is, as a hash; afterwards it is looked up"
    )
    runs_days: int = Field(30, ge=1, description="days that Airflow keeps the logs, XComs and forms of this store's runs")

"""When somebody is told, how, and how often."""

from __future__ import annotations

from pydantic import Field

from order_sync.settings.base import Cron, Model


class MailSettings(Model):
    """Digests by mail."""

    connection: str = Field("smtp_default", description="Airflow connection of type smtp")
    to: tuple[str, ...] = Field(min_length=1, description="who is told, mail addresses")
    sender: str | None = Field(None, description="the mail's sender; left out: from_email of the connection")


class WebhookSettings(Model):
    """Digests by an HTTP POST with JSON."""

    connection: str = Field(
        description="Airflow connection of type http: host is the whole address, password a bearer token where one is asked for"
    )


class AlertSettings(Model):
    """Messages about what waits or fails: one digest for each time of the schedule at which there is something new, and none else."""

    schedule: Cron = Field("50 * * * *", description="when it is looked and told: five fields of cron, in the merchant's zone")
    mail: MailSettings | None = Field(None, description="tell by mail")
    webhook: WebhookSettings | None = Field(None, description="tell by webhook, for example into a chat")
    remind_hours: int = Field(24, ge=1, description="hours after which what is still open is told again")
    failed_runs: bool = Field(True, description="tell when a run has failed and none after it has succeeded")
    hold_hours: int | None = Field(24, ge=0, description="tell of holds that have been open for so many hours; null: never")
    quality_percent: float | None = Field(
        95, ge=0, le=100, description="tell when less than this share of what a quality rule looked at in a day has passed; null: never"
    )
    quality_rows: int = Field(20, ge=1, description="how much a rule must have looked at in the day before its share counts")
    quota_percent: float | None = Field(
        10, ge=0, le=100, description="tell when less than this share of the Holded account's calls of the month is left; null: never"
    )
    api_drift: bool = Field(
        True, description="tell when the daily comparison reads answers of a remote that do not fit what we know of its API"
    )
    drift: bool = Field(
        True,
        description="tell what the daily comparison finds at the remotes and holds no order for: changed, approved, converted or made by people",
    )
    silence_orders: float | None = Field(
        12,
        gt=0,
        description="tell when no order was placed since a time in which so many would have been expected by the last eight weeks, hour of the "
        "week by hour of the week; null: never. It needs four weeks and 100 orders to go by",
    )

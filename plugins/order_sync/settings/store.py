"""One Wix store: where its orders come from, what becomes of them, and when."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, field_validator

from order_sync.settings.alerts import AlertSettings
from order_sync.settings.base import Country, Model
from order_sync.settings.history import HistorySettings
from order_sync.settings.holded import HoldedSettings
from order_sync.settings.parcels import MyParcelSettings, TrackingSettings
from order_sync.settings.reconcile import ReconcileSettings
from order_sync.settings.retention import RetentionSettings


class WixSettings(Model):
    """Where the orders come from."""

    connection: str = Field(description="Airflow connection of type wix")
    overlap_minutes: int = Field(15, ge=0, le=1440, description="how far each window reaches back, against late search results")
    vat_number_fields: tuple[str, ...] = Field(
        (),
        description="where buyers type their VAT number: custom:<title>, extended:<namespace>.<field>, or note (the first well-formed "
        "number of the buyer's note); first filled one wins",
    )


EVERY_STORE = ("wix_orders", "wix_history", "holds", "reports", "reconcile", "alerts", "retention", "erase")


class StoreSettings(Model):
    """One Wix store: where it sells from, where its orders go."""

    store: str = Field(pattern=r"^[a-z][a-z0-9]{0,19}$", description="short key; part of DAG ids, markers and references")
    name: str = Field(description="the shop's name as people know it")
    owner: str = Field("operations", description="owner of the store's DAGs in Airflow")
    country: Country = Field(
        description="where the seller is established, ISO 3166-1 alpha-2 (IC: Canary Islands, EA: Ceuta and Melilla); decides what is domestic"
    )
    timezone: str = Field(description="IANA time zone of the merchant's calendar, for example Europe/Madrid")
    start_date: date = Field(description="first day for which Airflow may run this store")
    wix: WixSettings = Field(description="where the orders come from")
    holded: HoldedSettings | None = Field(None, description="how orders become documents; left out: nothing is booked")
    myparcel: MyParcelSettings | None = Field(None, description="how orders become parcels; left out: nothing is shipped")
    tracking: TrackingSettings = Field(TrackingSettings(), description="what goes back to Wix")
    history: HistorySettings = Field(HistorySettings(), description="how past orders are taken over")
    reconcile: ReconcileSettings = Field(ReconcileSettings(), description="what the remotes hold against the ledger, every day")
    alerts: AlertSettings = Field(AlertSettings(), description="when somebody is told, and how")
    retention: RetentionSettings = Field(RetentionSettings(), description="how long personal data is kept")

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError("not an IANA time zone, for example Europe/Madrid")
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The merchant's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def dag_ids(self) -> set[str]:
        """The DAGs that these settings make; of any other one of the store no run will follow."""
        names = list(EVERY_STORE)
        if self.holded:
            names += ["holded", "convert", *(["approvals"] if self.holded.approve == "ask" else [])]
        if self.myparcel:
            names += ["myparcel", "tracking", "labels"]
        return {f"{name}__{self.store}" for name in names}

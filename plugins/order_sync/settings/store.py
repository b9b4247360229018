"""One Wix store: where its orders come from, what becomes of them, and when."""

from __future__ import annotations

from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, field_validator

from order_sync.settings.base import Country, Model
from order_sync.settings.holded import HoldedSettings


class WixSettings(Model):
    """Where the orders come from."""

    connection: str = Field(description="Airflow connection of type wix")
    overlap_minutes: int = Field(15, ge=0, le=1440, description="how far each window reaches back, against late search results")
    vat_number_fields: tuple[str, ...] = Field(
        (),
        description="where buyers type their VAT number: custom:<title>, extended:<namespace>.<field>, or note (the first well-formed "
        "number of the buyer's note); first filled one wins",
    )


class MyParcelSettings(Model):
    """How paid physical orders become concept shipments."""

    connection: str = Field(description="Airflow connection of type myparcel")
    defaults: Literal["account", "settings"] = Field("settings", description="package preferences from the MyParcel account or from here")
    carrier: int = Field(1, description="MyParcel carrier id; 1 is PostNL, 2 bpost")
    package_type: int = Field(1, ge=1, le=7, description="1 package, 2 mailbox, 3 letter, 4 digital stamp, 6 small package")
    signature: bool = Field(False, description="the receiver signs, where the carrier offers it")
    only_recipient: bool = Field(False, description="not to the neighbours, where the carrier offers it")
    insurance_cents: int = Field(0, ge=0, le=2_500_000, description="insured amount in cents, raised to the carrier's next step")
    label_description: str = Field("{number}", max_length=45, description="{number} is the Wix order number")
    share_contact: bool = Field(True, description="pass e-mail and phone to the carrier")
    packaging_weight_g: int = Field(0, ge=0, description="added once per parcel")
    default_item_weight_g: int = Field(500, ge=1, description="for items without a weight in Wix")
    settle_seconds: int = Field(30, ge=0, le=3600, description="seconds before a lost answer is looked up, and between two looks")


class TrackingSettings(Model):
    """What goes back to Wix."""

    enabled: bool = Field(True, description="write a fulfilment with the tracking number, so that Wix mails the buyer")


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

"""How paid physical orders become parcels: package preferences, packing, customs, labels, tracking."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator

from order_sync.settings.base import Country, Model, WebPage


class CustomsSettings(Model):
    """What a customs declaration says where products.csv says nothing of a product."""

    contents: int = Field(1, ge=1, le=5, description="1 commercial goods, 2 samples, 3 documents, 4 gifts, 5 returned goods")
    hs_code: str = Field("", pattern=r"^([0-9]{6,10})?$", description="HS code of products without one; empty: their orders are held")
    origin: Country | None = Field(None, description="country of origin of products without one; left out: their orders are held")
    item_value: Literal["line", "piece"] = Field("line", description="whether item_value is the line's amount or the price per piece")
    item_weight: Literal["line", "piece"] = Field("line", description="whether an item's weight is the line's or that of one piece")
    eori_number: str = Field("", max_length=40, description="the seller's EORI number")
    vat_number: str = Field("", max_length=40, description="the seller's VAT number")
    vat_number_uk: str = Field("", max_length=40, description="the seller's British VAT number")
    voec_number: str = Field("", max_length=40, description="the seller's Norwegian VOEC number")
    territories: Literal["hold", "ship"] = Field(
        "hold", description="Canary Islands, Northern Ireland, Åland and the like: hold for a person, or ship with a customs declaration"
    )


class Sender(Model):
    """Another sender address than the account's, by name for the sender column of shipping_rules.csv."""

    company: str = Field("", max_length=50, description="company on the label")
    person: str = Field("", max_length=50, description="name on the label")
    cc: Country = Field(description="country, ISO 3166-1 alpha-2")
    postal_code: str = Field(max_length=10, description="postal code")
    city: str = Field(max_length=35, description="city of the sender")
    street: str = Field(max_length=40, description="street without number")
    number: str = Field("", max_length=8, description="house number")
    number_suffix: str = Field("", max_length=6, description="addition to the house number")
    email: str = Field("", description="e-mail of the sender")
    phone: str = Field("", max_length=25, description="phone of the sender")


class LabelSettings(Model):
    """How labels are printed by labels__<store>."""

    format: Literal["A4", "A6"] = Field("A6", description="paper; labels with a customs form are printed on A4 whatever stands here")
    position: int = Field(1, ge=1, le=4, description="first free place of the first A4 sheet: 1 top left to 4 bottom right")
    sort: tuple[Literal["carrier", "country", "package_type", "order_number", "order_date", "sku"], ...] = Field(
        ("carrier", "country", "order_number"), description="order of the labels in the file"
    )
    schedule: str | None = Field(None, description="cron expression in the store's time zone; left out: by hand only")
    storage: str = Field(
        "", description="Airflow object storage path for the files, for example s3://labels@aws/nl; empty: a folder of Airflow"
    )
    keep_days: int = Field(30, ge=1, le=3650, description="days after which a file is deleted")
    wait_seconds: int = Field(180, ge=5, le=600, description="how long a file that MyParcel makes later is waited for")

    @field_validator("schedule")
    @classmethod
    def _cron(cls, value: str | None) -> str | None:
        from croniter import croniter

        if value is not None and not croniter.is_valid(value):
            raise ValueError("not a cron expression; every working day at half past eight is 30 8 * * 1-5")
        return value


class MyParcelSettings(Model):
    """How paid physical orders become concept shipments."""

    connection: str = Field(description="Airflow connection of type myparcel")
    defaults: Literal["account", "settings"] = Field("settings", description="package preferences from the MyParcel account or from here")
    carrier: int = Field(1, description="MyParcel carrier id; 1 is PostNL, 2 bpost")
    package_type: int = Field(1, ge=1, le=7, description="1 package, 2 mailbox, 3 letter, 4 digital stamp, 6 small package")
    platform: Literal["NL", "BE"] | None = Field(
        None,
        description="NL: MyParcel, BE: SendMyParcel; left out: as the account says where defaults is account, else by bpost or the seller's country",
    )
    package_by_contents: tuple[Literal["mailbox", "digital_stamp", "small_package"], ...] = Field(
        (), description="smaller types that are taken where the contents fit by weight and size, the first that fits"
    )
    signature: bool = Field(False, description="the receiver signs, where the carrier offers it")
    only_recipient: bool = Field(False, description="not to the neighbours, where the carrier offers it")
    insurance_cents: int = Field(0, ge=0, le=2_500_000, description="insured amount in cents, raised to the carrier's next step")
    label_description: str = Field(
        "{number}",
        max_length=100,
        description="text of the label: {number} of the order, {sku}, {product}, {quantity}, {note} of the buyer; cut to 45 characters, at bpost 30",
    )
    overweight: Literal["split", "hold"] = Field(
        "split", description="an order too heavy for one parcel: as many parcels as its pieces need, or hold"
    )
    share_contact: bool = Field(True, description="pass e-mail and phone to the carrier")
    packaging_weight_g: int = Field(0, ge=0, description="added once per parcel")
    default_item_weight_g: int = Field(500, ge=1, description="for items without a weight in Wix")
    partly_refunded: Literal["hold", "ship"] = Field(
        "hold", description="paid orders of which something was refunded: hold, or ship what was not"
    )
    custom_sender: dict[str, Sender] = Field({}, description="sender addresses by name, for the sender column of shipping_rules.csv")
    customs: CustomsSettings = Field(CustomsSettings(), description="parcels that leave the customs union")
    labels: LabelSettings = Field(LabelSettings(), description="how labels are printed")
    page: WebPage = Field(
        "https://backoffice.myparcel.nl/shipmentform?shipment={id}",
        description="web address of a shipment, for links from the order's page; {id} is its id, empty: no link",
    )
    settle_seconds: int = Field(30, ge=0, le=3600, description="seconds before a lost answer is looked up, and between two looks")


class TrackingSettings(Model):
    """What goes back to Wix."""

    enabled: bool = Field(True, description="write a fulfilment with the tracking number, so that Wix mails the buyer")
    split_lines: bool = Field(
        True, description="a line of several pieces may stand in the fulfilments of several parcels; false: whole in the first one"
    )
    poll_hours: int = Field(3, ge=1, le=48, description="hours between two looks at a parcel on its way; a concept is looked at every run")
    late_days: int = Field(7, ge=1, le=90, description="days after the label without delivery after which a parcel is called late")
    lost_days: int = Field(21, ge=1, le=365, description="days without any news after which a parcel is held as lost")
    webhook_url: str = Field(
        "",
        pattern=r"^(https://[a-z0-9.:_-]+(/[a-z0-9./_-]*)?|http://(127\.0\.0\.1|localhost)(:[0-9]+)?(/[a-z0-9./_-]*)?)?$",
        description="public address of Airflow for MyParcel's webhooks, lower case; empty: by polling alone",
    )

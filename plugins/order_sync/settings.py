"""The merchant's configuration: one YAML per store and three tables, validated; errors name file, key and cure."""

from __future__ import annotations

import csv
import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from order_sync import PROJECT_ROOT
from order_sync.errors import SettingsError

Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
ObjectId = Annotated[str, Field(pattern=r"^[0-9a-f]{24}$")]
DocumentKind = Literal["order", "receipt", "invoice"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class WixSettings(_Model):
    """Where the orders come from."""

    connection: str = Field(description="Airflow connection of type wix")
    overlap_minutes: int = Field(15, ge=0, le=1440, description="how far each window reaches back, against late search results")
    vat_number_fields: tuple[str, ...] = Field(
        (), description="where buyers type their VAT number: custom:<title> or extended:<namespace>.<field>, first filled one wins"
    )


class DocumentCondition(_Model):
    """All conditions that are set must hold."""

    business: bool | None = Field(None, description="the buyer gave a company name or a VAT number")
    total_over: Decimal | None = Field(None, description="the order's total is above this amount (order currency)")
    countries: tuple[Country, ...] | None = Field(None, description="the delivery country is one of these")


class DocumentRule(_Model):
    """One line of the document choice; the first that fits decides."""

    when: DocumentCondition = Field(DocumentCondition(), description="conditions on the order; without any, every order fits")
    then: DocumentKind = Field(description="what such an order becomes")


class RoundingSettings(_Model):
    """How Holded rounds and what to do when a total cannot be reached to the cent."""

    rule: Literal["line_then_sum", "by_line", "at_end"] = Field(
        "line_then_sum", description="line net to the cent then tax on the sum; tax by line; nothing rounded before the end"
    )
    policy: Literal["accept", "line", "hold"] = Field("hold", description="accept one recorded cent, add an untaxed rounding line, or hold")
    tax_key: str | None = Field(None, description="tax key of the rounding line (policy line)")


class PaymentSettings(_Model):
    """Registering Wix's payment on the document."""

    register_payment: bool = Field(False, description="register the paid amount on receipts and invoices")
    treasury_id: ObjectId | None = Field(None, description="Holded treasury account that received the money")
    payment_method_id: ObjectId | None = Field(None, description="payment method printed on the document")


class ContactSettings(_Model):
    """How the buyer becomes a Holded contact."""

    match: tuple[Literal["tax_id", "email"], ...] = Field(("tax_id", "email"), description="keys tried in this order")
    receipts_need_contact: bool = Field(False, description="false: consumer receipts carry the name only and cost no contact calls")
    generic_contact_id: ObjectId | None = Field(None, description="contact for buyers without tax id and e-mail")


class ReferenceSettings(_Model):
    """Our own gapless numbers for sales orders."""

    prefix: str = Field("", pattern=r"^[A-Z0-9-]{0,10}$", description="what {prefix} stands for")
    format: str = Field("{prefix}{YYYY}-{seq:06}", description="{prefix}, {YYYY} (year of the order in the store's zone), {seq}")


class HoldedSettings(_Model):
    """How orders become documents."""

    connection: str = Field(description="Airflow connection of type holded")
    documents: tuple[DocumentRule, ...] = Field(min_length=1, description="document choice, first match wins; end with a line without when")
    series: dict[DocumentKind, ObjectId] = Field({}, description="numbering series (number_line_id) per document kind")
    warehouse_id: ObjectId | None = Field(None, description="warehouse that the stock leaves; none: the account's default")
    sales_channel_id: ObjectId | None = Field(None, description="sales channel of the documents, for Holded's analytics")
    language: str = Field("es", description="language of the document as ISO 639-1, or buyer: the one that the buyer used")
    tags: tuple[Annotated[str, Field(pattern=r"^[a-z0-9]{1,30}$")], ...] = Field(
        ("wix",), description="tags of every document, beside its marker"
    )
    currencies: tuple[Annotated[str, Field(pattern=r"^[A-Z]{3}$")], ...] = Field(
        ("EUR",), description="currencies that are booked; others are held"
    )
    late_documents: Literal["move", "hold"] = Field(
        "move",
        description="a document dated before the newest approved one of its kind: move it to that day (dates must not go back), or hold",
    )
    approve: Literal["never", "when_proven"] = Field("never", description="approving is final: never, or when the proof of total holds")
    payments: PaymentSettings = Field(PaymentSettings(), description="registering Wix's payment on the document")
    contacts: ContactSettings = Field(ContactSettings(), description="how the buyer becomes a Holded contact")
    rounding: RoundingSettings = Field(RoundingSettings(), description="how Holded rounds, and what to do about an unreachable cent")
    unknown_sku: Literal["hold", "plain"] = Field("hold", description="hold, or book a line without product (moves no stock)")
    free_orders: Literal["book", "ignore"] = Field("book", description="orders of 0.00: book them, or leave them out")
    reference: ReferenceSettings = Field(ReferenceSettings(), description="our own gapless numbers for sales orders")
    catalogue_hours: int = Field(24, ge=1, le=720, description="age at which products and taxes are read again")
    settle_seconds: int = Field(30, ge=0, le=3600, description="seconds before a lost answer is looked up, and between two looks")


class MyParcelSettings(_Model):
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


class TrackingSettings(_Model):
    """What goes back to Wix."""

    enabled: bool = Field(True, description="write a fulfilment with the tracking number, so that Wix mails the buyer")


class StoreSettings(_Model):
    """One Wix store: where it sells from, where its orders go."""

    store: str = Field(pattern=r"^[a-z][a-z0-9]{0,19}$", description="short key; part of DAG ids, markers and references")
    name: str = Field(description="the shop's name as people know it")
    owner: str = Field("operations", description="owner of the store's DAGs in Airflow")
    country: Country = Field(description="where the seller is established, ISO 3166-1 alpha-2; decides what is domestic")
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


class StatusRule(_Model):
    """One line of status_rules.csv; ``*`` fits anything; the first line that fits decides."""

    line: int
    stores: str = Field(description="store keys joined by |, or *")
    role: Literal["order", "receipt", "invoice", "shipment"] = Field(description="what would be made of the order")
    status: str = Field(description="Wix's status, or *")
    payment_status: str = Field(description="Wix's paymentStatus, or *")
    fulfillment_status: str = Field(description="Wix's fulfillmentStatus, or *")
    action: Literal["send", "ignore", "hold"] = Field(description="what happens with the order")
    reason: str = Field("", description="reason of ignore or hold, one of docs/holds.md; empty hold: STATUS_NEEDS_PERSON")


class TaxRule(_Model):
    """One line of taxes.csv: (treatment, country, rate, day) to the key of the Holded account."""

    line: int
    connection: str = Field(description="Airflow connection of the Holded account")
    treatment: Literal["domestic", "oss", "export", "intra_eu_goods", "exempt", "intra_eu_services", "export_services"] = Field(
        description="kind of sale; see below"
    )
    country: str = Field(description="delivery country, ISO 3166-1 alpha-2, or *; a line for the country goes first")
    rate_ppm: int = Field(description="rate in millionths: 210000 is 21 %")
    key: str = Field(description="key of an active sales tax of the account")
    valid_from: date | None = Field(None, description="first document date, ISO 8601; empty: always")
    valid_to: date | None = Field(None, description="last document date, ISO 8601; empty: for ever")


class SkuAlias(_Model):
    """One line of sku_aliases.csv: a Wix SKU that is another SKU, or one product id, in Holded."""

    line: int
    store: str = Field(description="store key, or *")
    wix_sku: str = Field(description="the SKU as Wix has it")
    holded_sku: str = Field("", description="the SKU that it is in Holded; or leave it empty and name the product")
    product_id: str = Field("", description="id of the Holded product; goes before holded_sku")


class Config(_Model):
    """The whole configuration."""

    folder: Path
    stores: dict[str, StoreSettings]
    status_rules: tuple[StatusRule, ...]
    taxes: tuple[TaxRule, ...]
    sku_aliases: tuple[SkuAlias, ...]

    def store(self, key: str) -> StoreSettings:
        """The settings of one store, or a SettingsError that lists the known ones."""
        if key not in self.stores:
            raise SettingsError(
                f"no store {key!r}", where=str(self.folder / "stores"), cure=f"Known stores: {', '.join(sorted(self.stores))}."
            )
        return self.stores[key]


def config_folder() -> Path:
    """ORDER_SYNC_CONFIG, else include/config of the project."""
    return Path(os.environ.get("ORDER_SYNC_CONFIG") or PROJECT_ROOT / "include" / "config")


def store_files(folder: Path | None = None) -> list[Path]:
    """The store files in name order; an empty folder is an error."""
    folder = (folder or config_folder()) / "stores"
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise SettingsError(
            "no *.yaml file", where=str(folder), cure="Add one file per store; include/config/stores of the project has examples."
        )
    return files


def known_stores(folder: Path | None = None, only: str | None = None) -> list[str]:
    """Keys of the store files, whether they can be read or not; ``only`` one of them, or a SettingsError that lists them."""
    folder = folder or config_folder()
    keys = [file.stem for file in store_files(folder)]
    if only and only not in keys:
        raise SettingsError(f"no store {only!r}", where=str(folder / "stores"), cure=f"Known stores: {', '.join(keys)}.")
    return [only] if only else keys


def load_store(file: Path) -> StoreSettings:
    """One store file, validated; the file's name must be its store key."""
    try:
        raw = yaml.safe_load(file.read_text(encoding="utf-8"))
        settings = StoreSettings.model_validate(raw)
    except yaml.YAMLError as error:
        raise SettingsError(f"not YAML: {error}", where=str(file), cure="Correct the indentation or quoting at that place.") from None
    except ValidationError as error:
        raise SettingsError(_faults(error), where=str(file), cure="docs/configuration.md lists every key.") from None
    if settings.store != file.stem:
        raise SettingsError(
            f"store is {settings.store!r}", where=str(file), cure=f"Name the file {settings.store}.yaml or set store: {file.stem}."
        )
    return settings


def load_config(folder: Path | None = None, *, only: str | None = None) -> Config:
    """All stores (or one, so that another's mistake does not stop it) and the tables of a configuration folder."""
    folder = folder or config_folder()
    files = [file for file in store_files(folder) if file.stem in known_stores(folder, only)]
    stores = [load_store(file) for file in files]
    return Config(
        folder=folder,
        stores={store.store: store for store in stores},
        status_rules=tuple(_table(folder / "status_rules.csv", StatusRule)),
        taxes=tuple(_table(folder / "taxes.csv", TaxRule)),
        sku_aliases=tuple(_table(folder / "sku_aliases.csv", SkuAlias)),
    )


def _table(file: Path, model: type[_Model]) -> list:
    if not file.is_file():
        raise SettingsError("missing", where=str(file), cure="Copy it from include/config of the project.")
    rows = []
    with file.open(encoding="utf-8", newline="") as lines:
        for number, raw in enumerate(csv.DictReader(lines), start=2):
            filled = {key: value.strip() for key, value in raw.items() if key and value and value.strip()}
            if not filled or next(iter(filled.values())).startswith("#"):
                continue
            try:
                rows.append(model.model_validate({"line": number, **filled}))
            except ValidationError as error:
                raise SettingsError(_faults(error), where=f"{file} line {number}", cure="The header names the columns.") from None
    return rows


def _faults(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(str(part) for part in fault['loc']) or 'file'}: {fault['msg']}" for fault in error.errors())

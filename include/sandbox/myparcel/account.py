"""One MyParcel account with its shop: who it is, its package preferences and its rights. Nothing here changes by a call."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox.accounts import account as known_account
from sandbox.myparcel import tables
from sandbox.myparcel.switches import Switches

_PERMISSIONS = (
    "selectAccount selectShop insertShipment updateShipment deleteShipment selectShipment insertWebhookSubscription "
    "deleteWebhookSubscription selectWebhookSubscription readTrackTrace printShipmentLabel"
)
PERMISSIONS = _PERMISSIONS.split()
SERVICE = "myparcel"
USER_ID, PERSON_ID = 90001, 90002  # who acts through the key, and who works in the back office
_NUMBERS = {"es": 1, "nl": 2, "be": 3}
_PREFERENCES: dict[str, dict[str, Any]] = {"nl": {"package_type": tables.PACKAGE, "signature": 0, "label_description": "[ORDER_NR]"}}


@dataclass(frozen=True)
class Merchant:
    """Ids and name of an account with one shop. Ids differ from account to account, so that nothing is mixed up unseen."""

    key: str
    name: str
    number: int
    platform: int = tables.PLATFORM_NL
    preferences: dict[str, Any] = field(default_factory=dict)

    @property
    def account_id(self) -> int:
        """Id of the account."""
        return 70_000 + self.number

    @property
    def shop_id(self) -> int:
        """Id of its only shop."""
        return 80_000 + self.number

    @property
    def first_shipment_id(self) -> int:
        """Where the ids of this shop's shipments begin."""
        return 310_000_000 + self.number * 100_000 + 1

    @property
    def first_barcode(self) -> int:
        """Where this shop's barcodes begin."""
        return self.number * 100_000 + 1

    @property
    def subdomain(self) -> str:
        """Name of the shop's own tracking page."""
        return "".join(letter for letter in self.name.lower() if letter.isalnum())


def merchant(key: str) -> Merchant:
    """The merchant of a sandbox account. A shop in Spain has a Dutch MyParcel account: MyParcel ships from NL and BE only."""
    found = known_account(key)
    number = _NUMBERS.get(key) or 100 + sum(ord(letter) * place for place, letter in enumerate(key, start=1)) % 9_000
    platform = tables.PLATFORM_BE if key == "be" else tables.PLATFORM_NL
    return Merchant(key, found.name if found else key, number, platform, _PREFERENCES.get(key, {}))


def address(who: Merchant) -> dict[str, str]:
    """Where the shop sends from; invented."""
    belgian = who.platform == tables.PLATFORM_BE
    return {
        "cc": "BE" if belgian else "NL",
        "postal_code": "9000" if belgian else "1234AB",
        "city": "Gent" if belgian else "Voorbeeldstad",
        "street": "Atelierweg",
        "number": "10",
        "person": who.name,
        "company": who.name,
        "email": "winkel@example.com",
        "phone": "+31200000000",
        "street_additional_info": "",
        "number_suffix": "",
    }


def shop(who: Merchant, switches: Switches) -> dict[str, Any]:
    """One row of GET /shops, with the package preferences (pakketvoorkeuren)."""
    options = {
        "package_type": tables.PACKAGE,
        "only_recipient": 0,
        "signature": 0,
        "return": 0,
        "insurance": {"amount": 0, "currency": "EUR"},
        "large_format": 0,
        "age_check": 0,
        "hide_sender": 0,
        "label_description": "",
    }
    return {
        "id": who.shop_id,
        "account_id": who.account_id,
        "platform_id": who.platform,
        "name": who.name,
        "hidden": 0,
        "shipment_options": options | who.preferences,
        "general_settings": {
            "weight": 1000,
            "label_format": "A6",
            "label_format_locked": 0,
            "label_description": "",
            "auto_save_addresses": 0,
            "preferred_locale": "nl-NL",
        },
        "tracktrace": {
            "send_track_trace_emails": 1,
            "email_on_handed_to_courier": 1,
            "carrier_email_basic_notification": 1,
            "bcc": 0,
            "bcc_email": None,
            "from_address_email": "winkel@example.com",
            "from_address_company": who.name,
        },
        "delivery_address": address(who),
        "return": None,
        "branding": {"subdomain": who.subdomain, "enable_track_trace": bool(switches["portal"])},
    }


def accounts(who: Merchant, switches: Switches) -> dict[str, Any]:
    """The body of GET /accounts."""
    contracts = ("has_carrier_contract", "has_carrier_mail_contract", "has_carrier_small_package_contract", "allow_printerless_return")
    settings = {"is_test": 0, "order_mode": switches["order_mode"]} | dict.fromkeys(contracts, 0)
    settings["allow_printerless_return"] = int(switches["printerless_returns"])
    row = {
        "id": who.account_id,
        "platform_id": who.platform,
        "status": 2,
        "general_settings": settings,
        "shops": [shop(who, switches)],
    }
    return {"data": {"accounts": [row]}}


def permissions(switches: Switches) -> list[str]:
    """The rights of the shop's key."""
    return [right for right in PERMISSIONS if right not in switches["missing_permissions"]]


def acl(who: Merchant, switches: Switches) -> dict[str, Any]:
    """The body of GET /acl."""
    return {
        "account_id": who.account_id,
        "shop_ids": [who.shop_id],
        "permissions": permissions(switches),
        "platform_id": who.platform,
        "user_id": USER_ID,
        "subscription_features": [],
    }


def whoami(who: Merchant, switches: Switches) -> dict[str, Any]:
    """The body of the key check; ids are strings on this host only."""
    account_id, shop_id = str(who.account_id), str(who.shop_id)
    same = {"role": "SHOP_DEFAULT", "account_id": account_id, "platform": tables.PLATFORM_NAMES[who.platform], "shop_ids": [shop_id]}
    legacy = ["LEGACY_ORDER_MANAGEMENT"] if switches["order_mode"] else []
    return same | {"features": list(dict.fromkeys([*switches["features"], *legacy])), "principal": {"id": shop_id, "type": "SHOP"} | same}

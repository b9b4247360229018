"""The shipment as MyParcel shows it: made from a request, registered by a label, moved by the carrier."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.myparcel import account, tables
from sandbox.myparcel.account import Merchant
from sandbox.myparcel.switches import Switches

DUTCH = ZoneInfo("Europe/Amsterdam")

CONCEPT, REGISTERED, HANDED_OVER, SORTING, DISTRIBUTION, CUSTOMS, DELIVERED = range(1, 8)
PRINTED_LETTER, CREDITED, PRINTED_STAMP, EXPIRED, PRINTED_UNTRACKED, DELETED = 12, 13, 14, 16, 18, 99

_OPTIONS = {
    "only_recipient": 0,
    "signature": 0,
    "return": 0,
    "insurance": {"amount": 0, "currency": "EUR"},
    "large_format": 0,
    "age_check": 0,
    "label_description": "",
    "delivery_type": tables.STANDARD,
}
_REGIONS = {"NL": "NL", "BE": "België", "EU": "Europa", "ROW": "Wereld"}


def dutch(moment: float) -> str:
    """An instant as MyParcel writes it: Dutch local time without an offset."""
    return datetime.fromtimestamp(moment, DUTCH).strftime("%Y-%m-%d %H:%M:%S")


def made(who: Merchant, request: dict[str, Any], shipment_id: int, user_agent: str, moment: float) -> dict[str, Any]:
    """A new concept."""
    reference = request.get("reference_identifier")
    return {
        "id": shipment_id,
        "parent_id": None,
        "account_id": who.account_id,
        "shop_id": who.shop_id,
        "shipment_type": 3 if request.get("secondary_shipments") else 1,
        "status": CONCEPT,
        "created": dutch(moment),
        "modified": dutch(moment),
        "reference_identifier": None if reference is None else str(reference),
        "created_by": account.USER_ID,
        "modified_by": account.USER_ID,
        "transaction_status": "unpaid",
        "payment_status": "unpaid",
        "hidden": request.get("hidden", 0),
        "price": {"amount": 595, "currency": "EUR"},
        "barcode": "",
        "external_provider": None,
        "external_provider_id": None,
        "contract_id": request.get("contract_id"),
        "platform_id": who.platform,
        "origin": "api",
        "user_agent": user_agent,
        "secondary_shipments": [],
        "collection_contact": None,
        "multi_collo_main_shipment_id": None,
        "external_identifier": None,
        "delayed": False,
        "delivered": False,
        "link_consumer_portal": None,
        "partner_tracktraces": [],
        "_made_at": moment,
        "_registered_at": None,
        "_history": [],
    } | content(who, request)


def content(who: Merchant, request: dict[str, Any]) -> dict[str, Any]:
    """The part of a shipment that POST sets and PUT replaces."""
    general = request.get("general_settings") or {}
    return {
        "recipient": dict(request["recipient"]),
        "sender": request.get("sender") or account.address(who),
        "options": _OPTIONS | {name: value for name, value in request["options"].items() if value is not None},
        "general_settings": {
            "save_recipient_address": general.get("save_recipient_address", 0),
            "tracktrace": {"send_track_trace_emails": 1, "email_on_handed_to_courier": 0, "bcc": 0},
        },
        "pickup": request.get("pickup"),
        "drop_off_point": request.get("drop_off_point"),
        "customs_declaration": request.get("customs_declaration"),
        "physical_properties": request.get("physical_properties") or {"weight": 1000},
        "carrier_id": request["carrier"],
        "region": _REGIONS[tables.zone(request["recipient"]["cc"])],
    }


def register(shipment: dict[str, Any], next_barcode: Callable[[], int], moment: float) -> None:
    """What a label does to a concept: status 2 and a barcode, or a printed status without one. A second label is a reprint."""
    if shipment["status"] != CONCEPT:
        return
    package = shipment["options"]["package_type"]
    untracked = package == tables.SMALL_PACKAGE and not shipment["options"].get("tracked")
    printed = {tables.LETTER: PRINTED_LETTER, tables.STAMP: PRINTED_STAMP}.get(package, PRINTED_UNTRACKED if untracked else REGISTERED)
    shipment["_registered_at"] = moment
    if printed == REGISTERED:
        shipment["barcode"] = f"3SEXMP{next_barcode():09d}"
        shipment["external_identifier"] = shipment["barcode"]
    move(shipment, printed, moment)
    for child in shipment["secondary_shipments"]:
        register(child, next_barcode, moment)


def move(shipment: dict[str, Any], status: int, moment: float) -> None:
    """A later status, kept in the shipment's history."""
    shipment["status"] = status
    shipment["modified"] = dutch(moment)
    shipment["delivered"] = status in (DELIVERED, 9, 19)
    shipment["_history"].append({"status": status, "time": dutch(moment)})


def shown(who: Merchant, switches: Switches, shipment: dict[str, Any], moment: float, portal: bool = False) -> dict[str, Any]:
    """The shipment in an answer; its barcode appears after the lag that the switch sets."""
    out = {name: value for name, value in shipment.items() if not name.startswith("_")}
    out["secondary_shipments"] = [shown(who, switches, child, moment, portal) for child in shipment["secondary_shipments"]]
    registered = shipment["_registered_at"]
    if registered is not None and moment - registered < switches["barcode_lag_seconds"]:
        out["barcode"], out["external_identifier"] = "", None
    if portal and out["barcode"] and switches["portal"]:
        out["link_consumer_portal"] = portal_link(who, shipment)
    return out


def portal_link(who: Merchant, shipment: dict[str, Any]) -> str | None:
    """The shop's own tracking page."""
    to = shipment["recipient"]
    place = f"{shipment['barcode']}/{to.get('postal_code', '').replace(' ', '')}/{to['cc']}"
    return f"https://{who.subdomain}.myparcel.me/track-trace/{place}" if shipment["barcode"] else None

"""Return shipments: related (of a parent that has a label) and unrelated; what they may be, and the mail to the consumer.

``state["mails"]``: {"shipment_id", "email"} of every return label that was mailed. Which code each refusal carries is not published
beyond «return shipments»: 3714 for the parent, the codes of ordinary shipments for carrier, package type and options.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.myparcel import account, fields, resource, tables
from sandbox.myparcel.errors import Refused
from sandbox.myparcel.fields import Fault, Findings, Rule
from sandbox.myparcel.shop import Shop

ERROR = "Cannot create return shipment"
CARRIERS = frozenset({1, 2, 4, 9, 10, 11, 14, 15, 17, 18})
PACKAGES = frozenset({tables.PACKAGE, tables.MAILBOX, tables.SMALL_PACKAGE})
RELATED, UNRELATED = 2, 5  # shipment_type

_OPTIONS = {name: rule for name, rule in fields.OPTIONS.items() if name not in ("delivery_type", "delivery_date", "tracked")} | {
    "package_type": Rule("int", 3733, 7, 1),
    "contribution": Rule("money", 3705, 100_000),
    "printerless_return": Rule("flag", 3705),
}
_SENDER = fields.SENDER | {"postal_code": Rule("text", 3745, null=True)}
_UNRELATED = {
    "shop_id": Rule("int", 3754),
    "carrier": Rule("int", 3728, needed=True),
    "email": Rule("text", 3752, 255, 3, needed=True, pattern=fields.EMAIL),
    "name": Rule("text", 3514, 50, 1, needed=True),
    "sender": Rule("object", 3745),
    "options": Rule("object", 3705),
    "general_settings": Rule("object", 3754),
}
_RELATED = _UNRELATED | {
    "parent": Rule("int", 3714, needed=True),
    "reference_identifier": Rule("any", 3754),
    "physical_properties": Rule("object", 3704),
    "customs_declaration": Rule("object", 3702),
    "account_id": Rule("int", 3754),
    "contract_id": Rule("int", 3754),
}
_PARTS = {  # parts with tables of their own
    "sender": _SENDER,
    "options": _OPTIONS,
    "physical_properties": fields.PHYSICAL,
    "customs_declaration": fields.CUSTOMS,
    "general_settings": fields.GENERAL,
}


def create(shop: Shop, body: Any, user_agent: str, *, related: bool, mail: str) -> list[dict[str, Any]]:
    """All of the batch, or none. ``mail`` 1 mails the labels, which registers them; 0 leaves concepts."""
    rows = body.get("data", {}).get("return_shipments") if isinstance(body, dict) and isinstance(body.get("data"), dict) else None
    if not isinstance(rows, list) or not 1 <= len(rows) <= 100:
        raise Refused(422, ERROR, [Fault(3714, "data.return_shipments", "data.return_shipments must have 1 to 100 shipments")])
    if mail not in ("", "0", "1"):
        raise Refused(422, "Invalid query parameter: send_return_mail", code=3212)
    found = Findings()
    for index, row in enumerate(rows):
        _check(shop, row, f"data.return_shipments[{index}]", related, found)
    for path in found.unknown:
        shop.note(f"unknown field {path}")
    if found.faults:
        raise Refused(422, ERROR, found.faults)
    made = [_make(shop, row, user_agent) for row in rows]
    if mail == "1":
        shop.register(made)
        shop.state.setdefault("mails", []).extend({"shipment_id": one["id"], "email": one["sender"]["email"]} for one in made)
    return made


def _check(shop: Shop, row: Any, path: str, related: bool, found: Findings) -> None:
    if not isinstance(row, dict):
        found.fault(3714, path, "must be an object")
        return
    before = len(found.faults)
    fields.check(row, _RELATED if related else _UNRELATED, path, found)
    for name, rules in _PARTS.items():
        if isinstance(row.get(name), dict):
            fields.check(row[name], rules, f"{path}.{name}", found)
    if len(found.faults) > before:
        return
    parent = shop.find(row["parent"]) if related else None
    if related and (parent is None or parent["status"] == resource.CONCEPT or parent["shipment_type"] in (RELATED, UNRELATED)):
        found.fault(3714, f"{path}.parent", "is not known" if parent is None else "has no label of its own")
        return
    options = row.get("options") or {}
    belgian = shop.who.platform == tables.PLATFORM_BE
    if row["carrier"] not in (frozenset({2}) if belgian else CARRIERS - {2}):
        found.fault(3728, f"{path}.carrier", "does not bring returns")
    if options.get("package_type", tables.PACKAGE) not in PACKAGES:
        found.fault(3733, f"{path}.options.package_type", "is not possible for a return")
    if options.get("printerless_return"):
        _printerless(shop, row, parent, path, found)


def _printerless(shop: Shop, row: Mapping[str, Any], parent: Mapping[str, Any] | None, path: str, found: Findings) -> None:
    """PostNL NL, DHL For You NL and BE, and an account that allows it."""
    cc = (row.get("sender") or (parent or {}).get("recipient") or {"cc": "NL"})["cc"]
    places = {1: ("NL",), 9: ("NL", "BE")}.get(row["carrier"], ())
    if cc not in places or not shop.switches["printerless_returns"]:
        found.fault(3705, f"{path}.options.printerless_return", "is not possible here")


def _make(shop: Shop, row: Mapping[str, Any], user_agent: str) -> dict[str, Any]:
    parent = shop.find(row["parent"]) if "parent" in row else None
    sender = dict(row.get("sender") or (parent["recipient"] if parent else account.address(shop.who)))
    reference = row.get("reference_identifier", "")
    text = f"Retour {(parent or {}).get('reference_identifier') or reference or row['name']}"[:45]
    request = {
        "carrier": row["carrier"],
        "recipient": account.address(shop.who),
        "sender": sender | {"person": row["name"], "email": row["email"]},
        "options": {"package_type": tables.PACKAGE} | (row.get("options") or {}) | {"label_description": text},
        **{name: row[name] for name in ("reference_identifier", "physical_properties", "customs_declaration") if name in row},
    }
    made = shop.make(request, user_agent)
    made |= {"shipment_type": RELATED if parent else UNRELATED, "parent_id": parent["id"] if parent else None}
    shop.shipments[str(made["id"])] = made
    return made

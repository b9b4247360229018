"""PUT, PATCH and DELETE of shipments, and what a person changes in the back office. Only concepts can be changed or deleted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.myparcel import account, fields, resource, validation
from sandbox.myparcel.errors import Refused
from sandbox.myparcel.fields import Fault, Findings
from sandbox.myparcel.shop import SHIPMENT_ERROR, Shop

_PATCH = {"id": fields.Rule("int", 3717, needed=True), "hidden": fields.Rule("flag", 3754), "delivered": fields.Rule("flag", 3706)} | {
    "status": fields.Rule("int", 3706, 8, 1)
}
_APART = ("id", "multi_collo_main_shipment_id", "delivered")  # of a PUT: what is not content


def replace(shop: Shop, body: Any, user_agent: str) -> list[dict[str, Any]]:
    """PUT: whole shipments with their id; all are changed, or none."""
    rows, faults, changes = shop.batch(body), [], []
    for index, row in enumerate(rows):
        shipment = shop.find(row.get("id")) if isinstance(row, dict) else None
        if shipment is None:
            path = f"data.shipments[{index}].id"
            faults.append(Fault(3717, path, f"{path} is not known"))
            continue
        faults.extend(_verdict(shop, row, shipment, index))
        changes.append((shipment, row))
    if faults:
        raise Refused(422, SHIPMENT_ERROR, faults)
    for shipment, row in changes:
        _apply(shop, shipment, row, user_agent)
    return [shipment for shipment, _ in changes]


def _verdict(shop: Shop, row: dict[str, Any], shipment: Mapping[str, Any], index: int) -> list[Fault]:
    found, path = Findings(), f"data.shipments[{index}]"
    request = {name: value for name, value in row.items() if name not in _APART}
    validation.check_shipment(request, index, shop.who.platform, found, shop.switches["signature_abroad"])
    for text in found.notes:
        shop.note(text)
    if found.faults:
        return found.faults
    if shipment["status"] != resource.CONCEPT:
        found.fault(3717, path, "cannot be updated")
    if request["recipient"]["cc"] != shipment["recipient"]["cc"]:
        found.fault(3711, f"{path}.recipient.cc", "cannot be changed")
    if request["options"]["package_type"] != shipment["options"]["package_type"]:
        found.fault(3712, f"{path}.options.package_type", "cannot be changed")
    main = row.get("multi_collo_main_shipment_id", shipment["multi_collo_main_shipment_id"])
    if main is not None and main != shipment["multi_collo_main_shipment_id"]:
        found.fault(3736, f"{path}.multi_collo_main_shipment_id", "cannot be set, a collo can only be freed")
    own = {child["id"] for child in shipment["secondary_shipments"]}
    for place, child in enumerate(request.get("secondary_shipments", ())):
        if "id" in child and child["id"] not in own:
            found.fault(3736, f"{path}.secondary_shipments[{place}].id", "is no collo of this shipment")
    return found.faults


def _apply(shop: Shop, shipment: dict[str, Any], row: dict[str, Any], user_agent: str) -> None:
    request = {name: value for name, value in row.items() if name not in _APART}
    shipment.update(resource.content(shop.who, request))
    if "reference_identifier" in request:
        shipment["reference_identifier"] = _reference(request)
    touched(shipment, account.USER_ID, shop.now())
    if row.get("multi_collo_main_shipment_id", 0) is None:
        _free(shop, shipment)
    kept = {child["id"]: child for child in shipment["secondary_shipments"]}
    # a child that the request does not name is deleted: that is what the real one does, without a word
    shipment["secondary_shipments"] = [
        _collo(shop, kept[child["id"]], request, child) if "id" in child else shop.child(request, child, shipment["id"], user_agent)
        for child in request.get("secondary_shipments", ())
    ]
    if shipment["multi_collo_main_shipment_id"] is None:
        shipment["shipment_type"] = 3 if shipment["secondary_shipments"] else 1


def _collo(shop: Shop, kept: dict[str, Any], main: dict[str, Any], child: dict[str, Any]) -> dict[str, Any]:
    """A named child follows its main, with its own weight and reference where they are given."""
    weight = child.get("physical_properties") or kept["physical_properties"]
    kept.update(resource.content(shop.who, main | {"physical_properties": weight}))
    if "reference_identifier" in child:
        kept["reference_identifier"] = _reference(child)
    return kept


def _reference(request: Mapping[str, Any]) -> str | None:
    reference = request["reference_identifier"]
    return None if reference is None else str(reference)


def _free(shop: Shop, shipment: dict[str, Any]) -> None:
    """A collo becomes a shipment of its own."""
    main = shop.shipments.get(str(shipment["multi_collo_main_shipment_id"]))
    if main is not None:
        main["secondary_shipments"] = [child for child in main["secondary_shipments"] if child["id"] != shipment["id"]]
        main["shipment_type"] = 3 if main["secondary_shipments"] else 1
        shipment["multi_collo_main_shipment_id"] = None
        shop.shipments[str(shipment["id"])] = shipment


def touched(shipment: dict[str, Any], by: int, moment: float) -> None:
    """Who changed it last, and when."""
    shipment["modified"], shipment["modified_by"] = resource.dutch(moment), by


def patch(shop: Shop, body: Any) -> None:
    """PATCH: hidden, status or delivered of known shipments; its meaning is not settled, so it does just that."""
    rows, found, changes = shop.batch(body), Findings(), []
    for index, row in enumerate(rows):
        path = f"data.shipments[{index}]"
        before = len(found.faults)
        fields.check(row if isinstance(row, dict) else {}, _PATCH, path, found)
        if len(found.faults) > before:
            continue
        shipment = shop.find(row["id"])
        if shipment is None:
            found.fault(3717, f"{path}.id", "is not known")
        else:
            changes.append((shipment, row))
    for path in found.unknown:
        shop.note(f"unknown field {path}")
    if found.faults:
        raise Refused(422, SHIPMENT_ERROR, found.faults)
    for shipment, row in changes:
        if "status" in row and row["status"] != shipment["status"]:
            resource.move(shipment, row["status"], shop.now())
        shipment.update({name: row[name] for name in ("hidden", "delivered") if name in row})
        touched(shipment, account.USER_ID, shop.now())


def delete(shop: Shop, ids: list[int]) -> None:
    """Concepts only; one that is not a concept, or not known, refuses the whole call. A main takes its collos with it."""
    rows = shop.known(ids)
    if len(rows) < len(ids) or any(row["status"] != resource.CONCEPT for row in rows):
        raise Refused(422, "Cannot delete shipment", code=3723)
    for row in rows:
        shop.forget(row)


def edited(shop: Shop, shipment_id: int, changes: Mapping[str, Any]) -> dict[str, Any]:
    """A person changes a concept in the back office: objects are merged, values replaced; nobody checks it there."""
    shipment = shop.find(shipment_id)
    if shipment is None or shipment["status"] != resource.CONCEPT:
        raise ValueError(f"{shipment_id} is no concept")
    if unknown := changes.keys() - shipment.keys():
        raise ValueError(f"a shipment has no {', '.join(sorted(unknown))}")
    for name, value in changes.items():
        shipment[name] = {**shipment[name], **value} if isinstance(value, dict) and isinstance(shipment[name], dict) else value
    touched(shipment, account.PERSON_ID, shop.now())
    return shipment

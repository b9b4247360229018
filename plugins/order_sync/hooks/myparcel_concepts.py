"""Concepts that are changed: what of one still is what was sent, the request that replaces it, and shipments that others made.

Source: MyParcel contract, sections 2.7, 3.1 to 3.3, 6.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from order_sync.hooks.myparcel_api import SHIPMENT_TYPE, Shipment, shipments_of
from order_sync.hooks.myparcel_tracking import alive

CONCEPT = 1
MOST = 100  # shipments per PUT
NEWEST = 200  # rows of one list, the most that every source allows
WIX_LINK = "wix"  # external_provider of what MyParcel's own Wix link imports
# Written by us or by people; what else the resource shows is MyParcel's own.
_RECIPIENT = (
    "cc", "postal_code", "city", "street", "street_additional_info", "number", "number_suffix", "box_number", "person", "company", "email",
    "phone", "region", "state", "eori_number", "vat_number",
)  # fmt: skip
_OPTIONS = (
    "package_type", "delivery_type", "insurance", "label_description", "only_recipient", "signature", "return", "age_check", "large_format",
    "receipt_code", "hide_sender", "tracked", "priority_delivery", "same_day_delivery", "saturday_delivery", "collect", "cooled_delivery",
    "fresh_food", "frozen", "extra_assurance",
)  # fmt: skip
_SIZES = ("weight", "height", "width", "length")
_STANDARD = {"delivery_type": 2}  # what an option that is left out stands for, where it is not "off"
_LOOSE = re.compile(r"[\W_]+")


class ConceptCalls:
    """Calls of MyParcelHook about concepts."""

    _call: Any

    def update_shipments(self, shipments: Sequence[Mapping[str, Any]]) -> None:
        """Replace 1 to 100 concepts, whole shipments with their id. Country and package type cannot change (3711, 3712), and nothing
        after the label (3717). Equal calls do no harm; after OutcomeUnknown read before the next one."""
        if not 1 <= len(shipments) <= MOST or not all(isinstance(shipment.get("id"), int) for shipment in shipments):
            raise ValueError(f"{len(shipments)} shipments; MyParcel takes 1 to {MOST} a call, each with its id")
        body = {"data": {"shipments": list(shipments)}}
        self._call("PUT", "/shipments", json=body, headers={"Content-Type": SHIPMENT_TYPE}, expect=(204, 200))

    def newest_shipments(self) -> list[Shipment]:
        """The shipments that were made last, of whatever origin, newest first; one call."""
        answer = self._call("GET", "/shipments", params={"size": NEWEST, "sort": "created", "order": "DESC"})
        return shipments_of(answer)[0]


def imported(shipment: Mapping[str, Any]) -> bool:
    """Whether MyParcel's own Wix link made it, and it still counts."""
    return str(shipment.get("external_provider") or "").lower() == WIX_LINK and alive(shipment)


def differences(sent: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    """The fields in which a shipment is not what was sent, by their paths and without their values; [] where it is.

    Spelling that a service may change by itself (case, spaces, signs) does not count, nor whether an empty or switched-off field is named.
    """
    return list(_differences(sent, found))


def _differences(sent: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[str]:
    if not _same(sent.get("carrier"), found.get("carrier_id")):
        yield "carrier"
    for part, names in (("recipient", _RECIPIENT), ("options", _OPTIONS)):
        ours, theirs = sent.get(part) or {}, found.get(part) or {}
        yield from (f"{part}.{name}" for name in names if not _same(_value(ours, name), _value(theirs, name)))
    sizes, theirs = sent.get("physical_properties") or {}, found.get("physical_properties") or {}
    yield from (f"physical_properties.{name}" for name in _SIZES if name in sizes and not _same(sizes[name], theirs.get(name)))
    for part in ("customs_declaration", "pickup", "drop_off_point"):
        yield from _within(part, sent.get(part), found.get(part))
    yield from _secondary(sent.get("secondary_shipments") or [], found.get("secondary_shipments") or [])


def _secondary(sent: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    there = [child for child in found if alive(child)]
    if len(sent) != len(there):
        yield "secondary_shipments"
        return
    for place, (ours, theirs) in enumerate(zip(sent, there, strict=True)):
        weight = (ours.get("physical_properties") or {}).get("weight")
        if weight is not None and not _same(weight, (theirs.get("physical_properties") or {}).get("weight")):
            yield f"secondary_shipments[{place}].physical_properties.weight"


def _within(path: str, sent: Any, found: Any) -> Iterator[str]:
    """What was sent must be there; what the remote adds inside does not count, but a whole part that was not sent does."""
    if isinstance(sent, Mapping) and isinstance(found, Mapping):
        for name, value in sent.items():
            yield from _within(f"{path}.{name}", value, found.get(name))
    elif isinstance(sent, list) and isinstance(found, list) and len(sent) == len(found):
        for place, (one, other) in enumerate(zip(sent, found, strict=True)):
            yield from _within(f"{path}[{place}]", one, other)
    elif not _same(sent, found):
        yield path


def _value(part: Mapping[str, Any], name: str) -> Any:
    value = part.get(name)
    if name == "insurance" and isinstance(value, Mapping):
        return value.get("amount")
    return _STANDARD.get(name) if value is None else value


def _same(one: Any, other: Any) -> bool:
    return _loose(one) == _loose(other)


def _loose(value: Any) -> str:
    if not value or value == "0":
        return ""  # null, "", 0, false, {} and [] all say "nothing"
    return str(int(value)) if isinstance(value, bool) else _LOOSE.sub("", str(value)).casefold()


def cannot_be_replaced(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Whether the change needs another concept: country and package type are fixed."""
    return not _same(found["recipient"].get("cc"), wanted["recipient"].get("cc")) or not _same(
        found["options"].get("package_type"), wanted["options"].get("package_type")
    )


def replacement(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The body of a PUT: the whole shipment with its id. Children keep their ids: one that is not named is deleted."""
    body = {"id": found["id"], **wanted}
    children = [child["id"] for child in found.get("secondary_shipments") or () if alive(child)]
    if "secondary_shipments" in wanted:
        named = [*children, *([None] * len(wanted["secondary_shipments"]))]
        body["secondary_shipments"] = [
            child if child_id is None else {"id": child_id, **child}
            for child, child_id in zip(wanted["secondary_shipments"], named, strict=False)
        ]
    return body


def of_the_parcel(sent: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    """What matters after the label: the fields of recipient and customs in which two requests differ, without their values."""
    ours, theirs = sent.get("recipient") or {}, wanted.get("recipient") or {}
    fields = [f"recipient.{name}" for name in _RECIPIENT if not _same(ours.get(name), theirs.get(name))]
    return fields + list(_within("customs_declaration", sent.get("customs_declaration"), wanted.get("customs_declaration")))

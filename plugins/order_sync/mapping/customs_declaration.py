"""The customs declarations of an order's shipments: goods, grams and euros shared out so that every sum is exact.

Source: MyParcel contract, section 9. Points it leaves open (value and weight by line or by piece) follow settings.customs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from order_sync.mapping.carriers import BPOST
from order_sync.mapping.packing import milligrams
from order_sync.mapping.parcel_case import Case

MINIMUM_CENTS = 100
_DESCRIPTION, _DESCRIPTION_BPOST, _INVOICE = 50, 30, 150
_WITH_INVOICE = (1, 2, 5)
_NUMBERS = ("eori_number", "vat_number", "vat_number_uk", "voec_number")


def declarations(case: Case, facts: Mapping[str, Mapping[str, str]]) -> list[dict[str, Any]]:
    """One declaration for each shipment of case.plan, in their order. ``facts``: of each line id, see customs.facts.

    Each line's value is what the buyer paid for it after discounts, with what tax was charged; over all shipments of the order the values of a
    line add up to it, and the weights of a shipment to the shipment's.
    """
    gone: dict[str, int] = {}
    return [_declaration(case, shipment, facts, gone) for shipment in case.plan.shipments]


def worth(declaration: Mapping[str, Any], by_piece: bool = False) -> int:
    """The cents that a declaration declares; 0 where an item has no value. ``by_piece``: its values are of one piece."""
    values = [item["item_value"]["amount"] * (item["amount"] if by_piece else 1) for item in declaration["items"]]
    return sum(values) if all(values) else 0


def _declaration(case: Case, shipment: Any, facts: Mapping[str, Mapping[str, str]], gone: dict[str, int]) -> dict[str, Any]:
    settings = case.settings.customs
    inside: dict[str, int] = {}
    for parcel in shipment.parcels:
        for line_id, quantity in parcel.pieces.items():
            inside[line_id] = inside.get(line_id, 0) + quantity
    lines = [line for line in case.lines if line["line_id"] in inside]
    grams = sum(parcel.grams for parcel in shipment.parcels)
    weights = shared(grams, [inside[line["line_id"]] * milligrams(case.grams_of(line)) for line in lines])
    items = []
    for line, weight in zip(lines, weights, strict=True):
        quantity, before = inside[line["line_id"]], gone.get(line["line_id"], 0)
        gone[line["line_id"]] = before + quantity
        cents = _part(line["gross_minor"], before, quantity, int(line["quantity"]))
        items.append(_item(case, facts[line["line_id"]], quantity, weight, cents))
    made: dict[str, Any] = {"contents": settings.contents, "weight": grams, "items": items}
    if settings.contents in _WITH_INVOICE:
        made["invoice"] = case.order["number"][:_INVOICE]
    return made | _numbers(case)


def _item(case: Case, product: Mapping[str, str], quantity: int, grams: int, cents: int) -> dict[str, Any]:
    settings = case.settings.customs
    most = _DESCRIPTION_BPOST if case.carrier == BPOST else _DESCRIPTION
    return {
        "description": re.sub(r"\s+", " ", product["description"]).strip()[:most].rstrip() or "goods",
        "amount": quantity,
        "weight": grams if settings.item_weight == "line" else max(1, grams // quantity),
        "item_value": {
            "amount": cents if settings.item_value == "line" else max(1, (2 * cents + quantity) // (2 * quantity)),
            "currency": "EUR",
        },
        "classification": product["classification"],
        "country": product["origin"],
    }


def _numbers(case: Case) -> dict[str, str]:
    """The seller's numbers, where the destination asks for them: EORI and VAT wherever given, the British one to GB, VOEC to NO."""
    told = {name: getattr(case.settings.customs, name) for name in _NUMBERS}
    only = {"vat_number_uk": "GB", "voec_number": "NO"}
    return {name: number for name, number in told.items() if number and only.get(name, case.country) == case.country}


def _part(total: int, before: int, quantity: int, whole: int) -> int:
    """The cents of some pieces of a line: what all up to here make less what went before, so that the parts add up."""
    return total * (before + quantity) // whole - total * before // whole


def shared(total: int, weights: Sequence[int]) -> list[int]:
    """A whole number shared out in proportion, by largest remainder; at least 1 each where the total has so many."""
    weights = list(weights) if sum(weights) else [1] * len(weights)
    all_of_them = sum(weights)
    parts = [total * weight // all_of_them for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: (-(total * weights[place] % all_of_them), place))
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    if total >= len(parts):
        for place in [place for place, part in enumerate(parts) if not part]:
            parts[parts.index(max(parts))] -= 1
            parts[place] = 1
    return parts

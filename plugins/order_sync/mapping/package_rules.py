"""The rules that decide how an order is sent: the line of the table, then package type, parcels and options."""

from __future__ import annotations

from typing import Any

from order_sync.mapping import packing, parcel_plan, shipping_table
from order_sync.mapping.carriers import PACKAGE, POSTNL, name
from order_sync.mapping.packing import Parcel
from order_sync.mapping.parcel_case import Case, Stop
from order_sync.mapping.parcel_plan import Plan
from order_sync.mapping.parcel_wish import Fault, Place

_WEIGHT = "lineItems[].physicalProperties.weight"


def table_rule(case: Case) -> Stop | str:
    """The line that fits, first match wins; its actions over the store's preferences."""
    order = case.order
    if len(case.country) != 2:
        return "no country to ship to"
    facts = shipping_table.Facts(
        country=case.country,
        grams=_whole(case),
        total=parcel_plan.amount(order["total_minor"], order["currency"]),
        skus=frozenset(line["sku"] for line in case.lines if line["sku"]),
        tags=frozenset(tag.casefold() for line in case.lines for tag in getattr(case.product(line["sku"]), "tags", ())),
        method=order["delivery_title"],
        business=bool(order["business"] or order["ship_company"]),
        items=sum(int(line["quantity"]) for line in case.lines),
    )
    place = Place(case.country, case.platform, bool(order["ship_company"]), "@" in order["buyer_email"])
    rule = shipping_table.first(case.rules, facts)
    value = parcel_plan.euro_cents(_value(case), order["currency"])
    case.plan = parcel_plan.planned(rule, case.settings, case.wish, place, value)
    if rule:
        return f"{shipping_table.named(rule)} fits"
    return f"none of {len(case.rules)} lines fits: the store's preferences" if case.rules else "no lines: the store's preferences"


def package_rule(case: Case) -> Stop | str:
    """Package type, parcels and options, or what the carrier would refuse."""
    plan = case.plan
    if plan is None:
        return "no country to ship to"
    rows = {line["line_id"]: (int(line["quantity"]), case.product(line["sku"])) for line in case.lines}
    parcel_plan.choose_kind(plan, case.settings.package_by_contents, list(rows.values()), _whole(case))
    offer = parcel_plan.offered(plan)
    if plan.faults:
        return illegal(plan)
    if plan.wanted.carrier == POSTNL and plan.kind == PACKAGE and packing.too_large(list(rows.values())):
        return Stop("hold", "SIZE_OUT_OF_RANGE", "products.csv", "a piece is larger than 175 x 78 x 58 cm, the most that PostNL takes")
    filled = _packed(case, plan, *offer.kinds[plan.kind])
    if isinstance(filled, Stop):
        return filled
    parcel_plan.settle(plan, filled, rows, _shares(case, filled))
    if plan.faults:
        return illegal(plan)
    case.grams = sum(parcel.grams for parcel in filled)
    guessed = sum(case.known_grams(line) is None for line in case.lines)
    said = [f"package type {plan.kind}, carrier {name(plan.wanted.carrier)}", f"{len(filled)} parcel{'s' * (len(filled) > 1)}"]
    said.append(" + ".join(f"{parcel.grams} g" for parcel in filled) + (f", {guessed} lines by the default weight" if guessed else ""))
    return "; ".join(said + plan.notes)


def illegal(plan: Plan) -> Stop:
    """The hold of a combination that the carrier does not take."""
    worst = plan.faults[0]
    seen = f"{plan.who}: " + "; ".join(f"{fault.field} {fault.value}: {fault.says}" for fault in plan.faults[:3])
    where = worst.field if plan.rule else f"myparcel.{worst.field}"
    return Stop("hold", "SHIPPING_RULE_ILLEGAL", where, seen, worst.cure)


def _packed(case: Case, plan: Plan, least: int, most: int | None) -> list[Parcel] | Stop:
    """The parcels, each within the carrier's limits."""
    pieces = sum(int(line["quantity"]) for line in case.lines)
    if plan.count and plan.count > pieces:
        plan.faults.append(Fault("parcels", str(plan.count), f"the order has {pieces} pieces", "Set min_items on its line."))
        return illegal(plan)
    split = plan.count is not None or (plan.kind == PACKAGE and case.settings.overweight == "split")
    unknown = case.wish.parcel_weight_g and all(case.known_grams(line) is None for line in case.lines)
    if unknown:
        filled = packing.pack(parcel_plan.contents(case.lines, {line["line_id"]: 0 for line in case.lines}), 0, None, plan.count)
        for parcel in filled:
            parcel.grams = -(-case.wish.parcel_weight_g // len(filled))
    else:
        weights = {line["line_id"]: case.grams_of(line) for line in case.lines}
        contents = parcel_plan.contents(case.lines, weights)
        filled = packing.pack(contents, case.wish.packaging_weight_g, most if split else None, plan.count)
    limits = f"{least} to {most} g" if most else f"at least {least} g"
    if filled is None:
        heaviest = max(case.grams_of(line) for line in case.lines)
        seen = f"{_whole(case)} g in {pieces} pieces of up to {heaviest:g} g; package type {plan.kind} takes {limits}"
        return Stop("hold", "WEIGHT_OUT_OF_RANGE", _WEIGHT, f"{seen}, and an order up to {packing.MOST_PARCELS} parcels")
    if bad := [parcel.grams for parcel in filled if parcel.grams < least or (most is not None and parcel.grams > most)]:
        return Stop("hold", "WEIGHT_OUT_OF_RANGE", _WEIGHT, f"{bad[0]} g; package type {plan.kind} takes {limits}")
    if plan.count and len(filled) > plan.count:
        plan.notes.append(f"{len(filled)} parcels instead of {plan.count}: a parcel takes at most {most} g")
    return filled


def _shares(case: Case, filled: list[Parcel]) -> list[int]:
    """Cents of the order's total by parcel."""
    each = {line["line_id"]: (int(line["gross_minor"] or 0), int(line["quantity"])) for line in case.lines}
    values = [sum(each[id][0] * pieces // max(1, each[id][1]) for id, pieces in parcel.pieces.items()) for parcel in filled]
    return parcel_plan.shares(case.plan.wanted.insurance_cents, values, len(filled))


def _value(case: Case) -> Any:
    """Minor units to insure: the order's total, or what the buyer paid for the goods that are left where others went another way."""
    total, goods = case.order["total_minor"], [line["gross_minor"] for line in case.lines]
    if case.whole or total is None or any(paid is None for paid in goods):
        return total
    return min(int(total), sum(int(paid) for paid in goods))


def _whole(case: Case) -> int:
    """Grams of the order as one parcel."""
    if case.wish.parcel_weight_g and all(case.known_grams(line) is None for line in case.lines):
        return case.wish.parcel_weight_g
    mg = sum(packing.milligrams(case.grams_of(line)) * int(line["quantity"]) for line in case.lines)
    return packing.grams(mg, case.wish.packaging_weight_g)

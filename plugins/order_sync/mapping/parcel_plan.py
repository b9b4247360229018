"""How one order is sent: the line of shipping_rules.csv that fits it, its package type, its parcels, and what the carrier says to that."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from order_sync.contracts.currencies import minor_digits
from order_sync.mapping import carriers, legality, packing, parcels, shipping_table
from order_sync.mapping.packing import Content, Parcel
from order_sync.mapping.parcel_wish import FLAGS, Fault, Place, Wanted

ACTIONS = ("carrier", "package_type", "delivery", *FLAGS, "insurance", "label", "sender", "parcels")


@dataclass
class Shipment:
    """One shipment object of the order: its options without the label's text, and its parcels, several in multi collo."""

    options: dict[str, Any]
    parcels: list[Parcel]


@dataclass
class Plan:
    """What was chosen for an order. ``rule``: the line that decided, None: the store's preferences; ``notes``: what was forced or dropped."""

    rule: Any
    wanted: Wanted
    place: Place
    template: str
    sender: dict[str, str] | None = None
    count: int | None = None
    faults: list[Fault] = field(default_factory=list)
    kind: int = carriers.PACKAGE
    shipments: list[Shipment] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def parcels(self) -> list[Parcel]:
        """All parcels in order."""
        return [parcel for shipment in self.shipments for parcel in shipment.parcels]

    @property
    def who(self) -> str:
        """What decided, as people read it."""
        return shipping_table.named(self.rule) if self.rule else "no line of shipping_rules.csv, the store's preferences"

    def hit(self) -> dict[str, Any]:
        """For the trace: line and key of the rule that decided, None where none did."""
        return {"rule_line": self.rule.line if self.rule else None, "rule_key": shipping_table.key(self.rule) if self.rule else None}


def planned(rule: Any, settings: Any, wish: parcels.Wishes, place: Place, value_cents: int | None) -> Plan:
    """The plan before the contents are known. ``value_cents``: what ``insurance: value`` insures in euro cents, None in other currencies."""
    filled = frozenset(name for name in ACTIONS if getattr(rule, name, None) not in (None, "")) if rule else frozenset()
    faults: list[Fault] = []
    wanted = Wanted(
        carrier=rule.carrier if "carrier" in filled else settings.carrier,
        kind=rule.package_type if "package_type" in filled else wish.package_type,
        delivery=rule.delivery if "delivery" in filled else "standard",
        flags=frozenset(option for column, option in FLAGS.items() if getattr(rule if column in filled else wish, column, False)),
        insurance_cents=_insured(rule, filled, wish, value_cents, faults),
        by_value="insurance" in filled and rule.insurance == "value",
        named=filled,
    )
    plan = Plan(rule, wanted, place, rule.label if "label" in filled else wish.label_template, faults=faults)
    plan.count, plan.kind = (rule.parcels if "parcels" in filled else None), wanted.kind
    if "sender" in filled:
        plan.sender = sender(settings.custom_sender.get(rule.sender))
        if plan.sender is None:
            known = ", ".join(sorted(settings.custom_sender)) or "none"
            faults.append(
                Fault("sender", rule.sender, "the store has no such sender", f"Add it to myparcel.custom_sender; there are: {known}.")
            )
    return plan


def sender(found: Any) -> dict[str, str] | None:
    """MyParcel's sender object of a settings.Sender."""
    if found is None:
        return None
    fields = found.model_dump()
    fields["person"] = fields["person"] or fields["company"]
    return {name: value for name, value in fields.items() if value}


def choose_kind(plan: Plan, names: Sequence[str], rows: Sequence[tuple[int, Any]], weight: int) -> None:
    """The smaller package type that the contents fit, where the store wants that and nothing is asked that only a package has."""
    wanted = plan.wanted
    if not names or "package_type" in wanted.named:
        return
    asked = sorted(wanted.flags) + ["insurance"] * bool(wanted.insurance_cents) + [wanted.delivery] * (wanted.delivery != "standard")
    if asked or (plan.count or 1) > 1:
        kind, said = None, f"{', '.join(asked) or 'several parcels'} wanted, which only a package has"
    else:
        kind, said = packing.by_contents(names, lambda kind: _cannot(plan, kind, weight), rows, weight)
    if kind is None and wanted.kind in {packing.BY_CONTENTS[name] for name in names}:
        kind = carriers.PACKAGE
    plan.kind = kind or wanted.kind
    plan.notes.append(f"package type {plan.kind} by contents: {said}")


def _cannot(plan: Plan, kind: int, weight: int) -> str:
    wanted, place = plan.wanted, plan.place
    if carriers.unknown(wanted.carrier, place.platform):
        return "unknown carrier"
    offer = carriers.offer(wanted.carrier, place.country, place.platform)
    if offer is None or kind not in offer.kinds:
        return f"does not go to {place.country}"
    most = offer.kinds[kind][1]
    return f"{weight} g is too heavy" if most is not None and weight > most else ""


def settle(plan: Plan, filled: Sequence[Parcel], rows: Mapping[str, tuple[int, Any]], shares: Sequence[int]) -> None:
    """Make the shipments of packed parcels: one in multi collo, else one each. ``rows``: quantity and product by line; ``shares``: of the total."""
    joined = len(filled) > 1 and carriers.multi_collo(plan.kind, plan.place.country, plan.place.platform)
    groups = [list(filled)] if joined or len(filled) == 1 else [[parcel] for parcel in filled]
    notes: list[str] = []
    for place, group in enumerate(groups):
        products = [rows[id] for parcel in group for id in parcel.pieces]
        heavy = max(parcel.grams for parcel in group) > carriers.LARGE_OVER_G
        large = "heavier than 23 kg" if heavy else packing.large(products)
        cents = shares[place] if plan.wanted.by_value and len(groups) > 1 else plan.wanted.insurance_cents
        found = legality.settle(replace(plan.wanted, kind=plan.kind, insurance_cents=cents), plan.place, large)
        plan.faults += [fault for fault in found.faults if fault not in plan.faults]
        notes += found.notes
        plan.shipments.append(Shipment(found.options, group))
    plan.notes += list(dict.fromkeys(notes))


def offered(plan: Plan) -> carriers.Offer | None:
    """What the carrier offers for the plan; faults and a package type that falls back to a package are written into it."""
    found = legality.settle(replace(plan.wanted, kind=plan.kind), plan.place)
    plan.faults += [fault for fault in found.faults if fault not in plan.faults]
    if found.kind != plan.kind:
        plan.notes += [note for note in found.notes if note.startswith("package type")]
        plan.kind = found.kind
    return found.offer


def euro_cents(minor: Any, currency: str) -> int | None:
    """The order's total in cents, None where it is not in euros."""
    return int(minor) if minor is not None and currency == "EUR" else None


def amount(minor: Any, currency: str) -> Decimal | None:
    """The order's total in its currency."""
    return None if minor is None else Decimal(int(minor)).scaleb(-minor_digits(currency))


def shares(total: int, values: Sequence[int], count: int) -> list[int]:
    """The total spread over parcels by the value of their goods (evenly where they have none), rounded up, in cents."""
    whole = sum(values)
    return [math.ceil(Fraction(total * value, whole) if whole > 0 else Fraction(total, count)) for value in values]


def contents(lines: Sequence[Mapping[str, Any]], weights: Mapping[str, float | int]) -> list[Content]:
    """Lines of the order as what is packed; ``weights``: grams of one piece by line id."""
    return [Content(line["line_id"], int(line["quantity"]), packing.milligrams(weights[line["line_id"]])) for line in lines]


def _insured(rule: Any, filled: frozenset[str], wish: parcels.Wishes, value_cents: int | None, faults: list[Fault]) -> int:
    if "insurance" not in filled:
        return wish.insurance_cents
    if rule.insurance != "value":
        return int(rule.insurance) * 100
    if value_cents is None:
        says = "parcels are insured in euros, and the order's total is in another currency"
        faults.append(Fault("insurance", "value", says, "Write an amount in euros, or a line for such orders above it."))
    return value_cents or 0

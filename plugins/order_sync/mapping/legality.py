"""Whether a carrier takes what is wanted of a parcel, before MyParcel is asked, and the options object that says it.

What a line of shipping_rules.csv names and the carrier does not take is refused; what only the store or the account prefers is dropped,
and said; what the carrier requires is forced, and said. An age check is never dropped. Source: MyParcel contract, 2.3, 2.8 and 10.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from order_sync.mapping import carriers
from order_sync.mapping.carriers import KINDS, PACKAGE, POSTNL, SMALL_PACKAGE, TRUNKRS, Offer
from order_sync.mapping.option_clashes import large_format, together
from order_sync.mapping.parcel_wish import COLUMN, Fault, Place, Settled, Wanted, refuse
from order_sync.mapping.zones import zone

_EXPLICIT = ("signature", "only_recipient", "return", "age_check", "large_format", "hide_sender")  # sent as 0 too, where they exist
_DELIVERY_TYPES = {"morning": 1, "standard": 2, "evening": 3, "same_day": 6, "express": 7}


def settle(wanted: Wanted, to: Place, large: str = "") -> Settled:
    """What is sent for the wish, or its faults. ``large``: why the parcel is of large format, "" where it is not."""
    found = Settled(wanted.kind)
    found.offer = _offer(wanted, to, found)
    if found.offer is None:
        return found
    _kind(wanted, to, found)
    delivery = _delivery(wanted, to, found)
    _flags(wanted, to, found)
    _insurance(wanted, to, found)
    large_format(wanted, to, found, large)
    together(wanted, to, found, delivery)
    found.options = _options(wanted, to, found, delivery)
    return found


def _offer(wanted: Wanted, to: Place, found: Settled) -> Offer | None:
    who, says = carriers.name(wanted.carrier), carriers.unknown(wanted.carrier, to.platform)
    cure = "Choose another carrier."
    if not says:
        carrier, offer = carriers.CARRIERS[wanted.carrier], carriers.offer(wanted.carrier, to.country, to.platform)
        if offer is None:
            places = "goes to pickup points only in" if to.country in carrier.pickup_only else "does not go to"
            says, cure = f"{places} {to.country}", f"Choose another carrier for {to.country}, or keep the line to countries it goes to."
        elif carrier.buyer not in (None, "business" if to.business else "consumer"):
            says = f"takes parcels to {'companies' if carrier.buyer == 'business' else 'consumers'} only"
            cure = f"Set buyer to {carrier.buyer} on its line, and another carrier for the others."
        else:
            return offer
    found.faults.append(Fault("carrier", who, f"carrier {who} {says}", cure))
    return None


def _kind(wanted: Wanted, to: Place, found: Settled) -> None:
    if wanted.kind in found.offer.kinds:
        return
    says = (
        f"package type {wanted.kind} ({KINDS.get(wanted.kind, 'unknown')}) does not go to {to.country} with {carriers.name(wanted.carrier)}"
    )
    if "package_type" not in wanted.named and PACKAGE in found.offer.kinds:
        found.kind = PACKAGE
        found.notes.append(f"package type {PACKAGE} instead of {wanted.kind}, which does not go to {to.country}")
        return
    taken = ", ".join(map(str, sorted(found.offer.kinds)))
    found.faults.append(Fault("package_type", str(wanted.kind), says, f"Package types that go there: {taken}."))


def _delivery(wanted: Wanted, to: Place, found: Settled) -> str:
    word, offer = wanted.delivery, found.offer
    if word not in offer.deliveries and "delivery" not in wanted.named:
        word = sorted(offer.deliveries)[0]
        found.notes.append(f"delivery {word}, the only one of {carriers.name(wanted.carrier)}")
    where = f"{word} delivery with {carriers.name(wanted.carrier)} in {to.country}"
    if word not in offer.deliveries:
        cure = f"Deliveries there: {', '.join(sorted(offer.deliveries))}."
        found.faults.append(Fault("delivery", word, f"there is no {where}", cure))
    elif word in offer.business_only and not to.business:
        found.faults.append(Fault("delivery", word, f"{where} is for companies", "Set buyer to business on its line."))
    elif word not in ("standard", "express") and found.kind != PACKAGE:
        found.faults.append(Fault("delivery", word, f"{word} delivery is for packages (type 1)", "Set package_type to 1 on its line."))
    elif word in carriers.NEEDS_DATE and not to.day:
        cure = "Leave delivery empty; choose day and time in MyParcel by hand."
        found.faults.append(Fault("delivery", word, f"{word} delivery needs a date, and Wix's checkout asks for none", cure))
    return word


def _flags(wanted: Wanted, to: Place, found: Settled) -> None:
    for option in sorted(wanted.flags):
        if found.kind == PACKAGE and option in found.offer.options and not _signed_uninsured(wanted, to, option):
            found.on.add(option)
        elif found.kind != PACKAGE:
            refuse(wanted, found, option, f"package type {found.kind} has no {COLUMN[option]}", "Set package_type to 1 on its line.")
        else:
            why = " without insurance" if option in found.offer.options else ""
            says = f"{carriers.name(wanted.carrier)} has no {COLUMN[option]} in {to.country}{why}"
            refuse(wanted, found, option, says, "Add insurance to the line." if why else "Leave the column empty for such countries.")


def _signed_uninsured(wanted: Wanted, to: Place, option: str) -> bool:
    """PostNL outside NL and BE: a signature exactly where the parcel is insured."""
    return option == "signature" and wanted.carrier == POSTNL and zone(to.country) in ("EU", "ROW") and not wanted.insurance_cents


def _insurance(wanted: Wanted, to: Place, found: Settled) -> None:
    if wanted.insurance_cents <= 0:
        return
    steps = found.offer.steps if found.kind == PACKAGE else found.offer.small_steps if found.kind == SMALL_PACKAGE else ()
    euros, who = (
        f"{wanted.insurance_cents // 100}.{wanted.insurance_cents % 100:02} euros",
        f"{carriers.name(wanted.carrier)}, package type {found.kind}, {to.country}",
    )
    named = "insurance" in wanted.named
    if not steps:
        if named:
            found.faults.append(Fault("insurance", euros, f"there is no insurance with {who}", "Leave insurance empty for such parcels."))
        else:
            found.notes.append(f"insurance left out: there is none with {who}")
        return
    step = next((step * 100 for step in steps if step * 100 >= wanted.insurance_cents), None)
    if step is None and named and not wanted.by_value:
        most = f"The highest is {steps[-1]}."
        found.faults.append(Fault("insurance", euros, f"{who} insures at most {steps[-1]} euros", most))
        return
    found.insured = step or steps[-1] * 100
    if step is None:
        found.notes.append(f"insured for {steps[-1]} euros, the most there is, instead of {euros}")


def _options(wanted: Wanted, to: Place, found: Settled, delivery: str) -> dict[str, Any]:
    """MyParcel's object: each option that exists there is sent as 0 or 1."""
    chosen: dict[str, Any] = {"package_type": found.kind}
    place = zone(to.country)
    if (code := _DELIVERY_TYPES.get(delivery, 2)) != 2 and not (delivery == "same_day" and wanted.carrier != TRUNKRS):
        chosen["delivery_type"] = code
    if delivery in ("saturday", "same_day"):
        chosen[f"{delivery}_delivery"] = 1
    if delivery in carriers.NEEDS_DATE and to.day:
        chosen["delivery_date"] = f"{to.day} 00:00:00"
    if found.kind == SMALL_PACKAGE and place != "NL":
        chosen["tracked"] = 1
    if found.kind == PACKAGE or found.insured:
        chosen["insurance"] = {"amount": found.insured, "currency": "EUR"}
    if found.kind == PACKAGE:
        shown = found.offer.options - (
            {"signature"} if wanted.carrier == POSTNL and place in ("EU", "ROW") and not found.insured else set()
        )
        chosen |= {option: int(option in found.on) for option in _EXPLICIT if option in shown}
        chosen |= {option: 1 for option in sorted(found.on) if option not in chosen}
    return chosen


def with_label(options: Mapping[str, Any], text: str) -> dict[str, Any]:
    """The options with the label's text."""
    return {"package_type": options["package_type"], "label_description": text, **options}

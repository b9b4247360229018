"""Options that a carrier requires, and those that need or exclude one another. Source: MyParcel contract, section 2.3."""

from __future__ import annotations

from order_sync.mapping import carriers
from order_sync.mapping.carriers import DHL_FOR_YOU, PACKAGE, POSTNL
from order_sync.mapping.parcel_wish import COLUMN, Fault, Place, Settled, Wanted, force, refuse
from order_sync.mapping.zones import zone

_NOT_WITH_CODE = ("signature", "only_recipient", "return", "age_check", "large_format", "hide_sender")


def large_format(wanted: Wanted, to: Place, found: Settled, large: str) -> None:
    """A parcel that is of large format, for the reason ``large``: PostNL wants that said."""
    if not large or wanted.carrier != POSTNL or found.kind != PACKAGE or "large_format" in found.on:
        return
    if "large_format" in found.offer.options:
        force(wanted, found, "large_format", large)
    else:
        cure = "Pack it smaller, or choose another carrier for such parcels."
        found.faults.append(Fault("large_format", "yes", f"{large}, and there is no large format to {to.country}", cure))


def together(wanted: Wanted, to: Place, found: Settled, delivery: str) -> None:
    """Options that need or exclude one another."""
    who, place = carriers.name(wanted.carrier), zone(to.country)
    if found.kind != PACKAGE:
        return
    for option in sorted(found.offer.forced):
        force(wanted, found, option, f"{who} requires it")
    if "receipt_code" in found.on and wanted.carrier == POSTNL and delivery in carriers.NEEDS_DATE:
        says = f"a receipt code goes without only_recipient, which {delivery} delivery requires"
        refuse(wanted, found, "receipt_code", says, "Leave delivery empty on its line.")
    if "receipt_code" in found.on and wanted.carrier == POSTNL:
        _receipt_code(wanted, to, found)
        return
    if delivery in carriers.NEEDS_DATE and "only_recipient" in found.offer.options:
        force(wanted, found, "only_recipient", f"{delivery} delivery requires it")
    if "age_check" in found.on:
        if wanted.carrier == POSTNL and delivery in carriers.NEEDS_DATE:
            refuse(wanted, found, "age_check", f"there is no age check with {delivery} delivery", "Leave delivery empty on its line.")
        if wanted.carrier == DHL_FOR_YOU and "only_recipient" in found.on:
            refuse(wanted, found, "only_recipient", f"{who} checks ages without only_recipient", "Choose one of the two.")
    because = "the age check requires it" if "age_check" in found.on else "insured parcels require it"
    if wanted.carrier == POSTNL and place == "NL" and (found.insured or "age_check" in found.on):
        force(wanted, found, "signature", because)
        force(wanted, found, "only_recipient", because)
    elif (
        found.insured
        and "signature" in found.offer.options
        and (wanted.carrier == carriers.BPOST or (wanted.carrier == POSTNL and place != "BE"))
    ):
        force(wanted, found, "signature", because)


def _receipt_code(wanted: Wanted, to: Place, found: Settled) -> None:
    """PostNL: a code needs insurance and an e-mail and goes with none of the others."""
    for option in _NOT_WITH_CODE:
        if option in found.on:
            refuse(wanted, found, option, f"a receipt code goes without {COLUMN[option]}", "Choose one of the two.")
    if not to.email:
        found.faults.append(Fault("receipt_code", "yes", "a receipt code needs the buyer's e-mail", "Add the e-mail in Wix."))
    if not found.insured:
        found.insured = found.offer.steps[0] * 100
        found.notes.append(f"insured for {found.offer.steps[0]} euros: a receipt code requires insurance")

"""The delivery address: what is missing, and street and number told apart, or a hold with our guess."""

from __future__ import annotations

from order_sync.mapping import addresses, recipients
from order_sync.mapping.parcel_case import Case, Stop
from order_sync.mapping.zones import zone


def parts_rule(case: Case) -> Stop | str:
    if lacks := recipients.missing(case.order, case.carrier):
        return Stop("hold", "ADDRESS_INCOMPLETE", lacks[0][0], "; ".join(seen for _, seen in lacks))
    return "country, postal code, city, street and name are there"


def street_rule(case: Case) -> Stop | str:
    order = case.order
    where = f"{recipients.PATH}.address.addressLine"
    found = addresses.split(
        case.country, order["ship_street_name"], order["ship_street_number"], order["ship_address_line"], order["ship_address_line2"]
    )
    if isinstance(found, addresses.Unclear):
        cure = "Write street and house number apart in Wix, a dash before the number's addition (Street 12-45), or ship by hand."
        return Stop("hold", "ADDRESS_UNCLEAR", where, f"street line of the form {found.shape}", cure)
    if not found.street:
        return Stop("hold", "ADDRESS_INCOMPLETE", where, "no street")
    if not found.number and zone(case.country) in ("NL", "BE"):
        return Stop("hold", "ADDRESS_INCOMPLETE", f"{recipients.PATH}.address.streetAddress.number", "no house number")
    case.address = found
    return "street and house number told apart" if found.number else "street and number in one line"

"""The delivery address: what is missing, places that no parcel carrier goes to, and street and number told apart, or a hold with our guess.

Hold texts hold no personal data: of an unclear line only the masked shape. Guess and raw line are made again by ``addresses.of_order`` for
those who may see the order.
"""

from __future__ import annotations

from order_sync.mapping import addresses, recipients, special_places
from order_sync.mapping.house_words import lacks_number
from order_sync.mapping.parcel_case import Case, Stop
from order_sync.mapping.zones import zone

_LINE = f"{recipients.PATH}.address.addressLine"
_NUMBER = f"{recipients.PATH}.address.streetAddress.number"
_WRITE_APART = "Write street and house number apart in Wix, a dash before the number's addition (Street 12-45), or ship by hand."
_WRITE_ONE = "Write street and number into the first address line in Wix, the flat into the second, or ship by hand."


def parts_rule(case: Case) -> Stop | str:
    """Every part that MyParcel, the country or the carrier needs."""
    if lacks := recipients.missing(case.order, case.carrier, case.platform):
        return Stop("hold", "ADDRESS_INCOMPLETE", lacks[0][0], "; ".join(seen for _, seen in lacks))
    return "country, postal code, city, street and name are there"


def place_rule(case: Case) -> Stop | str:
    """PO boxes, parcel lockers, military post, poste restante."""
    order = case.order
    _, name, number, *lines = addresses.lines_of(order)
    found = special_places.place(
        case.country, [f"{name} {number}".strip(), *lines], others=[order["ship_company"], order["ship_first_name"], order["ship_last_name"]],
        city=order["ship_city"], subdivision=order["ship_subdivision"],
    )  # fmt: skip
    if found is None:
        return "a house"
    if found.kind == "box and street":
        return Stop(
            "hold", "ADDRESS_UNCLEAR", _LINE, "a street and a PO box", "Leave one of the two in Wix; the postal code must be its own."
        )
    if seen := special_places.refusal(found, case.carrier):
        return Stop("hold", "ADDRESS_NOT_SERVED", _LINE, seen)
    if not found.complete:
        if found.kind == "box":
            return Stop("hold", "ADDRESS_INCOMPLETE", _LINE, "a PO box without a number")
        cure = "Ask the buyer for the customer number (Postnummer), and write it into the second address line in Wix."
        return Stop("hold", "ADDRESS_INCOMPLETE", _LINE, "a Packstation without the receiver's customer number", cure)
    return f"a {found.kind}, which the carrier goes to"


def street_rule(case: Case) -> Stop | str:
    """Street and number told apart for NL and BE, in one line elsewhere."""
    found, apart = addresses.of_order(case.order), zone(case.country) in ("NL", "BE")
    if isinstance(found, addresses.Unclear):
        return Stop("hold", "ADDRESS_UNCLEAR", _LINE, f"street line of the form {found.shape}", _WRITE_APART if apart else _WRITE_ONE)
    if not found.street:
        return Stop("hold", "ADDRESS_INCOMPLETE", _LINE, "no street")
    if apart and not found.number:
        return Stop("hold", "ADDRESS_INCOMPLETE", _NUMBER, "no house number")
    whole = f"{found.street} {found.additional}" if found.fitted else found.street
    if not apart and lacks_number(case.country, whole, found.additional):
        cure = "Complete the number in Wix; where the house has none, write s/n (s.n.c., sans numéro, ohne Nr.) behind the street."
        return Stop("hold", "ADDRESS_INCOMPLETE", _NUMBER, "a street without a house number", cure)
    case.address = found
    return "street and house number told apart" if found.number else "street and number in one line"

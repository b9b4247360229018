"""The MyParcel recipient of an order: what is missing, and the fields cut to MyParcel's lengths. Source: MyParcel contract, section 2.2."""

from __future__ import annotations

import re
from collections.abc import Mapping

from order_sync.mapping.addresses import Address
from order_sync.mapping.parcels import GLS, NEEDS_EMAIL, NEEDS_PHONE

PATH = "shippingInfo.logistics.shippingDestination"
_PLACE = f"{PATH}.address"
_POSTAL_CODES = {
    "NL": (r"[1-9][0-9]{3}[A-Z]{2}", "not a Dutch postal code (four digits, two letters)"),
    "BE": (r"[1-9][0-9]{3}", "not a Belgian postal code (four digits)"),
}
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
_PHONE_LENGTH = 25


def postal_code(country: str, text: str) -> str:
    """As MyParcel's examples write it: NL and BE without spaces and country prefix, others as they come."""
    if country not in ("NL", "BE"):
        return text
    return re.sub(r"^[A-Z]{1,2}-?(?=[0-9])|[\s.]", "", text.upper())


def person(first: str, last: str, most: int = 50) -> str:
    """First and last name; where they do not fit the first name becomes its initial, then the end is cut."""
    whole = f"{first} {last}".strip()
    if len(whole) > most and first and last:
        whole = f"{first[0]}. {last}"
    return whole[:most].rstrip()


def contact(order: Mapping[str, str], carrier: int, share: bool) -> dict[str, str]:
    """E-mail and phone where the store shares them or the carrier demands them, and only where they are usable."""
    email, phone = order["buyer_email"], order["ship_phone"]
    found = {}
    if _EMAIL.fullmatch(email) and (share or carrier in NEEDS_EMAIL):
        found["email"] = email
    if 0 < len(phone) <= _PHONE_LENGTH and re.search(r"[0-9]", phone) and (share or carrier in NEEDS_PHONE):
        found["phone"] = phone
    return found


def missing(order: Mapping[str, str], carrier: int) -> list[tuple[str, str]]:
    """What the delivery address lacks: (field in Wix, what was seen), most important first. No personal data in it."""
    country, found = order["ship_country"].upper(), []
    if not re.fullmatch(r"[A-Z]{2}", country):
        found.append((f"{_PLACE}.country", "no country"))
    code = postal_code(country, order["ship_postal_code"])
    if not code and country != "IE":
        found.append((f"{_PLACE}.postalCode", "no postal code"))
    elif country in _POSTAL_CODES and not re.fullmatch(_POSTAL_CODES[country][0], code):
        found.append((f"{_PLACE}.postalCode", _POSTAL_CODES[country][1]))
    elif len(code) > 10:
        found.append((f"{_PLACE}.postalCode", "a postal code of more than 10 characters"))
    if not order["ship_city"]:
        found.append((f"{_PLACE}.city", "no city"))
    if not (order["ship_street_name"] or order["ship_address_line"]):
        found.append((f"{_PLACE}.addressLine", "no street"))
    if not (person(order["ship_first_name"], order["ship_last_name"]) or order["ship_company"]):
        found.append((f"{PATH}.contactDetails", "neither a name nor a company"))
    return found + _carrier_needs(order, carrier)


def recipient(order: Mapping[str, str], address: Address, carrier: int, share: bool) -> dict[str, str]:
    """The recipient object; empty fields are left out."""
    country, short = order["ship_country"].upper(), carrier == GLS
    company = order["ship_company"][: 30 if short else 50].rstrip()
    fields = {
        "cc": country,
        "postal_code": postal_code(country, order["ship_postal_code"]),
        "city": order["ship_city"][: 30 if short else 35].rstrip(),
        "street": address.street,
        "number": address.number,
        "number_suffix": address.suffix,
        "box_number": address.box_number,
        "street_additional_info": address.additional,
        "person": person(order["ship_first_name"], order["ship_last_name"], 30 if short else 50) or company,
        "company": company,
        **contact(order, carrier, share),
    }
    return {name: value for name, value in fields.items() if value or name == "postal_code"}


def shortened(order: Mapping[str, str], address: Address, carrier: int) -> list[str]:
    """What the recipient object has shorter than the order: field names and lengths, no values."""
    sent = recipient(order, address, carrier, share=False)
    whole = {
        "person": f"{order['ship_first_name']} {order['ship_last_name']}".strip(),
        "company": order["ship_company"],
        "city": order["ship_city"],
    }
    return [f"{name} cut from {len(text)} to {len(sent[name])}" for name, text in whole.items() if len(text) > len(sent.get(name, text))]


def _carrier_needs(order: Mapping[str, str], carrier: int) -> list[tuple[str, str]]:
    shared = contact(order, carrier, share=False)
    needs = (("email", NEEDS_EMAIL, "buyerInfo.email"), ("phone", NEEDS_PHONE, f"{PATH}.contactDetails.phone"))
    return [
        (where, f"no usable {name}, which the carrier needs")
        for name, carriers, where in needs
        if carrier in carriers and name not in shared
    ]

"""The MyParcel recipient of an order: what is missing, and the fields fitted to MyParcel's lengths, visibly.

Source: MyParcel contract, sections 2.2 (fields, lengths; GLS is stricter), 2.5 (what carriers need) and 9 (Norway, buyers outside the EU).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from order_sync.mapping import contact_details, postal_codes, states
from order_sync.mapping.addresses import Address
from order_sync.mapping.carriers import BPOST, GLS, NEEDS_EMAIL, NEEDS_PHONE, Platform
from order_sync.mapping.label_texts import cut, printable, unprintable
from order_sync.mapping.zones import zone

PATH = "shippingInfo.logistics.shippingDestination"
_PLACE = f"{PATH}.address"
_LENGTHS, _LENGTHS_GLS = {"person": 50, "company": 50, "city": 35}, {"person": 30, "company": 30, "city": 30}
_CODE_LENGTH, _CODE_LENGTH_GLS = 10, 8
_TEXTS = {
    "person": ("ship_first_name", "ship_last_name"), "company": ("ship_company",), "city": ("ship_city",),
    "street": ("ship_street_name", "ship_street_number", "ship_address_line"), "street_additional_info": ("ship_address_line2",),
}  # fmt: skip
# A British EORI number is the VAT number with three digits more; no other country's is told by its form.
_EORI = re.compile(r"(?:GB|XI)[0-9]{12}")


def postal_code(country: str, text: str) -> str:
    """As MyParcel's examples write it: NL and BE without spaces and country prefix; see postal_codes."""
    return postal_codes.written(country, text)


def person(first: str, last: str, most: int = 50) -> str:
    """First and last name; where they do not fit the first name becomes its initial, then the end is cut."""
    first, last = printable(first), printable(last)
    whole = f"{first} {last}".strip()
    if len(whole) > most and first and last:
        whole = f"{cut(first, 1) or first[0]}. {last}"
    return cut(whole, most)


def contact(order: Mapping[str, Any], carrier: int, share: bool, platform: Platform = "NL") -> dict[str, str]:
    """E-mail and phone where the store shares them or the delivery demands them, and only where they are usable."""
    email, phone = contact_details.email(order["buyer_email"]), contact_details.phone(order["ship_phone"])
    found = {}
    if email and (share or _needs_email(order, carrier)):
        found["email"] = email
    if phone and (share or _needs_phone(order, carrier, platform)):
        found["phone"] = phone
    return found


def missing(order: Mapping[str, Any], carrier: int, platform: Platform = "NL") -> list[tuple[str, str]]:
    """What the delivery address lacks: (field in Wix, what was seen), most important first. No personal data in it."""
    country, found = order["ship_country"].upper(), []
    if not re.fullmatch(r"[A-Z]{2}", country):
        found.append((f"{_PLACE}.country", "no country"))
    code = postal_code(country, order["ship_postal_code"])
    most = _CODE_LENGTH_GLS if carrier == GLS else _CODE_LENGTH
    if not code and country != "IE":
        found.append((f"{_PLACE}.postalCode", "no postal code"))
    elif code and (wrong := postal_codes.wrong(country, code)):
        found.append((f"{_PLACE}.postalCode", wrong))
    elif len(code) > most:
        found.append((f"{_PLACE}.postalCode", f"a postal code of more than {most} characters"))
    if not printable(order["ship_city"]):
        found.append((f"{_PLACE}.city", "no city"))
    if country in states.NEEDED and not states.state(country, order["ship_subdivision"]):
        found.append((f"{_PLACE}.subdivision", "no state or province that the country has"))
    if not (printable(order["ship_street_name"]) or printable(order["ship_address_line"])):
        found.append((f"{_PLACE}.addressLine", "no street"))
    if not (person(order["ship_first_name"], order["ship_last_name"]) or printable(order["ship_company"])):
        found.append((f"{PATH}.contactDetails", "neither a name nor a company"))
    return found + _needs(order, carrier, platform)


def recipient(order: Mapping[str, Any], address: Address, carrier: int, share: bool, platform: Platform = "NL") -> dict[str, str]:
    """The recipient object; empty fields are left out."""
    country = order["ship_country"].upper()
    most = _LENGTHS_GLS if carrier == GLS else _LENGTHS
    company = cut(printable(order["ship_company"]), most["company"])
    fields = {
        "cc": country,
        "postal_code": postal_code(country, order["ship_postal_code"]),
        "city": cut(printable(order["ship_city"]), most["city"]),
        **states.fields(country, order["ship_subdivision"]),
        "street": address.street,
        "number": address.number,
        "number_suffix": address.suffix,
        "box_number": address.box_number,
        "street_additional_info": address.additional,
        "person": person(order["ship_first_name"], order["ship_last_name"], most["person"]) or cut(company, most["person"]),
        "company": company,
        **contact(order, carrier, share, platform),
        **_business(order, country),
    }
    return {name: value for name, value in fields.items() if value or name == "postal_code"}


def shortened(order: Mapping[str, Any], address: Address, carrier: int) -> list[str]:
    """What the recipient does not have as Wix has it: fields and numbers of characters, never their values."""
    sent = recipient(order, address, carrier, share=False)
    lengths = {
        name: len(printable(" ".join(filter(None, (order[part] for part in _TEXTS[name]))))) for name in ("person", "company", "city")
    }
    found = [
        f"{name} cut from {length} to {len(sent[name])}" for name, length in lengths.items() if length > len(sent.get(name, "x" * length))
    ]
    found += address.fitted
    signs = {name: sum(unprintable(order[part]) for part in parts) for name, parts in _TEXTS.items()}
    found += [f"{name}: {count} emoji or control characters left out" for name, count in signs.items() if count]
    if order["ship_phone"] and not contact_details.phone(order["ship_phone"]):
        found.append("phone left out: no usable number")
    if order["buyer_email"] and not contact_details.email(order["buyer_email"]):
        found.append("email left out: no usable address")
    return found


def _business(order: Mapping[str, Any], country: str) -> dict[str, str]:
    """The tax number of a business outside the EU, where the checkout asked for it."""
    number = order.get("tax_number") or ""
    if not number or not order["ship_company"] or len(country) != 2 or zone(country) != "ROW":
        return {}
    return {"eori_number" if _EORI.fullmatch(number) else "vat_number": number}


def _needs_email(order: Mapping[str, Any], carrier: int) -> bool:
    return carrier in NEEDS_EMAIL or order["ship_country"].upper() == "NO"


def _needs_phone(order: Mapping[str, Any], carrier: int, platform: Platform) -> bool:
    return carrier in NEEDS_PHONE or (order["ship_country"].upper() == "FR" and (platform == "BE" or carrier == BPOST))


def _needs(order: Mapping[str, Any], carrier: int, platform: Platform) -> list[tuple[str, str]]:
    shared = contact(order, carrier, False, platform)
    needs = (
        ("email", _needs_email(order, carrier), "buyerInfo.email"),
        ("phone", _needs_phone(order, carrier, platform), f"{PATH}.contactDetails.phone"),
    )
    return [
        (where, f"no usable {name}, which the carrier or the country needs")
        for name, needed, where in needs
        if needed and name not in shared
    ]

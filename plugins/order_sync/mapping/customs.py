"""What leaves the customs union: which orders need a declaration, and what is missing for it. Source: MyParcel contract, section 9."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from order_sync.mapping import recipients
from order_sync.mapping.carriers import BPOST, DHL_CONNECT, DHL_EUROPLUS, DHL_FOR_YOU, DPD
from order_sync.mapping.customs_declaration import MINIMUM_CENTS, declarations, worth
from order_sync.mapping.parcel_case import Case, Stop
from order_sync.mapping.zones import territory, zone

_MOST_SHOWN = 10
_MOST_ITEMS = 100  # the carriers' forms have fewer lines; MyParcel takes so many
_DIGITS = {DPD: (8,), DHL_FOR_YOU: (10, 8), DHL_CONNECT: (10, 8), DHL_EUROPLUS: (10, 8), BPOST: (8, 6)}
_ANY_DIGITS = (10, 8, 6)


class Lack(NamedTuple):
    """One thing that is missing: the field in products.csv or in the settings, the SKU or "", and what is wrong with it."""

    field: str
    sku: str
    says: str


def declared(country: str, postal_code: str) -> bool:
    """Whether a parcel to there crosses the border of the EU's customs union."""
    return bool(country) and (zone(country) == "ROW" or territory(country, postal_code) is not None)


def classification(code: str, country: str, carrier: int) -> str | None:
    """The HS code in as many digits as country and carrier want, None where it has too few or an odd count.

    The first six digits are the world's, what follows divides them further: a longer code may be cut.
    """
    wanted = (10,) if country == "US" else _DIGITS.get(carrier, _ANY_DIGITS)
    if not re.fullmatch(r"([0-9]{2}){3,5}", code):
        return None
    return next((code[:digits] for digits in wanted if len(code) >= digits), None)


def territory_rule(case: Case) -> Stop | str:
    """Places with an EU country's code outside its customs or tax area: held, or declared like any other country, by the settings."""
    name = territory(case.country, case.order["ship_postal_code"])
    if name and case.settings.customs.territories == "hold":
        return Stop("hold", "TERRITORY_PARKED", f"{recipients.PATH}.address.postalCode", name)
    return f"{name}: with a customs declaration" if name else "an ordinary destination"


def customs_rule(case: Case) -> Stop | str:
    """Fills case.declarations, one for each shipment of the plan, where the parcel leaves the customs union."""
    if not declared(case.country, case.order["ship_postal_code"]):
        return "no customs declaration inside the EU"
    if found := list(lacks(case)):
        shown = "; ".join(f"{lack.sku}: {lack.says}" if lack.sku else lack.says for lack in found[:_MOST_SHOWN])
        more = f" and {len(found) - _MOST_SHOWN} more" if len(found) > _MOST_SHOWN else ""
        return Stop("hold", "CUSTOMS_INCOMPLETE", found[0].field, f"to {case.country}: {shown}{more}")
    case.declarations = declarations(case, {line["line_id"]: facts(case, line) for line in case.lines})
    if (least := min(worth(made, case.settings.customs.item_value == "piece") for made in case.declarations)) < MINIMUM_CENTS:
        # the cents of several shipments: together they are enough, or the order would not have come here
        return Stop(
            "hold", "CUSTOMS_INCOMPLETE", "price", f"to {case.country}: {least} cents in a parcel, customs want at least {MINIMUM_CENTS}"
        )
    items = sum(len(made["items"]) for made in case.declarations)
    return f"{items} items declared to customs of {case.country}"


def lacks(case: Case) -> Iterator[Lack]:
    """Everything that is missing for the declaration of an order."""
    settings = case.settings.customs
    if case.order["currency"] != "EUR":
        yield Lack("currency", "", f"values must be in EUR, the order is in {case.order['currency'] or 'no currency'}")
    if case.carrier == DPD and case.country == "GB" and not (settings.eori_number and settings.vat_number):
        yield Lack("myparcel.customs.eori_number", "", "DPD to GB needs the seller's EORI and VAT numbers")
    if case.country == "NO" and "@" not in case.order["buyer_email"]:
        yield Lack("buyerInfo.email", "", "Norway needs an e-mail")
    if len(case.lines) > _MOST_ITEMS:
        yield Lack("lineItems", "", f"{len(case.lines)} lines, a declaration has at most {_MOST_ITEMS}")
    seen = set()
    for line in case.lines:
        name = line["sku"] or f"line {line['line_id']}"
        if name not in seen:
            seen.add(name)
            yield from of_product(facts(case, line), name, case.country, case.carrier)
        if not line["gross_minor"]:
            yield Lack("price", name, "customs want a value, the buyer paid nothing for it")
    paid = [line["gross_minor"] for line in case.lines]
    if all(paid) and sum(paid) < MINIMUM_CENTS:
        yield Lack("price", "", f"{sum(paid)} cents in all, customs want at least {MINIMUM_CENTS}")


def of_product(product: Mapping[str, Any], sku: str, country: str, carrier: int) -> Iterator[Lack]:
    """What a product lacks for declarations to a country; ``product``: see facts. Country "" asks for what every country wants."""
    code = product["hs_code"]
    if not code:
        yield Lack("hs_code", sku, "no HS code")
    elif classification(code, country, carrier) is None:
        wanted = (
            "10 digits" if country == "US" else " or ".join(str(digits) for digits in sorted(_DIGITS.get(carrier, _ANY_DIGITS))) + " digits"
        )
        yield Lack("hs_code", sku, f"HS code of {len(code)} digits, {wanted} are wanted")
    if not product["origin"]:
        yield Lack("origin", sku, "no country of origin")


def facts(case: Case, line: Mapping[str, Any]) -> dict[str, str]:
    """hs_code, classification (as the carrier wants it), origin and description of a line's product, "" for what nobody says."""
    return facts_of(case.product(line["sku"]), case.settings.customs, case.country, case.carrier, line)


def facts_of(product: Any, settings: Any, country: str, carrier: int, line: Mapping[str, Any]) -> dict[str, str]:
    """The same of a line of products.csv (or None) and settings.CustomsSettings; ``line`` gives name and SKU."""
    code = getattr(product, "hs_code", "") or settings.hs_code
    return {
        "hs_code": code,
        "classification": classification(code, country, carrier) or "",
        "origin": getattr(product, "origin", "") or settings.origin or "",
        "description": getattr(product, "description", "") or line["name"] or line["sku"],
    }

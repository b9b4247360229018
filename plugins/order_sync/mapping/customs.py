"""What leaves the customs union: which orders need a declaration, and what it says. Source: MyParcel contract, section 9."""

from __future__ import annotations

from order_sync.mapping import recipients
from order_sync.mapping.parcel_case import Case, Stop
from order_sync.mapping.zones import territory, zone

_MOST_SKUS_SHOWN = 10


def territory_rule(case: Case) -> Stop | str:
    if name := territory(case.country, case.order["ship_postal_code"]):
        return Stop("hold", "TERRITORY_PARKED", f"{recipients.PATH}.address.postalCode", name)
    return "an ordinary destination"


def customs_rule(case: Case) -> Stop | str:
    if not case.country or zone(case.country) != "ROW":
        return "no customs declaration inside the EU"
    skus = list(dict.fromkeys(line["sku"] or f"line {line['line_id']}" for line in case.lines))
    shown = ", ".join(skus[:_MOST_SKUS_SHOWN]) + (f" and {len(skus) - _MOST_SKUS_SHOWN} more" if len(skus) > _MOST_SKUS_SHOWN else "")
    return Stop(
        "hold", "CUSTOMS_INCOMPLETE", "customs_declaration.items", f"to {case.country}; no HS code and no country of origin for {shown}"
    )

"""One parcel of any kind to anywhere, held against the rules of the fake of MyParcel."""

from __future__ import annotations

from sandbox.myparcel.fields import Findings
from sandbox.myparcel.validation import check_shipment

RECIPIENTS = {
    "NL": {"postal_code": "9712HN", "city": "Groningen", "street": "Proefstraat", "number": "7"},
    "BE": {"postal_code": "9000", "city": "Gent", "street": "Voorbeeldlaan", "number": "118"},
    "DE": {"postal_code": "50667", "city": "Köln", "street": "Beispielweg 21"},
    "FR": {"postal_code": "75001", "city": "Paris", "street": "Rue Exemple 4"},
    "CH": {"postal_code": "8004", "city": "Zürich", "street": "Beispielweg 21"},
    "GB": {"postal_code": "SW1A 1AA", "city": "London", "street": "Sample Road 1"},
    "US": {"postal_code": "10001", "city": "New York", "street": "Sample Road 1", "state": "NY"},
}
OUTSIDE = ("CH", "GB", "US")


def findings(
    carrier: int, cc: str, kind: int = 1, *, platform: int = 1, grams: int = 850, abroad: str = "when_insured", **more
) -> Findings:
    """One parcel, all its contact data given; ``more``: options, and recipient__, physical__, customs__ fields or whole parts."""
    parts = {"recipient": {}, "physical": {}, "customs": {}}
    for name in [name for name in more if "__" in name]:
        part, _, inner = name.partition("__")
        parts[part][inner] = more.pop(name)
    pickup = more.pop("pickup", None)
    recipient = (
        {"cc": cc, "person": "Sem Bakker", "email": "sem@example.com", "phone": "+31600000001"} | RECIPIENTS[cc] | parts["recipient"]
    )
    shipment = {"carrier": carrier, "recipient": recipient, "options": {"package_type": kind, **more}}
    shipment["physical_properties"] = {"weight": grams} | parts["physical"]
    if pickup:
        shipment["pickup"] = pickup
    if cc in OUTSIDE:
        value = {"amount": 1990, "currency": "EUR"}
        item = {"description": "Mug", "amount": 1, "weight": grams, "item_value": value, "classification": "6911100000", "country": "NL"}
        item |= {"classification": parts["customs"].pop("code", item["classification"])}
        shipment["customs_declaration"] = {"contents": 1, "invoice": "10001", "weight": grams, "items": [item]} | parts["customs"]
    found = Findings()
    check_shipment(shipment, 0, platform, found, abroad)
    assert found.unknown == []
    return found

"""Delivery addresses of several countries through the whole flow: what MyParcel gets, what is held, and what another carrier's line heals."""

from __future__ import annotations

from shop_world import wix_order
from test_shipping_rules_flow import lines

_ADDRESSES = {
    "30001": ("BE", "1000", "Bruxelles", "16 rue de l'Exemple bte 4", ""),
    "30002": ("FR", "75001", "Paris", "22 bis rue de l'Exemple", "Bât. B"),
    "30003": ("DE", "10115", "Berlin", "Musterallee 14, Hinterhaus, Wohnung 4", ""),
    "30004": ("IT", "00184", "Roma", "Via Esempio snc", ""),
    "30005": ("PT", "1200195", "Lisboa", "Rua do Exemplo 12 R/C Dto 🎁", ""),
    "30006": ("DE", "10115", "Berlin", "Packstation 123", "12345678"),
    "30007": ("ES", "28013", "Madrid", "Calle Ejemplo", "5, 3º B"),
    "30008": ("NL", "1012AB", "Amsterdam", "Postbus 123", ""),
    "30009": ("NL", "1012AB", "Amsterdam", "Voorbeeldstraat", ""),
}


def _sell(world):
    world.stock()
    orders = []
    for place, (number, (country, code, city, line, line2)) in enumerate(_ADDRESSES.items(), start=5):
        order = wix_order(number, country=country, minute=place, lines=(("TAZA-01", 1, 1100),))
        destination = order["shippingInfo"]["logistics"]["shippingDestination"]
        destination["address"] = {"country": country, "postalCode": code, "city": city, "addressLine": line, "addressLine2": line2}
        destination["contactDetails"] |= {"phone": "+31 (0)6 0000 0001"}
        orders.append(order)
    world.sell("nl", *orders)


def _sent(world):
    streets = {}
    for shipment in world.shipments("nl"):
        who = shipment["recipient"]
        parts = ("street", "number", "number_suffix", "box_number", "street_additional_info")
        streets[shipment["reference_identifier"].split(":")[1][:5]] = tuple(who.get(part) or "" for part in parts)
    return streets


def test_each_country_s_address_arrives_whole_or_is_held(world):
    _sell(world)
    world.ingest("nl")
    world.send("myparcel", "nl")
    assert _sent(world) == {
        "30001": ("rue de l'Exemple", "16", "", "4", ""),
        "30002": ("22 bis rue de l'Exemple", "", "", "", "Bât. B"),
        "30003": ("Musterallee 14", "", "", "", "Hinterhaus, Wohnung 4"),
        "30004": ("Via Esempio snc", "", "", "", ""),
        "30005": ("Rua do Exemplo 12", "", "", "", "R/C Dto"),
        "30008": ("Postbus", "123", "", "", ""),
    }
    assert {shipment["recipient"]["phone"] for shipment in world.shipments("nl")} == {"+31600000001"}
    assert world.held("nl", "myparcel") == {"30006": "ADDRESS_NOT_SERVED", "30007": "ADDRESS_UNCLEAR", "30009": "ADDRESS_INCOMPLETE"}
    assert not world.sandbox.violations


def test_a_line_for_dhl_lets_the_packstation_go_and_no_other_carrier_takes_the_po_box(world, cli):
    _sell(world)
    lines(world, {"stores": "nl", "countries": "DE", "carrier": 10}, {"stores": "nl", "countries": "NL", "carrier": 9})
    world.ingest("nl")
    world.send("myparcel", "nl")
    assert _sent(world)["30006"] == ("Packstation 123", "", "", "", "12345678")
    assert world.held("nl", "myparcel")["30008"] == "ADDRESS_NOT_SERVED"
    [hold] = [row for row in cli("holds", "list", "nl", "--json").json if row["order_number"] == "30008"]
    assert hold["seen"] == "a PO box, to which carrier 9 (DHL For You) does not deliver" and "shipping_rules.csv" in hold["cure"]
    [one] = cli("explain", "nl", "30007", "--show-personal", "--json").json
    assert one["address"]["street"] == {"street": "Calle Ejemplo 5", "street_additional_info": "3º B"}
    [fitted] = cli("explain", "nl", "30005", "--json").json
    [trace] = [decision["trace"] for decision in fitted["decisions"] if decision["destination"] == "myparcel"]
    assert trace[-1]["because"] == "street: 1 emoji or control characters left out"

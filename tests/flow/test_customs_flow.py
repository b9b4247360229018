"""Parcels that leave the customs union: held until products.csv says enough, then sent with a declaration."""

from __future__ import annotations

from collections import Counter

import pytest
from concept_world import codes, fulfil, hour
from order_sync.hooks.myparcel import MyParcelHook
from order_sync.settings import load_config
from shop_world import quick_config, wix_order
from test_shipping_rules_flow import lines

TABLE = "store,sku,hs_code,origin,description\n{}"


def abroad(number, country="CH", postal_code="8004", **more):
    """A paid order to a customer outside the customs union."""
    made = wix_order(number, **more)
    address = made["shippingInfo"]["logistics"]["shippingDestination"]["address"]
    address |= {"country": country, "postalCode": postal_code, "city": "Zürich"}
    return made


def filled(world, lines):
    """The merchant fills products.csv."""
    (world.config.folder / "products.csv").write_text(TABLE.format(lines))
    world.config = load_config(world.config.folder)


def test_an_order_waits_for_its_customs_data_and_then_goes_with_a_declaration(world, tmp_path):
    world.config = quick_config(tmp_path / "config")
    world.stock()
    world.sell("es", abroad("10001"), wix_order("10002"), abroad("10003", "ES", "35001"))
    world.ingest()
    assert world.held(destination="myparcel") == {"10001": "CUSTOMS_INCOMPLETE", "10003": "TERRITORY_PARKED"}
    assert world.send("myparcel")["shipments"] == 1
    filled(world, "*,cam-az-m ,610910,BD,T-shirt\n")
    world.ingest(run="r2")
    assert world.held(destination="myparcel") == {"10003": "TERRITORY_PARKED"}
    assert world.send("myparcel", run="r2")["shipments"] == 1
    [sent] = [shipment for shipment in world.shipments() if shipment["recipient"]["cc"] == "CH"]
    declared = sent["customs_declaration"]
    assert (declared["invoice"], declared["weight"]) == ("10001", sent["physical_properties"]["weight"])
    assert declared["items"] == [
        {"description": "T-shirt", "amount": 2, "weight": declared["weight"], "item_value": {"amount": 4990, "currency": "EUR"},
         "classification": "610910", "country": "BD"}
    ]  # fmt: skip


@pytest.mark.parametrize("tracked", [True, False])
def test_goods_are_not_shared_out_anew_once_a_parcel_of_the_order_has_its_label(world, tmp_path, tracked):
    """Of two parcels one has its label; somebody else fulfils a shirt. The mug stays in the parcel that waits."""
    world.config = quick_config(tmp_path / "config")
    lines(world, {"stores": "es", "name": "Two boxes", "countries": "CH", "parcels": 2})
    filled(world, "*,CAM-AZ-M,610910,BD,Shirt\n*,TAZA-01,691110,PT,Mug\n")
    world.stock()
    order = abroad("10001", lines=(("CAM-AZ-M", 4, 2495), ("TAZA-01", 1, 1100)))
    world.sell("es", order)
    hour(world, "r1", "es")
    first, second = world.shipments()
    assert [item["description"] for item in first["customs_declaration"]["items"]] == ["Shirt", "Mug"]
    MyParcelHook("myparcel_es").labels([second["id"]], "A4")
    if tracked:
        world.track()
    fulfil(world, order, {0: 1}, "DHL1", store="es", minute=40)
    assert hour(world, "r2", "es") == {"held": 2}
    assert [item["description"] for item in world.shipments()[0]["customs_declaration"]["items"]] == ["Shirt", "Mug"]
    assert codes(world, "es") == ["ORDER_CHANGED_AFTER_LABEL"] * 2
    world.label()  # the person prints it as it is
    world.track()
    carried = Counter()
    for made in world.fulfillments():
        carried += Counter({line["id"][-1]: line["quantity"] for line in made["lineItems"]})
    assert carried == {"1": 4, "2": 1} and len(world.fulfillments()) == 3


def test_what_is_not_ready_is_listed_by_the_orders_it_holds_up(world, tmp_path, cli, monkeypatch):
    world.config = quick_config(tmp_path / "config")
    monkeypatch.setenv("ORDER_SYNC_CONFIG", str(world.config.folder))
    world.stock()
    mug = (("TAZA-01", 1, 1100),)
    world.sell("es", abroad("10001"), abroad("10002"), abroad("10003", "US", "97205", lines=mug), wix_order("10004"))
    filled(world, "*,TAZA-01,691110,PT,Mug\n")
    world.ingest()
    found = cli("customs", "es", "--json")
    assert found.code == 1
    assert [(row["sku"], row["lacks"], row["countries"], row["orders"]) for row in found.json] == [
        ("CAM-AZ-M", ["no HS code", "no country of origin"], ["CH"], 2),
        ("TAZA-01", ["HS code of 6 digits, 10 digits are wanted"], ["US"], 1),
    ]
    filled(world, "*,TAZA-01,6911100000,PT,Mug\nes,CAM-AZ-M,610910,BD,\n")
    assert cli("customs", "--json").json == []

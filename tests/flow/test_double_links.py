"""Links beside ours: MyParcel's own Wix link left on, and two stores whose order numbers are the same. Said, and harmless."""

from __future__ import annotations

import copy

import pytest
from cli_world import change_store
from concept_world import STORE, codes, dutch, hour
from order_sync.settings import load_config
from order_sync.steps.double_links import is_of
from order_sync.store import holds
from sandbox.myparcel.acts import import_wix_orders
from shop_world import wix_order

ORDER = dutch("10001")


def _imports(world, *orders):
    import_wix_orders(world.sandbox.sandbox, STORE, orders=[copy.deepcopy(order) for order in orders])


def _ours(world):
    return [row for row in world.shipments(STORE) if row["external_provider"] is None]


def test_an_order_that_the_link_imported_first_is_not_shipped_twice(world):
    world.stock()
    other = dutch("10002", minute=6)
    world.sell(STORE, ORDER, other)
    _imports(world, ORDER)
    hour(world, "r1")
    [ours] = _ours(world)
    assert ours["reference_identifier"].startswith("nl:10002-")
    [hold] = world.database.rows("holds/list", store=STORE, code="DOUBLE_SHIPMENT", number=None)
    assert hold["order_number"] == "10001" and "Wix link" in hold["seen"]
    hour(world, "r2")
    assert len(_ours(world)) == 1
    for row in [row for row in world.shipments(STORE) if row["external_provider"]]:
        world.sandbox.state("myparcel", STORE)["shipments"].pop(str(row["id"]))
    holds.retry(world.database, STORE, ORDER["id"], closed_by="test")
    world.send("myparcel", STORE, run="r3")
    assert len(_ours(world)) == 2 and codes(world) == []


def test_an_order_that_the_link_imported_later_is_said(world):
    world.stock()
    world.sell(STORE, ORDER)
    hour(world, "r1")
    _imports(world, ORDER)
    world.sell(STORE, dutch("10002", minute=30))
    hour(world, "r2")
    assert world.held(STORE, "myparcel") == {"10001": "DOUBLE_SHIPMENT"} and len(_ours(world)) == 2
    holds.ignore(world.database, STORE, ORDER["id"], closed_by="test", note="")
    world.sell(STORE, dutch("10003", minute=40))
    hour(world, "r3")
    assert codes(world) == []  # a person has decided


@pytest.mark.parametrize(
    ("shipment", "same"),
    [
        ({"external_provider_id": "ID-1"}, True),
        ({"reference_identifier": "10001", "recipient": {"postal_code": "1012 ab", "cc": "NL"}}, True),
        ({"options": {"label_description": "Order 10001"}, "recipient": {"postal_code": "1012AB", "cc": "NL"}}, True),
        ({"reference_identifier": "10001", "recipient": {"postal_code": "9999XX", "cc": "NL"}}, False),
        ({"reference_identifier": "10001", "recipient": {"postal_code": "1012AB", "cc": "BE"}}, False),
        ({"reference_identifier": "110001", "recipient": {"postal_code": "1012AB", "cc": "NL"}}, False),
        ({}, False),
    ],
)
def test_a_number_alone_does_not_make_it_the_same_order(shipment, same):
    assert is_of(shipment, "id-1", "10001", "1012AB", "NL") is same


def test_preflight_says_that_the_link_is_on(world, cli):
    row = next(row for row in cli("preflight", "nl", "--json").json if row["what"] == "MyParcel's own Wix link")
    assert row["verdict"] == "fine"
    _imports(world, ORDER)
    said = cli("preflight", "nl", "--json")
    row = next(row for row in said.json if row["what"] == "MyParcel's own Wix link")
    assert said.code == 1 and row["verdict"] == "wrong" and "Externe koppelingen" in row["cure"]


def test_two_stores_with_one_myparcel_shop_and_the_same_numbers(world, cli):
    change_store(world, "es", lambda settings: settings["myparcel"].update(connection="myparcel_nl"))
    world.config = load_config(world.config.folder)
    world.stock()
    world.sell("es", wix_order("10001"))
    world.sell("nl", dutch("10001"))
    for store in ("es", "nl"):
        hour(world, "r1", store)
    references = sorted(row["reference_identifier"][:9] for row in world.shipments("nl"))
    assert references == ["es:10001-", "nl:10001-"] and codes(world, "es") == codes(world, "nl") == []
    rows = {row["what"]: row for row in cli("preflight", "--json").json if row["store"] == "nl"}
    assert "1 order numbers are in both" in rows["MyParcel shop shared with store es"]["seen"]

"""What a person fulfilled in Wix is not shipped again: concepts get smaller, or go."""

from __future__ import annotations

import concept_world
import pytest
from concept_world import ORDER, STORE, calls, codes, dutch, fulfil, hour
from order_sync.steps.reporting import coverage

shop = concept_world.shop


def test_what_others_fulfilled_is_not_shipped_again(world):
    world.stock()
    world.sell(STORE, ORDER)
    world.ingest(STORE, run="r0")
    fulfil(world, ORDER, {0: 1})
    hour(world, "r1")
    [shipment] = world.shipments(STORE)
    assert shipment["physical_properties"]["weight"] == 600  # one shirt and the cup
    [row] = world.database.rows("ledger/open", store=STORE, destination="myparcel", roles=["shipment"], numbers=None) or [None]
    assert row is None and codes(world) == []


def test_a_person_who_fulfils_a_line_makes_the_concept_smaller(shop):
    fulfil(shop, ORDER, {0: 2}, "DHL1")
    assert hour(shop, "r2")["updated"] == 1
    [shipment] = shop.shipments(STORE)
    assert shipment["physical_properties"]["weight"] == 300


def test_our_own_fulfilment_changes_nothing(shop):
    shop.label(STORE)
    shop.track(STORE)
    shop.sandbox.calls.clear()
    hour(shop, "r2")
    assert codes(shop) == [] and len(shop.shipments(STORE)) == 1
    assert calls(shop, "PUT") == calls(shop, "DELETE") == 0


def test_the_number_of_our_parcel_typed_in_by_hand_is_ours(shop):
    shop.label(STORE)
    [shipment] = shop.shipments(STORE)
    shop.ingest(STORE)
    from order_sync.steps.shop import open_shop
    from order_sync.steps.track import poll

    with open_shop(STORE, "poll", config=shop.config, database=shop.database) as opened:
        poll(opened)
    fulfil(shop, ORDER, {0: 1}, shipment["barcode"])
    hour(shop, "r2")
    assert codes(shop) == []


@pytest.mark.parametrize(("number", "left", "held"), [("DHL1", 0, []), ("", 1, ["FULFILLED_ELSEWHERE"])])
def test_a_fulfilled_order_loses_its_concept_only_where_the_goods_left(shop, number, left, held):
    fulfil(shop, ORDER, {0: 2, 1: 1}, number)
    hour(shop, "r2")
    assert len(shop.shipments(STORE)) == left and codes(shop) == held


def test_an_order_of_which_nothing_is_left_is_ignored(world):
    order = dutch("10001")
    order["lineItems"][1]["physicalProperties"]["shippable"] = False
    world.stock()
    world.sell(STORE, order)
    world.ingest(STORE, run="r0")
    fulfil(world, order, {0: 2})
    hour(world, "r1")
    assert world.shipments(STORE) == [] and codes(world) == []
    [decision] = [
        row for row in world.database.rows("orders/decisions", store=STORE, wix_order_id=order["id"]) if row["destination"] == "myparcel"
    ]
    assert (decision["action"], decision["reason"]) == ("ignore", "NOTHING_LEFT")
    row = coverage(world.database)[STORE]
    assert row["to_ship"] == 0 and row["ship_held"] == 0

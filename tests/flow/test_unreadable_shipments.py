"""A shipment that MyParcel refuses to show: the others of its call are polled, and it is told once."""

from __future__ import annotations

import pytest
from concept_world import dutch, hour, moved
from order_sync.errors import Rejected
from order_sync.hooks.myparcel import MOST_REFUSED
from order_sync.steps.shop import open_shop
from order_sync.store import holds
from shop_world import wix_order


@pytest.fixture
def shop(world):
    """Eight orders with their labels made; MyParcel does not show the third shipment."""
    world.stock()
    orders = [wix_order(str(10001 + n)) for n in range(8)]
    world.sell("es", *orders)
    world.ingest()
    world.send("myparcel", checked=False)
    world.label()
    bad = next(row for row in world.shipments() if row["reference_identifier"].startswith("es:10003-"))
    world.sandbox.settings["myparcel.refused_ids"] = [bad["id"]]
    return world


def looks(world):
    """Calls by ids since the last time."""
    made = [call for call in world.sandbox.called("myparcel", "GET") if call["path"].startswith("/shipments/")]
    world.sandbox.calls.clear()
    return len(made)


def test_the_others_are_polled_and_the_bad_one_is_told_once(shop):
    looks(shop)
    assert shop.track()["told"] == 7
    assert looks(shop) == 7  # eight, four, two, one and one, two, four
    assert shop.held(destination="myparcel") == {"10003": "MYPARCEL_REJECTED"}
    [hold] = shop.database.rows("holds/list", store="es", code="MYPARCEL_REJECTED", number=None)
    assert "status 422" in hold["seen"]
    shop.track()
    assert looks(shop) == 2  # the bad one by itself: it does not spoil the call again
    shop.send("myparcel")  # a sender's own refusals are closed by it, this one is not
    [again] = shop.database.rows("holds/list", store="es", code=None, number=None)
    assert again["since"] == hold["since"]


def test_it_goes_on_by_itself_once_it_is_shown(shop):
    shop.track()
    shop.sandbox.settings.clear()
    assert shop.track()["told"] == 1
    assert shop.held() == {} and len(shop.fulfillments()) == 8


def test_one_that_a_person_ignores_is_not_asked_for(shop):
    shop.track()
    holds.ignore(shop.database, "es", wix_order("10003")["id"], closed_by="test", note="")
    looks(shop)
    shop.track()
    assert looks(shop) == 1 and shop.held() == {}


def test_where_every_shipment_is_refused_the_call_is_wrong_and_the_run_fails(world):
    world.stock()
    world.sell("es", *(wix_order(str(10001 + n)) for n in range(MOST_REFUSED + 2)))
    world.ingest()
    world.send("myparcel", checked=False)
    world.sandbox.settings["myparcel.refused_ids"] = [row["id"] for row in world.shipments()]
    with pytest.raises(Rejected), open_shop("es", "r2", config=world.config, database=world.database):
        world.track()
    assert world.held() == {}


def test_the_changes_of_the_others_are_carried_all_the_same(world):
    world.stock("nl")
    orders = [dutch(str(10001 + n)) for n in range(4)]
    world.sell("nl", *orders)
    hour(world, "r1")
    world.sandbox.settings["myparcel.refused_ids"] = [world.shipments("nl")[1]["id"]]
    world.sell("nl", *(moved(order, 30, number="99") for order in orders))
    assert hour(world, "r2")["updated"] == 3 and world.held("nl") == {}
    world.sandbox.settings.clear()
    assert hour(world, "r3") == {"updated": 1}

"""Wix's list of fulfilments that misses an order, or does not show its fulfilments yet: nothing changes at MyParcel until it does."""

from __future__ import annotations

import pytest
from concept_world import STORE, calls, codes, dutch, fulfil, hour

ORDER = dutch("10001")


@pytest.fixture(params=["left out", "empty"])
def shop(world, request):
    """One order with its concept; Wix's list does not show it from now on."""
    world.stock()
    world.sell(STORE, ORDER)
    hour(world, "r1")
    world.sandbox.settings["wix.fulfillments_late"] = {ORDER["id"]: request.param}
    world.sandbox.calls.clear()
    return world


def test_a_partly_fulfilled_order_keeps_its_concept_until_the_list_shows_it(shop):
    [before] = shop.shipments(STORE)
    fulfil(shop, ORDER, {0: 1}, "DHL1")
    hour(shop, "r2")
    assert shop.shipments(STORE) == [before] and codes(shop) == ["FULFILMENTS_UNKNOWN"]
    assert calls(shop, "DELETE") == calls(shop, "PUT") == 0
    shop.sandbox.settings.clear()
    assert hour(shop, "r3")["updated"] == 1  # asked again by itself
    [after] = shop.shipments(STORE)
    assert after["id"] == before["id"] and after["physical_properties"]["weight"] == 600 and codes(shop) == []


@pytest.mark.parametrize(("number", "left", "held"), [("DHL1", 0, []), ("", 1, ["FULFILLED_ELSEWHERE"])])
def test_a_fulfilled_order_waits_for_the_list_too(shop, number, left, held):
    fulfil(shop, ORDER, {0: 2, 1: 1}, number)
    for run in ("r2", "r3"):
        hour(shop, run)
        assert len(shop.shipments(STORE)) == 1 and codes(shop) == [] and calls(shop, "DELETE") == 0
    shop.sandbox.settings.clear()
    hour(shop, "r4")
    assert len(shop.shipments(STORE)) == left and codes(shop) == held


def test_an_order_that_was_not_sent_yet_waits(world):
    world.stock()
    world.sell(STORE, ORDER)
    world.ingest(STORE, run="r0")
    fulfil(world, ORDER, {0: 1})
    world.sandbox.settings["wix.fulfillments_late"] = {ORDER["id"]: "left out"}
    hour(world, "r1")
    assert world.shipments(STORE) == [] and codes(world) == ["FULFILMENTS_UNKNOWN"]
    world.sandbox.settings.clear()
    hour(world, "r2")
    assert [shipment["physical_properties"]["weight"] for shipment in world.shipments(STORE)] == [600] and codes(world) == []

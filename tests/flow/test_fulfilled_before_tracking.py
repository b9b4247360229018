"""Fulfilments in Wix that carry the number of our own parcel before tracking has read it, by MyParcel's own link or by a person."""

from __future__ import annotations

import pytest
from concept_world import STORE, calls, codes, dutch, fulfil, hour

ORDER = dutch("10001")


@pytest.fixture
def shop(world):
    """One order whose label a person has just made; tracking has not read it yet."""
    world.stock()
    world.sell(STORE, ORDER)
    hour(world, "r1")
    world.label(STORE)
    world.sandbox.calls.clear()
    return world


def test_the_number_of_our_own_parcel_is_read_before_anything_is_held(shop):
    [shipment] = shop.shipments(STORE)
    fulfil(shop, ORDER, {0: 2}, shipment["barcode"])
    hour(shop, "r2")
    assert codes(shop) == [] and calls(shop, "GET") == 1
    assert shop.track(STORE)["polled"] == 1
    shop.sandbox.calls.clear()
    fulfil(shop, ORDER, {1: 1}, "", minute=40)
    hour(shop, "r3")
    assert calls(shop, "GET") == 0 and codes(shop) == []  # what tracking knows is not asked for again


def test_another_number_after_the_label_is_still_held(shop):
    fulfil(shop, ORDER, {0: 2}, "DHL1")
    hour(shop, "r2")
    assert codes(shop) == ["ORDER_CHANGED_AFTER_LABEL"]


def test_both_numbers_of_one_order_are_told_apart(shop):
    [shipment] = shop.shipments(STORE)
    fulfil(shop, ORDER, {0: 1}, shipment["barcode"])
    fulfil(shop, ORDER, {1: 1}, "DHL1", minute=35)
    hour(shop, "r2")
    assert codes(shop) == ["ORDER_CHANGED_AFTER_LABEL"]


@pytest.mark.parametrize("ours", [True, False])
def test_a_label_without_its_number_yet_waits_one_round(shop, ours):
    [shipment] = shop.shipments(STORE)
    number, shipment["barcode"] = shipment["barcode"], ""
    fulfil(shop, ORDER, {0: 2}, number if ours else "DHL1")
    hour(shop, "r2")
    assert codes(shop) == ["FULFILMENTS_UNKNOWN"]
    shipment["barcode"] = number
    hour(shop, "r3")
    assert codes(shop) == ([] if ours else ["ORDER_CHANGED_AFTER_LABEL"])


def test_where_myparcel_cannot_be_asked_the_order_waits(shop):
    [shipment] = shop.shipments(STORE)
    fulfil(shop, ORDER, {0: 2}, shipment["barcode"])
    shop.sandbox.arm("http_500", service="myparcel", method="GET", times=99)
    shop.ingest(STORE, run="r2")
    assert codes(shop) == ["FULFILMENTS_UNKNOWN"]
    shop.sandbox.sandbox.faults.clear()
    hour(shop, "r3")
    assert codes(shop) == []


def test_a_concept_that_others_made_smaller_is_not_taken_for_ours(world):
    world.stock()
    world.sell(STORE, ORDER)
    hour(world, "r1")
    fulfil(world, ORDER, {0: 2}, "DHL1")
    assert hour(world, "r2")["updated"] == 1 and codes(world) == []

"""Insurance by value: the order's total while all of it ships, the goods of the parcel once others took a part or money went back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from concept_world import STORE, codes, fulfil, hour
from sandbox.wix.acts import refund
from sandbox.wix.site import Site
from shop_world import HOUR, money, wix_order
from test_shipping_rules_flow import lines

SHIRT = "00000000-0000-0000-0000-000000000001"


@pytest.fixture
def insured(world):
    """Parcels at home insured by value; the amounts that MyParcel was told, in cents."""
    lines(world, {"stores": STORE, "name": "By value", "countries": "NL", "insurance": "value"})
    object.__setattr__(world.config.store(STORE).myparcel, "partly_refunded", "ship")
    world.stock()
    return lambda: [shipment["options"]["insurance"]["amount"] for shipment in world.shipments(STORE)]


def test_it_follows_what_others_left_of_the_order(world, insured):
    order = wix_order("20001", country="NL", lines=(("CAM-AZ-M", 2, 20_000), ("TAZA-01", 1, 5_000)))
    world.sell(STORE, order)
    hour(world, "r1")
    assert insured() == [50_000]  # 454.95, raised to the next step
    fulfil(world, order, {0: 1}, "DHL1")
    assert hour(world, "r2")["updated"] == 1
    assert insured() == [25_000]  # a shirt and the cup are 250.00, exactly a step: no cent of the delivery, no rounding
    fulfil(world, order, {0: 1}, "DHL2", minute=35)
    hour(world, "r3")
    assert insured() == [10_000] and codes(world) == []


def test_all_of_an_order_is_insured_with_its_delivery(world, insured):
    world.sell(STORE, wix_order("20001", country="NL", lines=(("CAM-AZ-M", 1, 25_000),)))
    hour(world, "r1")
    assert insured() == [50_000]  # 254.95: the goods alone were exactly a step


def test_what_is_left_is_insured_for_no_more_than_the_order_came_to(world, insured):
    order = wix_order("20001", country="NL", lines=(("CAM-AZ-M", 1, 20_000), ("TAZA-01", 1, 5_000)))
    order["priceSummary"] |= {"discount": money(15_495), "total": money(10_000)}  # a discount on the whole order, in no line
    world.sell(STORE, order)
    fulfil(world, order, {1: 1}, "DHL1")
    hour(world, "r1")
    assert insured() == [10_000] and codes(world) == []


def test_refunded_goods_are_not_insured(world, insured):
    world.sell(STORE, wix_order("20001", country="NL", lines=(("CAM-AZ-M", 3, 20_000),)))
    hour(world, "r1")
    assert insured() == [100_000]  # 604.95
    refund(Site(world.sandbox.sandbox, STORE), "20001", lines={SHIRT: 1}, at=HOUR + timedelta(minutes=30))
    hour(world, "r2")
    assert insured() == [50_000] and codes(world) == []  # 400.00 of goods


def test_an_amount_given_back_leaves_every_piece_insured(world, insured):
    world.sell(STORE, wix_order("20001", country="NL", lines=(("CAM-AZ-M", 3, 20_000),)))
    hour(world, "r1")
    refund(Site(world.sandbox.sandbox, STORE), "20001", amount="300.00", at=HOUR + timedelta(minutes=30))
    hour(world, "r2")
    assert insured() == [100_000]

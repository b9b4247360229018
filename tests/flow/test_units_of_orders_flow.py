"""Units of sales orders: stock is taken once, when Wix or the parcel says so, whatever comes first."""

from __future__ import annotations

import pytest
import sales_order_world
from sales_order_world import COD, FULFILLED, ORDER, SENT, UNPAID
from shop_world import HOUR
from test_booked_orders_flow import holds, stands, stock, writes

hours = sales_order_world.hours


@pytest.mark.parametrize("system", ["automatic", "simple"])
@pytest.mark.parametrize("after", ["no_move", "moves"])
@pytest.mark.parametrize("first", ["paid first", "fulfilled first", "both at once"])
def test_stock_is_taken_once_whatever_comes_first(world, hours, system, after, first):
    world.sandbox.settings |= {"holded.stock_system": system, "holded.ship_after_convert": after}
    hour = hours(**COD, **SENT)
    hour(**UNPAID)
    if first == "paid first":
        hour()
    elif first == "fulfilled first":
        hour(**UNPAID, **FULFILLED)
        assert stock(world, "CAM-AZ-M") == (98 if system == "automatic" else 100)
    hour(**FULFILLED)
    assert stands(world) == ["salesorder", "salesreceipt+"]
    assert stock(world, "CAM-AZ-M") == 98
    assert holds(world) == []


def test_units_leave_when_wix_says_fulfilled(world, hours):
    hour = hours(**ORDER, **SENT)
    hour()
    assert stock(world, "CAM-AZ-M") == 100
    assert hour(**FULFILLED)["units"] == 1
    assert stock(world, "CAM-AZ-M") == 98
    wrote = writes(world)
    hour(**FULFILLED, buyerNote="thanks")
    assert writes(world) == wrote


def test_units_leave_by_lines_as_wix_counts_them(world, hours):
    from sandbox.wix.acts import fulfil
    from sandbox.wix.site import Site

    hour = hours(**ORDER, stock={"send_units": "fulfilled", "by": "lines"})
    hour(lines=(("CAM-AZ-M", 2, 2495), ("TAZA-01", 3, 1100)))
    site, line = Site(world.sandbox.sandbox, "es"), "00000000-0000-0000-0000-00000000000{}"
    for minute, lines in enumerate(({line.format(1): 1}, {line.format(2): 2}, None), start=20):
        fulfil(site, "10001", lines=lines, at=HOUR.replace(minute=minute))
        world.ingest(run=f"f{minute}")
        world.send("holded", run=f"f{minute}")
        left = (stock(world, "CAM-AZ-M"), stock(world, "TAZA-01"))
        assert left == {20: (99, 100), 21: (99, 98), 22: (98, 97)}[minute]
    assert holds(world) == []


@pytest.mark.parametrize("by", ["all", "lines"])
def test_units_leave_when_the_parcel_is_registered(world, hours, by):
    hour = hours(**ORDER, stock={"send_units": "registered", "by": by})
    hour()
    world.send("myparcel")
    world.label()
    world.track()
    assert stock(world, "CAM-AZ-M") == 100
    world.ingest(run="later")
    world.send("holded", run="later")
    assert stock(world, "CAM-AZ-M") == 98


def test_an_order_whose_units_left_is_not_made_anew(world, hours):
    hour = hours(**ORDER, **SENT)
    hour(**FULFILLED)
    wrote = writes(world)
    hour(**FULFILLED, lines=(("CAM-AZ-M", 1, 2495),))
    assert writes(world) == wrote and holds(world) == ["ORDER_CHANGED_AFTER_BOOKING"]


@pytest.mark.parametrize("fault", ["lost_answer", "cut_before"])
@pytest.mark.parametrize("by", ["all", "lines"])
def test_units_whose_answer_was_lost_are_sent_once(world, hours, fault, by):
    from sandbox.wix.acts import fulfil
    from sandbox.wix.site import Site

    hour = hours(**ORDER, stock={"send_units": "fulfilled", "by": by})
    hour()
    world.sandbox.arm(fault, service="holded", method="POST", path="/ship")
    lines = {"00000000-0000-0000-0000-000000000001": 1} if by == "lines" else None
    fulfil(Site(world.sandbox.sandbox, "es"), "10001", lines=lines, at=HOUR.replace(minute=20))
    world.ingest(run="f1")
    world.send("holded", run="f1")
    world.send("holded", run="f2")
    assert stock(world, "CAM-AZ-M") == (99 if lines else 98)
    assert holds(world) == []


def test_units_that_a_person_sent_in_holded_are_not_sent_again(world, hours):
    from order_sync.hooks.holded import HoldedHook

    hour = hours(**ORDER, **SENT)
    hour()
    [order] = world.documents()
    HoldedHook("holded_es").ship(order["id"])
    wrote = writes(world)
    hour(**FULFILLED)
    hour(**FULFILLED, buyerNote="thanks")
    assert writes(world) == wrote and stock(world, "CAM-AZ-M") == 98
    hour(**FULFILLED, lines=(("CAM-AZ-M", 1, 2495),))
    assert writes(world) == wrote and holds(world) == ["ORDER_CHANGED_AFTER_BOOKING"]

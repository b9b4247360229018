"""An order that Wix called paid, that was booked, and that Wix calls unpaid now: a person is told, until it is paid again."""

from __future__ import annotations

import pytest
from shop_world import quick_config, wix_order
from test_booked_orders_flow import DRAFTS, holds, stands, writes


def hour(world, run, **changes):
    world.sell("es", wix_order("10001", minute=int(run[1:]) * 5, **changes))
    world.ingest(run=run)
    world.send("holded", run=run)


@pytest.mark.parametrize("status", ["NOT_PAID", "PARTIALLY_PAID"])
@pytest.mark.parametrize("approved", [True, False])
def test_it_is_held_until_it_is_paid_again(world, tmp_path, status, approved):
    if not approved:
        world.config = quick_config(tmp_path / "case", **DRAFTS)
    world.stock()
    hour(world, "r1")
    stood = stands(world)
    hour(world, "r2", paymentStatus=status)
    assert holds(world) == ["ORDER_CHANGED_AFTER_BOOKING"]
    [row] = world.database.rows("holds/list", store="es", code="ORDER_CHANGED_AFTER_BOOKING", number=None)
    assert (row["field"], row["seen"]) == ("paymentStatus", f"the receipt was made of a paid order; Wix now says {status}")
    wrote = writes(world)
    hour(world, "r3", paymentStatus=status, buyerNote="ring twice")
    assert holds(world) == ["ORDER_CHANGED_AFTER_BOOKING"] and stands(world) == stood and writes(world) == wrote
    hour(world, "r4")
    assert holds(world) == [] and stands(world) == stood


def test_what_a_person_ignored_stays_closed(world, cli):
    world.stock()
    hour(world, "r1")
    hour(world, "r2", paymentStatus="NOT_PAID")
    cli("holds", "ignore", "es", "10001", "--destination", "holded", "--note", "a gift")
    hour(world, "r3", paymentStatus="NOT_PAID", buyerNote="ring twice")
    assert holds(world) == []


def test_a_cash_on_delivery_order_that_was_never_paid_is_not_held(world, tmp_path):
    world.config = quick_config(tmp_path / "case", documents=[{"then": "order", "convert_to": "receipt"}])
    world.stock()
    hour(world, "r1", paymentStatus="NOT_PAID")
    hour(world, "r2", paymentStatus="NOT_PAID", buyerNote="ring twice")
    assert holds(world) == []
    hour(world, "r3")
    assert holds(world) == []
    hour(world, "r4", paymentStatus="NOT_PAID")
    assert holds(world) == ["ORDER_CHANGED_AFTER_BOOKING"]
    hour(world, "r5")
    assert holds(world) == []


def test_a_canceled_order_is_no_payment_taken_back(world, tmp_path):
    world.config = quick_config(tmp_path / "case", documents=[{"then": "order", "convert_to": "receipt"}])
    world.stock()
    hour(world, "r1")
    hour(world, "r2", status="CANCELED", paymentStatus="NOT_PAID")
    assert "paymentStatus" not in {row["field"] for row in world.database.rows("holds/list", store="es", code=None, number=None)}

"""An order that fails a check of its row does nothing in Holded: acts that wait are taken back, new ones are not published."""

from __future__ import annotations

from datetime import timedelta

import pytest
from order_sync.errors import QuotaSpent
from sandbox.wix.acts import refund
from sandbox.wix.site import Site
from shop_world import HOUR, quick_config, wix_order
from test_booked_orders_flow import stands, writes

STAGES = ("6e10a0c4d1f2b35a90817201", "6e10a0c4d1f2b35a90817202")
BY_STAGE = {
    "documents": [{"then": "order"}],
    "order_status": {
        "show": "stages",
        "stages": [{"payment_status": "PAID", "pipeline_id": STAGES[1]}, {"pipeline_id": STAGES[0]}],
    },
}


def change(world, minute, *, right, **fields):
    """Wix changes the order, and the country of the bill into one that is none, or back."""
    site, id = Site(world.sandbox.sandbox, "es"), wix_order("10001")["id"]
    billing = wix_order("10001")["billingInfo"]
    billing["address"]["country"] = "ES" if right else "ESP"
    site.change(id, updatedDate=f"2026-11-16T09:{minute}:00.000Z", billingInfo=billing, **fields)


def hour(world, run):
    world.ingest(run=run)
    world.send("holded", run=run)


def waiting(world):
    """Roles of the acts that sending would take up."""
    rows = world.database.rows("publish/booked", store="es", wix_order_ids=[wix_order("10001")["id"]])
    return sorted(row["role"] for row in rows if row["role"] != "document" and row["state"] in ("pending", "sending", "unknown"))


def held(world):
    return world.held(destination="holded")


def test_the_note_of_its_refund_waits_until_the_row_is_right(world):
    world.stock()
    world.sell("es", wix_order("10001"))
    hour(world, "r1")
    refund(Site(world.sandbox.sandbox, "es"), "10001", amount="12.10", at=HOUR + timedelta(minutes=20))
    change(world, 30, right=False)
    wrote = writes(world)
    world.ingest(run="r2")
    assert held(world) == {"10001": "CHECK_FAILED"} and waiting(world) == []
    world.send("holded", run="r2")
    assert writes(world) == wrote and stands(world) == ["salesreceipt+"]
    change(world, 40, right=True)
    hour(world, "r3")
    assert held(world) == {} and stands(world) == ["receiptnote+", "salesreceipt+"]


def test_a_note_that_was_published_is_taken_back(world):
    world.stock()
    world.sell("es", wix_order("10001"))
    hour(world, "r1")
    refund(Site(world.sandbox.sandbox, "es"), "10001", amount="12.10", at=HOUR + timedelta(minutes=20))
    world.ingest(run="r2")
    assert "note" in waiting(world)
    change(world, 30, right=False)
    wrote = writes(world)
    hour(world, "r3")
    assert held(world) == {"10001": "CHECK_FAILED"} and waiting(world) == [] and writes(world) == wrote
    change(world, 40, right=True)
    hour(world, "r4")
    assert held(world) == {} and stands(world) == ["receiptnote+", "salesreceipt+"]


def test_a_draft_is_not_approved_nor_paid(world):
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    world.sandbox.arm("http_429_month", service="holded", method="POST", path="/approve$")
    with pytest.raises(QuotaSpent):
        world.send("holded")
    world.sandbox.sandbox.faults.clear()
    assert waiting(world) == ["approval", "payment"]
    change(world, 30, right=False)
    hour(world, "r2")
    assert held(world) == {"10001": "CHECK_FAILED"} and waiting(world) == []
    assert stands(world) == ["salesreceipt"] and not world.documents()[0]["payments"]
    change(world, 40, right=True)
    hour(world, "r3")
    assert held(world) == {} and stands(world) == ["salesreceipt+"] and len(world.documents()[0]["payments"]) == 1


def test_a_sales_order_keeps_its_stage(world, tmp_path):
    world.config = quick_config(tmp_path / "case", **BY_STAGE)
    world.stock()
    world.sell("es", wix_order("10001", paymentStatus="NOT_PAID"))
    hour(world, "r1")
    wrote = writes(world)
    change(world, 30, right=False, paymentStatus="PAID")
    hour(world, "r2")
    assert held(world) == {"10001": "CHECK_FAILED"} and writes(world) == wrote
    assert world.documents()[0]["pipeline_id"] == STAGES[0]
    change(world, 40, right=True)
    hour(world, "r3")
    assert held(world) == {} and world.documents()[0]["pipeline_id"] == STAGES[1]

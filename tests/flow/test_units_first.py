"""What left the stock of a sales order is certain before a receipt made out of it takes stock."""

from __future__ import annotations

import pytest
from order_sync.errors import QuotaSpent
from order_sync.hooks.holded import HoldedHook
from sandbox.wix.acts import fulfil
from sandbox.wix.site import Site
from shop_world import HOUR, quick_config, wix_order
from test_booked_orders_flow import holds, stands, stock

ITEM = "00000000-0000-0000-0000-000000000001"


@pytest.fixture(params=["automatic", "simple"])
def shipped(request, world, tmp_path):
    """``shipped(by, fault)``: an unpaid sales order whose units are sent, by lines only its two shirts, and what becomes of that call."""

    def begin(by: str, fault: str) -> str:
        world.sandbox.settings["holded.stock_system"] = request.param
        world.config = quick_config(
            tmp_path / "case", documents=[{"then": "order", "convert_to": "receipt"}], stock={"send_units": "fulfilled", "by": by},
            order_status={"show": "off"},
        )  # fmt: skip
        world.stock()
        world.sell("es", wix_order("10001", lines=(("CAM-AZ-M", 2, 2495), ("TAZA-01", 1, 1100)), paymentStatus="NOT_PAID"))
        hour(world, "r1")
        world.sandbox.arm(fault, service="holded", method="POST", path="/ship", times=1)
        # The month is spent before the second look: the doubt outlives the run.
        world.sandbox.arm("http_429_month", service="holded", method="GET", path="/shipped-items$", nth=2)
        lines = {ITEM: 2} if by == "lines" else None
        fulfil(Site(world.sandbox.sandbox, "es"), "10001", lines=lines, at=HOUR.replace(minute=20))
        with pytest.raises(QuotaSpent):
            hour(world, "r2")
        world.sandbox.sandbox.faults.clear()
        [units] = [row for row in ledger(world) if row["role"] == "units"]
        assert units["state"] in ("sending", "unknown"), units["state"]
        [order] = world.documents()
        return order["id"]

    return begin


def ledger(world):
    return world.database.rows("publish/booked", store="es", wix_order_ids=[wix_order("10001")["id"]])


def hour(world, run):
    world.ingest(run=run)
    world.send("holded", run=run, checked=False)


def paid(world, minute):
    Site(world.sandbox.sandbox, "es").change(wix_order("10001")["id"], updatedDate=f"2026-11-16T09:{minute}:00.000Z", paymentStatus="PAID")


def calls(world, *templates):
    """Calls to Holded, in their order, whose template ends with one of these."""
    return [
        call["path"].rsplit("/", 1)[-1] for call in world.sandbox.calls if call["service"] == "holded" and call["path"].endswith(templates)
    ]


@pytest.mark.parametrize("by", ["all", "lines"])
@pytest.mark.parametrize("fault", ["lost_answer", "cut_before"])
def test_doubtful_units_are_settled_in_the_run_that_converts_before_it_converts(world, shipped, by, fault):
    shipped(by, fault)
    paid(world, 40)
    before = len(calls(world, "/shipped-items", "/documents/convert"))
    hour(world, "r3")
    assert stands(world) == ["salesorder", "salesreceipt+"] and holds(world) == []
    assert calls(world, "/shipped-items", "/documents/convert")[before:] == ["shipped-items", "convert"]
    assert stock(world, "CAM-AZ-M") == 98


def test_no_document_is_made_while_it_is_not_known_what_left(world, shipped):
    order = shipped("lines", "cut_before")
    hook = HoldedHook("holded_es")
    hook.ship_lines(order, {"lines": [{"item_line_position": 0, "units": 1}]})  # a person: fits neither answer of ours
    paid(world, 40)
    for run in ("r3", "r4"):
        hour(world, run)
        assert stands(world) == ["salesorder"] and holds(world) == ["OUTCOME_UNCLEAR"], run
    assert not calls(world, "/documents/convert")
    hook.ship_lines(order, {"lines": [{"item_line_position": 0, "units": 1}]})
    hour(world, "r5")
    assert stands(world) == ["salesorder", "salesreceipt+"] and holds(world) == []
    assert stock(world, "CAM-AZ-M") == 98

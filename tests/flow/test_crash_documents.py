"""Kill the sender at every point while documents are converted, stand in a stage, are edited or cancelled: each act is done once."""

from __future__ import annotations

from datetime import timedelta

import crash_child
import crash_world
import pytest
from crash_world import STORE, Stage, every_kill
from moments import company_order
from order_sync.steps.window import Window
from shop_world import HOUR, quick_config, wix_order

stage = crash_world.stage


def _sales_orders(world, tmp_path, **settings):
    """One published sales order that is paid and to be converted, and whose stage is shown, or whose units leave."""
    world.config = quick_config(tmp_path / "orders", **settings)
    world.stock()
    world.sell(STORE, wix_order("10001", fulfillmentStatus="FULFILLED"))
    world.ingest(STORE)


def _left(world):
    [product] = [row for row in world.sandbox.state("holded", STORE)["products"].values() if row["sku"] == "CAM-AZ-M"]
    return [units for place in product["stock"].values() for units in place.values()]


@pytest.fixture
def empty_stage(world, postgres, connections, monkeypatch):
    """A stage without orders: the test fills its world."""
    crash_child.start_server()
    return lambda: Stage(world, postgres, connections, monkeypatch)


def test_killed_anywhere_an_order_is_converted_once_and_stands_in_its_stage(world, empty_stage, tmp_path):
    stages = [{"pipeline_id": "6e10a0c4d1f2b35a90817204"}]
    world.sandbox.settings["holded.convert_copies_tags"] = False
    documents = [{"then": "order", "convert_to": "receipt"}]
    _sales_orders(world, tmp_path, documents=documents, order_status={"show": "stages", "stages": stages})

    def exactly() -> None:
        order, receipt = sorted(world.documents(STORE), key=lambda document: document["kind"])
        assert (order["kind"], receipt["kind"], receipt["draft"]) == ("salesorder", "salesreceipt", False)
        assert receipt["from"]["id"] == order["id"] and len(receipt["payments"]) == 1
        assert order["pipeline_id"] == stages[0]["pipeline_id"] and _left(world) == ["98"]

    writes = {
        f"POST /api/v2/{path}"
        for path in ("contacts", "sales-orders", "documents/convert", "sales-receipts/{id}/approve", "sales-receipts/{id}/payments")
    }
    every_kill(empty_stage(), "holded", writes | {"PUT /api/v2/sales-orders/{id}/pipeline"}, exactly)


def test_killed_anywhere_units_leave_once(world, empty_stage, tmp_path):
    _sales_orders(world, tmp_path, documents=[{"then": "order"}], stock={"send_units": "fulfilled"})

    def exactly() -> None:
        assert [document["kind"] for document in world.documents(STORE)] == ["salesorder"] and _left(world) == ["98"]

    every_kill(
        empty_stage(), "holded", {f"POST /api/v2/{path}" for path in ("contacts", "sales-orders", "sales-orders/{id}/ship")}, exactly
    )


@pytest.mark.parametrize("edit", ["draft", "approved"])
def test_killed_anywhere_an_edit_is_carried_once(world, empty_stage, tmp_path, edit):
    settings = {"approve": "never"} if edit == "draft" else {"edits": {"approved": "propose"}, "payments": {"register_payment": False}}
    world.config = quick_config(tmp_path / "edits", **settings)
    world.stock()
    for minute, units in ((5, 2), (30, 1)):
        world.sell(STORE, wix_order("10001", minute=minute, lines=(("CAM-AZ-M", units, 2495),)))
        world.ingest(STORE, run=f"r{minute}")
        if units == 2:
            world.send("holded", STORE)

    def exactly() -> None:
        if not world.documents(STORE):  # killed while the order was decided anew: the next hour takes it up
            later = HOUR + timedelta(hours=5)
            world.ingest(STORE, run="next-hour", window=Window(later, later + timedelta(hours=1)))
            world.send("holded", STORE, run="next-hour")
        totals = sorted((document["kind"], document["draft"], document["totals"]["total"]) for document in world.documents(STORE))
        proposed = [("receiptnote", True, "54.85"), ("salesreceipt", False, "54.85"), ("salesreceipt", True, "29.90")]
        assert totals == ([("salesreceipt", True, "29.90")] if edit == "draft" else proposed)

    writes = {"draft": {"DELETE /api/v2/sales-receipts/{id}", "POST /api/v2/sales-receipts"}}
    every_kill(
        empty_stage(),
        "holded",
        writes.get(edit, {"POST /api/v2/receipt-notes", "POST /api/v2/sales-receipts"}),
        exactly,
        holds=edit == "approved",
    )


def test_killed_anywhere_an_invoice_is_cancelled_once(world, empty_stage, tmp_path):
    world.config = quick_config(tmp_path / "cancels", cancellations={"approved_unpaid": "cancel"}, payments={"register_payment": False})
    world.stock()
    for minute, changes in ((5, {}), (30, {"status": "CANCELED", "paymentStatus": "NOT_PAID"})):
        world.sell(STORE, company_order("10001", minute=minute, **changes))
        world.ingest(STORE, run=f"r{minute}")
        if not changes:
            world.send("holded", STORE)

    def exactly() -> None:
        [invoice] = world.documents(STORE)
        assert invoice["cancelled"] and invoice["number"]

    every_kill(empty_stage(), "holded", {"POST /api/v2/invoices/{id}/cancel"}, exactly)

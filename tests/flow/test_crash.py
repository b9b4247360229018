"""Kill the sender at every point around each remote call and run again: the remotes end with exactly one of each."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from datetime import timedelta
from typing import Any

import crash_child
import pytest
from moments import Moment, company_order
from order_sync.contracts.acts import ACT_ROLES
from order_sync.steps.window import Window
from sandbox.wix.payments import pay
from sandbox.wix.site import Site
from shop_world import HOUR, quick_config, wix_order

POINTS = ("before the call is done", "after it is done, before the answer", "right after the answer")
STORE = "es"
HOLDED_WRITES = {"POST /api/v2/contacts"} | {
    f"POST /api/v2/{resource}{act}" for resource in ("invoices", "sales-receipts") for act in ("", "/{id}/approve", "/{id}/payments")
}


@pytest.fixture
def stage(world, postgres, connections, monkeypatch):
    """Published orders of a consumer and a company, ready to be sent, as a template to start each kill from."""
    crash_child.start_server()
    world.stock()
    world.sell(STORE, wix_order("10001"), company_order("10002", minute=6))
    world.ingest(STORE)
    return Stage(world, postgres, connections, monkeypatch)


class Stage(Moment):
    """Restores database and sandbox to the moment before the sending, runs a child, kills it on cue."""

    def __init__(self, world: Any, postgres: Any, connections: dict[str, Any], monkeypatch: Any) -> None:
        super().__init__(world, postgres, "orders_test")
        self.switches = dict(world.sandbox.settings)
        self.environment = {f"AIRFLOW_CONN_{name.upper()}": json.dumps(fields) for name, fields in connections.items()}
        database = {
            "conn_type": "postgres",
            "host": "127.0.0.1",
            "port": postgres.port,
            "login": "postgres",
            "password": postgres.password,
            "schema": "orders_test",
        }
        self.environment |= {"AIRFLOW_CONN_ORDERS_DB": json.dumps(database), "ORDER_SYNC_CONFIG": str(world.config.folder)}

    def restore(self) -> None:
        """Back to the moment, under the switches of this stage."""
        super().restore()
        self.world.sandbox.settings |= self.switches

    def child(self, destination: str) -> Any:
        """One run to its end, or to its death; the counts, or None for a killed one."""
        report, their_end = crash_child.context.Pipe(duplex=False)
        self.process = crash_child.context.Process(target=crash_child.run, args=(STORE, destination, self.environment, their_end))
        self.process.start()
        their_end.close()
        self.process.join(60)
        assert not self.process.is_alive(), "the sender hangs"
        return None if self.process.exitcode else report.recv()

    def kill(self, _call: Any = None) -> None:
        """SIGKILL: no handler, no finally, no rollback of ours."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.join(10)

    def calls(self, destination: str) -> list[str]:
        """The calls of an undisturbed run, as method and template."""
        self.restore()
        before = len(self.world.sandbox.calls)
        assert self.child(destination) is not None
        made = self.world.sandbox.calls[before:]
        return [f"{call['method']} {call['template']}" for call in made if call["path"] != "/oauth2/token"]

    def killed_at(self, destination: str, nth: int, point: str) -> None:
        """A run that is killed at a point around its nth call, and runs afterwards until nothing is open."""
        self.restore()
        if point == POINTS[0]:
            self.world.sandbox.arm("hook", path="^/(?!oauth2)", nth=nth, call=self.kill)
        elif point == POINTS[1]:
            self.world.sandbox.arm("hook_after", path="^/(?!oauth2)", nth=nth, call=self.kill)
        else:
            self.world.sandbox.arm("hook_after", path="^/(?!oauth2)", nth=nth, call=lambda call: threading.Timer(0.004, self.kill).start())
        killed = self.child(destination) is None
        assert killed or point == POINTS[2], "the child was not killed"
        for _ in range(4):
            time.sleep(0.01)
            assert self.child(destination) is not None
            if not self.open(destination):
                return
        raise AssertionError(f"killed at call {nth} ({point}): still open after four runs: {self.open(destination)}")

    def open(self, destination: str) -> list[Any]:
        """Intents that are not finished."""
        target = {"tracking": "wix"}.get(destination, "myparcel" if destination.startswith("labels") else destination)
        roles = [*ACT_ROLES, "document", "shipment", "fulfillment", "label", "return"]
        return self.world.database.rows("ledger/open", store=STORE, destination=target, roles=roles, numbers=None)


def _every_kill(stage: Stage, destination: str, writes: set[str], exactly: Any, *, holds: bool = False) -> None:
    stage.keep()
    calls = stage.calls(destination)
    assert {call for call in calls if not call.startswith("GET") and not call.endswith("list-by-ids")} == writes
    exactly()
    for nth in range(1, len(calls) + 1):
        for point in POINTS:
            stage.killed_at(destination, nth, point)
            exactly()
            held = stage.world.database.rows("holds/list", store=STORE, code=None, number=None)
            assert holds or not held, f"killed at call {nth} ({point}): {held}"


def test_killed_anywhere_each_order_has_one_document_contact_and_payment(stage):
    def exactly() -> None:
        documents = stage.world.documents(STORE)
        assert sorted(document["description"] for document in documents) == ["Pedido Wix 10001", "Pedido Wix 10002"]
        assert all(not document["draft"] and len(document["payments"]) == 1 for document in documents)
        assert len(stage.world.sandbox.state("holded", STORE)["contacts"]) == 1

    _every_kill(stage, "holded", HOLDED_WRITES, exactly)


def test_killed_around_each_payment_each_of_two_equal_ones_is_registered_once(world, postgres, connections, monkeypatch):
    crash_child.start_server()
    world.stock()
    site = Site(world.sandbox.sandbox, STORE)
    order = wix_order("10001", paymentStatus="NOT_PAID")
    site.put(order)
    for method in ("CreditCard", "PayPal"):
        pay(site, order["id"], amount="27.42", method=method, at=HOUR + timedelta(minutes=6))
    pay(site, order["id"], amount="0.01", at=HOUR + timedelta(minutes=7))
    world.ingest(STORE)
    stage = Stage(world, postgres, connections, monkeypatch)
    stage.keep()
    calls = stage.calls("holded")
    payments = [nth for nth, call in enumerate(calls, start=1) if call.endswith("/payments")]
    assert len(payments) == 3
    for nth in payments:
        for point in POINTS:
            stage.killed_at("holded", nth, point)
            (document,) = stage.world.documents(STORE)
            assert sorted(row["amount"] for row in document["payments"]) == ["0.01", "27.42", "27.42"], f"{nth} {point}"


def test_killed_anywhere_each_order_has_one_shipment(stage):
    def exactly() -> None:
        references = [shipment["reference_identifier"] for shipment in stage.world.shipments(STORE)]
        assert len(references) == len(set(references)) == 2

    _every_kill(stage, "myparcel", {"POST /shipments"}, exactly)


def test_killed_anywhere_each_parcel_has_one_fulfillment(stage):
    stage.world.send("myparcel", STORE)
    stage.world.label(STORE)

    def exactly() -> None:
        numbers = [found["trackingInfo"]["trackingNumber"] for found in stage.world.fulfillments(STORE)]
        assert len(numbers) == len(set(numbers)) == 2
        assert len(stage.world.sandbox.state("wix", STORE)["mails"]) == 2

    _every_kill(stage, "tracking", {"POST /ecom/v1/fulfillments/orders/{order_id}/create-fulfillment"}, exactly)


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
    _every_kill(empty_stage(), "holded", writes | {"PUT /api/v2/sales-orders/{id}/pipeline"}, exactly)


def test_killed_anywhere_units_leave_once(world, empty_stage, tmp_path):
    _sales_orders(world, tmp_path, documents=[{"then": "order"}], stock={"send_units": "fulfilled"})

    def exactly() -> None:
        assert [document["kind"] for document in world.documents(STORE)] == ["salesorder"] and _left(world) == ["98"]

    _every_kill(
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
    _every_kill(
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

    _every_kill(empty_stage(), "holded", {"POST /api/v2/invoices/{id}/cancel"}, exactly)

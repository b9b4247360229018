"""Kill the sender at every point around each remote call and run again: the remotes end with exactly one of each."""

from __future__ import annotations

from datetime import timedelta

import crash_child
import crash_world
from crash_world import POINTS, STORE, Stage, every_kill
from sandbox.wix.payments import pay
from sandbox.wix.site import Site
from shop_world import HOUR, wix_order

stage = crash_world.stage
HOLDED_WRITES = {"POST /api/v2/contacts"} | {
    f"POST /api/v2/{resource}{act}" for resource in ("invoices", "sales-receipts") for act in ("", "/{id}/approve", "/{id}/payments")
}


def test_killed_anywhere_each_order_has_one_document_contact_and_payment(stage):
    def exactly() -> None:
        documents = stage.world.documents(STORE)
        assert sorted(document["description"] for document in documents) == ["Pedido Wix 10001", "Pedido Wix 10002"]
        assert all(not document["draft"] and len(document["payments"]) == 1 for document in documents)
        assert len(stage.world.sandbox.state("holded", STORE)["contacts"]) == 1

    every_kill(stage, "holded", HOLDED_WRITES, exactly)


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

    every_kill(stage, "myparcel", {"POST /shipments"}, exactly)


def test_killed_anywhere_each_parcel_has_one_fulfillment(stage):
    stage.world.send("myparcel", STORE)
    stage.world.label(STORE)

    def exactly() -> None:
        numbers = [found["trackingInfo"]["trackingNumber"] for found in stage.world.fulfillments(STORE)]
        assert len(numbers) == len(set(numbers)) == 2
        assert len(stage.world.sandbox.state("wix", STORE)["mails"]) == 2

    every_kill(stage, "tracking", {"POST /ecom/v1/fulfillments/orders/{order_id}/create-fulfillment"}, exactly)

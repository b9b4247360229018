"""Kill the sender at every point around each call that changes a concept, and strike each with every fault: it ends as the order wants it."""

from __future__ import annotations

import copy
from types import SimpleNamespace

import crash_child
import pytest
from concept_world import changed, codes, moved
from crash_world import Stage, every_kill
from shop_world import wix_order

STORE = "es"
ORDER = wix_order("10001")
CHANGES = {
    "edited": (moved(ORDER, 30, number="99"), {"PUT /shipments"}),
    "cancelled": (changed(ORDER, 30, status="CANCELED", paymentStatus="FULLY_REFUNDED"), {"DELETE /shipments/{ids}"}),
    "moved abroad": (moved(ORDER, 30, country="FR", postalCode="75001", city="Paris"), {"DELETE /shipments/{ids}", "POST /shipments"}),
}


def _ready(world, change):
    """A concept at MyParcel, and its order changed and published since."""
    world.stock()
    world.sell(STORE, copy.deepcopy(ORDER))
    world.ingest(STORE)
    world.send("myparcel", STORE, checked=False)
    world.sell(STORE, copy.deepcopy(CHANGES[change][0]))
    world.ingest(STORE, run="r2")


def _as_wanted(world, change):
    shipments = world.shipments(STORE)
    if change == "cancelled":
        assert shipments == []
        return
    [shipment] = shipments
    wanted = CHANGES[change][0]["shippingInfo"]["logistics"]["shippingDestination"]["address"]
    to = shipment["recipient"]
    assert to["cc"] == wanted["country"] and wanted["streetAddress"]["number"] in f"{to['street']} {to.get('number', '')}"


@pytest.mark.parametrize("change", CHANGES)
def test_killed_anywhere_a_concept_follows_its_order(world, postgres, connections, monkeypatch, change):
    crash_child.start_server()
    _ready(world, change)
    stage = Stage(world, postgres, connections, monkeypatch)

    def exactly() -> None:
        _as_wanted(world, change)
        assert codes(world, STORE) == [] and not world.database.rows("parcels/stale", store=STORE, numbers=None)

    every_kill(stage, "myparcel", CHANGES[change][1], exactly, holds=True)  # Holded has no tax key for France


FAULTS = ("lost_answer", "cut_before", "http_500", "http_500_after")


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("change", CHANGES)
def test_a_fault_of_every_write(world, monkeypatch, change, fault):
    monkeypatch.setattr("order_sync.hooks.rest.client.time", SimpleNamespace(sleep=lambda _: None))
    _ready(world, change)
    for write in CHANGES[change][1]:
        method, _, path = write.partition(" ")
        world.sandbox.arm(fault, service="myparcel", method=method, path=f"^{path.replace('/{ids}', '/')}")
    for run in ("r3", "r4", "r5"):
        world.send("myparcel", STORE, run=run, checked=False)
    _as_wanted(world, change)
    assert codes(world, STORE) == []
    assert not world.database.rows("parcels/stale", store=STORE, numbers=None)


@pytest.mark.parametrize("fault", FAULTS)
def test_an_order_edited_again_while_the_answer_was_lost(world, monkeypatch, tmp_path, fault):
    """Two changes, the first of which may have been made: what is there is read, and is no person's edit."""
    from fault_world import settling

    monkeypatch.setattr("order_sync.hooks.rest.client.time", SimpleNamespace(sleep=lambda _: None))
    _ready(world, "edited")
    world.sandbox.arm(fault, service="myparcel", method="PUT")
    quick = world.config
    settling(world, tmp_path / "patient", 61)  # the run ends before it looks
    world.send("myparcel", STORE, run="r3", checked=False)
    world.sell(STORE, moved(ORDER, 40, number="77"))
    world.config = quick
    world.ingest(STORE, run="r4")
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE export.ledger SET next_try_at = now()")
    world.send("myparcel", STORE, run="r4", checked=False)
    [shipment] = world.shipments(STORE)
    assert "77" in f"{shipment['recipient']['street']} {shipment['recipient'].get('number')}" and codes(world, STORE) == []


def test_a_refused_batch_of_changes_is_narrowed_down(world):
    orders = [wix_order(str(10001 + n), minute=n) for n in range(4)]
    world.stock()
    world.sell(STORE, *orders)
    world.ingest(STORE)
    world.send("myparcel", STORE, checked=False)
    world.sell(STORE, *(moved(changed(order, 30), 30, number="99") for order in orders))
    world.ingest(STORE, run="r2")
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE export.ledger SET wanted = jsonb_set(wanted, '{body,recipient,postal_code}', '\"\"') WHERE order_number = '10003'"
        )
    assert world.send("myparcel", STORE, run="r2", checked=False) == {"updated": 3, "held": 1}
    assert world.held(STORE, "myparcel") == {"10003": "MYPARCEL_REJECTED"}


def test_a_deleted_shipment_that_a_late_list_still_names_is_not_adopted(world, monkeypatch):
    """Made anew after its deletion, its POST lost: the index still has the old one under the same reference."""
    from order_sync.hooks.myparcel import MyParcelHook

    monkeypatch.setattr("order_sync.hooks.rest.client.time", SimpleNamespace(sleep=lambda _: None))
    _ready(world, "moved abroad")
    [old] = copy.deepcopy(world.shipments(STORE))
    plain = MyParcelHook.find_by_reference
    monkeypatch.setattr(MyParcelHook, "find_by_reference", lambda hook, references, **kw: [old, *plain(hook, references, **kw)])
    world.sandbox.arm("lost_answer", service="myparcel", method="POST", path="^/shipments$")
    for run in ("r3", "r4"):
        world.send("myparcel", STORE, run=run, checked=False)
    _as_wanted(world, "moved abroad")
    [row] = [row for row in world.database.rows("ledger/of_order", store=STORE, wix_order_id=ORDER["id"]) if row["role"] == "shipment"]
    assert row["state"] == "sent" and row["remote_id"] == str(world.shipments(STORE)[0]["id"]) != str(old["id"])

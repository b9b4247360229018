"""Parcels compared with the ledger: deleted, edited, and shipments with our reference that somebody else made."""

from __future__ import annotations

import pytest
from order_sync.store import holds
from reconcile_world import calls, days_ago, findings, held, lately, run, with_reconcile
from sandbox.myparcel import acts
from shop_world import wix_order


@pytest.fixture
def shipped(world, monkeypatch):
    """Three concepts of two days ago."""
    lately(monkeypatch, 2)
    world.stock()
    world.sell("es", *(wix_order(str(10001 + place), minute=place) for place in range(3)))
    world.ingest()
    world.send("myparcel")
    days_ago(world, 2)
    return world


def concept(world, number):
    return next(row for row in world.shipments() if row["reference_identifier"].startswith(f"es:{number}-"))


def test_nothing_is_found_where_nothing_happened_for_two_calls(shipped):
    before = calls(shipped, "myparcel")
    assert run(shipped, "parcels")["parcels"] == {"parcels": 3, "calls": 2}
    assert calls(shipped, "myparcel") - before == 2
    assert findings(shipped) == []


def test_a_deleted_concept_is_held_at_the_second_answer_that_leaves_it_out(shipped):
    acts.delete(shipped.sandbox.sandbox, "es", [concept(shipped, "10002")["id"]])
    run(shipped, "parcels")
    assert held(shipped) == [] and [row[:2] for row in findings(shipped)] == [("10002", "not seen")]
    run(shipped, "parcels", key="rec2")
    assert held(shipped) == [("10002", "DELETED_REMOTELY")]
    assert [row[:2] for row in findings(shipped)] == [("10002", "gone at the remote")]
    order = shipped.database.one("orders/by_number", store="es", number="10002")
    holds.retry(shipped.database, "es", order["wix_order_id"], closed_by="somebody")
    shipped.send("myparcel", run="again1")
    shipped.send("myparcel", run="again2")
    run(shipped, "parcels", key="rec3")
    assert held(shipped) == [] and findings(shipped) == []


def test_one_that_comes_back_was_never_gone(shipped):
    id = concept(shipped, "10001")["id"]
    kept = shipped.sandbox.state("myparcel", "es")["shipments"].pop(str(id))
    run(shipped, "parcels")
    shipped.sandbox.state("myparcel", "es")["shipments"][str(id)] = kept
    run(shipped, "parcels", key="rec2")
    assert findings(shipped) == [] and held(shipped) == []


def test_an_edited_concept_is_listed_or_held_as_the_store_wishes(shipped):
    acts.edit(shipped.sandbox.sandbox, "es", concept(shipped, "10001")["id"], {"recipient": {"city": "Getafe"}})
    run(shipped, "parcels")
    assert held(shipped) == [] and [row[:2] for row in findings(shipped)] == [("10001", "changed by a person")]
    [row] = shipped.database.rows("reconcile/report", store="es", days=1)
    assert row["seen"] == "a person changed recipient.city", "a field, never what stands in it"
    with_reconcile(shipped, edited_parcels="hold")
    run(shipped, "parcels", key="rec2")
    assert held(shipped) == [("10001", "CONCEPT_EDITED")]
    acts.edit(shipped.sandbox.sandbox, "es", concept(shipped, "10001")["id"], {"recipient": {"city": "Madrid"}})
    run(shipped, "parcels", key="rec3")
    assert held(shipped) == [] and findings(shipped) == []


def test_an_accepted_edit_does_not_stop_the_order(shipped):
    with_reconcile(shipped, edited_parcels="hold")
    acts.edit(shipped.sandbox.sandbox, "es", concept(shipped, "10001")["id"], {"recipient": {"city": "Getafe"}})
    run(shipped, "parcels")
    order = shipped.database.one("orders/by_number", store="es", number="10001")
    holds.ignore(shipped.database, "es", order["wix_order_id"], closed_by="somebody", note="right so")
    run(shipped, "parcels", key="rec2")
    assert held(shipped) == [] and [row[0] for row in findings(shipped, state="accepted")] == ["10001"]
    assert {row["action"] for row in shipped.database.rows("orders/decisions", store="es", wix_order_id=order["wix_order_id"])} == {"send"}


def test_a_shipment_with_our_reference_that_we_did_not_make_is_listed(shipped):
    from sandbox.myparcel.desk import Desk

    mine = concept(shipped, "10003")
    shop = Desk(shipped.sandbox.sandbox, "es").shop
    twin = {**mine, "id": mine["id"] + 77, "barcode": "", "status": 1}
    shop.shipments[str(twin["id"])] = twin
    run(shipped, "parcels")
    assert [row[:2] for row in findings(shipped)] == [("10003", "not made by us")] and held(shipped) == []


def test_a_label_and_a_delivery_are_no_findings(shipped):
    shipped.label()
    shipped.track()
    run(shipped, "parcels")
    acts.advance(shipped.sandbox.sandbox, "es", to="delivered")
    shipped.track(run="r2")
    run(shipped, "parcels", key="rec2")
    assert findings(shipped) == []

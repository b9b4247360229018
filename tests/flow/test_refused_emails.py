"""Shipments that MyParcel refuses only for their e-mail address: sent once more without it, which ledger and trace say."""

from __future__ import annotations

import pytest
from concept_world import STORE, calls, changed, codes, dutch, hour

LONG = "a" * 60 + "@a-rather-long-shop-name.example.com"


def buyer(number, email, **changes):
    return dutch(number, **changes) | {"buyerInfo": {"email": email}}


def emails(world):
    return {row["reference_identifier"].split("-")[0]: row["recipient"].get("email") or "" for row in world.shipments(STORE)}


@pytest.mark.parametrize(("email", "code"), [("x@unusable.example.com", "3752"), (LONG, "3515")])
def test_it_is_sent_once_without_and_the_others_with(world, email, code):
    world.stock()
    order = buyer("10001", email)
    world.sell(STORE, order, buyer("10002", "kees@example.com", minute=6))
    assert hour(world, "r1")["without_email"] == 1
    assert emails(world) == {"nl:10001": "", "nl:10002": "kees@example.com"} and codes(world) == []
    [decision] = [
        row for row in world.database.rows("orders/decisions", store=STORE, wix_order_id=order["id"]) if row["destination"] == "myparcel"
    ]
    assert decision["trace"][-1]["because"] == f"MyParcel refused the e-mail address ({code}): sent without it"
    world.sandbox.calls.clear()
    world.sell(STORE, changed(order, 30, buyerNote="ring twice"))
    hour(world, "r2")
    assert calls(world, "PUT") == calls(world, "POST") == 0 and codes(world) == []  # the address that was refused is not tried again
    world.sell(STORE, changed(order, 40, buyerInfo={"email": "sanne@example.com"}))
    assert hour(world, "r3")["updated"] == 1
    assert emails(world)["nl:10001"] == "sanne@example.com" and codes(world) == []


def test_another_fault_beside_it_is_held(world):
    world.stock()
    order = buyer("10001", "x@unusable.example.com")
    world.sell(STORE, order)
    world.ingest(STORE, run="r1")
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE export.ledger SET body = jsonb_set(body, '{recipient,postal_code}', '\"\"')")
    world.send("myparcel", STORE, run="r1", checked=False)
    assert world.shipments(STORE) == [] and codes(world) == ["MYPARCEL_REJECTED"]

"""A parcel that two answers left out and that a person wants again: it is looked for before it is made a second time."""

from __future__ import annotations

import pytest
from order_sync.steps import inbox
from order_sync.steps.shop import open_shop
from order_sync.store.holds import hold
from sandbox.myparcel import acts
from shop_world import wix_order


@pytest.mark.parametrize("gone", [False, True])
def test_a_retry_adopts_the_parcel_that_is_there_after_all_and_makes_one_that_is_gone(world, gone):
    world.stock("nl")
    world.sell("nl", wix_order("10001", country="NL"))
    world.ingest("nl")
    world.send("myparcel", "nl", checked=False)
    [first] = world.shipments("nl")
    if gone:
        acts.delete(world.sandbox.sandbox, "nl", [first["id"]])
    with open_shop("nl", "person", config=world.config, database=world.database) as shop:
        seen = f"shipment {first['id']} is not in MyParcel any more"
        hold(
            shop.database,
            "nl",
            wix_order("10001", country="NL")["id"],
            "10001",
            "myparcel",
            "DELETED_REMOTELY",
            field=f"id {first['id']}",
            seen=seen,
        )
        inbox.close(shop, "10001", closed_as="retried", closed_by="Marta", destination="myparcel")
    world.send("myparcel", "nl", run="again", checked=False)
    posts = world.sandbox.called("myparcel", "POST", template="/shipments")
    assert len(posts) == 1 + gone
    alive = [shipment for shipment in world.shipments("nl") if shipment["status"] == 1]
    assert len(alive) == 1 and (alive[0]["id"] != first["id"]) is gone

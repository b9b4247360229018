"""Whatever people do to an order and its concept, and whatever the remote does to our calls: one live shipment at most, no edit lost."""

from __future__ import annotations

import copy
from datetime import timedelta
from types import SimpleNamespace

import pytest
from concept_world import changed, moved
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moments import Moment, shared_world
from order_sync.errors import OrderSyncError
from order_sync.steps import ingest, myparcel_send
from order_sync.steps.shop import open_shop
from order_sync.steps.window import Window
from shop_world import HOUR, wix_order

STORE = "es"
ORDER = wix_order("10001")
WISHES = {
    "street": lambda minute: moved(ORDER, minute, number=str(minute)),
    "country": lambda minute: moved(ORDER, minute, country="FR", postalCode="75001", city="Paris"),
    "cancel": lambda minute: changed(ORDER, minute, status="CANCELED"),
    "as before": lambda minute: changed(ORDER, minute),
    "unpaid": lambda minute: changed(ORDER, minute, paymentStatus="NOT_PAID"),
}
FAULTS = st.sampled_from(["lost_answer", "cut_before", "http_500", "http_500_after", "http_429"])
STEPS = st.one_of(
    st.tuples(st.just("order"), st.sampled_from(sorted(WISHES))),
    st.tuples(st.just("person"), st.sampled_from(["edits", "prints", "deletes"])),
    st.tuples(st.just("fault"), st.tuples(FAULTS, st.sampled_from(["POST", "PUT", "DELETE", "GET"]), st.integers(1, 2))),
)


@pytest.fixture(scope="module")
def moment(postgres, _template, tmp_path_factory):
    """One order whose concept was made."""
    with shared_world(postgres, tmp_path_factory.mktemp("concepts"), "orders_concepts") as world, pytest.MonkeyPatch.context() as patch:
        patch.setattr("order_sync.hooks.rest.client.time", SimpleNamespace(sleep=lambda _: None))
        world.stock()
        world.sell(STORE, copy.deepcopy(ORDER))
        _hour(world, "r0")
        kept = Moment(world, postgres, "orders_concepts")
        kept.keep()
        yield kept


def _hour(world, run):
    """Land, decide, publish and send, without the checks that other tests prove; errors end the task, not the day."""
    with world.database.engine.begin() as connection:  # five minutes of silence, and every wait, have passed
        connection.exec_driver_sql("DELETE FROM ops.call_windows; UPDATE export.ledger SET next_try_at = now()")
    with open_shop(STORE, run, config=world.config, database=world.database) as shop:
        ingest.refresh_master(shop)
        ingest.land(shop, Window(HOUR, HOUR + timedelta(hours=1)))
        ingest.build(shop)
        world.database.run("publish/batch_state", batch_id=shop.batch_id, state="checked")
        ingest.publish(shop)
        try:
            myparcel_send.send(shop)
        except OrderSyncError:
            return


def _alive(world):
    return [row for row in world.shipments(STORE) if row["status"] not in (13, 99)]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(STEPS, min_size=1, max_size=7))
def test_one_live_shipment_at_most_and_no_edit_is_lost(moment, steps):
    moment.restore()
    world, edited, minute = moment.world, {}, 10
    for place, (who, what) in enumerate(steps):
        if who == "order":
            minute += 1
            world.sell(STORE, WISHES[what](minute))
        elif who == "fault":
            world.sandbox.arm(what[0], service="myparcel", method=what[1], nth=what[2])
            continue
        elif what == "prints":
            world.label(STORE)
        elif what == "deletes":
            for row in [row for row in _alive(world) if row["status"] == 1]:
                world.sandbox.state("myparcel", STORE)["shipments"].pop(str(row["id"]))
                edited.pop(row["id"], None)
        else:
            for row in [row for row in _alive(world) if row["status"] == 1]:
                row["recipient"]["person"] = edited[row["id"]] = f"Person {place}"
        _hour(world, f"r{place}")
        alive = _alive(world)
        assert len(alive) <= 1, f"two live shipments after {steps[: place + 1]}"
        there = {row["id"]: row["recipient"]["person"] for row in alive}
        assert all(there.get(key) == person for key, person in edited.items()), f"an edit was lost after {steps[: place + 1]}"
    world.sandbox.sandbox.faults.clear()
    for run in ("end-1", "end-2", "end-3"):
        _hour(world, run)
    assert len(_alive(world)) <= 1
    assert not world.database.rows("parcels/stale", store=STORE, numbers=None), "a change is still open"

"""A failed row is held and the rest goes on; a failed rule about the whole batch stops the run, and the next good one goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from order_sync.errors import BatchCheckFailed
from order_sync.steps.ingest import check, publish
from order_sync.steps.reporting import coverage, digest
from order_sync.steps.shop import open_shop
from order_sync.steps.window import Window
from order_sync.store.quality import results_of_run
from sandbox.wix import search
from shop_world import HOUR, wix_order

STORE = "es"
NEXT = Window(HOUR + timedelta(hours=1), HOUR + timedelta(hours=2))


def _failed(world, run):
    return {row["rule"]: row for row in results_of_run(world.database, f"{STORE}/{run}") if not row["success"]}


def _sold(world, malformed, good):
    world.stock()
    orders = [wix_order(str(10001 + place), minute=place + 1) for place in range(malformed + good)]
    for order in orders[:malformed]:
        order["priceSummary"] = "as Wix never wrote it"
    world.sell(STORE, *orders)
    return orders


def test_a_failed_row_is_held_and_the_rest_is_published(world):
    world.stock()
    odd = wix_order("10002", minute=6)
    odd["billingInfo"]["address"]["country"] = "ESP"
    world.sell(STORE, wix_order("10001"), odd)
    world.ingest(STORE)
    assert world.send("holded", STORE)["receipts"] == 1
    held = world.database.rows("holds/list", store=STORE, code="CHECK_FAILED", number="10002")
    assert {row["destination"] for row in held} == {"holded", "myparcel"}
    assert held[0]["field"] == "landed.bill_country_is_iso bill_country" and "ESP" in held[0]["seen"]
    assert set(_failed(world, "r1")) == {"landed.bill_country_is_iso"}
    row = coverage(world.database)[STORE]
    assert (row["wix"], row["booked"], row["held"], row["unexplained"]) == (2, 1, 1, 0)


def test_half_of_the_orders_malformed_is_not_yet_a_reason_to_stop(world):
    _sold(world, 10, 10)
    world.ingest(STORE)
    row = coverage(world.database)[STORE]
    assert (row["wix"], row["held"], row["waiting"]) == (20, 10, 10)


def test_a_format_that_changed_stops_the_run_before_anything_is_published(world):
    orders = _sold(world, 11, 10)
    before = digest(world.database)
    with pytest.raises(BatchCheckFailed, match=r"landed\.malformed_share") as stopped:
        world.ingest(STORE)
    assert "es/r1" in stopped.value.where and stopped.value.cure
    assert digest(world.database) == before and coverage(world.database) == {}
    assert "landed.malformed_share" in _failed(world, "r1"), "the results of a stopped run are what a person needs"
    with open_shop(STORE, "r1", config=world.config, database=world.database) as shop:
        with pytest.raises(BatchCheckFailed, match="the batch is stopped"):
            publish(shop)  # somebody who starts the next task by hand gets no further
        with pytest.raises(BatchCheckFailed):
            check(shop)
    assert world.send("holded", STORE) == {} and world.documents(STORE) == []
    _the_next_goes_on(world, orders)


def _the_next_goes_on(world, orders):
    world.sell(STORE, wix_order("10099", minute=90))
    world.ingest(STORE, "r2", NEXT)
    assert coverage(world.database)[STORE]["wix"] == 1
    for order in orders:
        order["priceSummary"] = orders[-1]["priceSummary"]
    world.ingest(STORE, "r1")  # the cause is gone: the stopped run is cleared
    world.send("holded", STORE)
    row = coverage(world.database)[STORE]
    assert (row["wix"], row["booked"], row["unexplained"]) == (22, 22, 0)


def test_a_search_that_ignores_its_filter_stops_the_run(world, monkeypatch):
    _sold(world, 0, 2)
    monkeypatch.setattr(search, "compile_filter", lambda query: lambda order: True)
    with pytest.raises(BatchCheckFailed, match=r"landed\.not_older_than_window"):
        world.ingest(STORE, "r1", NEXT)
    assert coverage(world.database) == {}
    monkeypatch.undo()


def test_a_request_that_fails_its_check_is_held_before_it_is_sent_and_heals(world):
    _sold(world, 0, 2)
    world.ingest(STORE)
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE export.ledger SET body = body - 'tags' WHERE order_number = '10002' AND role = 'document'")
    assert world.send("holded", STORE)["receipts"] == 1
    assert world.held(STORE) == {"10002": "CHECK_FAILED"}
    assert set(_failed(world, "r1")) == {"documents.marker_in_tags"}
    world.ingest(STORE, "r2", NEXT)  # any later hour builds it again
    assert world.send("holded", STORE, "r2")["receipts"] == 1
    assert world.held(STORE) == {} and coverage(world.database)[STORE]["booked"] == 2


def test_what_the_remote_holds_is_checked_after_it_was_sent(world):
    def forget_tags(_call):
        for document in world.documents(STORE):
            document["tags"] = []

    _sold(world, 0, 2)
    world.ingest(STORE)
    world.sandbox.arm("hook_after", service="holded", method="POST", path="/sales-receipts$", call=forget_tags)
    world.send("holded", STORE)
    assert list(world.held(STORE).values()) == ["CHECK_FAILED"]
    assert set(_failed(world, "r1")) == {"sent.marker_on_document"}
    row = coverage(world.database)[STORE]
    assert (row["booked"], row["unexplained"]) == (2, 0)

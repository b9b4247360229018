"""Remotes that are slow or show late what they have: still exactly one of each."""

from __future__ import annotations

from datetime import timedelta

import pytest
import requests
from fault_world import STORE, run, settled, settling
from order_sync.steps.reporting import coverage
from order_sync.steps.window import Window
from shop_world import HOUR, wix_order
from test_faults import WRITES

# A lost answer waits one second before each of its two looks; the lag is over at the first one, or only at the second.
LAGS = {"at the first look": 0.4, "at the second look": 1.4}
SEEN_BY = {"contact": "holded.contact_lag_seconds", "document": "holded.lag_seconds", "shipments": "myparcel.lag_seconds"}


@pytest.mark.parametrize("lag", LAGS)
@pytest.mark.parametrize("call", SEEN_BY)
def test_what_was_made_shows_late(shop, tmp_path, call, lag):
    settling(shop, tmp_path, 1)
    shop.sandbox.settings[SEEN_BY[call]] = LAGS[lag]
    shop.sandbox.arm("lost_answer", **WRITES[call])
    assert run(shop) == {}
    for name in ("r2", "r3"):
        assert run(shop, name) == {}
    settled(shop)


@pytest.mark.parametrize("call", SEEN_BY)
def test_a_run_right_after_a_lost_answer_waits_for_the_look(shop, tmp_path, call):
    """Another run may be woken at once: it must not take the first, early look for a proof."""
    settling(shop, tmp_path, 61)  # longer than a run waits by itself
    shop.sandbox.settings[SEEN_BY[call]] = 30
    shop.sandbox.arm("lost_answer", **WRITES[call])
    for name in ("r1", "r2", "r3"):
        assert run(shop, name) == {}
    made = {"contact": "contacts", "document": "documents", "shipments": "shipments"}[call]
    number = len(shop.sandbox.state("myparcel" if call == "shipments" else "holded", STORE)[made])
    assert number == {"contact": 1, "document": 3, "shipments": 3}[call], "made again before the look"
    assert coverage(shop.database)[STORE]["held"] == 0


@pytest.mark.parametrize("call", WRITES)
def test_a_write_that_is_done_after_we_gave_up(shop, tmp_path, monkeypatch, call):
    settling(shop, tmp_path, 1)
    plain = requests.Session.request
    monkeypatch.setattr(requests.Session, "request", lambda *words, timeout, **more: plain(*words, timeout=(1, 0.25), **more))
    shop.sandbox.arm("slow", **WRITES[call], seconds=0.6)
    run(shop)
    for name in ("r2", "r3"):
        assert run(shop, name) == {}
    settled(shop)


def test_slow_answers_only_take_time(shop):
    shop.sandbox.arm("slow", times=1000, seconds=0.02)
    assert run(shop) == {}
    settled(shop)


def test_an_order_that_the_search_shows_late_is_taken_by_the_next_window(world):
    world.stock()
    world.sandbox.settings["wix.lag_seconds"] = 3600
    world.sell(STORE, wix_order("10001", minute=58))
    world.ingest(STORE, "r1", Window(HOUR, HOUR + timedelta(hours=1)))
    assert STORE not in coverage(world.database)
    world.sandbox.settings["wix.lag_seconds"] = 0
    world.ingest(STORE, "r2", Window(HOUR + timedelta(hours=1), HOUR + timedelta(hours=2)))
    assert world.send("holded", STORE)["receipts"] == 1
    row = coverage(world.database)[STORE]
    assert (row["wix"], row["booked"], row["unexplained"]) == (1, 1, 0)

"""The sample shops, whole: every order is booked, shipped, held or ignored for a reason, and a second pass changes nothing."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from order_sync.steps.reporting import coverage, digest
from order_sync.steps.window import Window
from sandbox.samples import install
from sandbox.samples.later import play
from sandbox.wix.site import Site

BASE = datetime(2026, 11, 16, 6, tzinfo=UTC)
NOTES = ("creditnote", "receiptnote")


def _hours(world, run, hours=range(4)):
    for store in ("es", "nl"):
        for hour in hours:
            window = Window(BASE + timedelta(hours=hour), BASE + timedelta(hours=hour + 1))
            world.ingest(store, run=f"{run}-{hour}", window=window)
        world.send("holded", store, run=run)
        world.send("myparcel", store, run=run)
        world.label(store)
        world.track(store, run=run)


def _later(world):
    for store in ("es", "nl"):
        play(Site(world.sandbox.sandbox, store), BASE + timedelta(hours=4, minutes=5))


def test_all_samples_go_through_and_nothing_is_lost_or_done_twice(world):
    install(world.sandbox.sandbox, BASE)
    _hours(world, "r1")
    rows = coverage(world.database)
    for store in ("es", "nl"):
        row = rows[store]
        assert row["wix"] == 100 and row["unexplained"] == 0
        assert row["booked"] == sum(document["kind"] not in NOTES for document in world.documents(store)) >= 65
        assert row["shipped"] == len(world.shipments(store)) >= 60
        assert row["held"] >= 8 and row["ignored"] >= 1
        assert row["to_ship"] == row["shipped"] + row["ship_held"]
    _hours(world, "r2")  # the parcels that got their label send the units of their sales orders
    before = digest(world.database), world.sandbox.sandbox.digest()
    _hours(world, "r3")
    assert (digest(world.database), world.sandbox.sandbox.digest()) == before
    assert not world.sandbox.violations


def test_what_happens_to_the_samples_later_is_followed(world):
    install(world.sandbox.sandbox, BASE)
    _hours(world, "r1")
    _later(world)
    _hours(world, "r2", [4])
    rows = coverage(world.database)
    assert all(rows[store]["unexplained"] == 0 for store in ("es", "nl"))
    kinds = Counter(document["kind"] for document in world.documents("es"))
    assert kinds["receiptnote"] >= 6  # full, units, delivery, an amount, and the three parts of one order
    assert any(document["from"] for document in world.documents("es")), "cash on delivery that was paid is converted"
    codes = set(world.held("es", "holded").values())
    assert {"ORDER_CHANGED_AFTER_APPROVAL", "CANCELED_BUT_PAID", "STORE_CREDIT"} <= codes
    _hours(world, "r3", range(5))
    before = digest(world.database), world.sandbox.sandbox.digest()
    _hours(world, "r4", range(5))
    assert (digest(world.database), world.sandbox.sandbox.digest()) == before
    assert not world.sandbox.violations

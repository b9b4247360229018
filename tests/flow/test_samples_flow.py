"""The sample shops, whole: every order is booked, shipped, held or ignored for a reason, and a second pass changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from order_sync.steps.reporting import coverage, digest
from order_sync.steps.window import Window
from sandbox.samples import install

BASE = datetime(2026, 11, 16, 6, tzinfo=UTC)


def _hours(world, run):
    for store in ("es", "nl"):
        for hour in range(4):
            window = Window(BASE + timedelta(hours=hour), BASE + timedelta(hours=hour + 1))
            world.ingest(store, run=f"{run}-{hour}", window=window)
        world.send("holded", store, run=run)
        world.send("myparcel", store, run=run)
        world.label(store)
        world.track(store, run=run)


def test_all_samples_go_through_and_nothing_is_lost_or_done_twice(world):
    install(world.sandbox.sandbox, BASE)
    _hours(world, "r1")
    rows = coverage(world.database)
    for store in ("es", "nl"):
        row = rows[store]
        assert row["wix"] == 100 and row["unexplained"] == 0
        assert row["booked"] == len(world.documents(store)) >= 65
        assert row["shipped"] == len(world.shipments(store)) >= 60
        assert row["held"] >= 8 and row["ignored"] >= 1
        assert row["to_ship"] == row["shipped"] + row["ship_held"]
    before = digest(world.database), world.sandbox.sandbox.digest()
    _hours(world, "r2")
    assert (digest(world.database), world.sandbox.sandbox.digest()) == before
    assert not world.sandbox.violations

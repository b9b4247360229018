"""Held orders are built again when something that could heal them changed, and not every hour; a check that keeps failing keeps its beginning."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from order_sync.steps import checks, ingest
from order_sync.steps.shop import open_shop
from order_sync.steps.window import Window
from shop_world import HOUR, quick_config, wix_order


def rebuilt(world, run):
    """Orders that an hour without news builds again."""
    later = HOUR + timedelta(hours=9)
    with open_shop("es", run, config=world.config, database=world.database) as shop:
        ingest.refresh_master(shop)
        counts = ingest.land(shop, Window(later, later + timedelta(hours=1)))
        ingest.build(shop)
        ingest.check(shop)
        ingest.publish(shop)
    return counts["rebuilt"]


@pytest.fixture
def held(world):
    world.stock()
    world.sell("es", *(wix_order(str(10001 + place), minute=place, lines=(("NEW-01", 1, 1000),)) for place in range(3)))
    world.ingest()
    assert set(world.held().values()) == {"UNKNOWN_SKU"}
    return world


def test_an_hour_in_which_nothing_changed_builds_no_held_order_again(held):
    assert [rebuilt(held, f"h{hour}") for hour in range(3)] == [0, 0, 0]


def test_settings_that_changed_build_them_again_once(held, tmp_path):
    held.config = quick_config(tmp_path / "plain", unknown_sku="plain")
    assert rebuilt(held, "h1") == 3
    assert "UNKNOWN_SKU" not in held.held(destination="holded").values()
    assert rebuilt(held, "h2") == 0


@pytest.mark.parametrize(
    "change",
    ["UPDATE core.master SET read_at = now() - interval '2 days'", "UPDATE core.decisions SET decided_at = now() - interval '25 hours'"],
)
def test_lists_that_were_read_again_or_a_day_that_passed_build_them_again(held, change):
    with held.database.engine.begin() as connection:
        connection.exec_driver_sql(change)
    assert rebuilt(held, "h1") == 3
    assert rebuilt(held, "h2") == 0


def test_a_line_of_a_table_that_changed_builds_them_again(held):
    file = held.config.folder / "sku_aliases.csv"
    file.write_text(file.read_text() + "es,NEW-01,TAZA-01,\n")
    from order_sync.settings import load_config

    held.config = load_config(held.config.folder)
    assert rebuilt(held, "h1") == 3
    assert held.held(destination="holded") == {}


def test_what_lies_outside_of_our_lists_is_tried_every_run(world):
    world.stock()
    world.sell("es", wix_order("10001", lines=(("", 1, 1000),)))
    world.ingest()
    assert "BLANK_SKU" in world.held().values()
    assert [rebuilt(world, f"h{hour}") for hour in range(2)] == [1, 1]


def test_a_check_before_sending_that_keeps_failing_keeps_its_beginning(world, monkeypatch):
    world.stock()
    world.sell("es", wix_order("10001"), wix_order("10002", minute=9))
    world.ingest()
    failing = ["10001"]
    plain = checks._check

    def check(shop, suite, frames, context):
        report = plain(shop, suite, frames, context)
        frame = frames.get("documents")
        bad = (
            [(row.wix_order_id, "documents.rule", "field", "x") for row in frame.itertuples() if row.order_number in failing]
            if suite.startswith("before")
            else []
        )
        return SimpleNamespace(failed_rows=bad, results=report.results, raise_if_stopped=report.raise_if_stopped)

    monkeypatch.setattr(checks, "_check", check)
    world.send("holded")
    [first] = world.database.rows("holds/list", store="es", code="CHECK_FAILED", number=None)
    for hour in range(2):
        assert rebuilt(world, f"h{hour}") == 1
        world.send("holded", run=f"h{hour}")
        [again] = world.database.rows("holds/list", store="es", code="CHECK_FAILED", number=None)
        assert (again["hold_id"], again["since"]) == (first["hold_id"], first["since"])
    failing.clear()
    rebuilt(world, "h9")
    world.send("holded", run="h9")
    assert world.held() == {} and len(world.documents()) == 2

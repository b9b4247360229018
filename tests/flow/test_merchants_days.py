"""Days that people read are the merchant's: half an hour before midnight UTC is the next day in Madrid."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from order_sync.errors import SettingsError
from order_sync.steps.customs import readiness
from order_sync.steps.history_plan import plan
from order_sync.steps.report_rows import totals
from order_sync.steps.shop import open_shop
from order_sync.steps.skus import sku_report
from shop_world import wix_order

LATE = "2026-11-30 23:30+00"
FIRST_OF_DECEMBER = date(2026, 12, 1)


def change(world, sql, *values):
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql(sql, values)


def test_the_day_of_the_last_order_with_a_sku(world):
    world.stock()
    world.sell("es", wix_order("10001", lines=(("NO-SUCH", 1, 1000),)), wix_order("10002", country="CH", minute=6))
    world.ingest()
    change(world, "UPDATE core.orders SET created_at = %s", LATE)
    [unknown] = sku_report(world.database, world.config, "es", days=100_000)
    assert unknown["last_ordered"] == FIRST_OF_DECEMBER
    assert {row["last_ordered"] for row in readiness(world.database, world.config, "es", days=100_000)} == {FIRST_OF_DECEMBER}


def test_the_day_of_a_document_that_has_none_is_the_day_on_which_it_was_sent(world):
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    world.send("holded")
    change(world, "UPDATE export.ledger SET doc_date = NULL, sent_at = %s", LATE)
    [row] = totals(world.database, world.config, "es", "")
    assert row["day"] == FIRST_OF_DECEMBER


def test_the_day_since_which_a_parcel_has_no_news(world):
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    world.send("myparcel", checked=False)
    world.label()
    world.track()
    change(world, "UPDATE export.tracking SET registered_at = now() - interval '30 days', news_at = '2025-11-30 23:30+00'")
    world.track(run="r2")
    [hold] = world.database.rows("holds/list", store="es", code="PARCEL_LOST", number=None)
    assert "since 2025-12-01" in hold["seen"]


def test_the_first_day_of_the_hourly_runs_is_named_as_in_the_settings(world):
    since, until = datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
    with (
        open_shop("es", "plan", config=world.config, database=world.database) as shop,
        pytest.raises(SettingsError, match="nothing before 2026-01-01 lies between 2026-02-01 and 2026-03-01"),
    ):
        plan(shop, since, until)

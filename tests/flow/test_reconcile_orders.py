"""Wix compared with what was landed, and the three totals by day: every difference is explained or held."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import shop_world
from order_sync.steps import reconcile_report
from order_sync.steps.shop import open_shop
from order_sync.steps.window import Window
from reconcile_world import calls, days_ago, document, findings, held, lately, run, with_reconcile
from sandbox.holded import people
from sandbox.wix import acts
from sandbox.wix.site import Site
from shop_world import wix_order


@pytest.fixture
def hour(monkeypatch):
    return lately(monkeypatch)


@pytest.fixture
def shop(world, hour):
    """Three orders of three days ago, booked; and the hours up to now landed without news."""
    world.stock()
    world.sell("es", *(wix_order(str(10001 + place), minute=place) for place in range(3)))
    world.ingest()
    world.send("holded")
    days_ago(world, 3)
    landed_until_now(world, hour)
    return world


def landed_until_now(world, hour, run="rest"):
    world.ingest(run=run, window=Window(hour + timedelta(hours=1), datetime.now(UTC)))


def today_row(world):
    rows = reconcile_report.totals(world.database, "es")
    return next(row for row in rows if row["orders"])


def test_equal_totals_say_so(shop):
    before = calls(shop, "wix")
    told = run(shop)
    assert findings(shop) == [] and held(shop) == []
    assert told["orders"] == {"orders": 3, "calls": calls(shop, "wix") - before} and told["orders"]["calls"] <= 3, "two pages and a token"
    row = today_row(shop)
    assert (row["wix_orders"], row["orders"], row["documents"]) == (3, 3, 3)
    assert row["wix"] == row["ours"] == row["booked"] and row["difference"] == "0.00" and row["explained"] == ""


def test_half_an_hour_before_midnight_utc_is_the_merchants_next_day(world, hour):
    placed = hour.replace(hour=23, minute=30)
    moment = placed.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    world.stock()
    world.sell("es", wix_order("10001", createdDate=moment, updatedDate=moment))
    world.ingest(window=Window(hour, datetime.now(UTC)))
    world.send("holded")
    days_ago(world, 2)
    run(world)
    rows = [row for row in reconcile_report.totals(world.database, "es") if row["orders"] or row["wix_orders"]]
    days = [(str(row["day"]), row["wix_orders"], row["orders"], row["difference"]) for row in rows]
    assert days == [(str(placed.date() + timedelta(days=1)), 1, 1, "0.00")]


def test_an_order_that_no_run_took_is_held_until_it_is_taken(shop, hour):
    shop.sell("es", wix_order("10009", minute=30))
    run(shop, "orders", "totals")
    assert held(shop) == [("10009", "ORDER_NOT_LANDED")]
    row = today_row(shop)
    assert Decimal(row["wix"]) > Decimal(row["ours"]) and reconcile_report.totals(shop.database, "es", differing=True)
    shop.ingest(run="late")
    shop.send("holded", run="late")
    run(shop, "orders", "totals", key="rec2")
    assert held(shop) == [] and findings(shop) == []


def test_a_newer_version_that_no_run_took(shop, hour):
    site = Site(shop.sandbox.sandbox, "es")
    order = shop.database.one("orders/by_number", store="es", number="10002")
    changed = (hour + timedelta(hours=5)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    site.change(order["wix_order_id"], buyerNote="leave it at the door", updatedDate=changed)
    run(shop, "orders")
    assert held(shop) == [("10002", "ORDER_NOT_LANDED")]
    assert "door" not in repr(shop.database.rows("reconcile/report", store="es", days=1))


def test_what_changes_now_is_left_to_the_hour(shop, hour):
    order = shop.database.one("orders/by_number", store="es", number="10002")
    Site(shop.sandbox.sandbox, "es").change(order["wix_order_id"], buyerNote="new")
    run(shop, "orders")
    assert held(shop) == []


def test_orders_before_the_first_window_are_no_findings(shop, hour):
    early = (hour - timedelta(days=2)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    shop.sell("es", wix_order("9000", createdDate=early, updatedDate=early))
    run(shop, "orders")
    assert held(shop) == []


def test_another_total_of_the_same_version_and_an_order_that_wix_lost(shop):
    state = shop.sandbox.state("wix", "es")["orders"]
    first, second = (shop.database.one("orders/by_number", store="es", number=number)["wix_order_id"] for number in ("10001", "10002"))
    state[first]["priceSummary"]["total"] = shop_world.money(100)
    del state[second]
    run(shop, "orders")
    assert held(shop) == [("10001", "TOTALS_DRIFT"), ("10002", "TOTALS_DRIFT")]
    state[first]["priceSummary"]["total"] = shop_world.money(5485)
    run(shop, "orders", key="rec2")
    assert held(shop) == [("10002", "TOTALS_DRIFT")]


def test_what_is_held_ignored_waiting_or_refunded_explains_the_difference(shop, hour):
    shop.sell(
        "es",
        wix_order("10011", minute=11, lines=(("NO-SUCH", 1, 1000),)),
        wix_order("10012", minute=12, status="CANCELED", paymentStatus="NOT_PAID"),
        wix_order("10013", minute=13),
    )
    shop.ingest(run="more")
    acts.refund(Site(shop.sandbox.sandbox, "es"), "10001", amount="10.00")
    row = (run(shop, "orders", "totals"), today_row(shop))[1]
    assert row["difference"] == "0.00" and row["waiting"] == "54.85" and row["held"] == "14.95" and row["ignored"] == "54.85"
    assert row["explained"] == "held: 1 UNKNOWN_SKU; waiting: 1 order; ignored: 1 CANCELED"
    parts = ("booked", "held", "waiting", "ignored", "rounding", "drift", "difference")
    assert sum(Decimal(row[part]) for part in parts) == Decimal(row["ours"])
    assert held(shop) == [("10011", "UNKNOWN_SKU")]


def test_refunds_stand_beside_the_equation(shop):
    site = Site(shop.sandbox.sandbox, "es")
    acts.refund(site, "10001", amount="54.85")
    with open_shop("es", "note", config=shop.config, database=shop.database):
        shop.ingest(run="note", window=Window(datetime.now(UTC) - timedelta(hours=1), datetime.now(UTC) + timedelta(hours=1)))
    shop.send("holded", run="note")
    days_ago(shop, 3)
    run(shop)
    row = today_row(shop)
    assert row["refunds"] == "54.85" and row["difference"] == "0.00" and row["booked"] == row["ours"]


def test_an_edited_document_is_the_drift_of_its_day_and_is_held_once(shop):
    run(shop)
    people.edit(shop.sandbox.sandbox, "es", document(shop, "10002")["id"], lines={1: {"units": 3}})
    run(shop, key="rec2")
    assert held(shop) == [("10002", "DOCUMENT_EDITED")]
    row = today_row(shop)
    assert row["drift"] == "-24.95" and row["difference"] == "0.00" and row["explained"] == "drift: 10002"


def test_what_nothing_explains_is_held_and_healed(shop):
    with shop.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM export.ledger WHERE order_number = '10003' AND destination = 'holded'")
    run(shop, "totals")
    assert held(shop) == [("10003", "TOTALS_DRIFT")] and today_row(shop)["difference"] == "54.85"
    with shop.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE core.decisions SET action = 'ignore', reason = 'CANCELED' WHERE destination = 'holded'")
    run(shop, "totals", key="rec2")
    assert held(shop) == []


def test_findings_end_after_their_orders_have_left_the_days_that_are_compared(shop, hour):
    shop.sell("es", wix_order("10009", minute=30))
    with shop.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM export.ledger WHERE order_number = '10003' AND destination = 'holded'")
    run(shop, "orders", "totals")
    assert held(shop) == [("10003", "TOTALS_DRIFT"), ("10009", "ORDER_NOT_LANDED")]
    with_reconcile(shop, days=1)
    run(shop, "orders", "totals", key="rec2")
    assert held(shop) == [("10003", "TOTALS_DRIFT"), ("10009", "ORDER_NOT_LANDED")], "nothing is better yet"
    days = len(shop.database.rows("reconcile/day_totals", store="es", since=None, until=None))
    with shop.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE core.decisions SET action = 'ignore', reason = 'CANCELED' WHERE destination = 'holded'"
            " AND wix_order_id = (SELECT wix_order_id FROM core.orders WHERE number = '10003')"
        )
    shop.ingest(run="late")
    shop.send("holded", run="late")
    run(shop, "orders", "totals", key="rec3")
    assert held(shop) == [] and findings(shop) == []
    assert len(shop.database.rows("reconcile/day_totals", store="es", since=None, until=None)) == days


def test_a_budget_that_is_too_small_compares_whole_days_only(world, monkeypatch):
    from order_sync.hooks.wix import search

    monkeypatch.setattr(search, "PAGE", 1)
    hour = lately(monkeypatch, 4)
    world.stock()
    later = [(hour + timedelta(days=place)).isoformat(timespec="milliseconds").replace("+00:00", "Z") for place in range(3)]
    world.sell("es", *(wix_order(str(10001 + place), createdDate=day, updatedDate=day) for place, day in enumerate(later)))
    landed_until_now(world, hour - timedelta(hours=2))
    world.send("holded")
    run(world, "orders")
    with_reconcile(world, wix_calls=4)
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM export.wix_days")
    before = calls(world, "wix")
    run(world, "orders", key="rec2")
    assert calls(world, "wix") - before <= 4
    days = world.database.rows("reconcile/day_totals", store="es", since=None, until=None)
    with world.database.engine.begin() as connection:
        kept = connection.exec_driver_sql("SELECT count(*) FROM export.wix_days").scalar()
    assert 1 <= kept < 3 and days == [] and held(world) == []


def test_a_store_without_holded_has_no_third_total(world, hour):
    from order_sync.settings import Config

    kept = world.config.store("nl").model_copy(update={"holded": None})
    world.config = Config(**{**vars(world.config), "stores": {**world.config.stores, "nl": kept}})
    world.sell("nl", wix_order("20001", country="NL"))
    world.ingest("nl")
    run(world, store="nl")
    assert held(world, "nl") == [] and findings(world, "nl") == []

"""The reports on screen and as CSV: columns, order, pages, sums, quarters; what is counted beforehand for a large store; text that is no formula."""

from __future__ import annotations

import csv
import io
from contextlib import contextmanager

import pytest
from order_sync.steps import report_pages, report_tasks
from order_sync.steps.report_csv import BOM
from pages_world import client, login
from shop_world import wix_order
from test_oss_flow import at_rate

PERSONAL = ("Ejemplo", "Lucía", "Calle Mayor", "Voorbeeldstraat", "example.com", "+34600000001")


@pytest.fixture
def browser(monkeypatch):
    return client(monkeypatch)


@pytest.fixture
def shop(world, browser, monkeypatch):
    """Three sales to France, one at home, one with a SKU that Holded does not know; all but the last are booked."""
    world.stock()
    world.sell("es", *(at_rate(wix_order(str(10001 + place), minute=place + 1), "0.20", 200_000) for place in range(3)))
    world.sell("es", wix_order("10004", minute=8), wix_order("10005", minute=9, lines=(("=NO-SUCH", 1, 1000),)))
    world.ingest()
    world.send("holded", checked=False)

    @contextmanager
    def opened():
        yield world.database

    monkeypatch.setattr("order_sync.ui.reports.open_database", opened)
    for module in ("selection", "reports"):
        monkeypatch.setattr(f"order_sync.ui.{module}.load_config", lambda: world.config)
    return world


def look(browser, path, role="viewer"):
    answer = browser.get(f"/order-sync{path}", headers=login(role))
    assert answer.status_code == 200, answer.text
    assert not [personal for personal in PERSONAL if personal in answer.text]
    return answer.text


def rows(browser, path):
    answer = browser.get(f"/order-sync{path}", headers=login("viewer"))
    assert answer.status_code == 200 and answer.headers["content-type"] == "text/csv; charset=utf-8"
    text = answer.content.decode()
    assert text.startswith(BOM)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM)), delimiter=";" if "excel" in path else ","))


def test_the_oss_sheet_of_a_quarter_with_its_sums(shop, browser):
    page = look(browser, "/reports?store=es&report=oss&quarter=2026Q4")
    assert ">FR<" in page and ">20 %<" in page and "164.55 EUR" in page and "Sums in EUR" in page
    (row,) = rows(browser, "/reports/oss.csv?store=es&quarter=2026Q4")
    assert (row["Country"], row["Rate"], row["Gross"], row["Documents"], row["Currency"]) == ("FR", "20", "164.55", "3", "EUR")
    (row,) = rows(browser, "/reports/oss.csv?store=es&quarter=2026-q4&form=excel")
    assert row["Gross"] == "164,55"
    assert "Nothing to report." in look(browser, "/reports?store=es&report=oss&quarter=2020Q1")
    assert browser.get("/order-sync/reports?store=es&report=oss&quarter=soon", headers=login("viewer")).status_code == 404


def test_the_proof_of_totals_per_day_and_what_differs(shop, browser):
    (row,) = rows(browser, "/reports/totals.csv?store=es&period=all")
    assert (row["Documents"], row["Wix"], row["Ours"], row["Holded"], row["Holded less Wix"], row["Differ"]) == (
        "4",
        "219.40",
        "219.40",
        "219.40",
        "0.00",
        "0",
    )
    with shop.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE export.proofs SET remote_total_minor = remote_total_minor + 7 WHERE wix_order_id = %s", (wix_order("10004")["id"],)
        )
    (row,) = rows(browser, "/reports/totals.csv?store=es&period=all")
    assert (row["Holded less Wix"], row["Differ"], row["Orders that differ"]) == ("0.07", "1", "10004")
    page = look(browser, "/reports?store=es&report=totals&period=all")
    assert "/order-sync/orders?store=es&amp;number=10004" in page and "219.47 EUR" in page


def test_days_outside_of_the_period_are_left_out(shop, browser):
    report = report_pages.REPORTS["totals"]
    days = [{"day": "2026-11-15"}, {"day": "2026-11-16"}, {"day": "2026-11-17"}]
    from datetime import date

    assert report_pages.in_period(days, report, (date(2026, 11, 16), date(2026, 11, 16))) == [{"day": "2026-11-16"}]
    assert report_pages.in_period(days, report, (None, date(2026, 11, 16))) == days[:2]


def test_unknown_skus_lead_to_their_newest_order_and_are_no_formula(shop, browser):
    page = look(browser, "/reports?store=es&report=skus")
    assert ">unknown<" in page and ">=NO-SUCH<" in page and "number=10005" in page
    (row,) = rows(browser, "/reports/skus.csv?store=es")
    assert row["SKU"] == "'=NO-SUCH" and row["Newest order"] == "10005"


@pytest.mark.parametrize("report", report_pages.REPORTS)
def test_every_report_is_shown_sorts_and_is_a_file(shop, browser, report):
    page = look(browser, f"/reports?store=es&report={report}")
    assert report_pages.REPORTS[report].title in page
    for column in report_pages.REPORTS[report].columns:
        for sign in ("", "-"):
            look(browser, f"/reports?store=es&report={report}&sort={sign}{column.name}")
    assert browser.get(f"/order-sync/reports/{report}.csv?store=es", headers=login("viewer")).status_code == 200


def test_series_in_order_are_told_with_their_newest_number(shop, browser):
    from order_sync.steps import series_watch
    from order_sync.steps.shop import open_shop

    with open_shop("es", "w1", config=shop.config, database=shop.database) as opened:
        series_watch.watch(opened, report=True)
    found = rows(browser, "/reports/series.csv?store=es")
    assert {row["What"] for row in found} == {"in order"} and "T260004" in {row["Number"] for row in found}


def test_a_gap_is_told_with_its_order(shop, browser):
    from order_sync.steps import series_watch
    from order_sync.steps.shop import open_shop
    from test_series_flow import renumber

    renumber(shop, {"10004": "T260009"})
    with open_shop("es", "w1", config=shop.config, database=shop.database) as opened:
        series_watch.watch(opened, report=True)
    found = next(row for row in rows(browser, "/reports/series.csv?store=es") if row["What"] == "gap")
    assert (found["Number"], found["Orders"], found["Held now"]) == ("T260009", "10004", "yes") and "T260003" in found["Seen"]


def test_long_reports_page_and_sort_on_the_server(shop, browser, monkeypatch):
    made = [
        {
            "problem": "unknown",
            "sku": f"S-{n:03}",
            "name": "n",
            "orders": n,
            "newest_order": str(n),
            "last_ordered": "2026-11-16",
            "products": [],
            "note": "",
        }
        for n in range(120)
    ]
    monkeypatch.setattr("order_sync.steps.skus.sku_report", lambda *_: made)
    first, last = (look(browser, f"/reports?store=es&report=skus&page={page}") for page in (1, 3))
    assert "S-119" in first and "S-069" not in first and "S-019" in last and "S-020" not in last and 'rel="next"' not in last
    assert "S-000" in look(browser, "/reports?store=es&report=skus&sort=sku") and len(rows(browser, "/reports/skus.csv?store=es")) == 120


def test_a_large_store_is_counted_beforehand(shop, browser, monkeypatch):
    monkeypatch.setattr(report_pages, "LARGE", 3)
    assert "was not counted yet" in look(browser, "/reports?store=es&report=skus")
    assert "Count now" not in look(browser, "/reports?store=es&report=skus")
    assert "Count now" in look(browser, "/reports?store=es&report=skus", role="user")
    asked = []
    monkeypatch.setattr(
        "order_sync.ui.reports.start", lambda dag_id, **named: asked.append((dag_id, named["user"], named["conf"])) or "manual__1"
    )
    answer = browser.post("/order-sync/reports/oss/count?store=es&quarter=2026Q1", headers=login("user"))
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/order-sync/reports?store=es&report=oss&quarter=2026Q1&started=manual__1",
    )
    assert asked == [("reports__es", "user", {"report": "oss", "quarter": "2026Q1"})]
    told = counted(shop, monkeypatch)
    assert {name: told[name] for name in ("oss 2026Q4", "oss 2026Q3", "totals", "skus")} == {
        "oss 2026Q4": 1,
        "oss 2026Q3": 0,
        "totals": 1,
        "skus": 1,
    }
    page = look(browser, "/reports?store=es&report=skus", role="user")
    assert ">=NO-SUCH<" in page and "Counted 2" in page and "Count again" in page
    assert rows(browser, "/reports/oss.csv?store=es&quarter=2026Q4")[0]["Gross"] == "164.55"
    assert "was not counted yet" in look(browser, "/reports?store=es&report=oss&quarter=2026Q1")
    assert list(counted(shop, monkeypatch, report="oss", quarter="2026Q1")) == ["oss 2026Q1"]


def counted(shop, monkeypatch, **params):
    from order_sync.steps.shop import Shop

    @contextmanager
    def opened(store, run_key):
        yield Shop(shop.config, shop.config.store(store), shop.database, run_key)

    monkeypatch.setattr(report_tasks, "open_shop", opened)
    return report_tasks.count_reports("es", {"run_id": "r1", "params": params})


def test_a_small_store_and_a_dry_run_count_nothing(shop, monkeypatch):
    assert counted(shop, monkeypatch) == {}
    monkeypatch.setattr(report_pages, "LARGE", 3)
    assert counted(shop, monkeypatch, dry_run=True) == {}
    assert shop.database.one("pages/counted", store="es", report="skus", part="") is None


def test_only_who_may_act_counts_and_only_from_here(shop, browser, monkeypatch):
    monkeypatch.setattr("order_sync.ui.reports.start", lambda *_, **__: pytest.fail("started"))
    assert browser.post("/order-sync/reports/skus/count?store=es", headers=login("viewer")).status_code == 403
    assert (
        browser.post("/order-sync/reports/skus/count?store=es", headers=login("user") | {"Sec-Fetch-Site": "cross-site"}).status_code == 403
    )
    for path in ("/reports?store=es&report=none", "/reports/none.csv?store=es", "/reports?store=xx"):
        assert browser.get(f"/order-sync{path}", headers=login("user")).status_code == 404


def test_what_others_changed_and_the_totals_of_three_are_reports(shop, browser):
    days = (
        ("CURRENT_DATE", "5, 22934, 5, 22934, 4, 21940, 0, 994", "held: 1 UNKNOWN_SKU"),
        ("CURRENT_DATE - 1", "NULL, NULL, 0, 0, 0, 0, 0, 0", ""),
    )
    with shop.database.engine.begin() as connection:
        for day, figures, explained in days:
            connection.exec_driver_sql(
                "INSERT INTO export.day_totals (wix_orders, wix_minor, orders, ours_minor, documents, booked_minor, refunds_minor, held_minor,"
                " waiting_minor, ignored_minor, rounding_minor, drift_minor, difference_minor, store, currency, day, explained)"
                f" VALUES ({figures}, 0, 0, 0, 0, 0, 'es', 'EUR', {day}, '{explained}')"
            )
    found = rows(browser, "/reports/threeway.csv?store=es&period=all")
    assert [(row["Wix"], row["Booked"], row["Explained by"]) for row in found] == [
        ("229.34", "219.40", "held: 1 UNKNOWN_SKU"),
        ("", "0.00", ""),
    ]
    assert "229.34 EUR" in look(browser, "/reports?store=es&report=threeway&period=all")

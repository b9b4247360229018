"""The pages about quality: rules over a period, one rule, checks of a run, one check, Great Expectations' page of it. Orders by number, nobody by name."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from order_sync.quality.run import FailedRow
from order_sync.steps import ingest
from order_sync.steps.check_results import keep
from order_sync.steps.shop import open_shop
from order_sync.steps.window import Window
from order_sync.store import holds
from order_sync.store.quality import totals
from pages_world import client, login
from shop_world import HOUR, wix_order

RULE = "landed.bill_country_is_iso"
EVIL = '<script>alert("x")</script>'
PERSONAL = ("Ejemplo", "Lucía", "Calle Mayor", "example.com", "+34600000001", "28001")


@pytest.fixture
def browser(monkeypatch):
    return client(monkeypatch)


@pytest.fixture
def shop(world, browser, monkeypatch):
    """Three orders checked before publishing and around the sending; the country of one bill is none."""
    world.stock()
    bad = wix_order("10002", minute=6)
    bad["billingInfo"]["address"]["country"] = "ESP"
    world.sell("es", wix_order("10001"), bad, wix_order("10003", minute=7))
    world.ingest(run="scheduled__1")
    world.send("holded", run="scheduled__2")

    @contextmanager
    def opened():
        yield world.database

    for module in ("quality", "data_docs", "reports"):
        monkeypatch.setattr(f"order_sync.ui.{module}.open_database", opened, raising=False)
    for module in ("quality", "selection", "reports"):
        monkeypatch.setattr(f"order_sync.ui.{module}.load_config", lambda: world.config, raising=False)
    return world


def look(browser, path, role="viewer"):
    answer = browser.get(f"/order-sync{path}", headers=login(role))
    assert answer.status_code == 200, answer.text
    for personal in PERSONAL:
        assert personal not in answer.text
    return answer.text


def numbers(world):
    """Suite to the number of its newest check."""
    return {
        row["suite"]: row["check_id"] for row in world.database.rows("pages/quality_checks", store="es", skip=0, most=50, only_failed=False)
    }


def test_the_rules_of_the_period_with_what_failed_first(shop, browser):
    page = look(browser, "/quality?store=es")
    first = page.split("<h2>Rules</h2>")[1].split("<tbody>")[1].split("</tr>")[0]
    assert f"quality/rules/{RULE}?" in first and 'class="state held">1<' in first
    assert "1 rule failed, for 1 order." in page and 'class="checked failed"' in page
    newest = page.split("<h2>Newest checks</h2>")[1]
    assert newest.count("<tr>") == 4 and newest.count("1 failed") == 1 and newest.count("all hold") == 2


def test_rules_sort_page_and_narrow_to_what_was_checked(shop, browser):
    page = look(browser, "/quality?store=es&sort=says")
    says = [
        row.split("</a>")[0].rpartition(">")[2]
        for row in page.split("<h2>Rules</h2>")[1].split("<tbody>")[1].split("</tbody>")[0].split("</tr>")[:-1]
    ]
    assert says == sorted(says) and len(says) == 50
    assert "page=2" in page and "page=3" not in look(browser, "/quality?store=es&sort=says&page=2").split('rel="next"')[-1]
    only = look(browser, "/quality?store=es&suite=after_send_documents")
    assert (
        "Each document of an order stands once." in only
        and "country" not in only.split("<h2>Rules</h2>")[1].split("<tbody>")[1].split("</tbody>")[0]
    )


def test_a_rule_names_its_orders_and_leads_to_them(shop, browser):
    page = look(browser, f"/quality/rules/{RULE}?store=es")
    assert "/order-sync/orders?store=es&amp;number=10002" in page and ">ESP<" in page and "10001" not in page and "10003" not in page
    assert "held</span>" in page and "holds the order" in page
    answer = browser.get("/order-sync/quality/rules/no.such?store=es", headers=login("viewer"))
    assert answer.status_code == 404 and "no such rule" in answer.text


def test_a_rule_that_is_healed_is_told_as_such(shop, browser):
    holds.ignore(shop.database, "es", wix_order("10002")["id"], closed_by="x", note="")
    assert "not held for it" in look(browser, f"/quality/rules/{RULE}?store=es")


def test_a_run_and_a_task_of_it_show_their_checks(shop, browser):
    page = look(browser, "/quality/run?dag_id=wix_orders__es&run_id=scheduled__1")
    assert page.count("Data Docs</a>") == 1 and "1 failed" in page
    both = look(browser, "/quality/run?dag_id=holded__es&run_id=scheduled__2")
    one = look(browser, "/quality/run?dag_id=holded__es&run_id=scheduled__2&task_id=check_before_send")
    assert both.count("Data Docs</a>") == 2 and one.count("Data Docs</a>") == 1 and "before they are sent" in one
    for nothing in (
        "dag_id=holded__es&run_id=no",
        "dag_id=other&run_id=scheduled__1",
        "",
        "dag_id=wix_orders__es&run_id=scheduled__1&task_id=land",
    ):
        assert "Nothing was checked here." in look(browser, f"/quality/run?{nothing}")


def test_a_check_shows_every_rule_with_the_failed_ones_first(shop, browser):
    check = numbers(shop)["landed_and_built"]
    rows = look(browser, f"/quality/checks/{check}").split("<tbody>")[1].split("</tr>")
    assert "failed</span>" in rows[0] and "number=10002" in rows[0] and "holds</span>" in rows[1] and len(rows) > 50
    assert look(browser, "/quality/checks?store=es").count("<tr>") == 4
    assert look(browser, "/quality/checks?store=es&only=failed").count("<tr>") == 2


def test_great_expectations_page_is_served_with_nothing_from_outside(shop, browser):
    check = numbers(shop)["landed_and_built"]
    answer = browser.get(f"/order-sync/quality/docs/{check}", headers=login("viewer"))
    page = answer.text
    assert answer.status_code == 200 and "The billing country is an ISO 3166 code of two letters." in page and "ESP" in page
    assert "Evaluated Expectations" in page and "fa-check-circle" in page, "not drawn by Great Expectations"
    assert "/expectations/" not in page and "Data asset" not in page, "a link to a page that is not there"
    assert not re.search(r"https?:|//[a-z]|<script>|onclick|@import|integrity=", page)
    assert "script-src 'self';" in answer.headers["content-security-policy"] and answer.headers["cache-control"] == "no-store"
    assert not any(personal in page for personal in PERSONAL)
    for name in set(re.findall(r"\.\./\.\./vendor/([a-z0-9._-]+)", page)):
        asset = browser.get(f"/order-sync/vendor/{name}", headers=login("viewer"))
        assert asset.status_code == 200 and asset.content, name
    assert "unsafe-inline" not in browser.get("/order-sync/quality?store=es", headers=login("viewer")).headers["content-security-policy"]


@pytest.mark.parametrize(
    "path", ["/vendor/README.md", "/vendor/..%2Fplugin.py", "/vendor/LICENSE-jquery.txt", "/quality/docs/999", "/quality/checks/999"]
)
def test_what_is_not_there_is_not_served(shop, browser, path):
    assert browser.get(f"/order-sync{path}", headers=login("admin")).status_code == 404


def test_who_may_not_see_a_store_sees_none_of_its_checks(shop, browser, monkeypatch):
    monkeypatch.setattr("order_sync.ui.access._may", lambda user, method, dag_id: not dag_id.endswith("__es"))
    answer = browser.get("/order-sync/quality/run?dag_id=wix_orders__es&run_id=scheduled__1", headers=login("viewer"))
    assert answer.status_code == 403
    for path in ("/quality?store=es", "/quality/checks?store=es", f"/quality/rules/{RULE}?store=es"):
        assert browser.get(f"/order-sync{path}", headers=login("viewer")).status_code == 404, path


@pytest.mark.parametrize("path", ["/quality/checks", "/quality/docs"])
def test_who_may_not_see_a_check_does_not_learn_that_there_is_one(shop, browser, monkeypatch, path):
    check = numbers(shop)["landed_and_built"]
    monkeypatch.setattr("order_sync.ui.access._may", lambda user, method, dag_id: not dag_id.endswith("__es"))
    [foreign, missing] = [browser.get(f"/order-sync{path}/{number}", headers=login("viewer")) for number in (check, 999)]
    assert (foreign.status_code, foreign.text.replace(f"check {check}", "check 999")) == (404, missing.text)


def test_who_may_not_see_a_check_has_nothing_of_it_read(shop, browser, monkeypatch):
    check, read = numbers(shop)["landed_and_built"], []
    asked = shop.database.one
    monkeypatch.setattr(shop.database, "one", lambda statement, **params: read.append(statement) or asked(statement, **params))
    monkeypatch.setattr("order_sync.ui.access._may", lambda user, method, dag_id: not dag_id.endswith("__es"))
    for path in (f"/quality/checks/{check}", f"/quality/docs/{check}"):
        browser.get(f"/order-sync{path}", headers=login("viewer"))
    assert "pages/quality_check" not in read


def test_a_store_without_checks_says_so(shop, browser):
    assert "No check has run in this period." in look(browser, "/quality?store=nl")
    assert "No check has run yet." in look(browser, "/quality/checks?store=nl")
    assert "The rule was not checked in this period." in look(browser, f"/quality/rules/{RULE}?store=nl")


def test_what_was_cleared_away_says_so_and_keeps_its_sums(shop, browser):
    check = numbers(shop)["landed_and_built"]
    with shop.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE quality.results SET checked_at = now() - interval '91 days'")
        connection.exec_driver_sql("UPDATE quality.checks SET checked_at = now() - interval '61 days'")
    shop.sell("es", wix_order("10009", minute=9))
    shop.ingest(run="scheduled__3")
    assert "cleared away" in look(browser, f"/quality/checks/{check}")
    assert browser.get(f"/order-sync/quality/docs/{check}", headers=login("viewer")).status_code == 404
    assert "1 rule failed, for 1 order." in look(browser, "/quality?store=es")


def test_text_from_outside_is_text_on_every_page(world, browser, shop):
    from order_sync.quality.run import Report

    result = {"rule": "landed.currency_is_iso", "expectation": "ExpectColumnValuesToMatchRegex", "column_name": "currency", "scope": "row",
              "success": False, "checked": 3, "failed": 1, "orders": [EVIL], "seen": {"values": [EVIL, "{{ 7*7 }} $v__0 ${x}"]}}  # fmt: skip
    report = Report(
        "landed_and_built",
        (result,),
        (FailedRow("id-1", "landed.currency_is_iso", "currency", EVIL),),
        (),
        ({"regex": "^[A-Z]{3}$"},),
        {"id-1": EVIL},
    )
    with open_shop("es", EVIL, config=world.config, database=world.database) as opened:
        check = keep(opened, report)
    pages = [
        "/quality?store=es",
        "/quality/rules/landed.currency_is_iso?store=es",
        f"/quality/checks/{check}",
        f"/quality/docs/{check}",
        "/quality/checks?store=es",
    ]
    for path in pages:
        assert "<script>alert" not in look(browser, path) and "<script>" not in look(browser, path), path


def test_a_page_that_cannot_be_drawn_stops_no_order(world, monkeypatch):
    monkeypatch.setattr("order_sync.quality.docs.page", lambda *_, **__: 1 / 0)
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    assert world.database.one("pages/quality_check", check_id=1, with_docs=True)["docs"] is None
    assert world.held() == {}


def test_the_closing_count_does_not_grow_with_runs_that_change_nothing(shop):
    before = totals(shop.database, "es")
    assert before == [{"store": "es", "rules": 100, "passed": 99, "failed": 1, "stopped": 0, "orders": 1}]
    for run in ("again", "and_again"):
        with open_shop("es", f"scheduled__1/{run}", config=shop.config, database=shop.database) as opened:
            ingest.land(opened, Window(HOUR, HOUR + timedelta(hours=1), numbers=("10001", "10002", "10003")))
            ingest.build(opened)
            ingest.check(opened)
    assert shop.database.one("pages/quality_rules", store="es", first_day=None, last_day="2999-01-01")
    assert totals(shop.database, "es") == before
    assert shop.database.rows("pages/quality_failing", store="es", rule=RULE, most=9, skip=0)[0]["times"] == 3

"""The pages: who may see and do what, on every route; and that they show jobs and what waits, without a name or an address."""

from __future__ import annotations

import pytest
from label_world import print_labels, storing
from page_routes import PAGES, ROUTES
from pages_world import client, login
from shop_world import wix_order


@pytest.fixture
def browser(monkeypatch):
    return client(monkeypatch)


@pytest.fixture
def shop(world, browser, monkeypatch, tmp_path):
    """A store with one print job, and one shipment that waits; the pages read the same database and configuration."""
    import order_sync.steps.label_pages as pages

    world.stock("nl")
    world.sell("nl", wix_order("20001", country="NL"), wix_order("20002", country="NL", minute=6))
    world.ingest("nl")
    world.send("myparcel", "nl", checked=False)
    storing(world, tmp_path / "labels")
    print_labels(world, order_numbers=["20001"])
    from contextlib import contextmanager

    @contextmanager
    def opened():
        yield world.database

    monkeypatch.setattr(pages, "open_database", opened)
    monkeypatch.setattr(pages, "load_config", lambda: world.config)
    return world


def test_the_list_of_routes_is_whole():
    from fastapi.routing import APIRoute
    from order_sync.ui.plugin import OrderSyncPlugin

    hooks, pages = (one["app"].app for one in OrderSyncPlugin.fastapi_apps)
    assert [one["url_prefix"] for one in OrderSyncPlugin.fastapi_apps] == ["/order-sync/hooks", "/order-sync"]
    found = {(method, route.path) for route in pages.routes for method in route.methods}
    assert found - {("GET", "/static/{name}")} == {(method, pattern) for method, pattern, _ in PAGES}, (
        "a new route belongs into tests/page_routes.py, so that its login is tried"
    )
    assert all(isinstance(route, APIRoute) for app in (hooks, pages) for route in app.routes), (
        "a mount or plain route escapes the app's login"
    )
    assert [(route.methods, route.path) for route in hooks.routes] == [({"POST"}, "/myparcel/{store}/{token}")]


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_nobody_sees_anything_without_a_login(browser, method, path):
    assert browser.request(method, f"/order-sync{path}").status_code == 401
    assert browser.request(method, f"/order-sync{path}", headers={"Authorization": "Bearer junk"}).status_code in (401, 403)


@pytest.mark.parametrize(
    "path", ["/docs", "/openapi.json", "/redoc", "/static/../plugin.py", "/static/plugin.py", "/hooks/docs", "/hooks/openapi.json"]
)
def test_nothing_else_is_served(browser, path):
    assert browser.get(f"/order-sync{path}", headers=login("admin")).status_code in (404, 405)


def test_a_viewer_looks_and_does_not_act(shop, browser):
    page = browser.get("/order-sync/labels", headers=login("viewer"))
    assert page.status_code == 200 and "Print all open" not in page.text and "labels.pdf" not in page.text
    assert browser.get("/order-sync/labels/nl/1", headers=login("viewer")).status_code == 200
    assert browser.get("/order-sync/labels/nl/1/labels.pdf", headers=login("viewer")).status_code == 403
    assert browser.post("/order-sync/labels/nl/print", headers=login("viewer")).status_code == 403


def test_jobs_page_and_tell_the_stores_own_time(shop, browser, monkeypatch):
    """Amsterdam's, not the server's; the newest first."""
    with shop.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE export.print_jobs SET created_at = '2026-07-01 10:00Z' WHERE store = 'nl'")
    monkeypatch.setattr("order_sync.steps.label_pages.JOBS", 1)
    first = browser.get("/order-sync/labels", headers=login("user")).text
    assert (
        "2026-07-01 12:00 CEST" in first and "2026-07-01 12:00 CEST" in browser.get("/order-sync/labels/nl/1", headers=login("user")).text
    )
    second = browser.get("/order-sync/labels?page=2", headers=login("user")).text
    assert "Previous" in second and "/labels/nl/1/labels.pdf" not in second and "Next" not in second
    assert browser.get("/order-sync/labels?page=0", headers=login("user")).status_code == 422


def test_who_ships_sees_the_job_and_gets_its_file(shop, browser):
    page = browser.get("/order-sync/labels", headers=login("user"))
    assert page.status_code == 200, page.text
    assert "Print all open" in page.text and "/order-sync/labels/nl/1/labels.pdf" in page.text
    for personal in ("Ejemplo", "Voorbeeldstraat", "example.com", "+34600000001", "1012AB"):
        assert personal not in page.text + browser.get("/order-sync/labels/nl/1", headers=login("user")).text
    file = browser.get("/order-sync/labels/nl/1/labels.pdf", headers=login("user"))
    assert file.status_code == 200 and file.content.startswith(b"%PDF-")
    assert "attachment" in file.headers["content-disposition"] and file.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    ["/labels/nl/99", "/labels/nl/99/labels.pdf", "/labels/nl/1/customs.pdf", "/labels/es/1", "/labels/xx/1", "/labels/xx/1/labels.pdf"],
)
def test_what_is_not_there_says_so(shop, browser, path):
    answer = browser.get(f"/order-sync{path}", headers=login("admin"))
    assert answer.status_code == 404
    assert "<html" in answer.text


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example.com"}]
)
def test_a_form_of_another_site_prints_nothing(shop, browser, monkeypatch, headers):
    monkeypatch.setattr("order_sync.ui.labels.start", lambda *_, **__: pytest.fail("started"))
    assert browser.post("/order-sync/labels/nl/print", headers=login("admin") | headers).status_code == 403


def test_printing_starts_the_dag_of_the_store(shop, browser, monkeypatch):
    asked = []
    monkeypatch.setattr("order_sync.ui.labels.start", lambda dag_id, **named: asked.append((dag_id, named["user"])) or "manual__1")
    answer = browser.post("/order-sync/labels/nl/print", headers=login("user") | {"Sec-Fetch-Site": "same-origin"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/order-sync/labels?started=manual__1")
    assert asked == [("labels__nl", "user")]


def test_text_from_outside_is_text(shop, browser):
    page = browser.get("/order-sync/labels", params={"problem": "<script>alert(1)</script>"}, headers=login("user"))
    assert "<script>alert" not in page.text and "&lt;script&gt;" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_nothing_is_fetched_from_another_host():
    from order_sync.ui.layout import FOLDER

    for file in [*FOLDER.glob("templates/*"), *FOLDER.glob("static/*")]:
        assert "//" not in file.read_text().replace("// ", "").replace("<!doctype", ""), file.name

"""The page of a dry run: the exact requests, without the buyers' data, for those who may look at the DAG."""

from __future__ import annotations

from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from pages_world import client, login
from shop_world import wix_order

PERSONAL = ("Lucía", "Ejemplo", "example.com", "600000001", "Calle Mayor", "28001")
RUN = "manual__2026-11-16T10:00:00.123456+00:00"


@pytest.fixture
def shop(world, monkeypatch):
    """A store with two orders to be sent, whose senders ran dry."""
    world.stock()
    company = wix_order("10002", minute=6, customFields=[{"title": "VAT number", "value": "ESB12345674"}])
    company["billingInfo"]["contactDetails"]["company"] = "Ejemplo SL"
    world.sell("es", wix_order("10001"), company)
    world.ingest()

    @contextmanager
    def opened():
        yield world.database

    monkeypatch.setattr("order_sync.ui.requests.open_database", opened)
    for module in ("order_sync.ui.requests", "order_sync.ui.selection"):
        monkeypatch.setattr(f"{module}.load_config", lambda: world.config)
    for destination in ("holded", "myparcel"):
        dry(world, monkeypatch, f"{destination}__es", "send", "es", destination)
    return world


def dry(world, monkeypatch, dag_id, entry, *arguments, run=RUN, **params):
    """One task of the flow with the switch Dry run."""
    from order_sync.steps import flow
    from order_sync.steps.shop import open_shop

    context = {
        "run_id": run,
        "params": {"dry_run": True, "order_numbers": [], **params},
        "ti": SimpleNamespace(dag_id=dag_id, task_id=entry),
    }
    with monkeypatch.context() as patch:
        patch.setattr(flow, "open_shop", lambda store, run_key: open_shop(store, run_key, config=world.config, database=world.database))
        return getattr(flow, entry)(*arguments, context)


@pytest.fixture
def browser(monkeypatch):
    return client(monkeypatch)


def test_every_request_stands_there_in_its_order_without_the_buyer(shop, browser):
    page = browser.get(f"/order-sync/requests/holded__es/{RUN}", headers=login("viewer"))
    assert page.status_code == 200, page.text
    assert page.text.count("<article>") > 4 and "/api/v2/sales-receipts" in page.text and "/api/v2/invoices" in page.text
    assert page.text.index("/api/v2/sales-receipts") < page.text.index("/approve")
    assert "(personal data)" in page.text and not [text for text in PERSONAL if text in page.text]
    assert "<script>" not in page.text and "style=" not in page.text
    parcels = browser.get(f"/order-sync/requests/myparcel__es/{RUN}", headers=login("viewer")).text
    assert "/shipments" in parcels and not [text for text in PERSONAL if text in parcels]


def test_nothing_personal_is_kept(shop):
    with shop.database.engine.begin() as connection:
        kept = " ".join(str(row[0]) for row in connection.exec_driver_sql("SELECT request::text FROM ops.dry_runs"))
    assert "sales-receipts" in kept and not [text for text in PERSONAL if text in kept]


def test_one_order_alone(shop, browser):
    page = browser.get(f"/order-sync/requests/holded__es/{RUN}?number=10002", headers=login("viewer")).text
    assert "/api/v2/invoices" in page and "/api/v2/sales-receipts" not in page
    assert "No request of this order." in browser.get(f"/order-sync/requests/holded__es/{RUN}?number=9", headers=login("viewer")).text


def test_long_lists_page(shop, browser, monkeypatch):
    monkeypatch.setattr("order_sync.ui.requests.PAGE_ROWS", 2)
    page = browser.get(f"/order-sync/requests/holded__es/{RUN}", headers=login("viewer")).text
    assert page.count("<article>") == 2 and 'rel="next"' in page
    last = browser.get(f"/order-sync/requests/holded__es/{RUN}?page=99", headers=login("viewer")).text
    assert last.count("<article>") == 0 and 'rel="prev"' in last


def test_the_list_of_dry_runs_leads_there(shop, browser):
    page = browser.get("/order-sync/requests?store=es", headers=login("viewer")).text
    assert "holded__es" in page and "myparcel__es" in page
    link = page.split("/requests/holded__es/")[1].split('"')[0]
    assert browser.get(f"/order-sync/requests/holded__es/{link}", headers=login("viewer")).text.count("<article>") > 4
    assert "No dry run" in browser.get("/order-sync/requests?store=nl", headers=login("viewer")).text


@pytest.mark.parametrize("path", [f"requests/holded__xx/{RUN}", f"requests/nothing/{RUN}", f"requests/holded__es/{RUN}?task=nothing"])
def test_what_is_not_there_says_so(shop, browser, path):
    answer = browser.get(f"/order-sync/{path}", headers=login("viewer"))
    assert answer.status_code == 404 and "<html" in answer.text


def test_a_run_that_was_none_says_what_to_do(shop, browser):
    assert (
        "It was no dry run, or nothing was open to be sent"
        in browser.get("/order-sync/requests/holded__es/another", headers=login("viewer")).text
    )


def test_a_dry_run_of_the_intake_shows_what_it_would_write_down(shop, browser, monkeypatch):
    from order_sync.steps import ingest
    from order_sync.steps.shop import open_shop
    from order_sync.steps.window import Window

    shop.sell("es", wix_order("10003", minute=7), wix_order("10004", minute=8, status="CANCELED"))
    with open_shop("es", "dry", config=shop.config, database=shop.database) as opened:
        ingest.land(opened, Window(None, None, ("10003", "10004")))
        ingest.build(opened)
        ingest.check(opened)
    dry(shop, monkeypatch, "wix_orders__es", "publish", "es", run="dry")
    page = browser.get("/order-sync/requests/wix_orders__es/dry", headers=login("viewer")).text
    assert "Order 10003" in page and "Order 10004" not in page and "/api/v2/sales-receipts" in page
    assert not [text for text in PERSONAL if text in page]
    assert shop.database.rows("orders/by_number", store="es", number="10003") == []


def test_a_dry_run_of_tracking_tells_wix_nothing_and_shows_it(shop, browser, monkeypatch):
    shop.send("myparcel")
    shop.label()
    with_shop(shop, lambda track, opened: track.poll(opened, everything=True))
    told = dry(shop, monkeypatch, "tracking__es", "tell_wix", "es")
    assert told == {"counts": {}, "orders": []} and shop.fulfillments() == []
    page = browser.get(f"/order-sync/requests/tracking__es/{RUN}", headers=login("viewer")).text
    assert page.count("/create-fulfillment") == 2 and not [text for text in PERSONAL if text in page]


def with_shop(world, act):
    from order_sync.steps import track
    from order_sync.steps.shop import open_shop

    with open_shop("es", "t1", config=world.config, database=world.database) as opened:
        act(track, opened)


def test_old_dry_runs_go(shop, monkeypatch):
    with shop.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE ops.dry_runs SET made_at = now() - interval '15 days' WHERE dag_id = 'holded__es'")
    dry(shop, monkeypatch, "myparcel__es", "send", "es", "myparcel", run="later")
    with shop.database.engine.begin() as connection:
        left = {row[0] for row in connection.exec_driver_sql("SELECT DISTINCT dag_id FROM ops.dry_runs")}
    assert left == {"myparcel__es"}

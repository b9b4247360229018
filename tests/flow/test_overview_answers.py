"""What the overview answers where something is not there, not allowed, or does not answer; its runs of Airflow."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cli_world import orders_db
from pages_world import HTML, client, login, reader


@pytest.fixture
def browser(world, monkeypatch):
    monkeypatch.setenv("AIRFLOW_CONN_ORDERS_DB", orders_db(world.database))
    monkeypatch.setenv("ORDER_SYNC_CONFIG", str(world.config.folder))
    return client(monkeypatch)


@pytest.fixture
def page(browser):
    return reader(browser)


@pytest.mark.parametrize("path", ["/overview?store=xx", "/nothing", "/labels/nl/99"])
def test_what_is_not_there_is_a_page_that_says_so(page, path):
    assert "<h1>" in page(path, status=404)


def test_nonsense_in_an_address_is_refused_with_a_page(page):
    assert "Choose from the page instead" in page("/overview/orders?fate=nonsense", status=422)


@pytest.mark.parametrize("path", ["/overview?store=es&period=7", "/", "/labels/nl/1"])
def test_a_person_without_a_login_is_led_to_it_and_back(browser, path):
    answer = browser.get(f"/order-sync{path}", headers=HTML)
    assert answer.status_code == 401 and "<h1>Log in</h1>" in answer.text
    next_page = path.replace("?", "%3F").replace("=", "%3D").replace("&", "%26").replace("/", "%2F")
    assert f'href="/api/v2/auth/login?next=%2Forder-sync{next_page}"' in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_program_without_a_login_gets_json(browser):
    assert browser.get("/order-sync/overview", headers={"Accept": "application/json"}).json() == {"detail": "Not authenticated"}
    assert browser.post("/order-sync/labels/nl/print", headers=HTML).headers["content-type"] == "application/json"


def test_a_database_that_does_not_answer_is_a_page_with_a_cure(browser, monkeypatch):
    monkeypatch.setenv(
        "AIRFLOW_CONN_ORDERS_DB", '{"conn_type": "postgres", "host": "127.0.0.1", "port": 1, "login": "x", "password": "x", "schema": "x"}'
    )
    answer = browser.get("/order-sync/overview?store=es", headers=login("viewer") | HTML)
    assert answer.status_code == 503 and "Check the connection orders_db" in answer.text and "Traceback" not in answer.text


def test_a_database_without_tables_says_which_command(page, world):
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE pages.days RENAME TO gone")
    try:
        assert "order-sync migrate" in page("/overview?store=es", status=503)
    finally:
        with world.database.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE pages.gone RENAME TO days")


def test_runs_are_read_from_airflow_and_lead_to_it(page, monkeypatch):
    began = datetime(2026, 11, 22, 9, tzinfo=UTC)
    newest = {"run_id": "scheduled__2026-11-22T09:00:00+00:00", "state": "failed", "began": began, "seconds": 75}
    rows = [
        {"dag_id": "wix_orders__es", "kind": "wix_orders", "paused": False, "newest": newest, "took": [(began - timedelta(hours=1), 60), (began, 75)]},
        {"dag_id": "labels__es", "kind": "labels", "paused": True, "newest": None, "took": []},
    ]  # fmt: skip
    monkeypatch.setattr("order_sync.ui.overview.last_runs", lambda user, store: rows)
    text = page("/overview?store=es")
    assert 'href="/dags/wix_orders__es/runs/scheduled__2026-11-22T09%3A00%3A00%2B00%3A00" target="_top">failed</a>' in text
    assert "1 min 15 s" in text and "2026-11-22 10:00 CET" in text and "never ran" in text and "switched off" in text
    assert text.index("labels</a>") < text.index("wix_orders</a>") and page("/overview?store=es&sort=-run_took").index(
        "wix_orders</a>"
    ) < text.index("wix_orders</a>")


def test_without_airflows_database_the_rest_is_shown(page, monkeypatch):
    monkeypatch.setattr("order_sync.ui.overview.last_runs", lambda user, store: None)
    assert "Airflow's own database does not answer" in page("/overview?store=es").replace("&#39;", "'")

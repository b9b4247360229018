"""What the canary has found as a report: on screen and as CSV, with an empty state that says whether anything was looked at."""

from __future__ import annotations

import csv
import io

import pytest
from alerts_world import look, settle
from cli_world import orders_db
from order_sync.steps.report_csv import BOM
from pages_world import client, login
from reconcile_world import lately, run
from sandbox.holded import views
from shop_world import wix_order


@pytest.fixture
def page(world, monkeypatch):
    """The report of a shop, by its form."""
    lately(monkeypatch)
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    world.send("holded", checked=False)
    monkeypatch.setenv("AIRFLOW_CONN_ORDERS_DB", orders_db(world.database))
    monkeypatch.setenv("ORDER_SYNC_CONFIG", str(world.config.folder))
    browser = client(monkeypatch)

    def read(path="/reports?store=es&report=apis"):
        answer = browser.get(f"/order-sync{path}", headers=login("viewer"))
        assert answer.status_code == 200, answer.text
        return answer.content.decode()

    return read


def test_what_the_canary_found_is_a_report_to_which_the_alert_leads(world, page, monkeypatch, mail):
    assert "No answer was compared yet." in page() and "reconcile__es" in page()
    run(world, "documents")
    assert "All answers fit what we know." in page() and "of call were compared with the pinned form, the last on" in page()
    monkeypatch.setattr(views, "row", lambda *given, row=views.row: {**row(*given), "status": "frozen", "total_due": "1"})
    run(world, "documents", key="rec2")
    text = page()
    assert "All answers fit" not in text and text.index(">warning<") < text.index(">note<")
    for shown in ("GET /sales-receipts", ">status<", ">unknown value<", ">frozen<", ">total_due<", ">new field<"):
        assert shown in text, shown
    rows = list(csv.DictReader(io.StringIO(page("/reports/apis.csv?store=es").removeprefix(BOM))))
    assert [(row["Level"], row["Where"], row["Field"], row["What"], row["Seen"]) for row in rows] == [
        ("warning", "holded", "status", "unknown value", "frozen"), ("note", "holded", "total_due", "new field", "text"),
    ]  # fmt: skip
    assert all(row["First seen"] and row["Seen last"] and row["Times"] and row["Known"] is not None for row in rows)
    for personal in ("Ejemplo", "Lucía", "Calle Mayor", "example.com", "+34600000001"):
        assert personal not in text
    settle(world, mail={"connection": "mail_es", "to": ["desk@example.com"]})
    assert look(world)["mail"] == 1 and "/order-sync/reports?store=es&amp;report=apis" in mail.texts()[-1].replace(
        "es&report", "es&amp;report"
    )


def test_another_store_sees_nothing_of_it(world, page, monkeypatch):
    run(world, "documents")
    assert "No answer was compared yet." in page("/reports?store=nl&report=apis")


def test_the_query_takes_its_index(world):
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO ops.api_drift (remote, endpoint, path, what, seen, level, store, last_at)"
            " SELECT 'wix', 'GET /x', 'f' || n, 'new', '', 'note', 'es', now() - n * interval '1 day' FROM generate_series(1, 5000) AS n"
        )
        connection.exec_driver_sql("ANALYZE ops.api_drift")
        plan = "\n".join(
            row[0]
            for row in connection.exec_driver_sql(
                "EXPLAIN SELECT * FROM ops.api_drift WHERE store = 'es' AND last_at >= now() - make_interval(days => 90) ORDER BY level DESC"
            )
        )
    assert "api_drift_by_time" in plan, plan

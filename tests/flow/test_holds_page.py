"""The page about holds: what waits, by reason and age; who may act on what; what was closed by whom."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from cli_world import orders_db
from order_sync.steps import holds_tasks
from pages_world import client, login
from shop_world import wix_order

UNKNOWN = (("NO-SUCH", 1, 1000),)
HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def browser(world, monkeypatch):
    """A browser on the pages of a store with held orders."""
    monkeypatch.setenv("AIRFLOW_CONN_ORDERS_DB", orders_db(world.database))
    monkeypatch.setenv("ORDER_SYNC_CONFIG", str(world.config.folder))
    world.stock()
    world.sell(
        "es", wix_order("10001"), wix_order("10002", lines=UNKNOWN), wix_order("10003", lines=UNKNOWN), wix_order("10004", country="CH", lines=UNKNOWN)
    )  # fmt: skip
    world.ingest()
    return client(monkeypatch)


@pytest.fixture
def asked(world, monkeypatch):
    """What the page starts is done at once, as Airflow would with the same form."""
    made = []

    def start(dag_id, *, run_id, user, conf):
        made.append(conf)
        run = type("Run", (), {"triggering_user_name": user})
        store, context = dag_id.partition("__")[2], {"run_id": run_id, "params": conf, "dag_run": run}
        tasks = holds_tasks.choose(store, context)
        for remote, task in holds_tasks.LISTS.items():
            if task in tasks:
                holds_tasks.refresh(store, remote, context)
        holds_tasks.act(store, context)
        return run_id

    monkeypatch.setattr("order_sync.ui.holds.start", start)
    return made


def holds_page(browser, role="viewer", **query):
    answer = browser.get("/order-sync/holds", params=query, headers=login(role))
    assert answer.status_code == 200, answer.text
    return answer.text


def numbers(text):
    return re.findall(r'number=(\d+)">\1</a>', text)


def post(browser, action, role="user", **form):
    return browser.post(f"/order-sync/holds/es/{action}", data=form, headers=login(role) | HERE)


def closed(world):
    with world.database.engine.begin() as connection:
        rows = connection.exec_driver_sql(
            "SELECT order_number, destination, closed_as, closed_by, note FROM export.holds WHERE closed_as <> 'healed'"
        )
        return sorted(tuple(row) for row in rows)


def ids(world):
    return {
        (row["order_number"], row["destination"]): row["hold_id"]
        for row in world.database.rows("holds/list", store="es", code=None, number=None)
    }


def test_each_hold_stands_with_order_field_seen_and_cure(browser):
    text = holds_page(browser)
    assert sorted(numbers(text)) == ["10002", "10003", "10004", "10004"]
    for part in ("UNKNOWN_SKU", "no Holded product has this SKU", "NO-SUCH", "sku_aliases.csv", "CET"):
        assert part in text
    for personal in ("Ejemplo", "Calle Mayor", "example.com", "+34600000001", "28001"):
        assert personal not in text


def test_the_list_is_filtered_by_reason_destination_age_and_number(browser, world):
    assert numbers(holds_page(browser, code="CUSTOMS_INCOMPLETE")) == ["10004"]
    assert numbers(holds_page(browser, destination="myparcel")) == ["10004"]
    assert numbers(holds_page(browser, number="10003")) == ["10003"]
    assert "No open hold fits" in holds_page(browser, older="24")
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE export.holds SET since = since - interval '2 days' WHERE order_number = '10002'")
    assert numbers(holds_page(browser, older="24")) == ["10002"]
    assert numbers(holds_page(browser, sort="-order"))[0] == "10004" and numbers(holds_page(browser, sort="order"))[0] == "10002"


def test_a_long_list_pages(browser, monkeypatch):
    monkeypatch.setattr("order_sync.ui.holds.PAGE_ROWS", 3)
    first = holds_page(browser, sort="order")
    assert numbers(first) == ["10002", "10003", "10004"] and "Next" in first
    second = holds_page(browser, sort="order", page="2")
    assert numbers(second) == ["10004"] and "Previous" in second and "Next" not in second


def test_a_viewer_looks_and_does_not_act(browser, asked):
    text = holds_page(browser)
    assert '<form method="post"' not in text and "checkbox" not in text
    assert post(browser, "retry", role="viewer", scope="filter").status_code == 403
    assert asked == []


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example.com"}])
def test_a_form_of_another_site_closes_nothing(browser, asked, headers):
    answer = browser.post("/order-sync/holds/es/retry", data={"scope": "filter"}, headers=login("admin") | headers)
    assert answer.status_code == 403 and asked == []


def test_chosen_holds_are_ignored_and_no_others_with_the_name_of_who_did_it(browser, world, asked):
    held = ids(world)
    answer = post(browser, "ignore", hold=[held["10002", "holded"], held["10004", "myparcel"]], note="booked <by> hand", code="UNKNOWN_SKU")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/order-sync/holds?store=es&code=UNKNOWN_SKU&started=manual__")
    assert closed(world) == [
        ("10002", "holded", "ignored", "user", "booked <by> hand"), ("10004", "myparcel", "ignored", "user", "booked <by> hand"),
    ]  # fmt: skip
    text = holds_page(browser, state="closed")
    assert sorted(numbers(text)) == ["10002", "10004"] and "booked &lt;by&gt; hand" in text and "ignored" in text


def test_a_whole_filter_is_retried_and_what_heals_is_released(browser, world, asked):
    from sandbox.holded.products import add_products

    add_products(world.sandbox.sandbox, "es", [{"name": "New", "sku": "NO-SUCH", "price": "8.26"}])
    seen_at = re.search(r'name="seen_at" value="([^"]+)"', holds_page(browser, "user", code="UNKNOWN_SKU"))[1]
    assert post(browser, "retry", scope="filter", code="UNKNOWN_SKU", seen_at=seen_at).status_code == 303
    assert asked[0]["code"] == "UNKNOWN_SKU" and not asked[0]["everything"]
    assert set(numbers(holds_page(browser))) == {"10004"}  # to Switzerland: other things are missing there
    assert world.send("holded", run="r2")["receipts"] == 3


def test_what_came_after_the_page_was_shown_is_not_meant(browser, world, asked):
    before = datetime.now(UTC).isoformat()
    world.sell("es", wix_order("10009", minute=40, lines=UNKNOWN))
    world.ingest(run="r2")
    post(browser, "ignore", scope="filter", code="UNKNOWN_SKU", note="by hand", seen_at=before)
    assert {number for number, *_ in closed(world)} == {"10002", "10003", "10004"}
    assert "10009" in numbers(holds_page(browser))


@pytest.mark.parametrize(("action", "form", "told"), [("retry", {}, "No hold was chosen"), ("ignore", {"scope": "filter"}, "with a note")])
def test_what_is_missing_is_said_and_nothing_is_started(browser, asked, action, form, told):
    answer = post(browser, action, **form)
    assert answer.status_code == 303 and asked == []
    text = browser.get(answer.headers["location"], headers=login("user")).text
    assert told in text and 'role="alert"' in text


def test_a_paused_dag_is_told(browser, monkeypatch):
    from order_sync.ui.runs import NotStarted

    def start(*_, **__):
        raise NotStarted("holds__es is paused: switch it on first")

    monkeypatch.setattr("order_sync.ui.holds.start", start)
    answer = post(browser, "retry", scope="filter")
    assert "is paused" in browser.get(answer.headers["location"], headers=login("user")).text


def test_an_empty_inbox_says_so(browser):
    assert "Nothing waits for a person" in holds_page(browser, store="nl")


def test_what_the_address_says_is_text(browser):
    text = holds_page(browser, "user", number='"><script>alert(1)</script>', started="<script>", code="'; DROP")
    assert "<script>alert" not in text and "No open hold fits" in text


def test_what_the_page_asks_for_is_what_the_form_of_the_dag_takes(browser, world, monkeypatch):
    import importlib.util
    from pathlib import Path

    spec = importlib.util.spec_from_file_location("dag_of_holds", Path(__file__).resolve().parents[2] / "dags" / "holds.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    asked = []
    monkeypatch.setattr("order_sync.ui.holds.start", lambda dag_id, *, run_id, user, conf: asked.append(conf) or run_id)
    post(browser, "retry", hold=[1, 2], into_closed_period="true")
    post(browser, "ignore", scope="filter", note="n", code="UNKNOWN_SKU", destination="holded", older="24", number="10002")
    post(browser, "retry", scope="filter", seen_at=datetime.now(UTC).isoformat())
    assert len(asked) == 3 and asked[2]["everything"] is True
    for conf in asked:
        form = module.holds__es.params
        assert set(conf) <= set(form)
        for name, value in conf.items():
            form[name] = value  # refused where it does not fit the parameter's schema

"""The overview over a real database: what it counts, what it names, where it leads; who is sent to the login."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from cli_world import orders_db
from order_sync.steps.fates import catch_up
from pages_world import client, login
from shop_world import wix_order

HTML = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture
def browser(world, monkeypatch):
    monkeypatch.setenv("AIRFLOW_CONN_ORDERS_DB", orders_db(world.database))
    monkeypatch.setenv("ORDER_SYNC_CONFIG", str(world.config.folder))
    return client(monkeypatch)


@pytest.fixture
def page(browser):
    """``page("/overview?period=all")``: its text with one space between words, as a viewer sees it."""

    def shown(path: str, role: str = "viewer", status: int = 200) -> str:
        answer = browser.get(f"/order-sync{path}", headers=login(role) | HTML)
        assert answer.status_code == status, answer.text
        return answer.text

    return shown


def words(text: str) -> str:
    """What is read of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


@pytest.fixture
def sold(world):
    """Three orders: two booked and one of them shipped, one held."""
    world.stock("es")
    world.sell("es", wix_order("10001"), wix_order("10002", minute=6), wix_order("10003", minute=7, lines=(("NOPE", 1, 1000),)))
    world.ingest("es")
    return world


def test_an_empty_shop_says_so_and_nothing_is_missing(page):
    shown = words(page("/overview?store=es"))
    assert "No order of these days was published." in shown and "Nothing is held." in shown and "No calls in these days." in shown


def test_the_equation_names_what_waits_and_turns_green(sold, page):
    shown = words(page("/overview?store=es&period=all"))
    assert "Wix 3 = booked 0 + held 1 + ignored 0 + open 2 All accounted for: 2 wait for Holded." in shown
    sold.send("holded")
    sold.send("myparcel", checked=False)
    text = page("/overview?store=es&period=all")
    assert "Wix 3 = booked 2 + held 1 + ignored 0 All accounted for." in words(text) and 'class="note good" id="booking"' in text
    assert re.search(r"Paid physical (\d) = shipped \1 \+ held 0 All accounted for\.", words(text))


def test_an_order_that_is_nowhere_is_bad_and_can_be_looked_at(sold, page):
    sold.send("holded")
    with sold.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE export.ledger SET state = 'withdrawn' WHERE order_number = '10002' AND role = 'document'")
    text = page("/overview?store=es&period=all")
    assert "1 order is neither booked nor held nor ignored nor queued" in words(text) and 'class="note bad" id="booking"' in text
    link = re.search(r'neither booked[^<]*<a href="([^"]+)"', text)[1].replace("&amp;", "&").removeprefix("/order-sync")
    shown = page(link)
    assert 'href="/order-sync/orders?store=es&amp;number=10002"' in shown and "10001" not in shown
    with sold.database.engine.begin() as connection:  # back to what the flow's own end expects
        connection.exec_driver_sql("UPDATE export.ledger SET state = 'sent' WHERE order_number = '10002' AND role = 'document'")


def test_a_paid_order_whose_parcel_is_nowhere_is_bad_and_can_be_looked_at(sold, page):
    change = "UPDATE export.ledger SET state = %s WHERE order_number = '10002' AND role = 'shipment'"
    assert "to be shipped 3 3 wait for MyParcel." in words(page("/overview?store=es&period=all"))
    with sold.database.engine.begin() as connection:
        connection.exec_driver_sql(change, ("withdrawn",))
    text = page("/overview?store=es&period=all")
    assert "1 order is neither shipped nor held nor queued" in words(text) and 'class="note bad" id="shipping"' in text
    assert "to be shipped 2 + unexplained 1" in words(text)
    link = re.search(r'neither shipped[^<]*<a href="([^"]+)"', text)[1].replace("&amp;", "&").removeprefix("/order-sync")
    shown = page(link)
    assert 'href="/order-sync/orders?store=es&amp;number=10002"' in shown and "10001" not in shown


def test_orders_that_an_older_version_counted_as_due_are_counted_again_once(sold, page):
    with sold.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE export.ledger SET state = 'withdrawn' WHERE role = 'shipment'")
    page("/overview?store=es&period=all")
    with sold.database.engine.begin() as connection:  # as the older version left it
        facts = """replace(facts::text, '"unexplained", "wanted"', '"due", "wanted"')::jsonb"""
        connection.exec_driver_sql(f"UPDATE pages.orders SET ship = 'due', facts = {facts}")
        connection.exec_driver_sql("DELETE FROM pages.days WHERE what = 'ship' AND name = 'due'")
        connection.exec_driver_sql("UPDATE pages.days SET name = 'due' WHERE what = 'ship' AND name = 'unexplained'")
    sold.database.migrate()
    assert 'class="note bad" id="shipping"' in page("/overview?store=es&period=all")
    sold.database.migrate()
    assert sold.database.one("fates/left", store="es", most=10)["touched"] == 0


def test_plots_have_words_and_tables_with_the_same_figures(sold, page):
    sold.send("holded")
    text = page("/overview?store=es&period=all")
    assert 'aria-label="Orders from 2026-11-16' in text or 'aria-label="Orders from' in text
    rows = sold.database.rows("reports/documents", store="es")
    for row in rows:
        assert re.search(
            rf'data-name="Kind">{row["kind"]}</td><td data-name="State">{row["stage"]}</td><td data-name="Documents" class="number">{row["documents"]}<',
            text,
        )
    assert re.search(r'data-name="Reason"><a href="/order-sync/holds\?store=es&amp;code=[A-Z_]+">', text)
    assert sum(map(int, re.findall(r'data-name="Orders" class="number">(\d+)<', text))) == 3


def test_revenue_has_its_currency_and_leaves_cancelled_orders_out(sold, page):
    with sold.database.engine.begin() as connection:
        total = connection.exec_driver_sql("SELECT sum(total_minor) FROM core.orders WHERE number <> '10001'").scalar()
        connection.exec_driver_sql("UPDATE core.orders SET status = 'CANCELED' WHERE number = '10001'")
    text = words(page("/overview?store=es&period=all"))
    assert f"{total // 100}.{total % 100:02} EUR" in text


def test_parcels_and_calls_of_a_whole_hour(sold, page):
    sold.send("holded")
    sold.send("myparcel", checked=False)
    sold.label("es")
    sold.track("es")
    text = page("/overview?store=es&period=all")
    assert "label made" in words(text)
    counted = {row["remote"]: row["calls"] for row in sold.database.rows("calls/by_remote", store="es")}
    shown = dict(re.findall(r'data-name="Remote">(\w+)</td><td data-name="Calls" class="number">(\d+)<', text))
    assert {remote: int(calls) for remote, calls in shown.items()} == counted


def test_tables_sort_by_their_headings(sold, page):
    for number in (1, 2, 3):
        with sold.database.engine.begin() as connection:
            connection.exec_driver_sql(
                "INSERT INTO export.holds (store, wix_order_id, order_number, destination, code, source)"
                " SELECT store, wix_order_id, number, 'myparcel', %s, 'build' FROM core.orders ORDER BY number LIMIT %s", (f"CODE_{4 - number}", number),
            )  # fmt: skip

    def codes(query: str) -> list[str]:
        return re.findall(r"code=(CODE_\d)", page(f"/overview?store=es&period=all{query}"))

    assert codes("") == ["CODE_1", "CODE_2", "CODE_3"]
    assert codes("&sort=-hold_code") == ["CODE_3", "CODE_2", "CODE_1"] == codes("&sort=holds")
    assert codes("&sort=nonsense") == codes("")


def test_long_lists_page_and_sort(sold, page, monkeypatch):
    monkeypatch.setattr("order_sync.ui.overview.PAGE_ROWS", 2)
    with sold.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE core.orders SET created_at = created_at - (number::int - 10000) * interval '1 day'")
    first, second = (
        page(f"/overview/orders?store=es&period=all&fate={fate}{more}") for fate, more in (("unexplained", ""), ("held", "&page=2"))
    )
    assert re.findall(r"number=(\d+)", first) == ["10001", "10002"] and "Next" not in first
    assert "No such order on this page" in words(second) and "Previous" in second
    assert re.findall(r"number=(\d+)", page("/overview/orders?store=es&period=all&fate=unexplained&sort=day")) == ["10002", "10001"]


def test_a_period_has_only_its_days(sold, page):
    with sold.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE core.orders SET created_at = now() WHERE number = '10001'")
        connection.exec_driver_sql("UPDATE core.orders SET created_at = now() - interval '20 days' WHERE number = '10002'")
        connection.exec_driver_sql("UPDATE core.orders SET created_at = now() - interval '300 days' WHERE number = '10003'")
    for period, orders in (("7", 1), ("30", 2), ("365", 3), ("all", 3)):
        text = words(page(f"/overview?store=es&period={period}"))
        assert f"Wix {orders} =" in text and "Open holds" in text and "Nothing is held" not in text


def test_what_the_page_cannot_count_at_once_is_said(sold, page, monkeypatch):
    monkeypatch.setattr("order_sync.steps.overview_page.DRAINED", 1)
    with sold.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE core.orders SET total_minor = total_minor + 1")
    assert "More than 1 changes wait to be counted" in words(page("/overview?store=es&period=all"))
    assert "1 changes wait" in words(page("/overview?store=es&period=all")) and "changes wait" not in page("/overview?store=es&period=all")


def test_a_new_time_zone_is_said_and_counted_by_a_task_never_by_a_page(sold, page):
    page("/overview?store=es&period=all")
    file = sold.config.folder / "stores" / "es.yaml"
    file.write_text(file.read_text().replace("Europe/Madrid", "Pacific/Auckland"))

    with sold.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE core.orders SET number = number WHERE number = '10003'")

    def told() -> tuple[bool, str, set[str]]:
        text = page("/overview?store=es&period=all")
        for path in ("/overview/orders?store=es&period=all&fate=held", "/orders?store=es&number=10001"):
            page(path)
        days = {
            str(row["day"])
            for row in sold.database.rows(
                "pages/overview_book_asc", store="es", fate="held", since=None, until="2999-01-01", rows=9, skip=0
            )
        }
        return "Days are being counted anew for Pacific/Auckland" in words(text), words(text), days

    moving, text, before = told()
    assert moving and "Wix 3 = booked 0 + held 1" in text, "the sums stay whole"
    assert sold.database.rows("fates/counted_by", store="es")[0]["zone"] == "Europe/Madrid"
    catch_up(sold.database, "es", "Pacific/Auckland")
    moving, text, after = told()
    assert not moving and "Wix 3 = booked 0 + held 1" in text
    assert len(before) == len(after) == 1


@pytest.mark.parametrize("path", ["/overview?store=xx", "/nothing", "/labels/nl/99"])
def test_what_is_not_there_is_a_page_that_says_so(page, path):
    assert "<h1>" in page(path, status=404)


def test_nonsense_in_an_address_is_refused_with_a_page(page):
    assert "Choose from the page instead" in page("/overview/orders?fate=nonsense", status=422)


def test_nothing_personal_is_shown(sold, page):
    sold.send("holded")
    for path in ("/overview?store=es&period=all", "/overview/orders?store=es&period=all&fate=booked"):
        assert not re.search(r"Ejemplo|Calle Mayor|example\.com|600000001", page(path))


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

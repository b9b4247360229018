"""The overview over a real database: what it counts, what it names, where it leads."""

from __future__ import annotations

import re

import pytest
from cli_world import orders_db
from order_sync.steps.fates import catch_up
from pages_world import client, reader
from shop_world import wix_order


@pytest.fixture
def browser(world, monkeypatch):
    monkeypatch.setenv("AIRFLOW_CONN_ORDERS_DB", orders_db(world.database))
    monkeypatch.setenv("ORDER_SYNC_CONFIG", str(world.config.folder))
    return client(monkeypatch)


@pytest.fixture
def page(browser):
    return reader(browser)


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


def test_nothing_personal_is_shown(sold, page):
    sold.send("holded")
    for path in ("/overview?store=es&period=all", "/overview/orders?store=es&period=all&fate=booked"):
        assert not re.search(r"Ejemplo|Calle Mayor|example\.com|600000001", page(path))

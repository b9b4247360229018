"""The page of one order: found by number, everything that happened to it, and its payload for those who may act only."""

from __future__ import annotations

import logging
import re

import pytest
from cli_world import orders_db
from pages_world import client, login
from shop_world import wix_order

PERSONAL = ("Lucía", "Ejemplo", "Calle Mayor", "Voorbeeldstraat", "example.com", "+34600000001", "600000001", "28001")
HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def browser(world, monkeypatch):
    """A browser on the pages of a store with an order that went all the way, and a held one."""
    monkeypatch.setenv("AIRFLOW_CONN_ORDERS_DB", orders_db(world.database))
    monkeypatch.setenv("ORDER_SYNC_CONFIG", str(world.config.folder))
    world.stock()
    world.sell("es", wix_order("10001", buyerNote="Para <Lucía>"), wix_order("10002", lines=(("NO-SUCH", 1, 1000),)))
    world.ingest()
    world.send("holded")
    world.send("myparcel")
    world.label()
    world.track()
    return client(monkeypatch)


def shown(browser, number, role="viewer", status=200, **more):
    answer = browser.get("/order-sync/orders", params={"number": number, **more}, headers=login(role))
    assert answer.status_code == status, answer.text
    return answer.text


def identity(world, number):
    return world.database.rows("orders/by_number", store="es", number=number)[0]["wix_order_id"]


def timeline(text):
    listed = text.partition('<ol class="timeline">')[2].partition("</ol>")[0]
    return [re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", item)).strip() for item in listed.split("<li>")[1:]]


def test_an_order_is_found_by_number_and_by_wix_id_and_shows_all_that_is_known_without_the_buyer(browser, world):
    text = shown(browser, "10001")
    assert text == shown(browser, identity(world, "10001")).replace(
        f'value="{identity(world, "10001")}" placeholder', 'value="10001" placeholder'
    )
    for part in ("54.85 EUR", "s_iva_21", "Standard", "21 %", "holds", "status", "receipt", "Order 10001"):
        assert part in text, part
    for personal in PERSONAL:
        assert personal not in text, personal


def test_the_timeline_goes_from_placed_to_told(browser):
    told = timeline(shown(browser, "10001"))
    assert all(re.match(r"20\d\d-\d\d-\d\d \d\d:\d\d CES?T ", line) for line in told), told
    places = [next((at for at, line in enumerate(told) if part in line), None) for part in (
        "Wix Placed 54.85 EUR", "Landed and checked", "Holded Decided: send receipt", "Document sent 54.85 EUR", "Parcel sent", "Label made", "Fulfilment sent",
    )]  # fmt: skip
    assert None not in places, told
    assert places[:4] == sorted(places[:4])


def test_documents_and_parcels_lead_to_their_pages(browser, world):
    text = shown(browser, "10001")
    [document] = world.documents()
    [shipment] = [one for one in world.shipments() if ":10001-" in one["reference_identifier"]]
    assert (
        f'href="https://app.holded.com/sales/revenue#open:salesreceipt-{document["id"]}" target="_blank" rel="noopener noreferrer"' in text
    )
    assert f'href="https://backoffice.myparcel.nl/shipmentform?shipment={shipment["id"]}"' in text
    assert "3S" in text and "told to Wix: sent" in text


def test_a_held_order_says_why_and_what_to_do(browser):
    text = shown(browser, "10002")
    assert "Waits for a person" in text and "UNKNOWN_SKU" in text and "sku_aliases.csv" in text and "Retry or ignore it" in text
    assert any("Held: UNKNOWN_SKU" in line for line in timeline(text))


def test_nothing_found_and_nothing_asked_say_so(browser):
    assert "No order 99999 has been landed" in shown(browser, "99999") and "wix_orders__es" in shown(browser, "99999")
    assert "Type an order number" in shown(browser, "")
    assert "<script>alert" not in shown(browser, "<script>alert(1)</script>")
    assert "no such store" in shown(browser, "1", store="xx", status=404)


def test_orders_that_share_a_number_are_listed(browser, world):
    world.sell("es", wix_order("10001", minute=9) | {"id": "11111111-2222-4333-8444-555555555555"})
    world.ingest(run="r2")
    text = shown(browser, "10001")
    assert "2 orders have this number" in text and "11111111-2222-4333-8444-555555555555" in text
    assert "Timeline" in shown(browser, "11111111-2222-4333-8444-555555555555")


def test_the_payload_is_for_those_who_may_act_and_is_neither_cached_nor_logged(browser, world, caplog):
    caplog.set_level(logging.DEBUG)
    form = {"order": identity(world, "10001")}
    for role, headers, status in (("viewer", HERE, 403), ("user", {"Sec-Fetch-Site": "cross-site"}, 403), ("user", HERE, 200)):
        answer = browser.post("/order-sync/orders/payload?store=es", data=form, headers=login(role) | headers)
        assert answer.status_code == status
        assert ("Calle Mayor" in answer.text) is (status == 200)
    assert answer.headers["cache-control"] == "no-store" and "Para &lt;Lucía&gt;" in answer.text
    assert "Calle Mayor" not in caplog.text
    assert "Show what Wix sent" in shown(browser, "10001", "user") and "Show what Wix sent" not in shown(browser, "10001")


def test_a_payload_that_is_not_stored_any_more_says_so(browser, world):
    order = identity(world, "10001")
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE core.orders SET chunk_id = NULL")
    for path in ("payload", "replay"):
        answer = browser.post(f"/order-sync/orders/{path}?store=es", data={"order": order}, headers=login("user") | HERE)
        assert answer.status_code == 404 and "not stored" in answer.text


def test_the_replay_of_an_order_shows_what_would_change_and_changes_nothing(browser, world):
    from order_sync.steps.reporting import digest

    form, before = {"order": identity(world, "10002")}, digest(world.database)
    first = browser.post("/order-sync/orders/replay?store=es", data=form, headers=login("viewer") | HERE)
    assert first.status_code == 200 and "Nothing would change" in first.text
    file = world.config.folder / "sku_aliases.csv"
    file.write_text(file.read_text().rstrip() + "\nes,NO-SUCH,TAZA-01,\n")
    text = browser.post("/order-sync/orders/replay?store=es", data=form, headers=login("viewer") | HERE).text
    assert "UNKNOWN_SKU" in text and "send" in text, text
    assert digest(world.database) == before
    assert (
        browser.post("/order-sync/orders/replay?store=es", data=form, headers=login("user") | {"Sec-Fetch-Site": "cross-site"}).status_code
        == 403
    )

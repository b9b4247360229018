"""What to do about a kind of hold: a page per code, reached from the list and from the order."""

from __future__ import annotations

import re
from html import escape, unescape

import pytest
from cli_world import orders_db
from order_sync.contracts.holds import HOLD_CODES
from order_sync.contracts.runbook import RUNBOOK
from pages_world import client, reader
from shop_world import wix_order


@pytest.fixture
def page(world, monkeypatch):
    monkeypatch.setenv("AIRFLOW_CONN_ORDERS_DB", orders_db(world.database))
    monkeypatch.setenv("ORDER_SYNC_CONFIG", str(world.config.folder))
    return reader(client(monkeypatch))


def text(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def test_every_code_has_its_steps_who_does_them_and_what_never_to_do(page):
    for code in HOLD_CODES:
        shown = text(page(f"/holds/codes/{code}?store=es"))
        entry = RUNBOOK[code]
        for said in (*entry.steps, entry.never, entry.sees):
            assert said.replace("`", "") in shown, code
        assert "`" not in shown, code


def test_the_list_and_the_order_lead_there(world, page):
    world.stock()
    world.sell("es", wix_order("10002", lines=(("NO-SUCH", 1, 1000),)))
    world.ingest()
    for path in ("/holds?store=es", "/orders?store=es&number=10002"):
        assert escape("/order-sync/holds/codes/UNKNOWN_SKU?store=es", quote=False) in page(path)
    assert "/order-sync/holds?store=es&amp;code=UNKNOWN_SKU" in page("/holds/codes/UNKNOWN_SKU?store=es")


def test_a_code_that_is_none_is_not_there_and_nothing_of_it_is_markup(page):
    shown = page("/holds/codes/%3Cscript%3E?store=es", status=404)
    assert "<script>" not in shown and "no such reason" in shown


def test_a_store_that_is_none_has_no_page_of_it(page):
    assert page("/holds/codes/UNKNOWN_SKU?store=xx", status=404)

"""The overview over a real database: what it counts, what it names, where it leads; who is sent to the login."""

from __future__ import annotations

import re

import pytest
from cli_world import orders_db
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

"""Faults while orders come in: the run says what it met, and the same window taken again has every order once."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from moments import Moment, shared_world
from order_sync.errors import AccessDenied, QuotaSpent, RetryLater
from order_sync.steps.reporting import coverage
from order_sync.steps.window import Window
from shop_world import HOUR, wix_order

STORE = "es"
SEARCH = {"service": "wix", "method": "POST", "path": "/orders/search$"}
TOKEN = {"service": "wix", "method": "POST", "path": "/oauth2/token$"}
PRODUCTS = {"service": "holded", "method": "GET", "path": "/products$"}
FAULTS = {
    "search: 5xx": (SEARCH, {"action": "http_500", "times": 3}, None),
    "search: 5xx for long": (SEARCH, {"action": "http_500", "times": 4}, RetryLater),
    "search: answer lost": (SEARCH, {"action": "lost_answer", "times": 2}, None),
    "search: cut for long": (SEARCH, {"action": "cut_before", "times": 4}, RetryLater),
    "search: 5xx on the second search": (SEARCH, {"action": "http_500", "nth": 2, "times": 4}, RetryLater),
    "search: limit, a short wait": (SEARCH, {"action": "http_429", "seconds": 20}, None),
    "search: limit, a long wait": (SEARCH, {"action": "http_429", "seconds": 90}, RetryLater),
    "search: token ended in the middle": (SEARCH, {"action": "http_401", "nth": 2}, None),
    "search: access refused": (SEARCH, {"action": "http_401", "times": 2}, AccessDenied),
    "token: 5xx for long": (TOKEN, {"action": "http_500", "times": 4}, RetryLater),
    "token: refused": (TOKEN, {"action": "http_401"}, AccessDenied),
    "products: 5xx for long": (PRODUCTS, {"action": "http_500", "times": 4}, RetryLater),
    "products: month spent": (PRODUCTS, {"action": "http_429_month"}, QuotaSpent),
    "products: access refused": (PRODUCTS, {"action": "http_401"}, AccessDenied),
}


@pytest.fixture(scope="module")
def sold(postgres, _template, tmp_path_factory):
    """Three orders in Wix, nothing taken yet."""
    with shared_world(postgres, tmp_path_factory.mktemp("ingest"), "orders_ingest") as world:
        world.stock()
        world.sell(STORE, *(wix_order(str(10001 + place), minute=5 + place) for place in range(3)))
        moment = Moment(world, postgres, "orders_ingest")
        moment.keep()
        yield moment


@pytest.fixture
def shop(sold, monkeypatch):
    """That world; waits inside calls are not slept."""
    monkeypatch.setattr("order_sync.hooks.rest.client.time", SimpleNamespace(sleep=lambda seconds: None))
    sold.restore()
    yield sold.world
    assert not sold.world.sandbox.violations


def _taken(world):
    row = coverage(world.database)[STORE]
    assert (row["wix"], row["booked"] + row["waiting"], row["held"]) == (3, 3, 0)


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_while_orders_come_in(shop, name):
    call, more, error = FAULTS[name]
    fault = shop.sandbox.arm(**call, **more)
    if error is None:
        shop.ingest(STORE)
    else:
        with pytest.raises(error) as met:
            shop.ingest(STORE)
        assert type(met.value) is error and met.value.cure
        shop.sandbox.sandbox.faults.clear()
        shop.ingest(STORE)  # the same run again, as Airflow or a person repeats it
    assert fault.seen >= fault.nth, "the fault struck nothing"
    _taken(shop)


@pytest.mark.parametrize("action", ["http_500", "http_429_month"])
def test_an_old_list_of_products_is_better_than_no_orders(shop, action):
    shop.ingest(STORE, "r1")
    with shop.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE core.master SET read_at = now() - interval '2 days'")
    shop.sell(STORE, wix_order("10009", minute=50))
    shop.sandbox.arm(action, **PRODUCTS, times=100)
    assert shop.ingest(STORE, "r2")["holded_send"] == 1
    assert coverage(shop.database)[STORE]["wix"] == 4


def test_a_refused_cursor_goes_on_from_the_last_change_seen(shop):
    orders = [wix_order(str(20001 + place), paymentStatus="NOT_PAID") for place in range(230)]
    for place, order in enumerate(orders):
        order["updatedDate"] = (HOUR + timedelta(seconds=10 * place)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    shop.sell(STORE, *orders)
    shop.sandbox.settings["wix.cursor_pages"] = 1
    shop.ingest(STORE, window=Window(HOUR, HOUR + timedelta(hours=1)))
    row = coverage(shop.database)[STORE]
    assert (row["wix"], row["ignored"], row["unexplained"] - row["waiting"]) == (233, 230, 0)
    refused = [call for call in shop.sandbox.called("wix", "POST") if call["path"] == "/ecom/v1/orders/search" and call["status"] == 400]
    assert len(refused) >= 2

"""Faults of the remotes, one by one: whatever happens to a call, each order ends with exactly one of each, and the run says what it met."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from fault_world import STORE, run, settled
from order_sync.errors import AccessDenied, QuotaSpent, RetryLater

SECRETS = ("pat_holded-es-key", "wix-es-secret", "myparcel-es-key", "@example.com", "Lucía")
# What is written where; the faults below strike each of these calls.
WRITES = {
    "contact": {"service": "holded", "method": "POST", "path": "/contacts$"},
    "document": {"service": "holded", "method": "POST", "path": "/(invoices|sales-receipts)$"},
    "approval": {"service": "holded", "method": "POST", "path": "/approve$"},
    "payment": {"service": "holded", "method": "POST", "path": "/payments$"},
    "shipments": {"service": "myparcel", "method": "POST", "path": "^/shipments$"},
    "fulfilment": {"service": "wix", "method": "POST", "path": "/create-fulfillment$"},
}
READS = {
    "contact look-up": {"service": "holded", "method": "GET", "path": "/contacts$"},
    "document read back": {"service": "holded", "method": "GET", "path": "/(invoices|sales-receipts)/"},
    "numbers": {"service": "holded", "method": "GET", "path": "/(invoices|sales-receipts)$"},
    "parcels": {"service": "myparcel", "method": "GET", "path": "^/shipments/"},
    "fulfilments": {"service": "wix", "method": "POST", "path": "/fulfillments/list-by-ids$"},
}
# Action, more of the fault, and the error that ends the first run; None: the run settles it by itself.
WRITE_FAULTS = {
    "answer lost after the write": ({"action": "lost_answer"}, None),
    "connection cut before the write": ({"action": "cut_before"}, None),
    "5xx before the write": ({"action": "http_500"}, None),
    "5xx after the write": ({"action": "http_500_after"}, None),
    "limit of the minute, a short wait": ({"action": "http_429", "seconds": 20}, None),
    "limit of the minute, a long wait": ({"action": "http_429", "seconds": 90, "times": 9}, RetryLater),
    "access refused": ({"action": "http_401", "times": 2}, AccessDenied),
}
READ_FAULTS = {
    "answer lost": ({"action": "lost_answer", "times": 2}, None),
    "5xx": ({"action": "http_500", "times": 3}, None),
    "5xx for long": ({"action": "http_500", "times": 4}, RetryLater),
    "connection cut for long": ({"action": "cut_before", "times": 4}, RetryLater),
    "access refused": ({"action": "http_401", "times": 2}, AccessDenied),
}


@pytest.fixture(autouse=True)
def waits(monkeypatch):
    """The waits inside calls, recorded instead of slept."""
    slept: list[float] = []
    monkeypatch.setattr("order_sync.hooks.rest.client.time", SimpleNamespace(sleep=slept.append))
    return slept


def test_without_a_fault_all_is_settled_in_one_run(shop):
    assert run(shop) == {}
    settled(shop)


@pytest.mark.parametrize("fault", WRITE_FAULTS)
@pytest.mark.parametrize("call", WRITES)
def test_a_fault_of_a_write(shop, waits, call, fault):
    more, error = WRITE_FAULTS[fault]
    _meets(shop, WRITES[call], more, _expected(WRITES[call], more, error))
    if more["action"] == "http_429" and error is None and WRITES[call]["service"] != "myparcel":
        assert any(20 <= wait <= 25 for wait in waits), "Retry-After was not kept"


@pytest.mark.parametrize("fault", READ_FAULTS)
@pytest.mark.parametrize("call", READS)
def test_a_fault_of_a_read(shop, call, fault):
    more, error = READ_FAULTS[fault]
    _meets(shop, READS[call], more, error)


@pytest.mark.parametrize("call", ["contact", "document", "approval", "payment"])
def test_the_months_calls_are_spent(shop, call):
    shop.sandbox.arm(**WRITES[call], action="http_429_month", times=100)
    errors = run(shop)
    assert type(errors.pop("holded")) is QuotaSpent and errors == {}
    assert len(shop.shipments(STORE)) == 3, "what Holded refuses must not stop the parcels"
    shop.sandbox.sandbox.faults.clear()
    assert run(shop, "r2") == {}
    settled(shop)


def _expected(call, more, error):
    if more["action"] == "http_429" and call["service"] == "myparcel":
        return RetryLater  # its 429 names no wait; five minutes of silence clear it
    return error


def _meets(shop, call, more, error):
    fault = shop.sandbox.arm(**call, **more)
    errors = run(shop)
    assert fault.seen >= fault.nth, "the fault struck nothing"
    assert [type(found) for found in errors.values()] == ([error] if error else [])
    for found in errors.values():
        assert found.seen and found.cure
        assert not any(secret in str(found) for secret in SECRETS)
    shop.sandbox.sandbox.faults.clear()
    with shop.database.engine.begin() as connection:  # the five minutes of silence that a 429 asks for have passed
        connection.exec_driver_sql("UPDATE ops.call_windows SET closed_until = NULL")
    for name in ("r2", "r3"):
        assert run(shop, name) == {}
    settled(shop)

"""Payments and refunds that cannot be read: their order is held, and nothing that was published is lost."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import transaction_world
from order_sync.errors import AccessDenied, RetryLater
from order_sync.steps import ingest
from order_sync.steps.shop import open_shop
from sandbox.wix.site import PERMISSIONS, Site
from transaction_world import LIST, hour, order, published, refunds, tell
from wix_transaction_samples import by_gift_card, moved, payment, refund

sold = transaction_world.sold


def test_transactions_that_cannot_be_read_hold_their_order_and_no_other(sold):
    tell(sold, "10002", [payment("thirty")])
    sold.ingest()
    assert sold.held(destination="holded") == {"10002": "MALFORMED_ORDER"}
    [hold] = [row for row in sold.database.rows("holds/list", store="es", code=None, number="10002") if row["destination"] == "holded"]
    assert (hold["field"], hold["seen"]) == ("transactions.payments[0].amount.amount", "thirty")
    assert {row["number"] for row in published(sold, "payments")} == {"10001", "10003"}
    tell(sold, "10002", [payment("34.85"), by_gift_card("20.00")])
    sold.ingest(run="r2", window=hour(1))
    assert not sold.held() and {row["number"] for row in published(sold, "payments")} == {"10001", "10002", "10003"}


def test_unreadable_transactions_lose_nothing_that_was_published(sold):
    sold.ingest()
    tell(sold, "10003", [payment()], [refund(moved("24.95", "TURNED_BACK"))])
    with open_shop("es", "hand", config=sold.config, database=sold.database) as shop:
        ingest.rebuild(shop, [order("10003")["id"]])
    assert sold.held(destination="holded") == {"10003": "MALFORMED_ORDER"}
    assert refunds(sold) == [("10003", "refund-1", "succeeded", 2495)]


def test_a_missing_permission_is_named(sold):
    sold.sandbox.settings["wix.permissions"] = [right for right in PERMISSIONS if right != "ECOM.READ_TRANSACTIONS"]
    with pytest.raises(AccessDenied, match=r"ECOM\.READ_TRANSACTIONS") as met:
        sold.ingest()
    assert LIST in met.value.where and "accept" in met.value.cure
    del sold.sandbox.settings["wix.permissions"]
    sold.ingest()
    assert len(published(sold, "payments")) == 4


FAULTS = {
    "5xx": ({"action": "http_500", "times": 3}, None),
    "5xx for long": ({"action": "http_500", "times": 4}, RetryLater),
    "answer lost": ({"action": "lost_answer", "times": 2}, None),
    "limit, a long wait": ({"action": "http_429", "seconds": 90}, RetryLater),
    "refused": ({"action": "http_401", "times": 2}, AccessDenied),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_while_payments_are_read(sold, monkeypatch, name):
    monkeypatch.setattr("order_sync.hooks.rest.client.time", SimpleNamespace(sleep=lambda seconds: None))
    fault, error = FAULTS[name]
    sold.sandbox.arm(**fault, service="wix", method="POST", path=f"{LIST}$")
    if error is None:
        sold.ingest()
    else:
        with pytest.raises(error):
            sold.ingest()
        sold.sandbox.sandbox.faults.clear()
        sold.ingest()  # the same run again
    assert len(published(sold, "payments")) == 4 and len(published(sold, "refunds")) == 1


def test_an_order_that_wix_leaves_out_of_its_answer_keeps_its_refunds(sold):
    sold.ingest()
    kept = refunds(sold)
    site = Site(sold.sandbox.sandbox, "es")
    gone = site.state["orders"].pop(order("10003")["id"])
    with open_shop("es", "hand", config=sold.config, database=sold.database) as shop:
        ingest.rebuild(shop, [gone["id"]])
    assert refunds(sold) == kept

"""Faults of what follows a document: notes, their approval and payment, conversions. Whatever happens to the call, each is made once."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from types import SimpleNamespace

import pytest
from moments import company_order
from order_sync.errors import AccessDenied, OutcomeUnknown, RetryLater
from sandbox.wix.acts import refund
from sandbox.wix.site import Site
from shop_world import HOUR, quick_config, wix_order

AT = HOUR + timedelta(minutes=30)
FAULTS = {
    "answer lost after the write": {"action": "lost_answer"},
    "connection cut before the write": {"action": "cut_before"},
    "5xx before the write": {"action": "http_500"},
    "5xx after the write": {"action": "http_500_after"},
    "limit of the minute": {"action": "http_429", "seconds": 90, "times": 9},
    "access refused": {"action": "http_401", "times": 2},
}
# What stands at the end, by kind of document: how many, all of them approved and paid where they can be.
ACTS = {
    "note": ("receipt", "/receipt-notes$", {"salesreceipt": 1, "receiptnote": 1}),
    "note by converting": ("invoice", "/documents/convert$", {"invoice": 1, "creditnote": 1}),
    "approval of a note": ("receipt", "/receipt-notes/[^/]*/approve$", {"salesreceipt": 1, "receiptnote": 1}),
    "payment of a note": ("receipt", "/receipt-notes/[^/]*/payments$", {"salesreceipt": 1, "receiptnote": 1}),
    "conversion": ("order", "/documents/convert$", {"salesorder": 1, "salesreceipt": 1}),
}


@pytest.fixture(autouse=True)
def waits(monkeypatch):
    """The waits inside calls are not slept."""
    monkeypatch.setattr("order_sync.hooks.rest.client.time", SimpleNamespace(sleep=lambda seconds: None))


def begun(world, folder, first):
    """The order is booked, and what follows is published."""
    world.stock()
    if first == "order":
        world.config = quick_config(folder, documents=[{"then": "order", "convert_to": "receipt"}])
        world.sell("es", wix_order("10001", paymentStatus="NOT_PAID"))
    else:
        world.sell("es", company_order("10001") if first == "invoice" else wix_order("10001"))
    world.ingest()
    world.send("holded")
    if first == "order":
        world.sell("es", wix_order("10001", minute=30))
    else:
        refund(Site(world.sandbox.sandbox, "es"), "10001", at=AT)
    world.ingest(run="r2")


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("act", ACTS)
def test_each_is_made_once(world, tmp_path, act, fault):
    first, path, wanted = ACTS[act]
    begun(world, tmp_path / "config2", first)
    armed = world.sandbox.arm(method="POST", service="holded", path=path, **FAULTS[fault])
    try:
        world.send("holded", run="r2", checked=False)
    except (RetryLater, AccessDenied, OutcomeUnknown) as error:
        assert error.cure
    assert armed.seen, "the fault struck nothing"
    world.sandbox.sandbox.faults.clear()
    for run in ("r3", "r4"):
        world.ingest(run=run)
        world.send("holded", run=run, checked=False)
    documents = world.documents()
    assert Counter(document["kind"] for document in documents) == wanted
    assert all(not document["draft"] and len(document["payments"]) == 1 for document in documents if document["kind"] != "salesorder")
    assert world.held(destination="holded") == {}


def test_a_conversion_in_doubt_is_not_made_for_an_order_that_was_cancelled_meanwhile(world, tmp_path):
    begun(world, tmp_path / "config2", "order")
    world.sandbox.arm("http_500", method="POST", service="holded", path="/documents/convert$")
    world.config = quick_config(tmp_path / "slow", documents=[{"then": "order", "convert_to": "receipt"}], settle_seconds=61)
    world.send("holded", run="r2", checked=False)
    world.sell("es", wix_order("10001", minute=50, status="CANCELED", paymentStatus="NOT_PAID"))
    world.config = quick_config(tmp_path / "config2", documents=[{"then": "order", "convert_to": "receipt"}])
    for run in ("r3", "r4"):
        world.ingest(run=run)
        with world.database.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE export.ledger SET next_try_at = now()")
        world.send("holded", run=run, checked=False)
    assert "salesreceipt" not in {document["kind"] for document in world.documents()}

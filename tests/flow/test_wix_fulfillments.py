"""Orders, transactions and fulfillments over real HTTP; writes are never repeated."""

from __future__ import annotations

import msgspec
import pytest
from order_sync.errors import NotThere, OutcomeUnknown, Rejected, RetryLater
from wix_shop import fill, shipment, wix_order


def test_get_order_of_any_status(wix_site, wix_hook):
    wix_site.put(wix_order(1, status="INITIALIZED"))
    assert msgspec.json.decode(wix_hook.get_order("order-1"))["status"] == "INITIALIZED"
    with pytest.raises(NotThere):
        wix_hook.get_order("../orders/order-1?x")  # an id never becomes another path
    with pytest.raises(NotThere) as caught:
        wix_hook.get_order("order-2")
    assert caught.value.faults[0].code == "ORDER_NOT_FOUND"


def test_transactions_and_fulfillments_in_hundreds(wix_site, wix_hook):
    fill(wix_site, 120)
    wix_site.state["transactions"]["order-7"] = {
        "orderId": "order-7",
        "payments": [{"id": "p", "amount": {"amount": "1.10"}}],
        "refunds": [],
    }
    ids = [f"order-{number}" for number in range(120)] + ["order-unknown"]
    found = wix_hook.transactions(ids)
    assert (
        len(found) == 120
        and found["order-7"]["payments"][0]["amount"]["amount"] == "1.10"
        and found["order-8"] == {"payments": [], "refunds": []}
    )
    assert wix_hook.fulfillments(ids)["order-3"] == []
    assert wix_hook.transactions([]) == {}
    assert wix_hook.client.calls["POST /ecom/v1/payments/list-by-ids"] == 2


def test_a_fulfillment_moves_the_order_and_mails_the_buyer_once(wix_site, wix_hook):
    wix_site.put(wix_order(1))
    made = wix_hook.create_fulfillment("order-1", shipment(quantity=1))
    order = wix_site.state["orders"]["order-1"]
    assert order["fulfillmentStatus"] == "PARTIALLY_FULFILLED" and order["updatedDate"] > "2026-03-01T11"
    assert [row["id"] for row in wix_hook.fulfillments(["order-1"])["order-1"]] == [made]
    assert wix_hook.create_fulfillment("order-1", shipment(quantity=1)) is None  # the same number again
    assert wix_hook.create_fulfillment("order-1", shipment("3SEXMP2"))
    order = wix_site.state["orders"]["order-1"]
    assert order["fulfillmentStatus"] == "FULFILLED"
    kinds = [row["activityType"] for row in order["activities"]]
    assert kinds.count("SHIPPING_CONFIRMATION_EMAIL_SENT") == 2 and kinds.count("ORDER_FULFILLED") == 1
    assert wix_site.state["mails"] == [
        {"orderId": "order-1", "trackingNumber": "3SEXMP1"},
        {"orderId": "order-1", "trackingNumber": "3SEXMP2"},
    ]


@pytest.mark.parametrize(
    ("fields", "fulfillment", "status"),
    [
        ({"status": "CANCELED"}, shipment(), 409),
        ({"fulfillmentStatus": "FULFILLED"}, shipment(), 400),
        ({}, shipment(quantity=3), 400),
        ({}, {**shipment(), "lineItems": [{"id": "another"}]}, 404),
        ({}, {**shipment(), "lineItems": []}, 400),
        ({}, {**shipment(), "status": "fulfilled"}, 400),
        ({}, {**shipment(), "customInfo": {"fieldsData": {}}}, 400),
        ({}, shipment(number="x" * 101), 400),
    ],
)
def test_fulfillments_that_wix_refuses(wix_site, wix_hook, fields, fulfillment, status):
    wix_site.put(wix_order(1, **fields))
    with pytest.raises(Rejected) as caught:
        wix_hook.create_fulfillment("order-1", fulfillment)
    assert caught.value.status == status and not wix_site.state["fulfillments"] and not wix_site.state["mails"]


@pytest.mark.parametrize(("fault", "made"), [("lost_answer", 1), ("http_500_after", 1), ("http_500", 0), ("cut_before", 0)])
def test_a_lost_write_is_unknown_and_never_repeated(wix_site, wix_hook, sandbox, fault, made):
    wix_site.put(wix_order(1))
    sandbox.arm(fault, path="create-fulfillment")
    with pytest.raises(OutcomeUnknown):
        wix_hook.create_fulfillment("order-1", shipment())
    assert len(wix_site.state["fulfillments"].get("order-1", [])) == made
    assert len(sandbox.called("wix", "POST", template="/ecom/v1/fulfillments/orders/{order_id}/create-fulfillment")) <= 1


def test_429_did_nothing_and_is_repeated(wix_site, wix_hook, sandbox):
    wix_site.put(wix_order(1))
    sandbox.arm("http_429", path="create-fulfillment", seconds=0.05)
    assert wix_hook.create_fulfillment("order-1", shipment())
    assert sum(wix_hook.client.refused.values()) == 1 and len(wix_site.state["fulfillments"]["order-1"]) == 1


def test_the_rate_limit_of_wix_comes_back_as_retry_later(wix_site, wix_hook, sandbox):
    sandbox.settings["wix.rate_limit"] = 3
    with pytest.raises(RetryLater) as caught:
        for _ in range(4):
            wix_hook.transactions(["order-1"])
    assert 60 <= caught.value.delay <= 75  # Wix names no wait: a minute and a bit


def test_a_field_that_wix_would_ignore_is_a_violation(wix_site, wix_hook, sandbox):
    wix_site.put(wix_order(1))
    wix_hook.create_fulfillment("order-1", {**shipment(shippingProvider="PostNL", trackingLink=None), "notify": True})
    texts = [row["text"] for row in sandbox.violations]
    assert len(texts) == 2 and any("fulfillment.notify" in text for text in texts) and any("needs trackingLink" in text for text in texts)
    sandbox.violations.clear()

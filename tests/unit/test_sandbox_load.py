"""The sandbox's loader takes every form in which Wix orders are published, keeps the newest version, and never stops."""

from __future__ import annotations

import json

import pytest
from sandbox.wix import load


def order(order_id="o1", **fields):
    return {
        "id": order_id,
        "number": "10001",
        "status": "APPROVED",
        "paymentStatus": "PAID",
        "createdDate": "2026-03-01T10:00:00.000Z",
        "updatedDate": "2026-03-01T10:00:00.000Z",
        "lineItems": [],
        **fields,
    }


def event(kind, body, time="2026-03-01T11:00:00Z"):
    return {"id": "e", "entityFqdn": "wix.ecom.v1.order", "slug": "x", "entityId": "o1", "eventTime": time, kind: body}


FORMS = {
    "bare": order(),
    "get answer": {"order": order()},
    "search answer": {"orders": [order()], "metadata": {"count": 1, "cursors": {}, "hasNext": False}},
    "list": [order()],
    "created": event("createdEvent", {"entity": order()}),
    "created as text": event("createdEvent", {"entityAsJson": json.dumps(order())}),
    "updated": event("updatedEvent", {"currentEntity": order()}),
    "updated as text": event("updatedEvent", {"currentEntityAsJson": json.dumps(order())}),
    "action": event("actionEvent", {"body": {"order": order(), "previousPaymentStatus": "NOT_PAID"}}),
    "action as text": event("actionEvent", {"bodyAsJson": json.dumps({"order": order()})}),
    "whole envelope": {
        "data": json.dumps({"eventType": "wix.ecom.v1.order_created", "data": json.dumps(event("createdEvent", {"entity": order()}))})
    },
}


def write(path, **files):
    for name, content in files.items():
        (path / f"{name}.json").write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    state = {}
    return state, load.folder(state, path)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_order(form, tmp_path):
    state, report = write(tmp_path, a=FORMS[form])
    assert state["orders"] == {"o1": order()}
    assert report["orders"] == 1 and report["skipped"] == []


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_the_newest_version_wins_in_any_order_of_files(names, tmp_path):
    old, new = order(number="old"), order(number="new", updatedDate="2026-03-01T12:00:00.000Z")
    state, _ = write(tmp_path, **dict(zip(names, (old, {"order": new}), strict=True)))
    assert state["orders"]["o1"]["number"] == "new"


def test_a_folder_loaded_after_the_start_does_not_undo_a_newer_order(tmp_path):
    state = {"orders": {"o1": order(number="new", updatedDate="2026-04-01T00:00:00.000Z")}}
    (tmp_path / "a.json").write_text(json.dumps(order(number="old")))
    load.folder(state, tmp_path)
    assert state["orders"]["o1"]["number"] == "new"


def test_transactions_fulfillments_products_and_variants(tmp_path):
    state, report = write(
        tmp_path,
        t={"orderTransactions": [{"orderId": "o1", "payments": [{"id": "p"}], "refunds": []}]},
        t2={"orderTransactions": {"orderId": "o2", "payments": [], "refunds": []}},
        f={"orderWithFulfillments": {"orderId": "o1", "fulfillments": [{"id": "f"}]}},
        p={"products": [{"id": "p1", "sku": "A"}, {"id": "p2"}], "metadata": {}, "totalResults": 2},
        v={"variants": [{"variantId": "v1", "productData": {"productId": "p3"}}]},
    )
    assert set(state["transactions"]) == {"o1", "o2"}
    assert state["fulfillments"] == {"o1": [{"id": "f"}]}
    assert set(state["products"]) == {"p1", "p2"}
    assert state["variants"] == [{"variantId": "v1", "productData": {"productId": "p3"}}]
    assert report["skipped"] == []


def test_what_is_no_payload_is_listed_and_does_not_stop_the_rest(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "binary.json").write_bytes(b"\xff\xfe\x00")
    state, report = write(
        tmp_path, broken="{", index=[{"file": "a.json"}], nameless={"order": {"number": "1"}}, text='"words"', good=order()
    )
    assert set(state["orders"]) == {"o1"}
    why = {row["file"]: row["why"] for row in report["skipped"]}
    assert set(why) == {"broken.json", "index.json", "nameless.json", "text.json", "deep/binary.json"}
    assert why["nameless.json"] == "order without id"


def test_an_order_without_updated_date_can_still_be_found(tmp_path):
    bare = order()
    del bare["updatedDate"]
    state, _ = write(tmp_path, a=bare)
    assert state["orders"]["o1"]["updatedDate"] == "2026-03-01T10:00:00.000Z"


def test_the_real_payloads_are_all_taken(shared):
    state = {}
    report = load.folder(state, shared / "fixtures" / "wix_orders")
    assert [row["file"] for row in report["skipped"]] == ["index.json"]
    assert {order["number"]: order["status"] for order in state["orders"].values()} == {
        "10108": "APPROVED",
        "10001": "APPROVED",
        "10002": "CANCELED",
    }
    assert report["transactions"] == 2 and report["products"] == 7


def test_the_constructed_payloads_are_all_taken(shared):
    state = {}
    report = load.folder(state, shared / "contracts" / "wix.examples")
    assert report["skipped"] == []
    assert report["orders"] == 12 and report["transactions"] == 6 and report["fulfillments"] == 1

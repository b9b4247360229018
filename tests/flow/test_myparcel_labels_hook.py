"""The label calls of MyParcelHook over real HTTP: forms asked for, answers read, keys sent to the API's own host only."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import unquote

import pytest
from cli_world import wire
from myparcel_world import parcel
from order_sync.errors import AccessDenied, ContractBroken, NotThere, PaymentNeeded, Rejected
from order_sync.hooks import myparcel_labels
from order_sync.hooks.myparcel import MyParcelHook
from order_sync.hooks.rest import Response


@pytest.fixture
def hook(connections) -> MyParcelHook:
    return MyParcelHook("myparcel_nl")


@pytest.fixture
def ids(hook):
    """Two concepts."""
    return [row["id"] for row in hook.create_shipments([parcel("nl:1-a"), parcel("nl:2-a")])]


def test_a_direct_call_gives_the_pdf_and_registers(sandbox, hook, ids):
    with wire("myparcel") as heard:
        answer = hook.labels(ids, "A4", [3, 4])
    assert answer.pdf.startswith(b"%PDF-") and not answer.link
    assert [unquote(call["path"]) for call in heard] == [f"/shipment_labels/{ids[0]};{ids[1]}?format=A4&positions=3;4"]
    assert hook.client.calls["GET /shipment_labels/{ids}"] == 1
    assert [row["status"] for row in hook.shipments(ids)] == [2, 2]


def test_positions_are_not_sent_for_a6(hook, ids):
    with wire("myparcel") as heard:
        hook.labels(ids, "A6", [3, 4])
    assert heard[0]["path"].endswith("?format=A6")


def test_a_link_is_empty_until_the_file_is_there(sandbox, hook, ids):
    sandbox.settings["myparcel.label_seconds"] = 3600
    link = hook.label_link(ids, "A6").link
    assert link.startswith("/pdfs/") and hook.label_file(link) is None
    sandbox.sandbox.clock_offset = timedelta(hours=2)
    assert hook.label_file(link).startswith(b"%PDF-")
    assert hook.label_file(f"{hook.client.base_url}{link}").startswith(b"%PDF-")


def test_more_labels_than_a_direct_call_takes_are_answered_with_a_link(hook):
    many = [row["id"] for row in hook.create_shipments([parcel(f"nl:{number}-a") for number in range(26)])]
    assert hook.labels(many, "A6").link.startswith("/pdfs/")


@pytest.mark.parametrize(
    "link", ["http://elsewhere.example/x.pdf", "ftp://a/b", "//elsewhere.example/x", "https://user@elsewhere.example/x", "x.pdf"]
)
def test_a_strange_link_is_not_followed(hook, link):
    with pytest.raises(Rejected, match="neither https nor"):
        hook.label_file(link)


def test_a_file_elsewhere_is_fetched_without_the_key(hook, monkeypatch):
    asked = {}

    class Client:
        def call(self, method, path, **request):
            asked.update(request, path=path)
            return Response(200, {}, b"%PDF-1.4", "x", True)

    monkeypatch.setattr(myparcel_labels, "open_client", lambda account, url: asked.update(url=url) or Client())
    assert hook.label_file("https://files.example.com/a/b.pdf?sig=1") == b"%PDF-1.4"
    assert (asked["url"], asked["path"], asked["anonymous"]) == ("https://files.example.com", "/a/b.pdf?sig=1", True)


@pytest.mark.parametrize("status", [402, 200])
def test_an_account_that_must_pay_says_who_where_and_how_much(sandbox, hook, ids, status):
    sandbox.settings["myparcel.prepaid"], sandbox.settings["myparcel.payment_with_200"] = True, status == 200
    with pytest.raises(PaymentNeeded) as bulk:
        hook.label_link(ids, "A6")
    assert (bulk.value.unpaid, bulk.value.blocked, bulk.value.status) == (tuple(ids), (), status)
    with pytest.raises(PaymentNeeded) as one:
        hook.labels(ids[:1], "A6")
    assert one.value.link.startswith("https://payments.example.com/pay/") and one.value.cents == 595
    assert "pay/" not in str(one.value)


@pytest.mark.parametrize("body", [b"<html></html>", b"{}", b'{"data":{}}', b'{"data":{"pdfs":[]}}', b'{"data":{"pdf":{"url":5}}}', b"[]"])
def test_an_answer_of_another_form_is_a_broken_contract(hook, monkeypatch, body):
    monkeypatch.setattr(hook, "_call", lambda *_, **__: Response(200, {}, body, "MyParcel", True))
    with pytest.raises(ContractBroken):
        hook.labels([1], "A6")


@pytest.mark.parametrize("data", [{"pdfs": {"url": "/x"}}, {"pdf": {"url": "/x"}}, {"pdf": [{"url": "/x"}]}])
def test_all_three_forms_of_a_link_are_read(data):
    assert myparcel_labels._link(data) == "/x"


@pytest.mark.parametrize(
    "data",
    [
        {"payment_instructions": {"payment_url": "https://p.example/1", "price": {"amount": 7}}},
        {"payment_instructions": [None, {"payment_url": "javascript:alert(1)", "price": None}]},
        {"shipments": None},
    ],
)
def test_odd_forms_of_payment_instructions_are_read(data):
    error = myparcel_labels.payment_needed(Response(402, {}, b"", "MyParcel", True), data)
    assert error.link in ("https://p.example/1", "") and error.cents in (7, None) and error.unpaid == ()


def test_an_unknown_id_and_a_wrong_key_are_told_apart(sandbox, hook, ids):
    with pytest.raises(NotThere):
        hook.labels([ids[0], 1], "A6")
    sandbox.settings["myparcel.missing_permissions"] = ["printShipmentLabel"]
    with pytest.raises(AccessDenied):
        hook.labels(ids, "A6")


@pytest.mark.parametrize("count", [0, 101])
def test_a_call_takes_1_to_100_ids(hook, count):
    with pytest.raises(ValueError, match="1 to 100"):
        hook.labels(list(range(count)), "A6")

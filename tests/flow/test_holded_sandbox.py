"""The fake of Holded itself: what it refuses, records, rounds and moves, as the contract says."""

from __future__ import annotations

import http.client
from decimal import Decimal

import pytest
import requests
from holded_world import MARKER, RECEIPT_SERIES, TREASURY, WAREHOUSE, body, call, make, shirt, units
from order_sync.hooks.holded import HoldedHook
from sandbox.core import Sandbox


def test_a_post_without_length_is_411_and_with_zero_is_done(sandbox):
    id = make(sandbox, "/sales-receipts", body())
    for headers, status in (([], 411), ([("Content-Length", "0")], 200)):
        connection = http.client.HTTPConnection("127.0.0.1", sandbox.port)
        connection.putrequest("POST", f"/holded/es/api/v2/sales-receipts/{id}/approve")
        connection.putheader("Authorization", "Bearer pat_holded-es-key")
        for header in headers:
            connection.putheader(*header)
        connection.endheaders()
        answer = connection.getresponse()
        assert (answer.status, answer.read()[:6]) == (status, b"<html>" if status == 411 else b"")
        connection.close()


@pytest.mark.parametrize(
    ("token", "status", "detail"),
    [
        (None, 401, "Invalid or missing API key"),
        ("Bearer 0123456789abcdef", 401, "Invalid or missing API key"),
        ("Bearer pat_holded-nl-key", 403, "Access denied."),
    ],
)
def test_tokens_are_refused_as_the_real_one_does(sandbox, token, status, detail):
    answer = requests.get(sandbox.url("holded", "es") + "/api/v2/usage", headers={"Authorization": token} if token else {}, timeout=10)
    assert (answer.status_code, answer.json()["detail"]) == (status, detail)
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_unknown_routes_and_records_are_404_problems(sandbox):
    for path in ("/nothing", "/invoices/6a6dfdeaa3a44a4c52d44284", "/numbering-series/nothing"):
        answer = call(sandbox, "GET", path)
        assert (answer.status_code, answer.json()["type"]) == (404, "https://api.holded.com/problems/not-found")


def test_the_limits_tell_their_window(sandbox):
    sandbox.settings["holded.calls_per_minute"] = 1
    assert call(sandbox, "GET", "/usage").status_code == 200
    minute = call(sandbox, "GET", "/usage")
    assert (minute.status_code, minute.headers["X-RateLimit-Window"], minute.headers["X-RateLimit-Limit"]) == (429, "minute", "1")
    assert 1 <= int(minute.headers["Retry-After"]) <= 60
    sandbox.settings["holded.calls_per_month"] = 1
    month = call(sandbox, "GET", "/usage")
    assert (month.headers["X-RateLimit-Window"], month.headers["X-RateLimit-Remaining"]) == ("month", "0")
    now, reset = sandbox.sandbox.now().timestamp(), int(month.headers["X-RateLimit-Reset"])
    assert abs(reset - now - int(month.headers["Retry-After"])) <= 2
    assert 0 < reset - now <= 31 * 86400


@pytest.mark.parametrize(
    ("method", "path", "given", "says"),
    [
        ("GET", "/sales-receipts?page=2", None, "parameter page is ignored"),
        ("GET", "/contacts?name=Lu", None, "parameter name is ignored"),
        ("POST", "/sales-receipts", body(shipping_address="Calle 1"), "field shipping_address is ignored"),
        ("POST", "/sales-receipts", body(draft=True), "field draft is not confirmed"),
        ("POST", "/sales-receipts", body(items=[{"name": "x", "units": 1, "price": 1, "taxes": []}]), "default tax"),
        ("POST", "/sales-receipts", body(items=[{"name": "x", "price": 1, "taxes": ["s_iva_21"]}]), "without units"),
        ("POST", "/sales-receipts", body(items=[{"name": "x", "units": 1, "price": "1.1234567", "taxes": ["s_iva_21"]}]), "six decimals"),
        ("POST", "/sales-receipts", body(items=[{"name": "x", "units": 1, "subtotal": 1, "taxes": ["s_iva_21"]}]), "field subtotal"),
        ("POST", "/contacts", {"name": "x", "custom_id": "7"}, "custom_id is not confirmed"),
    ],
)  # fmt: skip
def test_what_is_ignored_in_silence_is_recorded(sandbox, method, path, given, says):
    assert call(sandbox, method, path, given).status_code in (200, 201)
    assert any(says in entry["text"] for entry in sandbox.violations)
    sandbox.violations.clear()


def test_paying_twice_is_recorded(sandbox):
    id = make(sandbox, "/sales-receipts", body())
    for _ in range(2):
        given = {"amount": "54.85", "date": "2026-11-20", "treasury_id": TREASURY}
        assert call(sandbox, "POST", f"/sales-receipts/{id}/payments", given).status_code == 201
    assert "paid above the total" in sandbox.violations[0]["text"]
    sandbox.violations.clear()


@pytest.mark.parametrize(("switch", "status", "draft"), [("approve", 201, False), ("keep", 201, True), ("refuse", 422, True)])
def test_paying_a_draft_follows_the_switch(sandbox, switch, status, draft):
    sandbox.settings["holded.draft_payment"] = switch
    id = make(sandbox, "/sales-receipts", body())
    given = {"amount": "54.85", "date": "2026-11-20", "treasury_id": TREASURY}
    assert call(sandbox, "POST", f"/sales-receipts/{id}/payments", given).status_code == status
    assert call(sandbox, "GET", f"/sales-receipts/{id}").json()["draft"] is draft


THREE = [{"name": str(n), "units": 1, "price": "0.335", "taxes": ["s_iva_21"]} for n in range(3)]


@pytest.mark.parametrize(
    ("rule", "subtotal", "tax", "total"),
    [  # nets 0.335: 0.34 each, 1.02 · tax on the sum 0.2142 · tax by line 0.0714 each · exactly 1.005 and 0.211050
        ("line_then_sum", "1.02", "0.21", "1.23"),
        ("by_line", "1.02", "0.21", "1.23"),
        ("at_end", "1.01", "0.21", "1.22"),
    ],
)
def test_rounding_follows_the_switch(sandbox, connections, rule, subtotal, tax, total):
    sandbox.settings["holded.rounding"] = rule
    seen = HoldedHook("holded_es").read("receipt", make(sandbox, "/sales-receipts", body(items=THREE)))
    assert (seen["subtotal"], seen["tax"], seen["total"]) == (Decimal(subtotal), Decimal(tax), Decimal(total))


@pytest.mark.parametrize(("rule", "total"), [("line_then_sum", "18.15"), ("by_line", "18.16"), ("at_end", "18.15")])
def test_tax_by_line_and_on_the_sum_differ_by_a_cent(sandbox, connections, rule, total):
    sandbox.settings["holded.rounding"] = rule
    lines = [{"name": str(n), "units": 1, "price": price, "taxes": ["s_iva_21"]} for n, price in enumerate(("7.5", "7.5"))]
    seen = HoldedHook("holded_es").read("receipt", make(sandbox, "/sales-receipts", body(items=lines)))
    assert seen["total"] == Decimal(total)  # 7.50 at 21 % is 1.575: 1.58 twice, or 3.15 on the sum


@pytest.mark.parametrize("amounts", ["spanish", "dot"])
@pytest.mark.parametrize("whole", ["decimals", "bare"])
@pytest.mark.parametrize("dates", ["iso", "spanish"])
def test_every_notation_is_read_alike(sandbox, connections, amounts, whole, dates):
    sandbox.settings.update({"holded.amounts": amounts, "holded.whole_amounts": whole, "holded.dates": dates})
    lines = [
        {"name": "Mesa", "units": 2, "price": "617", "taxes": ["s_iva_exento"]},
        {"name": "0", "units": 1, "price": 0, "taxes": ["s_iva_21"]},
    ]
    id, hook = make(sandbox, "/sales-receipts", body(items=lines)), HoldedHook("holded_es")
    (row,) = hook.find_by_tag("receipt", MARKER, hook.read("receipt", id)["date"])
    assert row["total"] == hook.read("receipt", id)["total"] == 1234


def test_drafts_move_stock_and_give_it_back(sandbox):
    product = shirt(sandbox)
    id = make(sandbox, "/sales-receipts", body(product, warehouse_id=WAREHOUSE))
    assert units(sandbox, product) == "8"
    assert call(sandbox, "DELETE", f"/sales-receipts/{id}").status_code == 204
    assert units(sandbox, product) == "10"
    sandbox.settings["holded.deleted_draft_returns_stock"] = False
    call(sandbox, "DELETE", f"/sales-receipts/{make(sandbox, '/sales-receipts', body(product))}")
    assert units(sandbox, product) == "8"


def test_orders_move_stock_when_sent_and_their_invoice_does_not_again(sandbox):
    product, contact = shirt(sandbox), make(sandbox, "/contacts", {"name": "Lucía Pérez"})
    order = make(sandbox, "/sales-orders", body(product, contact_id=contact))
    assert units(sandbox, product) == "10"
    part = {"lines": [{"item_line_position": 0, "units": 1}]}
    assert call(sandbox, "POST", f"/sales-orders/{order}/ship-by-lines", part).status_code == 200
    assert units(sandbox, product) == "9"
    assert call(sandbox, "POST", f"/sales-orders/{order}/ship").status_code == 200
    assert units(sandbox, product) == "8"
    assert [(row["sent"], row["pending"]) for row in call(sandbox, "GET", f"/sales-orders/{order}/shipped-items").json()["items"]] == [
        (2, 0),
        (1, 0),
    ]
    assert call(sandbox, "POST", f"/sales-orders/{order}/ship-by-lines", part).status_code == 422
    link = {"source_type": "salesorder", "source_id": order, "target_type": "invoice", "date": "2026-11-21"}
    invoice = make(sandbox, "/documents/convert", link)
    read = call(sandbox, "GET", f"/invoices/{invoice}").json()
    assert (read["from"], read["total"], read["tags"]) == ({"id": order, "doc_type": "salesorder"}, "54,85", ["wix", MARKER])
    assert units(sandbox, product) == "8"
    make(sandbox, "/invoices", body(product, contact_id=contact))
    assert units(sandbox, product) == "6"


def test_a_line_without_product_moves_no_stock(sandbox):
    product = shirt(sandbox)
    make(sandbox, "/sales-receipts", body())
    assert units(sandbox, product) == "10"


def test_lists_hide_what_the_real_ones_hide(sandbox):
    id = make(sandbox, "/sales-receipts", body(notes="wix order 5c1d", tags=["Wíx Ab-1"]))
    (row,) = call(sandbox, "GET", "/sales-receipts").json()["items"]
    assert {"notes", "custom_fields", "lines", "draft"} & row.keys() == set()
    assert row["tags"] == ["wix ab-1"]
    assert (row["total"], row["payments_pending"]) == ("54,85", "54,85")
    whole = call(sandbox, "GET", f"/sales-receipts/{id}").json()
    assert (whole["notes"], whole["from"], whole["payments_detail"]) == ("wix order 5c1d", [], [])


def test_numbers_come_from_the_series_at_approval(sandbox):
    made = [make(sandbox, "/sales-receipts", body(number_line_id=RECEIPT_SERIES, description=str(n))) for n in range(2)]
    assert call(sandbox, "GET", f"/sales-receipts/{made[0]}").json()["document_number"] is None
    for id in reversed(made):
        assert call(sandbox, "POST", f"/sales-receipts/{id}/approve").status_code == 200
    seen = [call(sandbox, "GET", f"/sales-receipts/{id}").json() for id in made]
    assert [row["document_number"] for row in seen] == ["T260002", "T260001"]
    assert len(seen[0]["approved_at"]) == len("2026-11-20T10:05:00")
    (series,) = call(sandbox, "GET", "/numbering-series/salesreceipt").json()["items"]
    assert series["last"] == 2


def test_the_same_story_gives_the_same_state_and_survives_a_restart(sandbox, tmp_path):
    def story() -> Sandbox:
        for path, given in (("/contacts", {"name": "x"}), ("/sales-receipts", body()), ("/sales-receipts", body())):
            make(sandbox, path, given)
        return sandbox.sandbox

    first = story().digest()
    sandbox.sandbox.folder = tmp_path
    sandbox.sandbox.save()
    assert Sandbox(tmp_path).digest() == first
    sandbox.state("holded", "es").update(contacts={}, documents={})
    assert story().digest() == first


def test_a_switch_knows_its_values(sandbox):
    sandbox.settings["holded.rounding"] = "up"
    assert call(sandbox, "POST", "/sales-receipts", body()).status_code == 500

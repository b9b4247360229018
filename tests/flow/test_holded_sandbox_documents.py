"""The fake of Holded: changes to documents, cancelling, bulk calls, stages, tracking, papers."""

from __future__ import annotations

import pytest
from holded_world import MARKER, STAGE, TREASURY, body, call, make, shirt, units, violations
from sandbox.holded.account import Account


@pytest.fixture
def contact(sandbox):
    return make(sandbox, "/contacts", {"name": "Lucía Pérez", "code": "12345678Z"})


@pytest.fixture
def invoice(sandbox, contact):
    """A function that makes an invoice; approved on demand."""

    def made(approved=False, **changes):
        id = make(sandbox, "/invoices", body(contact_id=contact, **changes))
        if approved:
            assert call(sandbox, "POST", f"/invoices/{id}/approve").status_code == 200
        return id

    return made


def pay(sandbox, path, amount="54.85"):
    return call(sandbox, "POST", f"{path}/payments", {"amount": amount, "date": "2026-11-20", "treasury_id": TREASURY})


def test_put_replaces_a_draft_invoice_whole(sandbox, contact, invoice):
    product = shirt(sandbox)
    id = invoice(items=[{"name": "x", "units": 2, "price": 1, "taxes": ["s_iva_21"], "product_id": product}], notes="note")
    assert units(sandbox, product) == "8"
    one = [{"name": "x", "units": 5, "price": "10", "taxes": ["s_iva_21"], "product_id": product}]
    answer = call(sandbox, "PUT", f"/invoices/{id}", {"contact_id": contact, "date": "2026-11-19", "items": one, "tags": ["wx1"]})
    assert answer.status_code == 200
    read = call(sandbox, "GET", f"/invoices/{id}").json()
    assert (read["total"], read["date"], read["notes"], read["tags"]) == ("60,50", "2026-11-19", None, ["wx1"])
    assert units(sandbox, product) == "5"
    call(sandbox, "PUT", f"/invoices/{id}", {"contact_id": contact, "items": one, "currency": "USD", "currency_change": "1.1"})
    assert "without tags blanks" in (said := violations(sandbox)) and "cannot change currency" in said
    assert call(sandbox, "DELETE", f"/invoices/{id}").status_code == 204
    assert units(sandbox, product) == "10"


@pytest.mark.parametrize(("switch", "status"), [("refuse", 422), ("ignore", 200)])
def test_put_of_an_approved_invoice_changes_no_fiscal_data(sandbox, invoice, switch, status):
    sandbox.settings["holded.approved_edit"] = switch
    id = invoice(approved=True)
    assert call(sandbox, "PUT", f"/invoices/{id}", {"description": "Otro concepto", "tags": ["wx", MARKER]}).status_code == 200
    assert call(sandbox, "GET", f"/invoices/{id}").json()["description"] == "Otro concepto"
    assert not sandbox.violations
    more = {"items": [{"name": "x", "units": 1, "price": 1, "taxes": ["s_iva_21"]}], "tags": ["wx"]}
    assert call(sandbox, "PUT", f"/invoices/{id}", more).status_code == status
    read = call(sandbox, "GET", f"/invoices/{id}").json()
    assert (read["total"], len(read["lines"])) == ("54,85", 2)
    assert ("field items is ignored" in violations(sandbox)) == (switch == "ignore")


@pytest.mark.parametrize("path", ["/sales-receipts", "/credit-notes", "/receipt-notes", "/sales-orders", "/waybills"])
def test_put_of_the_others_takes_dates_and_project_only(sandbox, contact, path):
    id = make(sandbox, path, body(contact_id=contact))
    assert call(sandbox, "PUT", f"{path}/{id}", {"date": "2026-11-18", "tags": ["other"]}).status_code == 200
    read = call(sandbox, "GET", f"{path}/{id}").json()
    assert (read["date"], read["tags"]) == ("2026-11-18", ["wix", MARKER])
    assert "field tags is ignored in silence" in violations(sandbox)


def test_a_cancelled_invoice_keeps_its_number_and_a_paid_one_is_not_cancelled(sandbox, invoice):
    id, paid = invoice(approved=True), invoice(approved=True, description="2")
    assert call(sandbox, "POST", f"/invoices/{id}/cancel").status_code == 200
    read = call(sandbox, "GET", f"/invoices/{id}").json()
    assert (read["status"], read["document_number"]) == ("cancelled", "F260001")
    assert call(sandbox, "POST", f"/invoices/{id}/cancel").status_code == 422
    assert pay(sandbox, f"/invoices/{id}").json()["detail"] == "The document is cancelled"
    assert pay(sandbox, f"/invoices/{paid}").status_code == 201
    assert call(sandbox, "POST", f"/invoices/{paid}/cancel").json()["detail"] == "The invoice has payments"
    assert call(sandbox, "POST", f"/invoices/{invoice(description='3')}/cancel").status_code == 422
    assert call(sandbox, "POST", f"/sales-receipts/{id}/cancel").status_code == 404


@pytest.mark.parametrize(("switch", "left"), [(False, "8"), (True, "10")])
def test_whether_cancelling_gives_the_stock_back(sandbox, contact, switch, left):
    sandbox.settings["holded.cancelled_invoice_returns_stock"] = switch
    product = shirt(sandbox)
    id = make(sandbox, "/invoices", body(product, contact_id=contact))
    call(sandbox, "POST", f"/invoices/{id}/approve")
    call(sandbox, "POST", f"/invoices/{id}/cancel")
    assert units(sandbox, product) == left


@pytest.mark.parametrize(("switch", "status"), [("missing", 404), ("invalid", 400), ("accept", 200)])
def test_stages_of_a_sales_order(sandbox, contact, switch, status):
    sandbox.settings["holded.unknown_stage"] = switch
    id = make(sandbox, "/sales-orders", body(contact_id=contact))
    assert call(sandbox, "PUT", f"/sales-orders/{id}/pipeline", {"pipeline_id": STAGE}).status_code == 200
    assert call(sandbox, "GET", f"/sales-orders/{id}").json()["pipeline_id"] == STAGE
    assert call(sandbox, "PUT", f"/sales-orders/{id}/pipeline", {"pipeline_id": "0" * 24}).status_code == status
    assert call(sandbox, "PUT", f"/sales-orders/{id}/pipeline", {}).status_code == 422
    assert len(Account(sandbox.sandbox, "es").state["stages"]) == len(Account(sandbox.sandbox, "nl").state["stages"]) == 5


def test_tracking_of_a_sales_order(sandbox, contact):
    id = make(sandbox, "/sales-orders", body(contact_id=contact))
    given = {"tracking_key": "seur", "tracking_name": "SEUR", "tracking_number": "123", "pickup_date": "2026-11-21"}
    assert call(sandbox, "PUT", f"/sales-orders/{id}/tracking", given).status_code == 200
    read = call(sandbox, "GET", f"/sales-orders/{id}").json()
    assert {name: read[name] for name in given} == given
    assert call(sandbox, "PUT", f"/sales-orders/{id}/tracking", {"tracking_key": "postnl"}).status_code == 422
    receipt = make(sandbox, "/sales-receipts", body())
    assert call(sandbox, "PUT", f"/sales-receipts/{receipt}/tracking", given).status_code == 404


@pytest.mark.parametrize("name", ["number", "document_number", "doc_number"])
def test_an_invoice_is_found_by_its_number(sandbox, invoice, name):
    sandbox.settings["holded.find_by_number_parameter"] = name
    id = invoice(approved=True)
    assert call(sandbox, "GET", f"/invoices/find-by-number?{name}=F260001").json()["id"] == id
    assert call(sandbox, "GET", f"/invoices/find-by-number?{name}=F260009").status_code == 404
    assert call(sandbox, "GET", "/invoices/find-by-number?nummer=F260001").status_code == 400


def test_bulk_approval_answers_for_all_some_or_none(sandbox, invoice):
    made = [invoice(description=str(n)) for n in range(3)]
    late = invoice(description="late", date="2026-11-01")
    assert call(sandbox, "POST", "/invoices/bulk/approve", {"ids": made[:2]}).status_code == 204
    answer = call(sandbox, "POST", "/invoices/bulk/approve", {"ids": [made[2], late]})
    assert (answer.status_code, answer.json()["approved"], answer.json()["failed"][0]["id"]) == (207, [made[2]], late)
    none = call(sandbox, "POST", "/invoices/bulk/approve", {"ids": [late]})
    assert (none.status_code, none.json()) == (422, {"message": "None of the invoices could be approved"})
    assert call(sandbox, "POST", "/invoices/bulk/cancel", {"ids": made}).status_code == 204
    assert call(sandbox, "DELETE", "/invoices", {"ids": [late, made[0]]}).status_code == 207
    assert call(sandbox, "GET", f"/invoices/{late}").status_code == 404
    assert call(sandbox, "POST", "/invoices/bulk/approve", {}).status_code == 422


def test_bulk_approval_may_be_broken(sandbox, invoice):
    sandbox.settings["holded.bulk_approve"] = "broken"
    id = invoice()
    assert call(sandbox, "POST", "/invoices/bulk/approve", {"ids": [id]}).status_code == 422
    assert call(sandbox, "GET", f"/invoices/{id}").json()["draft"] is True


def test_the_pdf_and_the_mail(sandbox, invoice):
    id = invoice(approved=True)
    answer = call(sandbox, "GET", f"/invoices/{id}/pdf")
    assert (answer.headers["Content-Type"], answer.content[:8], b"F260001" in answer.content) == ("application/pdf", b"%PDF-1.4", True)
    assert call(sandbox, "POST", f"/invoices/{id}/send", {"emails": ["lucia@example.com"], "subject": "Su factura"}).status_code == 200
    assert sandbox.state("holded", "es")["mails"] == [{"document": id, "emails": ["lucia@example.com"], "subject": "Su factura"}]
    assert call(sandbox, "POST", f"/invoices/{id}/send", {"emails": ["lucia"]}).status_code == 422
    assert call(sandbox, "POST", f"/invoices/{id}/send", {}).status_code == 422


@pytest.mark.parametrize(("switch", "name"), [("message", "message"), ("problem", "detail")])
def test_a_date_that_goes_back_is_refused_per_series(sandbox, invoice, switch, name):
    sandbox.settings["holded.approval_error"] = switch
    invoice(approved=True)
    late = call(sandbox, "POST", f"/invoices/{invoice(date='2026-11-19')}/approve")
    assert (late.status_code, list(late.json())[-1]) == (422, name)
    other = invoice(date="2026-11-19", number_line_id="6f2d1669c774bcbe9b88e1ca")
    assert call(sandbox, "POST", f"/invoices/{other}/approve").status_code == 200

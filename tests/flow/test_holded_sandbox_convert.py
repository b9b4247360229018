"""The fake of Holded: documents made out of others, notes, and the stock that moves once."""

from __future__ import annotations

import pytest
from holded_world import MARKER, TREASURY, body, call, make, shirt, units


@pytest.fixture
def contact(sandbox):
    return make(sandbox, "/contacts", {"name": "Lucía Pérez", "code": "12345678Z"})


def turn(sandbox, source, id, target, **changes):
    given = {"source_type": source, "source_id": id, "target_type": target, "date": "2026-11-21"} | changes
    return call(sandbox, "POST", "/documents/convert", given)


def read(sandbox, path, answer):
    return call(sandbox, "GET", f"/{path}/{answer.json()['id']}").json()


@pytest.mark.parametrize("status", [201, 200])
@pytest.mark.parametrize(("target", "path"), [("invoice", "invoices"), ("salesreceipt", "sales-receipts"), ("waybill", "waybills")])
def test_an_order_becomes_another_document(sandbox, contact, target, path, status):
    sandbox.settings["holded.convert_status"] = status
    order = make(sandbox, "/sales-orders", body(contact_id=contact))
    answer = turn(sandbox, "salesorder", order, target, description="Pedido Wix 10023, cobrado")
    shown = read(sandbox, path, answer)
    assert (answer.status_code, shown["from"], shown["draft"]) == (status, {"id": order, "doc_type": "salesorder"}, True)
    assert (shown["description"], shown["total"], shown["date"], shown["tags"]) == (
        "Pedido Wix 10023, cobrado",
        "54,85",
        "2026-11-21",
        ["wix", MARKER],
    )


@pytest.mark.parametrize(("source", "path", "target"), [("salesorder", "/sales-orders", "creditnote"), ("invoice", "/invoices", "salesorder"),
                                                        ("invoice", "/invoices", "proform")])  # fmt: skip
def test_other_pairs_are_refused(sandbox, contact, source, path, target):
    id = make(sandbox, path, body(contact_id=contact))
    assert turn(sandbox, source, id, target).status_code == 422


@pytest.mark.parametrize(("switch", "tags"), [(True, ["wix", MARKER]), (False, [])])
def test_tags_are_copied_or_not(sandbox, contact, switch, tags):
    sandbox.settings["holded.convert_copies_tags"] = switch
    order = make(sandbox, "/sales-orders", body(contact_id=contact))
    assert read(sandbox, "invoices", turn(sandbox, "salesorder", order, "invoice"))["tags"] == tags


@pytest.mark.parametrize(("switch", "status"), [("refuse", 422), ("accept", 201)])
def test_an_order_is_converted_once(sandbox, contact, switch, status):
    sandbox.settings["holded.convert_twice"] = switch
    order = make(sandbox, "/sales-orders", body(contact_id=contact))
    invoice = turn(sandbox, "salesorder", order, "invoice").json()["id"]
    assert turn(sandbox, "salesorder", order, "salesreceipt").status_code == status
    assert bool(sandbox.violations) == (switch == "accept")
    sandbox.violations.clear()
    if switch == "refuse":
        call(sandbox, "DELETE", f"/invoices/{invoice}")
        assert turn(sandbox, "salesorder", order, "salesreceipt").status_code == 201


def test_a_receipt_becomes_an_invoice_where_its_buyer_is_known(sandbox, contact):
    unknown, known = make(sandbox, "/sales-receipts", body()), make(sandbox, "/sales-receipts", body(contact_id=contact))
    assert turn(sandbox, "salesreceipt", unknown, "invoice").json()["detail"] == "The field contact_id is required"
    assert turn(sandbox, "salesreceipt", known, "invoice").status_code == 201


@pytest.mark.parametrize(("switch", "status"), [("refuse", 422), ("accept", 201)])
def test_receipt_notes_are_not_in_the_published_list(sandbox, switch, status):
    sandbox.settings["holded.convert_receiptnote"] = switch
    receipt = make(sandbox, "/sales-receipts", body())
    assert turn(sandbox, "salesreceipt", receipt, "receiptnote").status_code == status


@pytest.mark.parametrize(("switch", "left"), [("no_move", "8"), ("moves", "6")])
def test_an_order_whose_invoice_took_the_stock_is_sent_without_moving_it(sandbox, contact, switch, left):
    sandbox.settings["holded.ship_after_convert"] = switch
    product = shirt(sandbox)
    order = make(sandbox, "/sales-orders", body(product, contact_id=contact))
    turn(sandbox, "salesorder", order, "invoice")
    assert units(sandbox, product) == "8"
    assert call(sandbox, "POST", f"/sales-orders/{order}/ship").status_code == 200
    assert units(sandbox, product) == left


def test_a_credit_note_made_from_an_invoice_gives_back_what_that_invoice_moved(sandbox, contact):
    product = shirt(sandbox)
    invoice = make(sandbox, "/invoices", body(product, contact_id=contact))
    assert units(sandbox, product) == "8"
    note = read(sandbox, "credit-notes", turn(sandbox, "invoice", invoice, "creditnote"))
    assert (units(sandbox, product), note["from"]["id"]) == ("10", invoice)
    order = make(sandbox, "/sales-orders", body(product, contact_id=contact))
    call(sandbox, "POST", f"/sales-orders/{order}/ship")
    made = turn(sandbox, "salesorder", order, "invoice").json()["id"]
    turn(sandbox, "invoice", made, "creditnote")
    assert units(sandbox, product) == "8"  # the order moved it, not the invoice


def test_notes_above_their_invoice_are_recorded_and_not_refused(sandbox, contact):
    invoice = make(sandbox, "/invoices", body(contact_id=contact))
    assert turn(sandbox, "invoice", invoice, "creditnote").status_code == 201
    assert not sandbox.violations
    assert turn(sandbox, "invoice", invoice, "creditnote", description="2").status_code == 201
    assert "notes of one invoice are more than it" in sandbox.violations[0]["text"]
    sandbox.violations.clear()


def test_a_note_takes_the_series_that_its_document_names_for_refunds(sandbox, contact):
    series = sandbox.state("holded", "es")["series"]
    for id, kind in (("7" * 24, "creditnote"), ("8" * 24, "invoice")):
        series.append(
            {"id": id, "type": kind, "name": kind, "format": f"{kind[0].upper()}X%%%", "last": 0, "refund_numbering_series_id": "7" * 24}
        )
    for given, number in (({}, "R260001"), ({"number_line_id": "8" * 24}, "CX001")):
        invoice = make(sandbox, "/invoices", body(contact_id=contact, **given))
        note = turn(sandbox, "invoice", invoice, "creditnote").json()["id"]
        call(sandbox, "POST", f"/credit-notes/{note}/approve")
        assert call(sandbox, "GET", f"/credit-notes/{note}").json()["document_number"] == number


@pytest.mark.parametrize(("switch", "sign"), [("positive", ""), ("negative", "-")])
def test_the_sign_of_notes(sandbox, contact, switch, sign):
    sandbox.settings["holded.note_sign"] = switch
    for path in ("credit-notes", "receipt-notes"):
        id = make(sandbox, f"/{path}", body(contact_id=contact))
        (row,) = call(sandbox, "GET", f"/{path}").json()["items"]
        assert (row["total"], row["tax"], row["payments_pending"]) == (f"{sign}54,85", f"{sign}9,52", f"{sign}54,85")
        given = {"amount": "54.85", "date": "2026-11-21", "treasury_id": TREASURY}
        assert call(sandbox, "POST", f"/{path}/{id}/payments", given).status_code == 201
        shown = call(sandbox, "GET", f"/{path}/{id}").json()
        assert (shown["payments_pending"], shown["payments_total"], shown["status"]) == ("0", f"{sign}54,85", "completed")
        assert [line["units"] for line in shown["lines"]] == [2, 1]
    invoice = make(sandbox, "/invoices", body(contact_id=contact))
    assert call(sandbox, "GET", f"/invoices/{invoice}").json()["total"] == "54,85"


@pytest.mark.parametrize(("switch", "left"), [(False, "10"), (True, "12")])
def test_a_note_made_plainly_moves_no_stock(sandbox, contact, switch, left):
    sandbox.settings["holded.plain_note_returns_stock"] = switch
    product = shirt(sandbox)
    make(sandbox, "/credit-notes", body(product, contact_id=contact))
    assert units(sandbox, product) == left

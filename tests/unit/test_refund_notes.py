"""The notes of refunds: their bodies, those that stand already, and reversals of whole documents."""

from datetime import UTC, date, datetime

import pandas as pd
import pytest
from note_documents import ORDER_ID, document, ledger, order, refund, store
from order_sync.mapping.markers import document_marker, note_marker
from order_sync.mapping.note_totals import left
from order_sync.mapping.refunds import plan_notes, reversal
from planned_refunds import LINES, TOTAL, one, parts, planned
from sandbox.holded import shapes


@pytest.mark.parametrize(
    ("state", "again"), [("sending", 0), ("unknown", 0), ("sent", 0), ("pending", 1), ("rejected", 1), ("withdrawn", 1)]
)
def test_a_note_that_stands_is_never_planned_again(state, again):
    refunds = [refund(1, 997, lines=[(0, 1)])]
    made = [ledger(one(refunds), state)]
    assert len(planned(refunds, made=made)) == again


def test_a_note_that_stands_keeps_its_lines_even_when_an_earlier_refund_comes_late():
    late = ledger(one([refund(2, 1000, lines=[(1, 1)])]))
    plan = one([refund(1, 1000, lines=[(1, 1)]), refund(2, 1000, lines=[(1, 1)])], made=[late])
    assert parts(plan) == [("s_iva_21@210000", 0, 1000)]


def test_a_note_without_a_basis_is_taken_off_the_rates():
    made = [{"part": "refund-1", "basis": None, "amount_minor": 1000, "state": "sent"}]
    remains = left(document(LINES, store())[2], made)
    assert remains.total_minor == TOTAL - 1000 and [rate.gross_minor for rate in remains.rates.values()] == [3635 - 784, 1000 - 216]
    assert planned([refund(1, 1000), refund(2, 3636)], made=made)[0].reason == "REFUND_TOO_LARGE"


def test_the_body_names_order_refund_series_and_day_of_the_store():
    shop = store(zone="Europe/Madrid")
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)  # the next day in Madrid
    note = one([refund(1, 997, lines=[(0, 1)], created_at=late)], kind="invoice", shop=shop)
    assert note.doc_date == date(2026, 3, 3) and note.kind == "credit_note"
    assert {name: value for name, value in note.body.items() if name != "items"} == {
        "date": "2026-03-03",
        "description": "Reembolso del pedido Wix 10023",
        "notes": f"Wix order {ORDER_ID} refund refund-1",
        "currency": "EUR",
        "tags": ["wix", note.marker, "wxrefund"],
        "language": "es",
        "number_line_id": "a" * 24,
    }
    assert note.body["items"][0]["product_id"] == "0" * 24


def test_what_the_document_s_head_had_is_on_the_note():
    shop, head = (
        store(),
        {"warehouse_id": "d" * 24, "contact_name": "A Buyer", "currency_change": "1.1", "language": "nl", "design_id": None},
    )
    basis = document(LINES, shop)[2] | {"head": head}
    (note,) = plan_notes(store=shop, order=order(LINES), basis=basis, refunds=[refund(1, 500)], made=[])
    assert {name: note.body.get(name) for name in head} == head and "design_id" not in note.body
    assert note.body["description"] == "Terugbetaling van Wix-bestelling 10023"
    assert note.body["items"][0]["name"] == "Gedeeltelijke terugbetaling (21 %)"


@pytest.mark.parametrize("language", ["es", "en", "nl", "de", "fr", "it", "pt", "ca", "xx"])
def test_every_language_has_its_words(language):
    shop = store()
    basis = document(LINES, shop)[2] | {"head": {"language": language}}
    (note,) = plan_notes(store=shop, order=order(LINES), basis=basis, refunds=[refund(1, 500)], made=[])
    assert note.body["description"].endswith(" 10023") and note.body["items"][0]["name"].endswith(" (21 %)")
    assert (note.body["description"] == "Refund of Wix order 10023") == (language in ("en", "xx"))


def test_a_whole_invoice_is_converted_by_holded_where_the_store_wants_it():
    _, proof, _ = document(LINES, store(), "invoice")
    note = one([refund(1, TOTAL)], kind="invoice")
    assert note.body == {
        "convert": {
            "target_type": "creditnote",
            "date": "2026-03-03",
            "number_line_id": "a" * 24,
            "description": "Reembolso del pedido Wix 10023",
            "notes": f"Wix order {ORDER_ID} refund refund-1",
        }
    }
    assert note.proof == proof | {"marker": note.marker} and note.basis["kind"] == "credit_note"
    assert "items" in one([refund(1, TOTAL)], kind="invoice", shop=store(by_convert=False)).body


@pytest.mark.parametrize("kind", ["invoice", "receipt"])
@pytest.mark.parametrize("amount", [500, TOTAL])
def test_the_body_has_only_fields_that_holded_knows(kind, amount):
    body = one([refund(1, amount)], kind=kind).body
    assert set(body.get("convert", {})) < set(shapes.CONVERT) - {"source_type", "source_id"}
    assert "convert" in body or set(body) < set(shapes.FISCAL)
    assert all(set(item) < set(shapes.LINE) for item in body.get("items", []))


def test_a_reversal_takes_what_the_refunds_left():
    shop, basis = store(), document(LINES, store())[2]
    made = [ledger(plan) for plan in planned([refund(1, 997, lines=[(0, 1)]), refund(2, 500)])]
    plan = reversal(shop, order(LINES), basis, made, "cancel", date(2026, 4, 1), "the order was cancelled")
    assert (plan.part, plan.amount_minor, plan.doc_date, plan.whole) == ("cancel", TOTAL - 1497, date(2026, 4, 1), False)
    assert plan.body["description"] == "Anulación del pedido Wix 10023" and plan.body["notes"].endswith(" reversal")
    assert plan.because.startswith("the order was cancelled: 2 x item 0")
    remains = left(basis, [*made, ledger(plan)])
    assert remains.total_minor == 0 and {rate.gross_minor for rate in remains.rates.values()} == {0}
    assert reversal(shop, order(LINES), basis, [*made, ledger(plan)], "change-0a1b2c3d", date(2026, 4, 2), "again") is None


def test_a_reversal_of_an_untouched_document_is_the_whole_of_it():
    shop = store()
    body, _, basis = document(LINES, shop)
    plan = reversal(shop, order(LINES), basis, [], "change-0a1b2c3d", date(2026, 4, 1), "its lines changed")
    assert plan.whole and plan.body["items"] == body["items"] and "wxreversal" in plan.body["tags"]
    assert (plan.amount_minor, plan.because) == (TOTAL, "its lines changed")


@pytest.mark.parametrize("state", ["pending", "rejected", "withdrawn"])
def test_a_reversal_counts_only_the_notes_that_stand(state):
    shop, basis = store(), document(LINES, store())[2]
    made = [ledger(one([refund(1, 997, lines=[(0, 1)])]), state)]
    assert reversal(shop, order(LINES), basis, made, "cancel", date(2026, 4, 1), "cancelled").whole


def test_empty_columns_of_a_frame_are_nothing():
    row = refund(1, 500) | {"details": None, "external": pd.NA, "store_credit": None, "pending_minor": pd.NA}
    assert one([row], refunded=pd.NA).action == "send"


def test_note_markers_are_unique_tags():
    changes = [
        note_marker("es", ORDER_ID, part) for part in ("cancel", "change-aaaaaaa1", "change-aaaaaaa2", f"{ORDER_ID}1", f"{ORDER_ID}2")
    ]
    assert len(set(changes)) == 5
    for marker in changes:
        assert marker.startswith("wxes6ee689f98b5d52c2n") and marker.isalnum() and marker.islower() and marker.isascii()
        assert marker != document_marker("es", ORDER_ID)
    assert note_marker("es", ORDER_ID, "cancel") != note_marker("es", ORDER_ID.replace("4649", "4650"), "cancel")

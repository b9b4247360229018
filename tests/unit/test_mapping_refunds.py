"""Refunds become notes: what each kind of refund gives back, and what a person has to decide."""

from datetime import date

import pandas as pd
import pytest
from note_documents import Line, document, ledger, refund, store
from order_sync.contracts.holds import HOLD_CODES
from order_sync.mapping.note_totals import left
from planned_refunds import LINES, TOTAL, one, parts, planned


@pytest.mark.parametrize("details", [{}, {"lines": [(0, 3), (1, 1)], "fees": [(2, 150)], "included": True}])
@pytest.mark.parametrize("amount_only", ["prorate", "hold"])
def test_a_full_refund_mirrors_the_document(details, amount_only):
    body, proof, basis = document(LINES, store())
    note = one([refund(1, TOTAL, **details)], shop=store(amount_only=amount_only))
    assert note.whole and note.body["items"] == body["items"] and note.kind == "receipt_note"
    assert note.proof == proof | {"marker": note.marker}
    remains = left(basis, [ledger(note)])
    assert remains.total_minor == 0 and {(rate.net_minor, rate.tax_minor) for rate in remains.rates.values()} == {(0, 0)}


@pytest.mark.parametrize(
    ("named", "amount", "expected"),
    [
        ({"lines": [(0, 1)]}, 997, [(0, 1, 997)]),
        ({"lines": [(0, 2)]}, 1993, [(0, 2, 1993)]),
        ({"lines": [(0, 1, 997), (1, 1, 1000)]}, 1997, [(0, 1, 997), (1, 1, 1000)]),
        ({"lines": [(0, 1)], "included": True}, 1492, [(0, 1, 997), (3, 1, 495)]),
        ({"included": True}, 495, [(3, 1, 495)]),
        ({"shipping": 200}, 200, [(3, 1, 200)]),
        ({"fees": [(2, 150)]}, 150, [(2, 1, 150)]),
        # Wix gave back less, then more than the lines that it names
        ({"lines": [(0, 1), (1, 1)]}, 1000, [(0, 1, 499), (1, 1, 501)]),
        ({"lines": [(0, 1)]}, 1500, [(0, 1, 1500)]),
        ({"lines": [(1, 1)]}, 1100, [(1, 1, 1000), ("s_iva_21@210000", 0, 100)]),
        # more units than there are; a line that is not on the document
        ({"lines": [(1, 5)]}, 1000, [(1, 1, 1000)]),
        ({"lines": [(7, 1)], "included": True}, 495, [(3, 1, 495)]),
        # an amount only: each rate its part
        ({}, 1000, [("s_iva_21@210000", 0, 784), ("s_iva_10@100000", 0, 216)]),
        ({"lines": [(7, 1)]}, 1000, [("s_iva_21@210000", 0, 784), ("s_iva_10@100000", 0, 216)]),
    ],
)
def test_what_a_refund_gives_back(named, amount, expected):
    note = one([refund(1, amount, **named)])
    assert (note.action, note.whole, parts(note)) == ("send", False, expected)
    assert note.proof["wix_total"] == note.amount_minor == amount and abs(note.proof["correction"]) <= 1
    assert [line["item"] for line in note.basis["lines"]] == note.body["items"]


def test_differences_are_told_and_recorded():
    note = one([refund(1, 1500, lines=[(0, 1)])])
    assert note.proof["wix_difference"] == 503
    assert note.because == "refund of 15.00 EUR: 1 x item 0 15.00 EUR; 5.03 EUR more than the named parts, spread over what is left"


def test_one_of_three_units_with_a_discount_and_then_the_others():
    first, second = planned([refund(1, 997, lines=[(0, 1)]), refund(2, 1993, lines=[(0, 2)])])
    assert (parts(first), parts(second)) == ([(0, 1, 997)], [(0, 2, 1993)])
    assert [plan.body["items"][0]["units"] for plan in (first, second)] == [1, 2]
    assert left(document(LINES, store())[2], [ledger(first), ledger(second)]).lines[0].units == 0


def test_units_that_came_back_already_come_back_as_money_only():
    _, second = planned([refund(1, 300, lines=[(1, 1, 300)]), refund(2, 700, lines=[(1, 1, 700)])])
    assert parts(second) == [(1, 0, 700)]
    (item,) = second.body["items"]
    assert (item["type"], item["units"]) == ("service", 1) and "product_id" not in item


def test_several_refunds_use_what_the_earlier_ones_left():
    refunds = [refund(1, 1000), refund(2, 997, lines=[(0, 1)]), refund(3, 2638, lines=[(0, 2), (1, 1)], fees=[(2, 150)], included=True)]
    plans = planned(refunds)
    remains = left(document(LINES, store())[2], [ledger(plan) for plan in plans])
    assert remains.total_minor == 0 and {rate.gross_minor for rate in remains.rates.values()} == {0}
    assert "less than the named parts" in plans[2].because


def test_an_amount_alone_on_one_rate_is_one_line_in_the_document_s_language():
    note = one([refund(1, 500)], lines=(Line(2990, 3), Line(495, 1, 210_000, "shipping")))
    (item,) = note.body["items"]
    assert item == {"type": "service", "name": "Reembolso parcial (21 %)", "units": 1, "price": item["price"], "taxes": ["s_iva_21"]}


def test_pending_first_and_succeeded_later():
    assert planned([refund(1, 997, lines=[(0, 1)], state="pending"), refund(2, 100, state="failed")], refunded=997) == []
    assert one([refund(1, 997, lines=[(0, 1)])], refunded=997).action == "send"


def test_money_given_back_outside_wix_is_a_note_too():
    note = one([refund(1, 997, lines=[(0, 1)], external=True)])
    assert note.action == "send" and "given back outside Wix" in note.because


@pytest.mark.parametrize(
    ("settings", "more", "amount", "reason"),
    [
        ({}, {"store_credit": True}, 500, "STORE_CREDIT"),
        ({"notes": False}, {}, 500, "REFUND_NEEDS_PERSON"),
        ({"amount_only": "hold"}, {}, 500, "REFUND_WITHOUT_LINES"),
        ({}, {}, TOTAL + 1, "REFUND_TOO_LARGE"),
        ({}, {"created_at": pd.NaT}, 500, "REFUND_UNCLEAR"),
    ],
)
def test_what_a_person_decides(settings, more, amount, reason):
    plan = one([refund(1, amount, **more)], shop=store(**settings))
    assert (plan.action, plan.reason, plan.part, plan.amount_minor) == ("hold", reason, "refund-1", amount)
    if reason == "REFUND_TOO_LARGE":
        assert plan.seen == "a refund of 46.36 EUR, 46.35 EUR of the document is left"
    assert reason in HOLD_CODES and plan.seen and plan.field and not (plan.body or plan.proof or plan.basis)


def test_the_second_refund_that_is_too_much_is_held_and_a_third_that_fits_is_not():
    plans = planned([refund(1, 4000), refund(2, 1000), refund(3, 635)])
    assert [(plan.action, plan.reason) for plan in plans] == [("send", ""), ("hold", "REFUND_TOO_LARGE"), ("send", "")]
    assert plans[1].seen == "a refund of 10.00 EUR, 6.35 EUR of the document is left"


def test_the_money_of_a_held_refund_stays_reserved():
    plans = planned([refund(1, 500, store_credit=True), refund(2, TOTAL)])
    assert [plan.reason for plan in plans] == ["STORE_CREDIT", "REFUND_TOO_LARGE"]


def test_money_that_no_transaction_shows_is_unclear_once():
    plans = planned([refund(1, 997, lines=[(0, 1)]), refund(2, 100, state="pending")], refunded=1500)
    assert [(plan.part, plan.action) for plan in plans] == [("refund-1", "send"), ("unclear", "hold")]
    assert (plans[1].reason, plans[1].amount_minor) == ("REFUND_UNCLEAR", 403)
    assert plans[1].seen == "15.00 EUR refunded, 10.97 EUR in the order's refunds"
    assert plans[1].doc_date == date(2026, 3, 4)
    assert one([], refunded=1).doc_date == date(2026, 3, 1)


def test_a_refund_that_grew_after_its_note_is_unclear():
    made = [ledger(one([refund(1, 997, lines=[(0, 1)])]))]
    plan = one([refund(1, 1200, lines=[(0, 1)])], made=made, refunded=1200)
    assert (plan.part, plan.reason, plan.amount_minor) == ("unclear", "REFUND_UNCLEAR", 203)
    assert plan.seen == "refund refund-1 is 12.00 EUR, its note 9.97 EUR"

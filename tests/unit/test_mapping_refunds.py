"""Refunds become notes: what each kind of refund gives back, and what a person has to decide."""

from datetime import UTC, date, datetime

import pandas as pd
import pytest
from note_documents import ORDER_ID, Line, document, ledger, order, refund, store
from order_sync.contracts.holds import HOLD_CODES
from order_sync.mapping.markers import document_marker, note_marker
from order_sync.mapping.note_shares import shares
from order_sync.mapping.note_totals import left
from order_sync.mapping.refunds import plan_notes, reversal
from order_sync.quality.totals import document_total
from sandbox.holded import shapes

# 3 x 9.97 (a discount inside), 10.00 at 10 %, a fee of 1.50, delivery 4.95
LINES = (Line(2990, 3), Line(1000, 1, 100_000), Line(150, 1, 210_000, "fee"), Line(495, 1, 210_000, "shipping"))
TOTAL = 4635


def planned(refunds, lines=LINES, kind="receipt", made=(), refunded=None, shop=None, currency="EUR"):
    shop = shop or store()
    basis = document(lines, shop, kind, currency)[2]
    return plan_notes(store=shop, order=order(lines, currency, refunded), basis=basis, refunds=refunds, made=made)


def one(*args, **more):
    (plan,) = planned(*args, **more)
    return plan


def parts(plan):
    """(line of the document or rate, units of it, gross) of each line of a note."""
    return [
        (line["of"] if line["of"] is not None else line["of_rate"], line["of_units"], line["gross_minor"]) for line in plan.basis["lines"]
    ]


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


def test_hundredths_of_a_currency_without_cents_are_right_too():
    lines = (Line(3001, 3), Line(500, 1, 100_000))
    _, _, basis = document(lines, store(), "receipt", "JPY")
    plans = planned([refund(1, 1000, lines=[(0, 1)]), refund(2, 2501, lines=[(0, 2), (1, 1)])], lines=lines, currency="JPY")
    for plan in plans:
        assert document_total(plan.body["items"], {"s_iva_21": 210_000, "s_iva_10": 100_000}, "line_then_sum", 2) == 100 * plan.amount_minor
    assert left(basis, [ledger(plan) for plan in plans]).total_minor == 0


@pytest.mark.parametrize("rule", ["line_then_sum", "by_line", "at_end"])
def test_the_surcharge_is_rounded_apart_from_the_tax(rule):
    both = {"rate": 262_000, "key": "s_iva_21+s_rec_52", "parts": (210_000, 52_000)}
    lines, shop = (Line(2990, 3, **both), Line(495, 1, kind="shipping", **both)), store(rule)
    _, proof, basis = document(lines, shop)
    plans = planned([refund(1, 997, lines=[(0, 1)]), refund(2, 2488, lines=[(0, 2)], included=True)], lines=lines, shop=shop)
    keys = {"s_iva_21": 210_000, "s_rec_52": 52_000}
    for plan in plans:
        assert plan.body["items"][0]["taxes"] == ["s_iva_21", "s_rec_52"]
        assert document_total(plan.body["items"], keys, rule) == plan.proof["our_total"] == plan.amount_minor - plan.proof["correction"]
    assert {rate.gross_minor for rate in left(basis, [ledger(plan) for plan in plans]).rates.values()} == {0}
    note = one([refund(1, 3485)], lines=lines, shop=shop)
    assert note.whole and note.proof["our_total"] == proof["our_total"]
    # what a document can reach to the cent, a note can: the same rounding of both parts
    strict = store(rule, "hold")
    for amount in range(300, 330):
        reached = document((Line(amount, 1, **both),), strict) is not None
        note = one([refund(1, amount, shipping=amount)], lines=(Line(10_000), Line(495, 1, kind="shipping", **both)), shop=strict)
        assert (note.action == "send") == reached, (amount, note.seen)


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


def test_a_currency_without_decimals():
    note = one([refund(1, 1000, lines=[(0, 1)])], lines=(Line(3000, 3), Line(500)), currency="JPY")
    assert note.proof["our_total"] + note.proof["correction"] == 1000 and note.body["currency"] == "JPY"
    assert note.because == "refund of 1000 JPY: 1 x item 0 1000 JPY"


# At 21 % on the sum no net has a total of 0.60 or 1.81: a document of 2.42 is 1.21 and 1.21, or 0.60 and 1.82
@pytest.mark.parametrize(
    ("rule", "policy", "expected"),
    [
        ("line_then_sum", "accept", (59, 1, 1)),
        ("line_then_sum", "line", (60, 1, 2)),
        ("line_then_sum", "hold", "TOTAL_UNREACHABLE"),
        ("by_line", "accept", (59, 1, 1)),
        ("by_line", "line", (60, 1, 2)),
        ("by_line", "hold", "TOTAL_UNREACHABLE"),
        ("at_end", "accept", (60, 0, 1)),
        ("at_end", "line", (60, 0, 1)),
        ("at_end", "hold", (60, 0, 1)),
    ],
)
def test_a_refund_that_no_net_reaches_follows_the_document_s_rule_and_policy(rule, policy, expected):
    note = one([refund(1, 60, lines=[(0, 1)])], lines=(Line(242, 2),), shop=store(rule, policy))
    if isinstance(expected, str):
        assert (note.action, note.reason, note.seen) == ("hold", expected, "the nearest total of the note differs by 1 minor unit")
    else:
        assert (note.proof["our_total"], note.proof["correction"], len(note.body["items"])) == expected
        assert note.basis["correction_minor"] == 60 - expected[0]


def test_a_rounding_line_needs_its_tax_key():
    shop = store("line_then_sum", "line")
    rounding = shop.holded.rounding.model_copy(update={"tax_key": None})
    shop = shop.model_copy(update={"holded": shop.holded.model_copy(update={"rounding": rounding})})
    note = one([refund(1, 60, lines=[(0, 1)])], lines=(Line(242, 2),), shop=shop)
    assert note.reason == "TOTAL_UNREACHABLE" and "holded.rounding.tax_key is not set" in note.seen


@pytest.mark.parametrize(("policy", "ours"), [("accept", 59), ("line", 60)])
def test_a_document_with_its_own_correction_comes_back_whole(policy, ours):
    shop = store("line_then_sum", policy)
    body, _, basis = document((Line(60),), shop)
    note = one([refund(1, 60)], lines=(Line(60),), shop=shop)
    assert note.whole and note.body["items"] == body["items"] and note.proof["our_total"] == ours
    assert {(rate.net_minor, rate.tax_minor) for rate in left(basis, [ledger(note)]).rates.values()} == {(0, 0)}


@pytest.mark.parametrize("policy", ["accept", "line"])
def test_the_last_part_of_such_a_document_ends_its_books(policy):
    shop = store("line_then_sum", policy)
    basis = document((Line(60, 2),), shop)[2]
    plans = planned([refund(1, 30, lines=[(0, 1)]), refund(2, 30, lines=[(0, 1)])], lines=(Line(60, 2),), shop=shop)
    assert [plan.proof["correction"] for plan in plans] == [0, 1]
    assert {(rate.net_minor, rate.tax_minor) for rate in left(basis, [ledger(plan) for plan in plans]).rates.values()} == {(0, 0)}


def test_refunds_out_of_reach_one_after_the_other_stay_within_a_cent_of_their_money():
    lines = (Line(600, 10),)
    plans = planned([refund(place, 60, lines=[(0, 1)]) for place in range(10)], lines=lines)
    off = [plan.proof["correction"] for plan in plans]
    assert set(off) == {1, -1} and {sum(off[:place]) for place in range(11)} <= {-1, 0, 1}
    remains = left(document(lines, store())[2], [ledger(plan) for plan in plans])
    assert remains.books_minor == 0


def test_a_rate_that_was_booked_beside_its_money_comes_back_as_it_was_booked():
    lines = (Line(60), Line(60, key="other"))  # 0.60 is out of reach: booked as 0.59 and 0.61
    basis = document(lines, store())[2]
    plans = planned([refund(1, 60, lines=[(0, 1)]), refund(2, 60, lines=[(1, 1)])], lines=lines)
    remains = left(basis, [ledger(plan) for plan in plans])
    assert {(rate.gross_minor, rate.net_minor, rate.tax_minor) for rate in remains.rates.values()} == {(0, 0, 0)}
    assert sorted(plan.proof["correction"] for plan in plans) == [-1, 1]


def test_what_rounding_cannot_end_stays_below_the_document():
    """1.21 in two parts: 0.61 is 0.50 + 0.11, and then 0.50 with a tax of 0.10 is left, which no note of 0.50 has."""
    lines = (Line(121, 2),)
    plans = planned([refund(1, 61, lines=[(0, 1)]), refund(2, 60, lines=[(0, 1)])], lines=lines)
    assert [(plan.proof["our_total"], plan.proof["correction"]) for plan in plans] == [(61, 0), (59, 1)]
    assert left(document(lines, store())[2], [ledger(plan) for plan in plans]).books_minor == 1


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


@pytest.mark.parametrize("turn", [1, -1])
def test_a_correction_is_never_more_than_one_minor_unit(turn):
    lines = (Line(117, 1, 40_000), Line(324, 1, 100_000), Line(1), Line(117, 1, 40_000, key="other"))  # 0.01 at 21 % is booked far beside
    basis = document(lines, store())[2]
    beside = [rate.net_minor + rate.tax_minor - rate.gross_minor for rate in left(basis, []).rates.values()]
    assert max(map(abs, beside)) == 2
    plans = planned([refund(at, lines[at].gross, lines=[(at, 1)]) for at in range(4)[::turn]], lines=lines)
    assert {abs(plan.proof["correction"]) for plan in plans} <= {0, 1}
    assert abs(left(basis, [ledger(plan) for plan in plans]).books_minor) <= 1


def test_a_free_line_comes_back_with_its_units_and_a_cash_rounding_is_money():
    lines = (Line(0, 2), Line(500))
    note = one([refund(1, 300, lines=[(0, 2), (1, 1)])], lines=lines)
    assert parts(note) == [(0, 2, 0), (1, 1, 300)] and note.body["items"][0]["price"] == "0.00"
    shop, (_, _, basis) = store(), document((Line(500), Line(3, 1, 0, "rounding")), store())
    (note,) = plan_notes(store=shop, order=order((Line(503),)), basis=basis, refunds=[refund(1, 502, lines=[(0, 1)])], made=[])
    assert parts(note) == [(0, 1, 500), ("s_iva_0@0", 0, 2)]


def test_a_cash_rounding_comes_back_with_the_whole():
    body, proof, _ = document((Line(500), Line(3, 1, 0, "rounding")), store())
    note = one([refund(1, 503)], lines=(Line(500), Line(3, 1, 0, "rounding")))
    assert note.whole and note.proof == proof | {"marker": note.marker} and note.body["items"] == body["items"]


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


@pytest.mark.parametrize(
    ("amount", "weights", "limits", "given"),
    [
        (10, [1, 1, 1], [10, 10, 10], [4, 3, 3]),
        (10, [8, 1, 1], [5, 5, 5], [5, 3, 2]),
        (10, [0, 1], [10, 10], [0, 10]),
        (10, [1, 1], [2, 3], [2, 3]),
        (0, [1, 1], [2, 3], [0, 0]),
        (7, [], [], []),
    ],
)
def test_shares_are_whole_and_keep_their_limits(amount, weights, limits, given):
    assert shares(amount, weights, limits) == given

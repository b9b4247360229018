"""Refunds and cents: what rounding leaves, by the rule and policy of the document that they correct."""

import pytest
from note_documents import Line, document, ledger, order, refund, store
from order_sync.mapping.note_shares import shares
from order_sync.mapping.note_totals import left
from order_sync.mapping.refunds import plan_notes
from order_sync.quality.totals import document_total
from planned_refunds import one, parts, planned


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

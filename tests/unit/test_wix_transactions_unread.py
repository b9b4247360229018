"""Lists of payments and refunds that cannot be read: a breach with its place, nothing personal kept, whatever the JSON is."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from order_sync.contracts.money import PAYMENT_FIELDS, PAYMENT_KINDS, REFUND_FIELDS, REFUND_STATES
from order_sync.mapping.wix_transactions import transaction_rows
from read_transactions import ORDER, breach, changed_payment, read
from wix_transaction_samples import amount, by_gift_card, listed, moved, payment, refund

BREACHES = [
    (None, "transactions", "null"),
    ([], "transactions", "an empty list"),
    ({"payments": "none"}, "transactions.payments", "a text of 4 characters"),
    (listed(ORDER, [None]), "transactions.payments[0]", "null"),
    (listed(ORDER, [payment(id=None)]), "transactions.payments[0].id", "null"),
    (listed(ORDER, [payment(), payment()]), "transactions.payments[1].id", "an id that another one has"),
    (listed(ORDER, [payment(amount=None)]), "transactions.payments[0].amount", "null"),
    (listed(ORDER, [payment(amount={})]), "transactions.payments[0].amount.amount", "missing"),
    (listed(ORDER, [payment(amount={"amount": Decimal("54.85")})]), "transactions.payments[0].amount.amount", "54.85"),
    (listed(ORDER, [payment("54,85")]), "transactions.payments[0].amount.amount", "54,85"),
    (listed(ORDER, [payment("-54.85")]), "transactions.payments[0].amount.amount", "-54.85"),
    (listed(ORDER, [payment("54.855")]), "transactions.payments[0].amount.amount", "54.855"),
    (listed(ORDER, [payment("9" * 16)]), "transactions.payments[0].amount.amount", "9" * 16),
    (listed(ORDER, [payment("9" * 14)]), "transactions.payments[0].amount.amount", "9" * 14),
    (listed(ORDER, [payment(createdDate="yesterday")]), "transactions.payments[0].createdDate", "yesterday"),
    (listed(ORDER, [payment(createdDate="0001-01-01T00:00:00Z")]), "transactions.payments[0].createdDate", "0001-01-01T00:00:00Z"),
    (listed(ORDER, [payment(giftcardPaymentDetails={})]), "transactions.payments[0]", "not exactly one of regular, gift card and membership details"),
    (listed(ORDER, [payment(regularPaymentDetails=None)]), "transactions.payments[0]", "not exactly one of regular, gift card and membership details"),
    (
        listed(ORDER, [changed_payment(chargebacks=[{"id": "c", "amount": amount("1"), "status": "LOST"}])]),
        "transactions.payments[0].regularPaymentDetails.chargebacks[0].status", "LOST",
    ),
    (listed(ORDER, [], [refund(moved(status="REVERSED"))]), "transactions.refunds[0].transactions[0].refundStatus", "REVERSED"),
    (listed(ORDER, [], [refund(moved(), moved("1.005"))]), "transactions.refunds[0].transactions[1].amount.amount", "1.005"),
    (listed(ORDER, [], [refund(moved(key=""))]), "transactions.refunds[0].transactions[0].paymentId", "a text of 0 characters"),
    (listed(ORDER, [], [refund(moved()), refund(moved())]), "transactions.refunds[1].id", "an id that another one has"),
    (listed(ORDER, [], [refund(moved(), details={"lineItems": [{"lineItemId": "a", "quantity": 0}]})]), "transactions.refunds[0].details.lineItems[0].quantity", "0"),
    (listed(ORDER, [], [refund(moved(), details="Lucía Ejemplo")]), "transactions.refunds[0].details", "a text of 13 characters"),
    (listed(ORDER, [], [refund(moved(), details={"shipping": {"amount": amount("x")}})]), "transactions.refunds[0].details.shipping.amount.amount", "x"),
    (listed(ORDER, [], [refund(summary={"refunded": amount("?")})]), "transactions.refunds[0].summary.refunded.amount", "a text of 1 characters"),
]  # fmt: skip


@pytest.mark.parametrize(("found", "field", "seen"), BREACHES, ids=[f"{field} {seen}"[-60:] for _, field, seen in BREACHES])
def test_a_breach_is_named_by_its_place_and_told_without_personal_data(found, field, seen):
    assert breach(found) == (field, seen)


def test_yen_have_no_cents():
    assert breach(listed(ORDER, [payment("54.85")]), "JPY") == ("transactions.payments[0].amount.amount", "54.85")


PERSONAL = ("Lucía", "4242", "Visa", "7Q2F", "tr_1", "Tarjeta")


def test_no_name_card_or_reason_is_kept():
    rows = transaction_rows(ORDER, listed(ORDER, [payment(), by_gift_card("1.00")], [refund(moved())]), "EUR")
    assert not [word for word in PERSONAL if word in repr(rows)]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@st.composite
def mutilated(draw):
    """The sample with any value in any one place."""
    found = listed(ORDER, [payment(), by_gift_card("1.00")], [refund(moved(), summary={"pending": False, "refunded": amount("24.95")})])
    found["payments"][0]["regularPaymentDetails"]["chargebacks"] = [{"id": "c", "amount": amount("1"), "status": "APPROVED"}]
    node = found
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = draw(st.sampled_from(keys))
        inner = node[key]
        if not isinstance(inner, (dict, list)) or not inner or draw(st.integers(0, 3)) == 0:
            node[key] = draw(JSON)
            return found
        node = inner


@settings(max_examples=200, deadline=None)
@given(JSON | mutilated(), st.sampled_from(["EUR", "JPY", "KWD"]), st.none() | st.integers(0, 10**9))
def test_any_json_is_rows_or_a_breach(found, currency, credit):
    rows = transaction_rows(ORDER, found, currency, credit)
    if rows.malformed:
        field, seen = rows.malformed
        assert field.startswith("transactions") and isinstance(seen, str) and seen and not rows.payments and not rows.refunds
    for row in rows.payments:
        assert len(row) == len(PAYMENT_FIELDS) and type(row[3]) is int and row[3] >= 0 and row[6] in PAYMENT_KINDS
    for row in rows.refunds:
        assert len(row) == len(REFUND_FIELDS) and row[3] in REFUND_STATES and type(row[4]) is int
    text = json.dumps([[str(value) for value in row[:2]] for row in (*rows.payments, *rows.refunds)], ensure_ascii=False)
    assert "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([("EUR", 2), ("JPY", 0), ("KWD", 3)]),
    st.lists(st.tuples(st.integers(0, 10**9), st.sampled_from(["SUCCEEDED", "PENDING", "SCHEDULED", "STARTED", "FAILED"])), min_size=1, max_size=6),
)  # fmt: skip
def test_sums_are_exact(currency, moves):
    code, digits = currency
    texts = [f"{minor // 10**digits}.{minor % 10**digits:0{digits}}" if digits else str(minor) for minor, _ in moves]
    transactions = [moved(text, status) for text, (_, status) in zip(texts, moves, strict=True)]
    _, [row], malformed = read(listed(ORDER, [], [refund(*transactions)]), code)
    assert malformed is None
    assert row["amount_minor"] == sum(minor for minor, status in moves if status == "SUCCEEDED")
    assert row["pending_minor"] == sum(minor for minor, status in moves if status in ("PENDING", "SCHEDULED", "STARTED"))

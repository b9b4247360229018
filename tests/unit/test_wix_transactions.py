"""Payments and refunds of a Wix order as rows: exact to the minor unit, and a breach where Wix's list cannot be read."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from order_sync.contracts.money import PAYMENT_FIELDS, PAYMENT_KINDS, PAYMENTS, REFUND_FIELDS, REFUND_STATES
from order_sync.mapping.wix_transactions import methods, transaction_rows
from wix_order_samples import head, order
from wix_transaction_samples import LINE, amount, by_gift_card, listed, moved, payment, refund

ORDER = "6f2c6d0a-2c0e-4a51-9f0e-0d6f6b0d9a01"


def read(found, currency="EUR", credit=None):
    """(payments, refunds, malformed), the rows by name."""
    rows = transaction_rows(ORDER, found, currency, credit)
    named = [
        [dict(zip(fields, row, strict=True)) for row in part]
        for fields, part in ((PAYMENT_FIELDS, rows.payments), (REFUND_FIELDS, rows.refunds))
    ]
    return *named, rows.malformed


def payments_of(*rows, **options):
    payments, _, malformed = read(listed(ORDER, list(rows)), **options)
    assert malformed is None
    return payments


def refunds_of(*rows, **options):
    _, refunds, malformed = read(listed(ORDER, [payment()], list(rows)), **options)
    assert malformed is None
    return refunds


def breach(found, currency="EUR"):
    payments, refunds, malformed = read(found, currency)
    assert payments == refunds == []
    return malformed


def changed_payment(**changes):
    """The sample with details changed."""
    row = payment()
    row["regularPaymentDetails"] |= changes
    return row


# --- payments ---------------------------------------------------------------------------------------------------------------------


def test_a_payment_becomes_its_row():
    assert payments_of(payment()) == [
        {
            "wix_order_id": ORDER, "payment_id": "pay-1", "created_at": datetime(2026, 11, 16, 9, 5, 0, 500000, UTC), "amount_minor": 5485,
            "status": "APPROVED", "method": "Card", "kind": "regular", "offline": False, "chargeback_minor": 0,
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("names", "old", "method"),
    [
        ({"userDefinedName": "BANK_TRANSFER", "siteLanguageName": "Offline"}, "Offline", "BANK_TRANSFER"),
        ({"userDefinedName": " ", "siteLanguageName": "iDEAL"}, "Offline", "iDEAL"),
        ({"buyerLanguageName": "Efectivo"}, "Cash", "Cash"),
        (None, "PayPal", "PayPal"),
        ({}, None, None),
        ({"siteLanguageName": "Pay\x00Pal"}, None, "Pay\ufffdPal"),
        ({"siteLanguageName": "x" * 400}, None, "x" * 150),
    ],
)
def test_the_method_is_the_merchants_name_else_wixs_else_the_old_one(names, old, method):
    assert payments_of(changed_payment(paymentMethodName=names, paymentMethod=old))[0]["method"] == method


def test_kinds_and_their_methods():
    plan = payment("10.00", "pay-3", membershipPaymentDetails={"membershipId": "m", "name": {"original": "Gold"}})
    del plan["regularPaymentDetails"]
    found = payments_of(payment("24.85"), by_gift_card("20.00"), plan, changed_payment(offlinePayment=True) | {"id": "pay-4"})
    assert [(row["kind"], row["method"], row["amount_minor"], row["offline"]) for row in found] == [
        ("regular", "Card", 2485, False), ("gift_card", "gift card", 2000, False), ("membership", "membership", 1000, False),
        ("regular", "Card", 5485, True),
    ]  # fmt: skip


@pytest.mark.parametrize("status", ["AUTHORIZED", "PENDING_MERCHANT", "VOIDED", "SOMETHING_NEW"])
def test_the_status_is_kept_as_wix_has_it(status):
    assert payments_of(payment(status=status))[0]["status"] == status


def test_a_status_that_stands_in_the_details_only_counts():
    assert payments_of(changed_payment(status="APPROVED") | {"status": None})[0]["status"] == "APPROVED"
    card = by_gift_card("5.00", status=None)
    card["giftcardPaymentDetails"]["voided"] = True
    assert payments_of(card)[0]["status"] == "VOIDED"
    assert breach(listed(ORDER, [payment(status=None)])) == ("transactions.payments[0].status", "missing")


@pytest.mark.parametrize(
    ("chargebacks", "left"),
    [
        ([("54.85", "APPROVED", None)], 5485),
        ([("54.85", "REVERSED", None)], 0),
        ([("54.85", "REVERSED", "50.00")], 485),
        ([("10.00", "APPROVED", None), ("20.00", "APPROVED", None), ("5.00", "REVERSED", "5.00")], 3000),
        ([("10.00", "REVERSED", "12.00")], 0),
        ([], 0),
    ],
)
def test_chargebacks_count_while_they_are_not_reversed(chargebacks, left):
    rows = [
        {"id": "c", "amount": amount(taken), "status": status} | ({"reversalAmount": amount(back)} if back else {})
        for taken, status, back in chargebacks
    ]
    assert payments_of(changed_payment(chargebacks=rows))[0]["chargeback_minor"] == left


@pytest.mark.parametrize(
    ("currency", "text", "minor"), [("JPY", "5485", 5485), ("JPY", "5485.00", 5485), ("KWD", "1.234", 1234), ("EUR", "20.1", 2010)]
)
def test_amounts_are_in_the_minor_unit_of_the_currency(currency, text, minor):
    [paid], [row], malformed = read(listed(ORDER, [payment(text)], [refund(moved(text))]), currency)
    assert malformed is None and paid["amount_minor"] == row["amount_minor"] == minor


# --- refunds ----------------------------------------------------------------------------------------------------------------------


def test_a_refund_becomes_its_row_without_its_reason():
    [row] = refunds_of(refund(moved("24.95")))
    assert row == {
        "wix_order_id": ORDER, "refund_id": "refund-1", "created_at": datetime(2026, 11, 17, 10, tzinfo=UTC), "state": "succeeded",
        "amount_minor": 2495, "pending_minor": 0, "external": False, "store_credit": False,
        "details": {"lines": [{"line_id": LINE, "quantity": 1, "amount_minor": None}], "fees": [], "shipping_minor": None, "shipping_included": False},
        "transactions": [{"payment_id": "pay-1", "amount_minor": 2495, "status": "SUCCEEDED", "external": False}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("transactions", "state", "minor", "pending"),
    [
        ([("10.00", "SUCCEEDED"), ("5.00", "SUCCEEDED")], "succeeded", 1500, 0),
        ([("10.00", "SUCCEEDED"), ("5.00", "PENDING"), ("1.00", "FAILED")], "succeeded", 1000, 500),
        ([("10.00", "PENDING"), ("5.00", "SCHEDULED"), ("2.00", "STARTED")], "pending", 0, 1700),
        ([("10.00", "FAILED"), ("5.00", "PENDING")], "pending", 0, 500),
        ([("10.00", "FAILED")], "failed", 0, 0),
        ([("0.00", "SUCCEEDED")], "succeeded", 0, 0),
    ],
)
def test_only_what_succeeded_moved_money(transactions, state, minor, pending):
    [row] = refunds_of(refund(*(moved(*each) for each in transactions)))
    assert (row["state"], row["amount_minor"], row["pending_minor"], row["store_credit"]) == (state, minor, pending, False)


def test_external_means_all_of_it():
    both = refund(moved("1.00", externalRefund=True), moved("2.00", key="pay-2"))
    assert [row["external"] for row in refunds_of(both, refund(moved(externalRefund=True), key="r2"))] == [False, True]
    assert [each["external"] for each in refunds_of(both)[0]["transactions"]] == [True, False]


def test_lines_fees_and_shipping():
    details = {
        "lineItems": [{"lineItemId": "a", "quantity": 2}, {"lineItemId": "b", "quantity": 1}, {"lineItemId": "a", "quantity": 1}],
        "items": [{"lineItemId": "old", "quantity": 9}],
        "additionalFees": [{"additionalFeeId": "fee", "amount": amount("3.50")}, {"additionalFeeId": "unpriced"}],
        "shipping": {"amount": amount("4.95")},
        "shippingIncluded": True,
    }
    breakdown = [
        {"lineItemId": "b", "totalRefundedAmount": amount("7.25")}, {"lineItemId": "c", "totalRefundedAmount": amount("1.00")},
        {"lineItemId": "d", "totalRefundedAmount": amount("0.00")},
    ]  # fmt: skip
    [row] = refunds_of(refund(moved(), details=details, summary={"pending": False, "breakdown": {"lineItems": breakdown}}))
    assert row["details"] == {
        "lines": [
            {"line_id": "a", "quantity": 3, "amount_minor": None}, {"line_id": "b", "quantity": 1, "amount_minor": 725},
            {"line_id": "c", "quantity": 0, "amount_minor": 100},
        ],
        "fees": [{"fee_id": "fee", "amount_minor": 350}, {"fee_id": "unpriced", "amount_minor": None}],
        "shipping_minor": 495, "shipping_included": True,
    }  # fmt: skip
    [old] = refunds_of(refund(moved(), details={"items": [{"lineItemId": "old", "quantity": 9}]}))
    assert old["details"]["lines"] == [{"line_id": "old", "quantity": 9, "amount_minor": None}]
    [plain] = refunds_of(refund(moved(), details=None))
    assert plain["details"] == {"lines": [], "fees": [], "shipping_minor": None, "shipping_included": False}


SUMMARIES = [
    (None, ("succeeded", 0, 0, True)),
    ({"pending": False, "refunded": amount("12.00")}, ("succeeded", 1200, 0, True)),
    ({"pending": True, "pendingRefund": amount("12.00"), "refunded": amount("0")}, ("pending", 0, 1200, False)),
    ({"pending": True}, ("pending", 0, 0, False)),
    ({"pending": False, "requestedRefund": amount("0"), "refunded": amount("0")}, ("failed", 0, 0, False)),
    ({"pending": False, "failedRefundAmount": amount("12.00")}, ("failed", 0, 0, False)),
]


@pytest.mark.parametrize(("summary", "outcome"), SUMMARIES)
def test_a_refund_without_transactions_is_store_credit_where_something_was_given(summary, outcome):
    [row] = refunds_of(refund(summary=summary))
    assert (row["state"], row["amount_minor"], row["pending_minor"], row["store_credit"]) == outcome
    assert row["external"] is False


@pytest.mark.parametrize(
    ("refunds", "credit", "found"),
    [
        ([], 1200, [("store-credit", 1200)]),
        ([], 0, [("store-credit", 0)]),  # an amount that could not be read is still store credit
        ([], None, []),
        ([refund(moved())], 1200, [("store-credit", 1200)]),
        ([refund(summary={"pending": False, "refunded": amount("12.00")})], 1200, [("refund-1", 1200)]),
        ([refund(summary={"pending": False, "refunded": amount("12.00")})], 1500, [("refund-1", 1200), ("store-credit", 300)]),
        ([refund()], 1500, [("refund-1", 0), ("store-credit", 1500)]),
    ],
)
def test_store_credit_of_the_history_is_there_once(refunds, credit, found):
    rows = refunds_of(*refunds, credit=credit)
    assert [(row["refund_id"], row["amount_minor"]) for row in rows if row["store_credit"]] == found
    assert all(row["state"] == "succeeded" for row in rows)


def test_the_history_of_the_order_tells_its_store_credit():
    def activities(*contents):
        return [{"activityType": "REFUNDED_AS_STORE_CREDIT", "refundedAsStoreCredit": content} for content in contents]

    told = {
        1230: activities({"amount": amount("10.00"), "reason": "x"}, {"amount": amount("2.30")}),
        0: activities({"amount": amount("ten")}, {}, None, {"amount": "10"}, {"amount": {"amount": 10}}, {"amount": {"amount": ["1"]}}),
        None: [{"activityType": "ORDER_REFUNDED", "orderRefunded": {"amount": amount("9.00")}}],
    }
    for minor, history in told.items():
        assert head(order(activities=history))["store_credit_minor"] == minor


# --- what cannot be read ------------------------------------------------------------------------------------------------------------


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


# --- any list at all ----------------------------------------------------------------------------------------------------------------

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


# --- methods ------------------------------------------------------------------------------------------------------------------------


def frame(*rows):
    """(order, payment id, created, method, status)."""
    columns = {"wix_order_id": 0, "payment_id": 1, "created_at": 2, "method": 3, "status": 4}
    return pd.DataFrame({name: [row[columns[name]] if name in columns else None for row in rows] for name in PAYMENTS.names})


def test_methods_by_order_oldest_first_each_once():
    early, late = pd.Timestamp("2026-11-16T09:00Z"), pd.Timestamp("2026-11-16T10:00Z")
    found = methods(
        frame(
            ("b", "p1", late, "Cash on Delivery", "PENDING_MERCHANT"), ("b", "p0", early, "gift card", "APPROVED"),
            ("b", "p2", late, "GIFT CARD", "APPROVED"), ("a", "p3", None, "Offline", "PENDING_MERCHANT"),
            ("a", "p4", late, "CreditCard", "DECLINED"), ("c", "p5", late, "iDEAL", "CANCELED"), ("d", "p6", late, None, "APPROVED"),
        )
    )  # fmt: skip
    assert found.to_dict() == {"a": ("offline",), "b": ("gift card", "cash on delivery")}
    assert methods(frame()).empty


# --- published examples -------------------------------------------------------------------------------------------------------------

EXAMPLES = {
    "01-paid-nl-domestic": ([("iDEAL", 3890, "APPROVED")], []),
    "02-unpaid-offline": ([("Offline", 6895, "PENDING_MERCHANT")], []),
    "03-canceled": ([("iDEAL", 6095, "APPROVED")], []),
    "04-partially-refunded": ([("iDEAL", 15800, "PARTIALLY_REFUNDED")], [("succeeded", 7900, None, False)]),
    "05-fully-refunded": ([("iDEAL", 4445, "REFUNDED")], [("succeeded", 4445, 495, True)]),
    "12-discount-fee-gift-card": ([("gift card", 2000, "APPROVED"), ("iDEAL", 7566, "APPROVED")], []),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_of_the_contract(shared, name):
    found = json.loads((shared / "contracts" / "wix.examples" / f"{name}.transactions.json").read_text())["orderTransactions"]
    payments, refunds, malformed = read(found)
    assert malformed is None
    told = [(row["state"], row["amount_minor"], row["details"]["shipping_minor"], row["details"]["shipping_included"]) for row in refunds]
    assert ([(row["method"], row["amount_minor"], row["status"]) for row in payments], told) == EXAMPLES[name]
    assert all(row["offline"] == (row["method"] == "Offline") for row in payments)


def test_every_example_is_in_the_table(shared):
    names = {file.name.removesuffix(".transactions.json") for file in (shared / "contracts" / "wix.examples").glob("*.transactions.json")}
    assert names == set(EXAMPLES)


def test_the_transactions_that_wix_publishes(shared):
    first, second = json.loads((shared / "fixtures" / "wix_orders" / "transactions_27.json").read_text())["orderTransactions"]
    payments, [refund_row], malformed = read(first, "USD")
    assert malformed is None and [(row["method"], row["amount_minor"], row["status"]) for row in payments] == [
        ("offline", 1300, "APPROVED")
    ]
    assert (refund_row["state"], refund_row["amount_minor"], refund_row["external"], refund_row["details"]["shipping_included"]) == (
        "succeeded",
        1300,
        True,
        True,
    )
    assert [line["quantity"] for line in refund_row["details"]["lines"]] == [1]  # under the old name of the field
    assert read(second, "USD")[2] is None and len(read(second, "USD")[0]) == 1

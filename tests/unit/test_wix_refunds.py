"""Refunds of a Wix order as rows: what moved money, what is external, and store credit."""

from datetime import UTC, datetime

import pytest
from read_transactions import ORDER, read
from wix_order_samples import head, order
from wix_transaction_samples import LINE, amount, listed, moved, payment, refund


def refunds_of(*rows, **options):
    _, refunds, malformed = read(listed(ORDER, [payment()], list(rows)), **options)
    assert malformed is None
    return refunds


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

"""Payments of a Wix order as rows, exact to the minor unit; methods by order; the examples that Wix publishes."""

import json
from datetime import UTC, datetime

import pandas as pd
import pytest
from order_sync.contracts.money import PAYMENTS
from order_sync.mapping.wix_transactions import methods
from read_transactions import ORDER, breach, changed_payment, read
from wix_transaction_samples import amount, by_gift_card, listed, moved, payment, refund


def payments_of(*rows, **options):
    payments, _, malformed = read(listed(ORDER, list(rows)), **options)
    assert malformed is None
    return payments


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

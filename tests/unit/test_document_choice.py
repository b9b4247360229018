"""Which document an order becomes: by rule, by what is booked already, within the law, and never from money that is not there."""

import pandas as pd
import pytest
from frames import line, order, paid, payment, products, staged
from order_sync.mapping.documents import decide_documents
from order_sync.mapping.paid_by import of_orders
from order_sync.settings import PROJECT_ROOT, load_config
from order_sync.settings.documents import DocumentRule

CONFIG = load_config(PROJECT_ROOT / "include" / "config")
CATALOGUE = products(("62360932b6c99f7e80a93249", "", "CAM-AZ-M"))
COMPANY = {"bill_company": "Camisetas del Norte, S.L.", "extra_fields": {"custom:VAT number": "B12345674"}}


def store(*rules, key="es", **changes):
    settings = CONFIG.store(key)
    chosen = tuple(DocumentRule.model_validate(rule) for rule in rules) or settings.holded.documents
    return settings.model_copy(update={"holded": settings.holded.model_copy(update={"documents": chosen}), **changes})


def decided(changes=(), payments=(), settings=None, gross=2495, **more):
    head = order(**{"total_minor": gross, **dict(changes)})
    orders, lines = staged((head, [line(head, gross_minor=gross)]))
    frame = paid(*(payment(head, **dict(given)) for given in payments)) if payments else None
    booked = {head["wix_order_id"]: more["booked"]} if more.get("booked") else None
    return decide_documents(orders, lines, CATALOGUE, settings or store(), CONFIG, payments=frame, booked=booked).iloc[0]


CASH = ({"when": {"payment_methods": ["Cash", "Pago contra reembolso"]}, "then": "order", "convert_to": "receipt"}, {"then": "receipt"})
DESK = ({"when": {"channels": ["POS"]}, "then": "receipt"}, {"then": "order"})


@pytest.mark.parametrize(
    ("rules", "changes", "payments", "kind"),
    [
        (CASH, {}, [{"method": "Cash"}], "order"),
        (CASH, {}, [{"method": " CASH "}], "order"),
        (CASH, {}, [{"method": "pago contra REEMBOLSO"}], "order"),
        (CASH, {}, [{"method": "gift card"}, {"method": "cash"}], "order"),
        (CASH, {}, [{"method": "PayPal"}], "receipt"),
        (CASH, {}, [{"method": "Cash", "status": "DECLINED"}, {"method": "PayPal"}], "receipt"),
        (CASH, {}, [{"method": None}], "receipt"),
        (CASH, {}, [], "receipt"),
        (DESK, {"channel": "POS"}, [], "receipt"),
        (DESK, {"channel": "WEB"}, [], "order"),
        (DESK, {"channel": None}, [], "order"),
        (({"when": {"business": False, "countries": ["ES"], "total_over": 20}, "then": "order"}, {"then": "receipt"}), {}, [], "order"),
        (({"when": {"business": False, "countries": ["FR"], "total_over": 20}, "then": "order"}, {"then": "receipt"}), {}, [], "receipt"),
        (({"when": {"business": False, "total_over": "24.95"}, "then": "order"}, {"then": "receipt"}), {}, [], "receipt"),
    ],
)
def test_the_first_line_whose_conditions_all_hold_decides(rules, changes, payments, kind):
    row = decided(changes, payments, store(*rules))
    assert (row["action"], row["kind"]) == ("send", kind), row["seen"]


def test_the_trace_names_the_conditions():
    step = next(step for step in decided({}, [{"method": "Cash"}], store(*CASH))["trace"] if step["rule"] == "document")
    assert step == {"rule": "document", "verdict": "order", "because": "line 1 of holded.documents: paid by Cash, Pago contra reembolso"}


@pytest.mark.parametrize("kind", ["order", "receipt", "invoice"])
def test_what_is_booked_keeps_its_kind_whatever_the_rules_say_today(kind):
    row = decided(COMPANY, booked=kind)
    assert row["kind"] == kind
    assert {"rule": "document", "verdict": kind, "because": f"it is booked as {kind} and stays so"} in row["trace"]


def test_the_kind_that_is_booked_keeps_the_money_hash():
    head = {"wix_order_id": "same"}
    assert decided(head, booked="receipt")["money_hash"] == decided(head)["money_hash"]
    assert decided(head, booked="order")["money_hash"] != decided(head)["money_hash"]


ONLY_RECEIPTS = ({"then": "receipt"},)


@pytest.mark.parametrize(
    ("changes", "gross", "allowed"),
    [
        ({}, 300_000, True),
        ({}, 300_001, False),
        (COMPANY, 40_000, True),
        (COMPANY, 40_001, False),
        ({"bill_company": "Sin NIF, S.L."}, 40_001, False),
        (COMPANY | {"currency": "USD"}, 40_001, True),  # the limits are in euros
    ],
)
def test_a_receipt_that_spain_does_not_allow_is_held(changes, gross, allowed):
    settings = store(*ONLY_RECEIPTS)
    settings = settings.model_copy(update={"holded": settings.holded.model_copy(update={"currencies": ("EUR", "USD")})})
    row = decided(changes, gross=gross, settings=settings)
    assert (row["reason"] != "NO_DOCUMENT_RULE") is allowed
    if not allowed:
        assert row["field"] == "holded.documents" and "the law asks for an invoice" in row["seen"]


def test_the_limit_is_spain_s_and_not_for_what_is_booked_nor_for_orders():
    assert decided(gross=300_001, settings=store(*ONLY_RECEIPTS), booked="receipt")["action"] == "send"
    assert decided(gross=300_001, settings=store({"then": "order"}))["action"] == "send"
    dutch = store(*ONLY_RECEIPTS, country="NL")
    assert decided({"ship_country": "NL"}, gross=300_001, settings=dutch)["reason"] != "NO_DOCUMENT_RULE"


HELD = [{"status": "AUTHORIZED"}]


@pytest.mark.parametrize(
    ("changes", "payments", "then", "reason"),
    [
        ({}, HELD, "receipt", "ONLY_AUTHORIZED"),
        ({"payment_status": "NOT_PAID"}, HELD, "receipt", "ONLY_AUTHORIZED"),
        ({"payment_status": "PENDING"}, [*HELD, {"status": "DECLINED"}], "receipt", "ONLY_AUTHORIZED"),
        ({}, [*HELD, {"status": "APPROVED"}], "receipt", None),
        ({"payment_status": "NOT_PAID"}, [{"status": "VOIDED"}], "receipt", "NOT_PAID_YET"),
        ({}, HELD, "order", None),
        ({"status": "CANCELED", "payment_status": "NOT_PAID"}, HELD, "receipt", "CANCELED"),
        ({}, [{"chargeback_minor": 2495}], "receipt", "CHARGEBACK"),
        ({}, [{"chargeback_minor": 1}], "order", "CHARGEBACK"),
        ({"payment_status": "FULLY_REFUNDED"}, [{"chargeback_minor": 2495}], "receipt", "FULLY_REFUNDED"),
        ({"payment_status": "NOT_PAID"}, [{"chargeback_minor": 2495}], "receipt", "NOT_PAID_YET"),
    ],
)
def test_money_that_is_not_there_is_not_booked(changes, payments, then, reason):
    row = decided(changes, payments, store({"then": then}))
    assert row["reason"] == reason
    assert row["action"] == ("hold" if reason in ("ONLY_AUTHORIZED", "CHARGEBACK") else "ignore" if reason else "send")


def test_a_chargeback_of_what_is_booked_is_not_this_decision_s_matter():
    assert decided({}, [{"chargeback_minor": 2495}], booked="receipt")["action"] == "send"


@pytest.mark.parametrize(
    ("status", "payment_status", "receipt", "sales_order"),
    [
        ("APPROVED", "PAID", "send", "send"),
        ("APPROVED", "PARTIALLY_REFUNDED", "send", "send"),
        ("APPROVED", "FULLY_REFUNDED", "FULLY_REFUNDED", "send"),
        ("APPROVED", "NOT_PAID", "NOT_PAID_YET", "send"),
        ("APPROVED", "PENDING_MERCHANT", "NOT_PAID_YET", "send"),
        ("APPROVED", "PARTIALLY_PAID", "NOT_PAID_YET", "send"),
        ("CANCELED", "PAID", "CANCELED_BUT_PAID", "send"),
        ("CANCELED", "PARTIALLY_PAID", "CANCELED_BUT_PAID", "send"),
        ("CANCELED", "PARTIALLY_REFUNDED", "CANCELED_BUT_PAID", "send"),
        ("CANCELED", "FULLY_REFUNDED", "CANCELED", "CANCELED"),
        ("CANCELED", "NOT_PAID", "CANCELED", "CANCELED"),
        ("CANCELED", "PENDING", "CANCELED", "CANCELED"),
        ("CANCELED", "DECLINED", "CANCELED", "CANCELED"),
        ("PENDING", "PAID", "NOT_ORDERED", "NOT_ORDERED"),
        ("REJECTED", "PAID", "NOT_ORDERED", "NOT_ORDERED"),
    ],
)
def test_what_each_status_becomes_in_the_shipped_table(status, payment_status, receipt, sales_order):
    changes = {"status": status, "payment_status": payment_status}
    for then, expected in (("receipt", receipt), ("order", sales_order)):
        row = decided(changes, settings=store({"then": then}))
        assert (row["reason"] or row["action"]) == expected


def test_payments_of_many_orders_are_kept_apart():
    heads = [order() for _ in range(3)]
    frame = paid(payment(heads[0], method="Cash"), payment(heads[2], status="AUTHORIZED"), payment(heads[2], chargeback_minor=None))
    ids = pd.Series([head["wix_order_id"] for head in heads], index=[4, 2, 9])
    found = of_orders(ids, frame)
    assert found.index.tolist() == [4, 2, 9]
    assert found["methods"].tolist() == [{"cash"}, set(), {"creditcard"}]
    assert found["only_authorized"].tolist() == [False, False, False]
    assert found["charged_back"].tolist() == [0, 0, 0]
    assert of_orders(ids, None)["only_authorized"].tolist() == [False] * 3

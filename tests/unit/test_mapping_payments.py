"""Which payments are registered where: statuses, gift cards, partial payments, cents, treasury accounts, what was paid back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from order_sync.mapping import approvals, payments
from order_sync.mapping.case import Act, Booked, Case
from order_sync.settings.booking import ClosedPeriod, PaymentSettings

CARD, CASH, GIFT = "6b55c0b483bf6bf2ea517a6d", "6b55c0b483bf6bf2ea517a60", "6b55c0b483bf6bf2ea517a6f"
DAY = date(2026, 11, 16)


def paid(id="p1", amount=5485, *, status="APPROVED", method="Visa", kind="regular", offline=False, at=(2026, 11, 16, 9)):
    return {
        "payment_id": id, "amount_minor": amount, "status": status, "method": method, "kind": kind, "offline": offline,
        "created_at": datetime(*at, tzinfo=UTC) if at else None,
    }  # fmt: skip


def gave_back(id="r1", *transactions, at=(2026, 11, 20, 23, 30), store_credit=False):
    rows = [{"payment_id": payment, "amount_minor": amount, "status": status} for payment, amount, status in transactions]
    return {"refund_id": id, "transactions": rows, "created_at": datetime(*at, tzinfo=UTC), "store_credit": store_credit}


def case(
    *rows, total=5485, status="PAID", booked=(), refunds=(), approve="when_proven", kind="receipt", basis=None, closed=None, **settings
):
    holded = SimpleNamespace(
        payments=PaymentSettings(**{"register_payment": True, "treasury_id": CARD} | settings),
        approve=approve,
        closed_period=ClosedPeriod(**closed or {}),
    )
    decision = {
        "action": "send", "kind": kind, "doc_date": DAY, "amount_minor": total, "money_hash": "h", "body": {}, "contact": None, "basis": basis,
    }  # fmt: skip
    store = SimpleNamespace(holded=holded, zone=ZoneInfo("Europe/Madrid"))
    return Case({"payment_status": status, "status": "APPROVED", "currency": "EUR"}, decision, store, rows, refunds, booked)


def told(made):
    return {act.part: act.amount_minor if act.action == "send" else act.reason for act in payments.acts(made) if act.role == "payment"}


@pytest.mark.parametrize("status", ["APPROVED", "REFUNDED", "PARTIALLY_REFUNDED"])
def test_money_that_came_is_registered_whole_whatever_went_back(status):
    assert told(case(paid(status=status))) == {"/p1": 5485}


@pytest.mark.parametrize("status", ["AUTHORIZED", "PENDING", "PENDING_MERCHANT"])
def test_money_that_is_not_here_yet_is_not_registered(status):
    assert told(case(paid(status=status))) == {}


@pytest.mark.parametrize("status", ["DECLINED", "CANCELED", "VOIDED"])
def test_a_try_that_failed_is_no_payment(status):
    assert told(case(paid("p0", status=status), paid())) == {"/p1": 5485}


def test_where_wix_names_no_payment_a_paid_order_is_paid_whole():
    assert told(case()) == {"": 5485}
    assert told(case(paid(status="DECLINED"))) == {"": 5485}
    assert told(case(status="NOT_PAID")) == {}


def test_what_was_paid_whole_before_is_never_registered_again():
    for state in ("sent", "sending", "unknown"):
        document = Booked("document", "", "sent", "receipt", "d1", "approved", doc_date=DAY, amount_minor=5485, money_hash="h")
        old = Booked("payment", "", state, "receipt", amount_minor=5485)
        assert told(case(paid(), booked=(document, Booked("approval", "", "sent"), old))) == {}
    assert told(case(paid(), booked=(Booked("payment", "", "pending"),))) == {"/p1": 5485}


def test_a_gift_card_and_a_card_pay_one_order():
    made = case(paid("g", 2000, method="gift card", kind="gift_card"), paid("p", 3485), treasuries={"Gift Card": GIFT, "visa": CASH})
    assert {act.part: act.body["treasury_id"] for act in payments.acts(made)} == {"/g": GIFT, "/p": CASH}
    assert told(made) == {"/g": 2000, "/p": 3485}


def test_a_partly_paid_order_registers_what_came():
    assert told(case(paid(amount=2000), status="PARTIALLY_PAID")) == {"/p1": 2000}
    assert told(case(paid(amount=2000), status="PARTIALLY_PAID", kind="order")) == {}


def test_the_day_is_the_stores_own():
    (act,) = payments.acts(case(paid(at=(2026, 11, 16, 23, 30))))
    assert act.doc_date == date(2026, 11, 17)
    (act,) = payments.acts(case(paid(at=None)))
    assert act.doc_date == DAY


@pytest.mark.parametrize(
    ("total", "correction", "rows", "expected"),
    [
        (5485, 1, [paid()], {"/p1": 5484}),
        (5485, -1, [paid()], {"/p1": 5486}),
        (5485, 1, [paid("a", 5000, at=(2026, 11, 16, 8)), paid("b", 485)], {"/a": 5000, "/b": 484}),
        (5483, 0, [paid(amount=5485, offline=True, method="CASH")], {"/p1": 5483}),
        (5487, 0, [paid(amount=5485, offline=True, method="CASH")], {"/p1": 5487}),
        (5483, 0, [paid(amount=5485)], {"/p1": "PAYMENTS_DIFFER"}),
        (5487, 0, [paid(amount=5485)], {"/p1": 5485, "/rest": "PAYMENTS_DIFFER"}),
        (5485, 0, [paid("a"), paid("b", at=(2026, 11, 17, 8))], {"/a": 5485, "/b": "PAYMENTS_DIFFER"}),
    ],
)
def test_the_payments_are_what_the_document_asks_for(total, correction, rows, expected):
    basis = {"policy": "accept", "correction_minor": correction}
    made = case(*rows, total=total, basis=basis)
    assert told(made) == expected
    assert sum(amount for amount in told(made).values() if isinstance(amount, int)) <= total - correction


def test_a_missing_unit_is_only_taken_where_the_order_is_paid_up():
    basis = {"policy": "accept", "correction_minor": -1}
    assert told(case(paid(), status="PARTIALLY_PAID", basis=basis)) == {"/p1": 5485}


def test_a_correction_on_a_line_is_in_the_total_already():
    assert told(case(paid(), basis={"policy": "line", "correction_minor": 1})) == {"/p1": 5485}


@pytest.mark.parametrize(
    ("row", "settings", "expected"),
    [
        (paid(), {}, 5485),
        (paid(), {"treasury_id": None}, 5485),  # neither is set: registered without a treasury
        (paid(), {"treasury_id": None, "treasuries": {"PayPal": CASH}}, "NO_TREASURY"),
        (paid(method=" vISA "), {"treasury_id": None, "treasuries": {"Visa": CASH}}, 5485),
        (paid(method=""), {"treasury_id": None, "treasuries": {"Visa": CASH}}, "NO_TREASURY"),
        (paid(method="membership", kind="membership"), {}, "NO_TREASURY"),
        (paid(method="membership", kind="membership"), {"treasuries": {"Membership": GIFT}}, 5485),
    ],
)
def test_each_method_has_its_treasury_account(row, settings, expected):
    assert told(case(row, **settings)) == {"/p1": expected}


def test_two_methods_without_account_are_two_holds():
    made = case(paid("a", 2000, method="PayPal"), paid("b", 3485, method="Bizum"), treasury_id=None, treasuries={"Visa": CARD})
    assert len({act.field for act in payments.acts(made)}) == 2


def booked_with(*notes, payment="/p1"):
    document = Booked("document", "", "sent", "receipt", "d1", "approved", doc_date=DAY, amount_minor=5485, money_hash="h")
    agreed = [Booked("approval", part, "sent") for part in ("", *(note.key for note in notes))]
    return (document, *notes, *agreed, Booked("payment", payment, "sent"))


NOTE = Booked("note", "r1", "sent", "receipt_note", "n1", "approved", doc_date=date(2026, 11, 21), amount_minor=2000)


def test_what_was_paid_back_is_registered_on_its_note_on_the_day_of_the_refund():
    refund = gave_back("r1", ("p1", 1500, "SUCCEEDED"), ("p2", 500, "SUCCEEDED"), ("p1", 700, "FAILED"), ("p1", 700, "PENDING"))
    made = case(paid("p1", 4985), paid("p2", 500, method="Cash"), refunds=(refund,), booked=booked_with(NOTE), treasuries={"cash": CASH})
    found = {act.part: act for act in payments.acts(made) if act.role == "payment" and act.part.startswith("note")}
    assert {part: (act.amount_minor, act.body["treasury_id"], act.doc_date) for part, act in found.items()} == {
        "note:r1/p1": (1500, CARD, date(2026, 11, 21)),
        "note:r1/p2": (500, CASH, date(2026, 11, 21)),
    }


def test_nothing_is_paid_back_where_the_store_says_so_or_it_was_store_credit_or_there_is_no_note():
    refund = gave_back("r1", ("p1", 2000, "SUCCEEDED"))
    for changes in (
        {"refunds": (refund,), "booked": booked_with(NOTE), "settings": {"refunds": False}},
        {"refunds": (gave_back("r1", ("p1", 2000, "SUCCEEDED"), store_credit=True),), "booked": booked_with(NOTE), "settings": {}},
        {"refunds": (refund,), "booked": booked_with(), "settings": {}},
    ):
        made = case(paid(), refunds=changes["refunds"], booked=changes["booked"])
        made.store.holded.payments = PaymentSettings(register_payment=True, treasury_id=CARD, **changes["settings"])
        assert not [part for part in told(made) if part.startswith("note")]


def test_a_note_that_is_only_planned_is_paid_back_too():
    made = case(paid(), refunds=(gave_back("r1", ("p1", 2000, "SUCCEEDED")),), booked=booked_with())
    made.wanted = (Act("note", "r1", kind="receipt_note", doc_date=DAY, amount_minor=2000),)
    assert [act.part for act in payments.acts(made)] == ["/p1", "note:r1/p1"]


def test_a_planned_conversion_is_what_is_approved_and_paid():
    made = case(paid(), kind="order")
    assert told(made) == {}
    made.wanted = (Act("conversion", "", kind="invoice", doc_date=DAY, amount_minor=5485),)
    assert [act.part for act in approvals.acts(made)] == ["conversion"]
    assert [act.part for act in payments.acts(made)] == ["conversion/p1"]
    made.payments = ()
    (whole,) = payments.acts(made)
    assert whole.part == "conversion/"


def test_a_payment_stays_on_the_document_that_it_was_registered_on():
    replacement = Booked("replacement", "ab12cd34", "sent", "receipt", "d2", "draft", doc_date=DAY, amount_minor=6000, money_hash="h")
    booked = (*booked_with(), replacement, Booked("approval", "replacement:ab12cd34", "pending"))
    made = case(paid(), paid("p2", 515, at=(2026, 11, 18, 9)), total=6000, booked=booked)
    assert told(made) == {"replacement:ab12cd34/p2": 515}


@pytest.mark.parametrize(("documents", "expected"), [("hold", "PERIOD_CLOSED"), ("move", 5485)])
def test_no_payment_is_dated_in_a_closed_period(documents, expected):
    made = case(paid(), closed={"until": date(2026, 11, 30), "documents": documents})
    (act,) = payments.acts(made)
    assert told(made) == {"/p1": expected}
    assert documents == "hold" or act.doc_date == date(2026, 12, 1)
    made.may_enter_closed = True
    (act,) = payments.acts(made)
    assert (act.action, act.doc_date) == ("send", DAY)


def test_without_the_wish_nothing_is_registered():
    assert told(case(paid(), register_payment=False)) == {}
    assert told(case(paid(), approve="never")) == {}

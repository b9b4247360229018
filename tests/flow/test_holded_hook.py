"""HoldedHook over real HTTP against the fake: documents, lost answers, limits."""

from __future__ import annotations

import time
from datetime import date, timedelta
from decimal import Decimal

import pytest
from holded_world import DAY, MARKER, RECEIPT_SERIES, TREASURY, body, shirt
from order_sync.errors import ContractBroken, NotThere, OutcomeUnknown, QuotaSpent, Rejected, RetryLater
from order_sync.hooks.holded import HoldedHook

PAYMENT = {"amount": Decimal("54.85"), "date": "2026-11-20", "treasury_id": TREASURY, "description": "Wix Payments 10023"}


@pytest.fixture
def hook(connections) -> HoldedHook:
    return HoldedHook("holded_es")


def test_a_receipt_is_made_read_approved_paid_and_listed(sandbox, hook):
    id = hook.create("receipt", body(shirt(sandbox), number_line_id=RECEIPT_SERIES))
    draft = hook.read("receipt", id)
    assert [(line["sku"], line["units"], line["taxes"]) for line in draft.pop("lines")] == [
        ("CAM-AZ-M", 2, ["s_iva_21"]),
        ("", 1, ["s_iva_21"]),
    ]
    assert draft == {
        "id": id, "number": None, "draft": True, "subtotal": Decimal("45.33"), "tax": Decimal("9.52"), "total": Decimal("54.85"),
        "payments": [], "made_from": None, "tags": ["wix", MARKER], "date": DAY, "currency": "EUR", "contact_id": None, "description": "Pedido Wix 10023", "canceled": False,
    }  # fmt: skip
    hook.approve("receipt", id)
    assert hook.pay("receipt", id, PAYMENT) is None
    done = hook.read("receipt", id)
    assert (done["number"], done["draft"], done["payments"]) == ("T260001", False, [{"amount": Decimal("54.85"), "date": DAY}])
    rows = list(hook.list_documents("receipt", DAY, DAY + timedelta(days=1)))
    assert rows == [{name: value for name, value in done.items() if name not in ("payments", "made_from")} | {"lines": None}]
    assert list(hook.list_documents("receipt", DAY - timedelta(days=1), DAY)) == []
    assert hook.client.calls["POST /sales-receipts/{id}/approve"] == 1
    assert hook.client.calls["GET /sales-receipts/{id}"] == 2


def test_a_conflict_may_have_happened(hook, monkeypatch):
    def refuse(*_, **__):
        raise Rejected("status 409", where="Holded", cure="", status=409)

    monkeypatch.setattr(hook.client, "call", refuse)
    with pytest.raises(OutcomeUnknown, match="409"):
        hook.create("receipt", body())


@pytest.mark.parametrize("action", ["lost_answer", "http_500_after"])
def test_a_lost_answer_is_unknown_and_the_document_is_found_once(sandbox, hook, action):
    sandbox.arm(action, method="POST", path="^/api/v2/sales-receipts$")
    with pytest.raises(OutcomeUnknown):
        hook.create("receipt", body())
    found = hook.find_by_tag("receipt", MARKER.upper(), DAY)
    assert [(row["draft"], row["total"]) for row in found] == [(True, Decimal("54.85"))]
    assert hook.find_by_tag("invoice", MARKER, DAY) == hook.find_by_tag("receipt", MARKER, DAY + timedelta(days=2)) == []
    assert len(sandbox.called("holded", "POST")) == 1


def test_a_cut_before_the_work_is_unknown_and_nothing_is_found(sandbox, hook):
    sandbox.arm("cut_before", method="POST")
    with pytest.raises(OutcomeUnknown):
        hook.create("receipt", body())
    assert hook.find_by_tag("receipt", MARKER, DAY) == []


def test_a_new_document_may_show_late_in_lists(sandbox, hook):
    sandbox.settings["holded.lag_seconds"] = 30
    id = hook.create("receipt", body())
    assert hook.find_by_tag("receipt", MARKER, DAY) == []
    assert hook.read("receipt", id)["draft"]
    sandbox.sandbox.clock_offset = timedelta(seconds=31)
    assert [row["id"] for row in hook.find_by_tag("receipt", MARKER, DAY)] == [id]


@pytest.mark.parametrize("end_date", ["exclusive", "inclusive"])
def test_the_window_holds_whichever_way_the_end_date_counts(sandbox, hook, end_date):
    sandbox.settings["holded.end_date"] = end_date
    made = {day: hook.create("receipt", body(date=f"2026-11-{day}")) for day in (18, 19, 20, 21, 22)}
    assert {row["id"] for row in hook.find_by_tag("receipt", MARKER, DAY)} >= {made[19], made[20], made[21]}
    rows = hook.list_documents("receipt", date(2026, 11, 19), date(2026, 11, 21))
    assert {row["id"] for row in rows} == {made[19], made[20]}


def test_all_pages_are_walked(sandbox, hook):
    sandbox.settings["holded.page_cap"] = 2
    made = [hook.create("receipt", body(tags=["wix", f"wxes{n}"])) for n in range(5)]
    assert {row["id"] for row in hook.list_documents("receipt", DAY, DAY + timedelta(days=1))} == set(made)
    assert [row["id"] for row in hook.find_by_tag("receipt", "wxes3", DAY)] == [made[3]]
    assert hook.client.calls["GET /sales-receipts"] == 6


def test_more_pages_without_a_cursor_break_the_contract(sandbox, hook):
    sandbox.settings.update({"holded.page_cap": 1, "holded.list_cursor": "left_out"})
    for n in range(2):
        hook.create("receipt", body(tags=[f"wxes{n}"]))
    with pytest.raises(ContractBroken, match="without a cursor"):
        hook.find_by_tag("receipt", MARKER, DAY)


def test_a_cursor_that_does_not_move_on_ends_the_walk(sandbox, hook):
    sandbox.settings["holded.list_cursor"] = "repeated"
    hook.create("receipt", body())
    with pytest.raises(ContractBroken, match="same cursor twice"):
        list(hook.list_documents("receipt", DAY, DAY + timedelta(days=1)))


def test_an_error_object_under_200_is_no_success(sandbox, hook):
    sandbox.settings["holded.write_answer"] = "v1_error"
    with pytest.raises(OutcomeUnknown, match="no id"):
        hook.create("receipt", body())
    (made,) = hook.find_by_tag("receipt", MARKER, DAY)
    with pytest.raises(OutcomeUnknown, match="does not say success"):
        hook.approve("receipt", made["id"])
    with pytest.raises(OutcomeUnknown, match="does not say success"):
        hook.pay("receipt", made["id"], PAYMENT)


def test_429_of_the_minute_is_waited_for(sandbox, hook):
    sandbox.arm("http_429", method="POST", seconds=1)
    started = time.monotonic()
    id = hook.create("receipt", body())
    assert time.monotonic() - started >= 1
    assert hook.client.refused == {"POST /sales-receipts": 1}
    assert [row["id"] for row in hook.find_by_tag("receipt", MARKER, DAY)] == [id]


def test_a_long_429_goes_back_with_its_delay(sandbox, hook):
    sandbox.settings["holded.calls_per_minute"] = 1
    hook.usage()
    with pytest.raises(RetryLater) as caught:
        hook.create("receipt", body())
    assert 30 < caught.value.delay <= 60


def test_429_of_the_month_is_a_spent_quota(sandbox, hook):
    sandbox.settings.update({"holded.plan": "plus", "holded.calls_used_before": 498})
    assert hook.usage()["usage"] == 499
    assert hook.usage() == {"period": sandbox.sandbox.now().strftime("%Y-%m"), "usage": 500, "limit": 500}
    with pytest.raises(QuotaSpent, match="raise the Holded plan"):
        hook.create("receipt", body())
    assert sandbox.state("holded", "es")["documents"] == {}


def test_a_draft_is_deleted_and_an_approved_document_is_not(sandbox, hook):
    draft, kept = hook.create("receipt", body()), hook.create("receipt", body())
    assert draft != kept
    hook.delete("receipt", draft)
    with pytest.raises(NotThere):
        hook.read("receipt", draft)
    with pytest.raises(NotThere):
        hook.delete("receipt", draft)
    hook.approve("receipt", kept)
    with pytest.raises(Rejected, match="cannot be deleted"):
        hook.delete("receipt", kept)


def test_a_lost_answer_of_approve_is_settled_by_reading(sandbox, hook):
    id = hook.create("receipt", body())
    sandbox.arm("lost_answer", path="/approve$")
    with pytest.raises(OutcomeUnknown):
        hook.approve("receipt", id)
    assert hook.read("receipt", id)["draft"] is False
    with pytest.raises(Rejected, match="already approved"):
        hook.approve("receipt", id)


def test_approval_is_refused_when_the_date_goes_back(sandbox, hook):
    later, earlier = hook.create("receipt", body(date="2026-11-21")), hook.create("receipt", body(date="2026-11-20"))
    hook.approve("receipt", later)
    with pytest.raises(Rejected, match="None of the sales receipts could be approved") as caught:
        hook.approve("receipt", earlier)
    assert caught.value.status == 422
    assert hook.read("receipt", earlier)["draft"]


def test_paying_tells_its_id_where_the_account_does(sandbox, hook):
    sandbox.settings["holded.payment_answers_id"] = True
    id = hook.create("receipt", body())
    payment = hook.pay("receipt", id, PAYMENT)
    assert payment
    assert sandbox.state("holded", "es")["documents"][id]["payments"][0]["id"] == payment


def test_an_order_number_before_approval_does_not_pass_for_approved(sandbox, hook):
    sandbox.settings["holded.order_number_at"] = "create"
    contact = hook.create_contact({"name": "Lucía Pérez", "email": "lucia@example.com", "type": "client"})
    id = hook.create("order", body(contact_id=contact))
    (row,) = hook.find_by_tag("order", MARKER, DAY)
    assert (row["number"], row["draft"], row["contact_id"]) == ("SO260001", None, contact)
    assert hook.read("order", id)["draft"] is True


@pytest.mark.parametrize(
    ("changes", "status", "says"),
    [
        ({"date": "20-11-2026"}, 400, "Invalid date format"),
        ({"items": [{"name": "x", "units": 1, "price": 1, "taxes": ["s_iva_22"]}]}, 422, "Tax key is not available"),
        ({"items": [{"name": "x", "units": 1, "price": 1, "taxes": ["p_iva_21"]}]}, 422, "Tax key is not available"),
        ({"items": [{"name": "x", "units": "2", "price": 1, "taxes": ["s_iva_21"]}]}, 422, "Invalid value for units"),
        ({"items": []}, 422, "items"),
        ({"warehouse_id": "0" * 24}, 422, "warehouse_id"),
    ],
)
def test_refused_content_is_rejected_with_what_holded_says(hook, changes, status, says):
    with pytest.raises(Rejected, match=says) as caught:
        hook.create("receipt", body(**changes))
    assert caught.value.status == status

"""Refunds made in the fake of Wix: sums, units, store credit and gift cards."""

from __future__ import annotations

from decimal import Decimal

import pytest
import wix_act_world
from sandbox.wix import acts
from sandbox.wix.acts import ActError
from wix_act_world import LATER, ONE, WHEN, history, money_of

money = wix_act_world.money
order = wix_act_world.order


def test_a_full_refund_gives_everything_back(wix_site, order, money):
    acts.refund(wix_site, "10023", at=LATER)
    (row,) = money_of(wix_site, order)["refunds"]
    assert (order()["paymentStatus"], order()["updatedDate"], money("refunded", "paid", "balance")) == (
        "FULLY_REFUNDED",
        WHEN,
        (Decimal("54.85"), Decimal("54.85"), 0),
    )
    assert row["details"]["lineItems"] == [{"lineItemId": ONE, "quantity": 2}]
    assert (row["details"]["shippingIncluded"], row["details"]["shipping"]["amount"]["amount"]) == (True, "4.95")
    assert (row["summary"]["refunded"]["amount"], row["summary"]["pending"]) == ("54.85", False)
    assert (order()["lineItems"][0]["refundQuantity"], money_of(wix_site, order)["payments"][0]["status"]) == (2, "REFUNDED")
    assert history(order) == ["REFUND_INITIATED", "PAYMENT_REFUNDED"]
    with pytest.raises(ActError, match=r"0\.00 cannot be given back|0\.00 is left"):
        acts.refund(wix_site, "10023")


def test_several_refunds_add_up_and_never_pass_what_was_paid(wix_site, order, money):
    acts.refund(wix_site, "10023", lines={ONE: 1}, reason="Broken")
    acts.refund(wix_site, "10023", shipping=True)
    acts.refund(wix_site, "10023", amount="3.00")
    rows = money_of(wix_site, order)["refunds"]
    assert [row["summary"]["refunded"]["amount"] for row in rows] == ["24.95", "4.95", "3.00"]
    assert [bool(row["details"]["lineItems"]) for row in rows] == [True, False, False]
    assert [row["details"]["shippingIncluded"] for row in rows] == [False, True, False]
    assert (order()["paymentStatus"], order()["lineItems"][0]["refundQuantity"]) == ("PARTIALLY_REFUNDED", 1)
    with pytest.raises(ActError, match=r"21\.95 is left"):
        acts.refund(wix_site, "10023", amount="22.00")
    with pytest.raises(ActError, match="no 2 units"):
        acts.refund(wix_site, "10023", lines={ONE: 2})
    acts.refund(wix_site, "10023")
    assert (order()["paymentStatus"], money("refunded")) == ("FULLY_REFUNDED", (Decimal("54.85"),))


@pytest.mark.parametrize(("answer", "status", "units"), [("SUCCEEDED", "FULLY_REFUNDED", 2), ("FAILED", "PAID", 0)])
def test_a_refund_may_be_settled_later(wix_site, order, money, answer, status, units):
    made = acts.refund(wix_site, "10023", state="STARTED")
    assert (order()["paymentStatus"], money("pendingRefund", "refunded")) == ("PAID", (Decimal("54.85"), 0))
    with pytest.raises(ActError, match=r"0\.00 is left"):
        acts.refund(wix_site, "10023", amount="1.00")
    assert acts.settle(wix_site, "10023", state=answer, at=LATER) == made
    (row,) = money_of(wix_site, order)["refunds"]
    assert (order()["paymentStatus"], money("pendingRefund"), row["summary"]["pending"]) == (status, (0,), False)
    assert (row["transactions"][0]["refundStatus"], order()["lineItems"][0].get("refundQuantity", 0)) == (answer, units)


@pytest.mark.parametrize("moves", [True, False])
def test_a_refund_reported_late_leaves_the_date(wix_site, order, sandbox, moves):
    before = order()["updatedDate"]
    sandbox.settings["wix.es.refund_moves_date"] = moves
    acts.refund(wix_site, "10023", amount="1.00", external=True, at=LATER)
    assert order()["updatedDate"] == (WHEN if moves else before)
    assert money_of(wix_site, order)["refunds"][0]["transactions"][0]["externalRefund"] is True


@pytest.mark.parametrize(("switch", "refunds", "status"), [("refund", 1, "PARTIALLY_REFUNDED"), ("activity", 0, "PAID")])
def test_store_credit_is_told_in_the_history(wix_site, order, sandbox, switch, refunds, status):
    sandbox.settings["wix.store_credit"] = switch
    acts.refund(wix_site, "10023", amount="5.00", store_credit=True)
    assert "REFUNDED_AS_STORE_CREDIT" in history(order)
    assert (len(money_of(wix_site, order)["refunds"]), order()["paymentStatus"]) == (refunds, status)


def test_the_shares_of_units_add_up_to_the_line(wix_site, order):
    order()["lineItems"][0].update(quantity=3, totalPriceAfterTax={"amount": "10.00"})
    for _ in range(3):
        acts.refund(wix_site, "10023", lines={ONE: 1})
    assert [row["summary"]["refunded"]["amount"] for row in money_of(wix_site, order)["refunds"]] == ["3.33", "3.34", "3.33"]


def test_a_gift_card_goes_back_whole_or_not_at_all(wix_site, order, money):
    order().update(paymentStatus="NOT_PAID")
    acts.pay(wix_site, "10023", amount="20.00", method="gift card")
    acts.pay(wix_site, "10023")
    with pytest.raises(ActError, match="part of a gift card"):
        acts.refund(wix_site, "10023", amount="40.00")
    acts.refund(wix_site, "10023")
    assert [row["status"] for row in money_of(wix_site, order)["payments"]] == ["VOIDED", "REFUNDED"]
    assert (order()["paymentStatus"], money("paid", "balance")) == ("FULLY_REFUNDED", (Decimal("54.85"), 0))

"""What people do in a Wix back office, as the sandbox plays it: fields, balance, history, transactions, updatedDate."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import jsonschema
import pytest
import requests
import wix_act_world
import yaml
from sandbox.samples import generate
from sandbox.wix import acts
from sandbox.wix.acts import ActError
from wix_act_world import LATER, ONE, WHEN, history, money_of

money = wix_act_world.money
order = wix_act_world.order


def test_paying_an_announced_payment_confirms_it(wix_site, order, money):
    order().update(paymentStatus="NOT_PAID")
    wix_site.state["transactions"][order()["id"]] = {"orderId": order()["id"], "payments": [], "refunds": []}
    change = acts.Change(wix_site, "10023")
    change.add_payment("54.85", "Cash", "PENDING_MERCHANT")
    change.commit()
    assert (order()["paymentStatus"], money("paid", "balance")) == ("NOT_PAID", (0, Decimal("54.85")))
    acts.pay(wix_site, "10023", at=LATER)
    assert (order()["paymentStatus"], order()["updatedDate"], history(order)) == ("PAID", WHEN, ["ORDER_PAID"])
    (payment,) = money_of(wix_site, order)["payments"]
    assert (payment["status"], payment["regularPaymentDetails"]["offlinePayment"], money("paid", "balance")) == (
        "APPROVED",
        True,
        (Decimal("54.85"), 0),
    )
    with pytest.raises(ActError, match="is paid"):
        acts.pay(wix_site, "10023")


def test_a_part_is_partially_paid(wix_site, order, money):
    order().update(paymentStatus="NOT_PAID")
    acts.pay(wix_site, "10023", amount="10.00", method="gift card")
    assert (order()["paymentStatus"], history(order)) == ("PARTIALLY_PAID", ["ORDER_PARTIALLY_PAID"])
    acts.pay(wix_site, "10023")
    assert (order()["paymentStatus"], money("paid")) == ("PAID", (Decimal("54.85"),))
    assert [("giftcardPaymentDetails" in row) for row in money_of(wix_site, order)["payments"]] == [True, False]


@pytest.mark.parametrize("status", ["PAID", "NOT_PAID"])
def test_a_cancellation_gives_no_money_back(wix_site, order, status):
    order().update(paymentStatus=status)
    acts.cancel(wix_site, "10023", at=LATER)
    assert (order()["status"], order()["paymentStatus"], order()["updatedDate"], history(order)) == (
        "CANCELED",
        status,
        WHEN,
        ["ORDER_CANCELED"],
    )
    with pytest.raises(ActError, match="is canceled"):
        acts.cancel(wix_site, "10023")


def test_a_chargeback_and_its_reversal(wix_site, order, money):
    made = acts.chargeback(wix_site, "10023", at=LATER)
    assert (order()["paymentStatus"], money("chargeback", "chargebackReversal")) == ("PAID", (Decimal("54.85"), 0))
    assert acts.reverse_chargeback(wix_site, "10023") == made
    (entry,) = money_of(wix_site, order)["payments"][0]["regularPaymentDetails"]["chargebacks"]
    assert (entry["status"], money("chargebackReversal")) == ("REVERSED", (Decimal("54.85"),))
    assert history(order) == ["CHARGEBACK_CREATED", "CHARGEBACK_REVERSED"]
    with pytest.raises(ActError, match="no chargeback"):
        acts.reverse_chargeback(wix_site, "10023")


@pytest.mark.parametrize("switch", ["NOT_PAID", "PENDING"])
def test_held_money_is_no_payment_until_captured(wix_site, order, money, sandbox, switch):
    sandbox.settings["wix.authorized_status"] = switch
    order().update(paymentStatus="NOT_PAID")
    acts.authorize(wix_site, "10023")
    assert (order()["paymentStatus"], money("authorized", "paid")) == (switch, (Decimal("54.85"), 0))
    acts.capture(wix_site, "10023")
    assert (order()["paymentStatus"], money("authorized", "paid")) == ("PAID", (0, Decimal("54.85")))
    with pytest.raises(ActError, match="no authorised payment"):
        acts.void(wix_site, "10023")


def test_held_money_may_be_let_go(wix_site, order, money):
    order().update(paymentStatus="NOT_PAID")
    acts.authorize(wix_site, "10023")
    acts.void(wix_site, "10023")
    assert (order()["paymentStatus"], money("authorized", "paid")) == ("NOT_PAID", (0, 0))


def test_an_edit_moves_the_totals_and_leaves_the_payments(wix_site, order, money):
    acts.edit(
        wix_site, "10023", quantities={ONE: 3}, add=[{"name": "Bolsa", "sku": "BOLSA-01", "price": "2.50"}], shipping="3.00", at=LATER
    )
    changed = order()
    assert changed["priceSummary"]["total"]["amount"] == "80.35"  # 3 x 24.95 + 2.50 + 3.00
    assert (changed["lineItems"][0]["totalPriceBeforeTax"]["amount"], changed["lineItems"][0]["taxInfo"]["taxAmount"]["amount"]) == (
        "61.86",
        "12.99",
    )
    assert (changed["paymentStatus"], changed["updatedDate"], money("balance")) == ("PARTIALLY_PAID", WHEN, (Decimal("25.50"),))
    acts.edit(wix_site, "10023", prices={ONE: "10.00"}, remove=[changed["lineItems"][1]["id"]])
    assert (order()["priceSummary"]["total"]["amount"], order()["paymentStatus"]) == ("33.00", "PAID")
    assert money("balance") == (Decimal("-21.85"),)
    assert history(order) == ["DRAFT_ORDER_CHANGES_APPLIED"] * 2
    with pytest.raises(ActError, match="no line left"):
        acts.edit(wix_site, "10023", remove=[ONE])


def test_fulfilling_by_hand(wix_site, order):
    acts.fulfil(wix_site, "10023", lines={ONE: 1}, at=LATER)
    assert (order()["fulfillmentStatus"], order()["updatedDate"]) == ("PARTIALLY_FULFILLED", WHEN)
    acts.fulfil(wix_site, "10023")
    assert order()["fulfillmentStatus"] == "FULFILLED"
    with pytest.raises(ActError, match="nothing left"):
        acts.fulfil(wix_site, "10023")


def test_a_note_is_no_money(wix_site, order):
    total = order()["priceSummary"]
    acts.annotate(wix_site, "10023", note="Leave it at the door", email="other@example.com", at=LATER)
    assert (order()["buyerNote"], order()["updatedDate"], order()["priceSummary"]) == ("Leave it at the door", WHEN, total)


def test_the_acts_are_admin_routes(wix_site, order, sandbox):
    def act(name, number="10023", site="es", **given):
        return requests.post(f"{sandbox.url()}/sandbox/wix/{site}/orders/{number}/{name}", json=given, timeout=10)

    answer = act("refund", lines={ONE: 1}, at="2026-11-16T12:00:00+00:00")
    assert answer.status_code == 200, answer.text
    assert (answer.json()["order"]["updatedDate"], answer.json()["order"]["paymentStatus"]) == (WHEN, "PARTIALLY_REFUNDED")
    assert answer.json()["id"] == money_of(wix_site, order)["refunds"][0]["id"]
    assert act("dance").status_code == 404
    assert (act("pay").status_code, act("pay").json()["detail"]) == (422, "order 10023 is paid")
    assert act("pay", money="5").status_code == 422
    assert act("pay", site="No").status_code == 404
    assert act("cancel", number="9").json()["detail"] == "site es has no order 9"
    assert act("cancel", at="noon").status_code == 422
    assert (
        requests.post(f"{sandbox.url()}/sandbox/wix/es/orders/{order()['id']}/cancel", timeout=10).json()["order"]["status"] == "CANCELED"
    )


def test_what_acts_write_keeps_to_wix_s_schema(wix_site, shared):
    shop = generate(datetime(2026, 3, 2, 8, tzinfo=UTC))["es"]
    plain = [order for order in shop.orders if shop.kinds[order["id"]] == "consumer"][:6]
    for order in plain:
        wix_site.put(order)
        wix_site.state["transactions"][order["id"]] = shop.transactions[order["id"]]
    for place, order in enumerate(plain):
        story = {
            0: [(acts.refund, {"shipping": True}), (acts.refund, {})],
            1: [(acts.chargeback, {}), (acts.reverse_chargeback, {})],
            2: [
                (
                    acts.edit,
                    {"quantities": {order["lineItems"][0]["id"]: 7}, "shipping": "1.00", "add": [{"name": "Bolsa", "price": "2.50"}]},
                )
            ],
            3: [(acts.refund, {"amount": "1.00", "state": "PENDING"}), (acts.settle, {"state": "FAILED"})],
            4: [(acts.refund, {"amount": "1.00", "store_credit": True}), (acts.cancel, {})],
            5: [(acts.authorize, {"amount": "1.00"}), (acts.capture, {}), (acts.fulfil, {})],
        }[place]
        for act, given in story:
            act(wix_site, order["id"], **given)
    components = yaml.safe_load((shared / "contracts" / "wix.openapi.yaml").read_text(encoding="utf-8"))["components"]
    for name, held in (("Order", wix_site.state["orders"]), ("OrderTransactions", wix_site.state["transactions"])):
        validator = jsonschema.Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": components})
        for value in held.values():
            assert not [(fault.json_path, fault.message) for fault in validator.iter_errors(value)]
    for order in wix_site.state["orders"].values():
        cost, fees = order["shippingInfo"]["cost"], order["additionalFees"]
        parts = [row["totalPriceAfterTax"] for row in (*order["lineItems"], cost)] + [fee["priceAfterTax"] for fee in fees]
        assert sum(Decimal(part["amount"]) for part in parts) == Decimal(order["priceSummary"]["total"]["amount"])

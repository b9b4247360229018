"""The status table: first match wins, nothing is guessed, every combination of the shipped table has a verdict."""

from itertools import product

import pandas as pd
import pytest
from order_sync.contracts.holds import HOLD_CODES, IGNORE_REASONS
from order_sync.contracts.staging import FULFILLMENT_STATUS, ORDER_STATUS, PAYMENT_STATUS
from order_sync.mapping.status import match
from order_sync.settings import PROJECT_ROOT, StatusRule, load_config


def rule(line, role="order", status="*", payment="*", fulfilment="*", action="send", reason="", stores="*"):
    statuses = {"status": status, "payment_status": payment, "fulfillment_status": fulfilment}
    return StatusRule(line=line, stores=stores, role=role, action=action, reason=reason, **statuses)


def statuses(*rows, index=None):
    return pd.DataFrame(list(rows), columns=["status", "payment_status", "fulfillment_status"], index=index)


PAID = ("APPROVED", "PAID", "NOT_FULFILLED")


def test_the_first_line_that_fits_decides():
    rules = [rule(2, status="CANCELED", action="ignore", reason="CANCELED"), rule(3), rule(4, action="hold", reason="STATUS_NEEDS_PERSON")]
    result = match(statuses(PAID, ("CANCELED", "PAID", "FULFILLED")), rules, "es", "order")
    assert result["action"].tolist() == ["send", "ignore"]
    assert result["reason"].tolist() == ["", "CANCELED"]
    assert result["rule_line"].tolist() == [3, 2]


def test_no_line_that_fits_holds_the_order_and_names_the_three_statuses():
    row = match(statuses(PAID), [rule(2, status="CANCELED")], "es", "order").iloc[0]
    assert (row["action"], row["reason"], row["seen"]) == ("hold", "UNKNOWN_STATUS", "APPROVED / PAID / NOT_FULFILLED")
    assert pd.isna(row["rule_line"])


@pytest.mark.parametrize(("stores", "fits"), [("*", True), ("es", True), ("nl|es", True), ("nl", False), ("es2", False)])
def test_a_line_is_for_all_stores_or_for_the_named_ones(stores, fits):
    row = match(statuses(PAID), [rule(2, stores=stores)], "es", "order").iloc[0]
    assert (row["action"] == "send") is fits


def test_role_may_differ_by_row_and_the_index_is_kept():
    rules = [rule(2, role="invoice", action="ignore", reason="NOT_PAID_YET"), rule(3, role="receipt")]
    frame = statuses(PAID, PAID, PAID, index=[7, 3, 7])
    result = match(frame, rules, "es", pd.Series(["receipt", "invoice", "receipt"], index=frame.index))
    assert result.index.tolist() == [7, 3, 7]
    assert result["action"].tolist() == ["send", "ignore", "send"]


def test_a_missing_status_fits_only_the_asterisk():
    frame = statuses(("APPROVED", None, None))
    assert match(frame, [rule(2, payment="PAID")], "es", "order").iloc[0]["reason"] == "UNKNOWN_STATUS"
    assert match(frame, [rule(2, payment="PAID")], "es", "order").iloc[0]["seen"] == "APPROVED / nothing / nothing"
    assert match(frame, [rule(2)], "es", "order").iloc[0]["action"] == "send"


def test_a_hold_without_a_reason_needs_a_person():
    assert match(statuses(PAID), [rule(2, action="hold")], "es", "order").iloc[0]["reason"] == "STATUS_NEEDS_PERSON"


def test_no_orders_give_no_verdicts():
    result = match(statuses(PAID).iloc[:0], [rule(2)], "es", "order")
    assert result.empty
    assert list(result.columns) == ["action", "reason", "rule_line", "seen"]


@pytest.mark.parametrize("role", ["order", "receipt", "invoice", "shipment"])
def test_the_shipped_table_uses_known_reasons_for_every_combination_of_wix(role):
    rules = load_config(PROJECT_ROOT / "include" / "config").status_rules
    result = match(statuses(*product(ORDER_STATUS, PAYMENT_STATUS, FULFILLMENT_STATUS)), rules, "es", role)
    assert set(result.loc[result["action"] == "ignore", "reason"]) <= set(IGNORE_REASONS)
    assert set(result.loc[result["action"] == "hold", "reason"]) <= set(HOLD_CODES)
    assert set(result.loc[result["action"] == "send", "reason"]) == {""}

"""Payments and refunds of one Wix order, as Wix lists them, into typed rows. Source: Wix contract, section 4.

An order's transactions are malformed, and only that order's, where an id is missing or comes twice, an amount is missing, no plain
decimal or finer than the currency's minor unit, a payment has none or several of the three details or no status, or the status of a
refund's transaction or of a chargeback is one that the contract does not know (whether money moved would be a guess). The status of a
payment is kept as it is, known or not: rules ask for the ones that they know.

Chargebacks: an APPROVED one counts with its amount; a REVERSED one with what was not given back of it, nothing where Wix names no
``reversalAmount``. That one object changes from APPROVED to REVERSED follows from its fields; should Wix list the reversal as an object of
its own, the chargeback is counted still and a person is asked: rather too careful than too late.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec
import pandas as pd

from order_sync.mapping.wix_amounts import Amounts, holdable, instant
from order_sync.mapping.wix_breach import Breach, breach_of
from order_sync.mapping.wix_refunds import refund_row, store_credit_rows
from order_sync.mapping.wix_transaction_shapes import Chargeback, OrderTransactions, Payment, RegularDetails

_BROUGHT_NOTHING = ("DECLINED", "CANCELED")
_LONGEST_METHOD = 150
_VOID = {True: "VOIDED", False: "APPROVED"}


class TransactionRows(NamedTuple):
    """The rows of one order: ``payments`` as contracts.money.PAYMENT_FIELDS, ``refunds`` as REFUND_FIELDS.

    ``malformed`` is (field, seen) of the first breach, and then there are no rows; else None. ``seen`` holds no personal data.
    """

    wix_order_id: str
    payments: list[tuple]
    refunds: list[tuple]
    malformed: tuple[str, str] | None = None


def transaction_rows(wix_order_id: str, found: Any, currency: str, store_credit_minor: int | None = None) -> TransactionRows:
    """Rows of what WixHook.transactions has for one order. Never raises for what stands in it.

    ``store_credit_minor``: sum of the order's activities REFUNDED_AS_STORE_CREDIT, None where it has none.
    """
    try:
        listed, amounts = msgspec.convert(found, OrderTransactions), Amounts(currency)
        payments = [_payment(wix_order_id, payment, amounts, f"payments[{at}]") for at, payment in enumerate(listed.payments or ())]
        refunds = [refund_row(wix_order_id, refund, amounts, f"refunds[{at}]") for at, refund in enumerate(listed.refunds or ())]
        _once("payments", payments)
        _once("refunds", refunds)
    except (msgspec.ValidationError, Breach) as error:
        field, seen = breach_of(error, found)
        return TransactionRows(wix_order_id, [], [], (f"transactions.{field}".removesuffix(".$"), seen))
    return TransactionRows(wix_order_id, payments, store_credit_rows(wix_order_id, refunds, store_credit_minor))


def methods(payments: pd.DataFrame) -> pd.Series:
    """Payment methods by Wix order id: a tuple of casefolded names, each once, oldest payment first.

    ``payments`` has the columns of contracts.money.PAYMENTS. Declined and cancelled attempts are left out; an order without any other
    payment that has a name is not in the index.
    """
    counted = payments.loc[payments["method"].notna() & ~payments["status"].isin(_BROUGHT_NOTHING)]
    counted = counted.sort_values(["wix_order_id", "created_at", "payment_id"], kind="stable", na_position="last")
    found: dict[str, dict[str, None]] = {}
    for wix_order_id, method in zip(counted["wix_order_id"], counted["method"], strict=True):
        found.setdefault(wix_order_id, {})[str(method).casefold()] = None
    names = pd.Series({key: tuple(each) for key, each in found.items()}, dtype="object", name="methods")
    return names.rename_axis("wix_order_id")


def _payment(wix_order_id: str, payment: Payment, amounts: Amounts, path: str) -> tuple:
    regular, card, plan = payment.regular_payment_details, payment.giftcard_payment_details, payment.membership_payment_details
    if sum(details is not None for details in (regular, card, plan)) != 1:
        raise Breach(path, "not exactly one of regular, gift card and membership details")
    # Payments of old orders have their status in the details only (deprecated there).
    status, offline, chargeback = payment.status, False, 0
    if regular is not None:
        kind, method = "regular", _method(regular)
        status, offline = status or regular.status, bool(regular.offline_payment)
        chargeback = _charged_back(regular.chargebacks or (), amounts, f"{path}.regularPaymentDetails.chargebacks")
    elif card is not None:
        kind, method, status = "gift_card", "gift card", status or _VOID.get(card.voided)
    else:
        kind, method, status = "membership", "membership", status or plan.status or _VOID.get(plan.voided)
    if not status:
        raise Breach(f"{path}.status", "missing")
    return (
        wix_order_id, holdable(payment.id), instant(payment.created_date, f"{path}.createdDate"),
        amounts.minor(payment.amount, f"{path}.amount"), holdable(status), method, kind, offline, chargeback,
    )  # fmt: skip


def _method(details: RegularDetails) -> str | None:
    """The merchant's own name of the method, else Wix's in the site's language, else the deprecated one."""
    name = details.payment_method_name
    told = (name.user_defined_name, name.site_language_name) if name else ()
    for text in (*told, details.payment_method):
        if text and text.strip():
            return holdable(text.strip()[:_LONGEST_METHOD])
    return None


def _charged_back(chargebacks: Any, amounts: Amounts, path: str) -> int:
    return sum(_still_gone(chargeback, amounts, f"{path}[{at}]") for at, chargeback in enumerate(chargebacks))


def _still_gone(chargeback: Chargeback, amounts: Amounts, path: str) -> int:
    taken = amounts.minor(chargeback.amount, f"{path}.amount")
    given_back = amounts.maybe(chargeback.reversal_amount, f"{path}.reversalAmount")
    if chargeback.status == "APPROVED":
        return taken
    if chargeback.status == "REVERSED":
        return 0 if given_back is None else max(taken - given_back, 0)
    raise Breach(f"{path}.status")


def _once(name: str, rows: list[tuple]) -> None:
    seen: set[str] = set()
    for at, row in enumerate(rows):
        if row[1] in seen:
            raise Breach(f"{name}[{at}].id", "an id that another one has")
        seen.add(row[1])

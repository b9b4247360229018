"""Refunds: full, by lines and quantities, of the shipping, of an amount only, as store credit; at once or settled later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sandbox.wix.change import OPEN_REFUND, RECEIVED, ActError, Amount, Change, amount_of
from sandbox.wix.site import Site, guid

_TAKEN = ("SUCCEEDED", *OPEN_REFUND)


def refund(
    site: Site, order: str, *, lines: Mapping[str, int] | None = None, fees: Mapping[str, Amount] | None = None,
    shipping: Amount | bool = False, amount: Amount | None = None, state: str = "SUCCEEDED", external: bool = False,
    store_credit: bool = False, restock: bool = True, reason: str = "Returned", moves: bool | None = None, at: datetime | None = None,
) -> str:  # fmt: skip
    """Give money back; the refund's id.

    ``lines``: line id to units; ``fees``: fee id to amount; ``shipping``: True or an amount; ``amount``: alone an amount without lines,
    beside the others the sum that the merchant typed instead of theirs. None of them: everything that is left.
    ``state``: SUCCEEDED, or PENDING, STARTED, SCHEDULED to ``settle`` later. ``external``: only recorded in Wix. ``moves``: whether
    updatedDate moves, by default the switch refund_moves_date.
    """  # fmt: skip
    moved = site.setting("refund_moves_date", True) if moves is None else moves
    change = Change(site, order, at, moves=moved)
    full = not lines and not fees and not shipping and amount is None
    details, worth = _details(change, order, lines or {}, fees or {}, shipping, full, reason)
    left = _left(change)
    money = change.round(amount) if amount is not None else (left if full else worth)
    if money <= 0 or money > left:
        raise ActError(f"order {order}: {money} cannot be given back, {left} is left")
    if store_credit and site.setting("store_credit", "refund") == "activity":
        made = change.activity("REFUNDED_AS_STORE_CREDIT", refundedAsStoreCredit={"amount": change.money(money), "reason": reason})
        change.commit()
        return made
    row = {"id": guid(), "createdDate": change.now, "details": details}
    row["transactions"] = _transactions(change, order, money, state, external or store_credit)
    change.refunds.append(row)
    told = {"refundId": row["id"], "amount": change.money(money), "reason": reason}
    change.activity("REFUND_INITIATED", refundInitiated=told)
    if store_credit:
        change.activity("REFUNDED_AS_STORE_CREDIT", refundedAsStoreCredit={"amount": change.money(money), "reason": reason})
    _follow(change, row, restock)
    change.commit()
    return row["id"]


def settle(
    site: Site, order: str, refund_id: str = "", *, state: str = "SUCCEEDED", moves: bool | None = None, at: datetime | None = None
) -> str:
    """The provider's answer to an open refund (the newest one, unless named): SUCCEEDED or FAILED."""
    moved = site.setting("refund_moves_date", True) if moves is None else moves
    change = Change(site, order, at, moves=moved)
    rows = [
        row for row in change.refunds if refund_id in ("", row["id"]) and any(p["refundStatus"] in OPEN_REFUND for p in row["transactions"])
    ]
    if not rows:
        raise ActError(f"order {order} has no open refund")
    for part in rows[-1]["transactions"]:
        part["refundStatus"] = state
    _follow(change, rows[-1], restock=True)
    change.commit()
    return rows[-1]["id"]


def _details(
    change: Change, order: str, lines: Mapping[str, int], fees: Mapping[str, Amount], shipping: Amount | bool, full: bool, reason: str
) -> tuple[dict[str, Any], Decimal]:
    """What is given back, as Wix lists it, and what it is worth with tax."""
    held = {line["id"]: line for line in change.order["lineItems"]}
    charges = {row["id"]: amount_of(row.get("priceAfterTax") or row["price"]) for row in change.order.get("additionalFees") or []}
    cost = (change.order.get("shippingInfo") or {}).get("cost") or {}
    delivery = amount_of(cost.get("totalPriceAfterTax") or cost.get("price"))
    if full:
        lines = {key: int(line["quantity"]) - int(line.get("refundQuantity") or 0) for key, line in held.items()}
        lines, fees, shipping = {key: units for key, units in lines.items() if units}, charges, bool(delivery)
    worth = Decimal(0)
    for key, units in lines.items():
        line = held.get(key)
        before = int((line or {}).get("refundQuantity") or 0)
        if line is None or not 1 <= units <= int(line["quantity"]) - before:
            raise ActError(f"order {order}: line {key} has no {units} units to give back")
        worth += _share(change, line, before + units) - _share(change, line, before)
    if unknown := fees.keys() - charges.keys():
        raise ActError(f"order {order} has no fee {', '.join(sorted(unknown))}")
    sent = delivery if shipping is True else Decimal(shipping or 0)
    worth += sent + sum((Decimal(value) for value in fees.values()), Decimal(0))
    details: dict[str, Any] = {
        "items": [], "shippingIncluded": bool(sent), "reason": reason,
        "lineItems": [{"lineItemId": key, "quantity": units} for key, units in lines.items()],
        "additionalFees": [{"additionalFeeId": key, "amount": change.money(value)} for key, value in fees.items()],
    }  # fmt: skip
    return details | ({"shipping": {"amount": change.money(sent)}} if sent else {}), worth


def _share(change: Change, line: dict[str, Any], units: int) -> Decimal:
    """The first ``units`` of a line with tax: the shares of all units add up to the line."""
    gross = amount_of(line.get("totalPriceAfterTax")) or amount_of(line["price"]) * int(line["quantity"])
    return change.round(gross * units / int(line["quantity"]))


def _left(change: Change) -> Decimal:
    return sum((_left_of(change, row) for row in change.payments), Decimal(0))


def _left_of(change: Change, payment: dict[str, Any]) -> Decimal:
    return amount_of(payment["amount"]) - change.refunded_of(payment, _TAKEN) if payment["status"] in RECEIVED else Decimal(0)


def _transactions(change: Change, order: str, money: Decimal, state: str, external: bool) -> list[dict[str, Any]]:
    """Which payments the money goes back to: card and the like first; a gift card only as a whole."""
    rows = []
    for payment in sorted(change.payments, key=lambda row: "giftcardPaymentDetails" in row):
        part = min(money, _left_of(change, payment))
        if part <= 0 or ("giftcardPaymentDetails" in payment and part < amount_of(payment["amount"])):
            continue
        money -= part
        row = {"paymentId": payment["id"], "amount": change.money(part), "refundStatus": state, "externalRefund": external}
        rows.append(row if external else row | {"gatewayRefundId": guid(), "providerRefundId": f"re_{payment['id'][:8]}"})
    if money:
        raise ActError(f"order {order}: {money} would be a part of a gift card, which Wix cannot give back")
    return rows


def _follow(change: Change, row: dict[str, Any], restock: bool) -> None:
    """Summary, statuses of payments, units of lines and history after the transactions of a refund."""
    sums = dict.fromkeys(("requestedRefund", "refunded", "pendingRefund", "failedRefundAmount"), Decimal(0))
    for part in row["transactions"]:
        state, amount = part["refundStatus"], amount_of(part["amount"])
        sums["requestedRefund"] += amount
        sums["refunded" if state == "SUCCEEDED" else "failedRefundAmount" if state == "FAILED" else "pendingRefund"] += amount
        payment = next(held for held in change.payments if held["id"] == part["paymentId"])
        _payment_status(change, payment)
        if state in ("SUCCEEDED", "FAILED"):
            kind, name = (
                ("PAYMENT_REFUNDED", "paymentRefunded") if state == "SUCCEEDED" else ("PAYMENT_REFUND_FAILED", "paymentRefundFailed")
            )
            way = "giftCard" if "giftcardPaymentDetails" in payment else "regular"
            told = {"paymentId": payment["id"], "externalRefund": part["externalRefund"], way: {"amount": part["amount"]}}
            change.activity(kind, **{name: {"refundId": row["id"], "payment": told}})
    row["summary"] = {name: change.money(value) for name, value in sums.items()} | {"pending": bool(sums["pendingRefund"])}
    if sums["refunded"]:
        for given in row["details"]["lineItems"]:
            line = next(line for line in change.order["lineItems"] if line["id"] == given["lineItemId"])
            for name in ("refundQuantity", *(("restockQuantity",) if restock else ())):
                line[name] = int(line.get(name) or 0) + given["quantity"]


def _payment_status(change: Change, payment: dict[str, Any]) -> None:
    given_back, amount = change.refunded_of(payment), amount_of(payment["amount"])
    if not given_back:
        return
    whole = "VOIDED" if "giftcardPaymentDetails" in payment else "REFUNDED"
    payment.update(status=whole if given_back >= amount else "PARTIALLY_REFUNDED", updatedDate=change.now)

"""What a person does to an order besides money: edit, cancel, fulfil, note. Each returns the id of what it made."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sandbox.wix import fulfillments, models
from sandbox.wix.change import ActError, Amount, Change, amount_of
from sandbox.wix.errors import WixError
from sandbox.wix.site import Site, guid


def edit(
    site: Site, order: str, *, quantities: Mapping[str, int] | None = None, prices: Mapping[str, Amount] | None = None,
    remove: Sequence[str] = (), add: Sequence[Mapping[str, Any]] = (), shipping: Amount | None = None, reason: str = "Changed by phone",
    at: datetime | None = None,
) -> str:  # fmt: skip
    """Change lines of an order; totals follow, payments stay. The draft order's id.

    ``quantities``: line id to units; ``prices``: line id to unit price, as the shop states prices; ``remove``: line ids;
    ``add``: rows of name, price, and optionally sku, quantity; they bear the rate of the first line. ``shipping``: its new price.
    """  # fmt: skip
    change = Change(site, order, at)
    before, told = change.order["priceSummary"]["total"], []
    for key, units in (quantities or {}).items():
        told.append(_requantify(change, _line(change, order, key), units))
    for key, price in (prices or {}).items():
        told.append(_reprice(change, _line(change, order, key), price))
    for key in remove:
        line = _line(change, order, key)
        change.order["lineItems"] = [row for row in change.order["lineItems"] if row["id"] != key]
        told.append({"lineItemRemoved": _named(line)})
    for wanted in add:
        told.append(_add(change, wanted))
    if not change.order["lineItems"]:
        raise ActError(f"order {order} would have no line left")
    if shipping is not None:
        cost = change.order["shippingInfo"]["cost"]
        cost["price"] = change.money(shipping)
        _amounts(change, cost, Decimal(shipping))
        told.append({"shippingInformationChanged": {}})
    _totals(change)
    told.append({"totalPriceChanged": {"originalTotal": before, "newTotal": change.order["priceSummary"]["total"]}})
    draft = guid()
    change.activity("DRAFT_ORDER_CHANGES_APPLIED", draftOrderChangesApplied={"draftOrderId": draft, "reason": reason, "changes": told})
    change.commit()
    return draft


def cancel(site: Site, order: str, *, restock: bool = True, at: datetime | None = None) -> str:
    """Cancel the order. Money and fulfilment keep their values: a cancellation gives nothing back."""
    change = Change(site, order, at)
    if change.order.get("status") == "CANCELED":
        raise ActError(f"order {order} is canceled")
    change.order["status"] = "CANCELED"
    for line in change.order["lineItems"] if restock else ():
        line["restockQuantity"] = int(line["quantity"])
    made = change.activity("ORDER_CANCELED")
    change.site.state["transactions"][change.id] = change.transactions
    change.site.change(change.id, **change.order | {"updatedDate": change.now})
    return made


def fulfil(
    site: Site, order: str, *, lines: Mapping[str, int] | None = None, tracking: Mapping[str, str] | None = None, at: datetime | None = None
) -> str:
    """Ship units of lines, by default all that are open; ``tracking``: trackingNumber, shippingProvider, trackingLink."""
    change = Change(site, order, at)
    existing = site.state["fulfillments"].get(change.id, [])
    left = {key: units for key, units in fulfillments.open_quantities(change.order, existing).items() if units}
    wanted = [{"id": key, "quantity": units} for key, units in (lines or left).items()]
    if not wanted:
        raise ActError(f"order {order} has nothing left to fulfil")
    asked = {"lineItems": wanted} | ({"trackingInfo": dict(tracking)} if tracking else {})
    try:
        return fulfillments.make(site, change.order, models.FulfillmentIn.model_validate(asked), change.now)["id"]
    except WixError as error:
        raise ActError(f"order {order}: {error}") from None


def annotate(site: Site, order: str, *, note: str | None = None, email: str | None = None, archived: bool | None = None,
             at: datetime | None = None) -> str:  # fmt: skip
    """Change what is no money: the buyer's note, the e-mail, archived. updatedDate moves."""
    change = Change(site, order, at)
    if note is not None:
        change.order["buyerNote"] = note
    if archived is not None:
        change.order["archived"] = archived
    made = ""
    if email is not None:
        change.order["buyerInfo"] = {**change.order.get("buyerInfo", {}), "email": email}
        made = change.activity("EMAIL_EDITED")
    change.site.change(change.id, **change.order | {"updatedDate": change.now})
    return made


def _line(change: Change, order: str, key: str) -> dict[str, Any]:
    found = next((line for line in change.order["lineItems"] if line["id"] == key), None)
    if found is None:
        raise ActError(f"order {order} has no line {key}")
    return found


def _named(line: dict[str, Any]) -> dict[str, Any]:
    return {"id": line["id"], "name": line["productName"], "quantity": int(line["quantity"])}


def _requantify(change: Change, line: dict[str, Any], units: int) -> dict[str, Any]:
    old = int(line["quantity"])
    if units < 1:
        raise ActError("a line has at least one unit; remove it instead")
    stated = amount_of(line["totalPriceAfterTax" if change.order["taxIncludedInPrices"] else "totalPriceBeforeTax"])
    line["quantity"] = units
    for name in ("totalDiscount", "lineItemPrice"):
        if name in line:
            line[name] = change.money(amount_of(line[name]) * units / old)
    _amounts(change, line, stated * units / old)
    return {"lineItemChanged": {"id": line["id"], "name": line["productName"], "quantity": {"originalQuantity": old, "newQuantity": units}}}


def _reprice(change: Change, line: dict[str, Any], price: Amount) -> dict[str, Any]:
    old, units = line["price"], int(line["quantity"])
    line["price"] = line["priceBeforeDiscounts"] = change.money(price)
    line["totalDiscount"], line["lineItemPrice"] = change.money(0), change.money(Decimal(price) * units)
    _amounts(change, line, Decimal(price) * units)
    return {"lineItemChanged": {"id": line["id"], "name": line["productName"], "price": {"originalPrice": old, "newPrice": line["price"]}}}


def _add(change: Change, wanted: Mapping[str, Any]) -> dict[str, Any]:
    lines = change.order["lineItems"]
    line = copy.deepcopy(lines[0]) | {"id": f"00000000-0000-0000-0000-{len(lines) + 900:012}", "quantity": int(wanted.get("quantity", 1))}
    line |= {"productName": {"original": wanted["name"]}, "refundQuantity": 0, "restockQuantity": 0}
    line.pop("catalogReference", None)
    line["physicalProperties"] = {**line.get("physicalProperties", {}), "sku": wanted.get("sku", "")}
    lines.append(line)
    _reprice(change, line, wanted["price"])
    return {"lineItemAdded": _named(line)}


def _amounts(change: Change, part: dict[str, Any], stated: Decimal) -> None:
    """Net, tax and gross of a line or the shipping from its price as the shop states it."""
    info = part.get("taxInfo") or {}
    rate, stated = Decimal(info.get("taxRate") or 0), change.round(stated)
    included = change.order["taxIncludedInPrices"]
    net = change.round(stated / (1 + rate)) if included else stated
    gross = stated if included else stated + change.round(stated * rate)
    part["totalPriceBeforeTax"], part["totalPriceAfterTax"] = change.money(net), change.money(gross)
    shared = {"taxAmount": change.money(gross - net), "taxableAmount": change.money(net)}
    part["taxInfo"] = info | shared | {"taxBreakdown": [row | shared for row in (info.get("taxBreakdown") or [])[:1]]}


def _totals(change: Change) -> None:
    order, lines = change.order, change.order["lineItems"]
    cost = (order.get("shippingInfo") or {}).get("cost") or {}
    parts = [*lines, cost] if cost else lines
    fees = order.get("additionalFees") or []
    gross = [amount_of(part.get("totalPriceAfterTax")) for part in parts] + [amount_of(fee.get("priceAfterTax")) for fee in fees]
    taxes = [(part.get("taxInfo") or {}) for part in (*parts, *fees)]
    listed = [amount_of(line.get("priceBeforeDiscounts") or line["price"]) * int(line["quantity"]) for line in lines]
    sums = {
        "subtotal": sum(listed), "discount": sum(amount_of(line.get("totalDiscount")) for line in lines), "total": sum(gross),
        "tax": sum(amount_of(tax.get("taxAmount")) for tax in taxes),
    } | ({"shipping": amount_of(cost["price"])} if cost else {})  # fmt: skip
    order["priceSummary"] = order["priceSummary"] | {name: change.money(value) for name, value in sums.items()}
    if "taxInfo" in order:
        order["taxInfo"]["totalTax"] = change.money(sums["tax"])
        for row in order["taxInfo"].get("taxBreakdown") or []:
            same = [amount_of(tax.get("taxAmount")) for tax in taxes if Decimal(tax.get("taxRate") or 0) == Decimal(row["rate"])]
            row["aggregatedTaxAmount"] = change.money(sum(same))

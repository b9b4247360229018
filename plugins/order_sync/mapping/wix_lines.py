"""Sellable lines of a Wix order: items, then shipping, then additional fees. Source: Wix contract, sections 2.5, 2.7, 2.8 and 2.10.

Money of a line is three figures, each exact to the minor unit: net (without tax), gross (with tax) and tax, after all discounts.
Wix sends all three as a rule. Where some are absent they are derived, and only so:

* two of the three give the third;
* tax is zero where the rate or the only known amount is zero, or where the order adds tax on top and its total tax is zero;
* neither net nor gross: the undiscounted price stands in, as gross where prices include tax, else as net. For an item only if the
  order has no discount at all (``lineItemPrice``, else ``price`` times ``quantity`` without modifiers); for shipping only if its
  discount is zero.

Anything else is a breach of ``totalPriceAfterTax`` (fees: ``priceAfterTax``). A net price is never computed from a rate: that
would round. ``taxInfo`` wins over its deprecated twin ``taxDetails``. Shipping and fees without money make no line.
"""

from __future__ import annotations

from typing import NamedTuple

from order_sync.mapping.wix_breach import Breach
from order_sync.mapping.wix_money import minor_units, rate_ppm
from order_sync.mapping.wix_order_shape import Order, ShippingInfo
from order_sync.mapping.wix_shapes import AdditionalFee, LineItem, Money, PhysicalProperties, TaxDetails, TaxInfo

GRAMS = {"KG": 1000.0, "LB": 453.59237}
_NO_THING = PhysicalProperties()


class Frame(NamedTuple):
    """What the lines need to know of their order."""

    digits: int
    grams: float | None
    tax_included: bool
    untaxed: bool
    undiscounted: bool


def frame(order: Order, digits: int) -> Frame:
    """The facts of the order that decide how its lines are read."""
    summary = order.price_summary
    return Frame(
        digits,
        GRAMS.get(order.weight_unit or ""),
        order.tax_included_in_prices,
        not order.tax_included_in_prices and summary.tax is not None and minor(summary.tax, digits, "priceSummary.tax") == 0,
        not order.applied_discounts and not minor(summary.discount, digits, "priceSummary.discount"),
    )


def lines(order: Order, of: Frame) -> list[tuple]:
    """Rows of staging.lines from ``wix_order_id`` on, numbered from 0 in the order of the payload."""
    rows: list[tuple] = []
    for place, item in enumerate(order.line_items):
        try:
            rows.append((order.id, place, *_item(item, of)))
        except Breach as breach:
            raise breach.under(f"lineItems[{place}]") from None
    shipping = _shipping(order.shipping_info, of)
    if shipping:
        rows.append((order.id, len(rows), *shipping))
    for place, fee in enumerate(order.additional_fees or ()):
        try:
            row = _fee(fee, of)
        except Breach as breach:
            raise breach.under(f"additionalFees[{place}]") from None
        if row:
            rows.append((order.id, len(rows), *row))
    return rows


def minor(money: Money | None, digits: int, path: str) -> int | None:
    """Minor units of an amount, None where it is absent."""
    if money is None:
        return None
    try:
        return minor_units(money.amount, digits)
    except ValueError:
        raise Breach(f"{path}.amount") from None


def signed_minor(money: Money | None, digits: int, path: str) -> int | None:
    """Minor units of an amount that may be negative, None where it is absent."""
    if money is None or not money.amount.startswith("-"):
        return minor(money, digits, path)
    try:
        return -minor_units(money.amount[1:], digits)
    except ValueError:
        raise Breach(f"{path}.amount") from None


def _item(item: LineItem, of: Frame) -> tuple:
    reference, thing, kind = item.catalog_reference, item.physical_properties or _NO_THING, item.item_type
    preset = None if kind is None else kind.preset or ("CUSTOM" if kind.custom else None)
    variant = reference.options.variant_id if reference and reference.options else None
    tax, ppm, jurisdictions = _tax(item.tax_info, item.tax_details, of.digits)
    net = minor(item.total_price_before_tax, of.digits, "totalPriceBeforeTax")
    gross = minor(item.total_price_after_tax, of.digits, "totalPriceAfterTax")
    if net is None or gross is None or tax is None:
        base = _price_of(item, of) if net is None and gross is None else None
        net, gross, tax = _completed(net, gross, tax, ppm, base, of, "totalPriceAfterTax")
    return (
        "item",
        item.id,
        item.product_name.original,
        _description(item),
        thing.sku or None,
        reference.app_id if reference else None,
        reference.catalog_item_id if reference else None,
        str(variant) if isinstance(variant, (str, int)) and not isinstance(variant, bool) else None,
        preset,
        thing.shippable if thing.shippable is not None else preset == "PHYSICAL",
        item.quantity,
        round(thing.weight * of.grams, 3) if thing.weight is not None and of.grams else None,
        net, gross, tax, ppm, jurisdictions, None,
    )  # fmt: skip


def _shipping(info: ShippingInfo | None, of: Frame) -> tuple | None:
    cost = info.cost if info else None
    if cost is None:
        return None
    place = "shippingInfo.cost"
    try:
        tax, ppm, jurisdictions = _tax(cost.tax_info, cost.tax_details, of.digits)
        net = minor(cost.total_price_before_tax, of.digits, "totalPriceBeforeTax")
        gross = minor(cost.total_price_after_tax, of.digits, "totalPriceAfterTax")
        discount = minor(cost.discount, of.digits, "discount")
        price = minor(cost.price, of.digits, "price")
        if discount or (discount is None and not of.undiscounted and price):
            price = None
        net, gross, tax = _completed(net, gross, tax, ppm, price, of, "totalPriceAfterTax")
    except Breach as breach:
        raise breach.under(place) from None
    return (*_charge("shipping", None, info.title or None, net, gross, tax, ppm, jurisdictions), None) if net or gross else None


def _fee(fee: AdditionalFee, of: Frame) -> tuple | None:
    tax, ppm, jurisdictions = _tax(fee.tax_info, fee.tax_details, of.digits)
    net = minor(fee.price_before_tax, of.digits, "priceBeforeTax")
    gross = minor(fee.price_after_tax, of.digits, "priceAfterTax")
    price = minor(fee.price, of.digits, "price")
    net, gross, tax = _completed(net, gross, tax, ppm, price, of, "priceAfterTax")
    if not (net or gross):
        return None
    name = fee.name or fee.code
    if not name:
        raise Breach("name")
    return (*_charge("fee", fee.id or fee.code, name, net, gross, tax, ppm, jurisdictions), fee.code or None)


def _charge(kind: str, key: str | None, name: str | None, *money: int | None) -> tuple:
    return (kind, key, name, None, None, None, None, None, None, False, 1, None, *money)


def _tax(info: TaxInfo | None, twin: TaxDetails | None, digits: int) -> tuple[int | None, int | None, int]:
    """(tax, rate in ppm, entries of the breakdown)."""
    tax = rate = None
    where = "taxInfo"
    if info is not None:
        tax, rate = minor(info.tax_amount, digits, "taxInfo.taxAmount"), info.tax_rate
    if twin is not None:
        if tax is None:
            tax = minor(twin.total_tax, digits, "taxDetails.totalTax")
        if not rate:
            rate, where = twin.tax_rate, "taxDetails"
    try:
        return tax, rate_ppm(rate) if rate else None, len(info.tax_breakdown or ()) if info else 0
    except ValueError:
        raise Breach(f"{where}.taxRate") from None


def _price_of(item: LineItem, of: Frame) -> int | None:
    """The item's total by its price, where no discount can hide in it."""
    if not of.undiscounted or minor(item.total_discount, of.digits, "totalDiscount"):
        return None
    whole = minor(item.line_item_price, of.digits, "lineItemPrice")
    if whole is not None or item.modifier_groups:
        return whole
    unit = minor(item.price, of.digits, "price")
    return None if unit is None else unit * item.quantity


def _completed(
    net: int | None, gross: int | None, tax: int | None, ppm: int | None, price: int | None, of: Frame, path: str
) -> tuple[int, int, int]:
    """Net, gross and tax, the absent ones derived as the module says."""
    if net is None and gross is None:
        net, gross = (None, price) if of.tax_included else (price, None)
    known = net if gross is None else gross
    if known is None:
        raise Breach(path)
    if net is not None and gross is not None:
        if tax is None and gross < net:
            raise Breach(path, "less than the net amount")
        return net, gross, gross - net if tax is None else tax
    if tax is None:
        if known and ppm != 0 and not of.untaxed:
            raise Breach(path)
        tax = 0
    if net is None and tax > known:
        raise Breach(path, "less than its tax")
    return (known - tax, known, tax) if net is None else (known, known + tax, tax)


def _description(item: LineItem) -> str | None:
    if not item.description_lines:
        return None
    told = []
    for line in item.description_lines:
        name = line.name.original if line.name else None
        value = line.plain_text or line.color_info
        parts = [part for part in (name, value.original if value else None) if part]
        if parts:
            told.append(": ".join(parts))
    return "; ".join(told) or None

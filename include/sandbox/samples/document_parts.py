"""The sellable parts of an order as Wix writes them: lines, shipping, fees, taxes (Wix contract, sections 2.5, 2.7, 2.8, 2.10)."""

from __future__ import annotations

from typing import Any

from sandbox.samples import goods
from sandbox.samples.buyers import Buyer
from sandbox.samples.goods import guid
from sandbox.samples.sale import Charge, Item, Sale

_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}
_TITLES = {"es": ("Envío estándar", "24-48 horas", "Recogida en tienda"), "nl": ("PostNL pakket", "1-2 werkdagen", "Ophalen in de winkel")}
_PLACES = {
    "es": Buyer("", "", "ES", "Madrid", "28004", "Calle Tienda", "1", subdivision="ES-MD").address(),
    "nl": Buyer("", "", "NL", "Arnhem", "6811AA", "Winkelstraat", "1", subdivision="NL-GE").address(),
}


def line_id(place: int) -> str:
    """Line ids are unique inside the order only."""
    return f"00000000-0000-0000-0000-{place:012}"


def money(sale: Sale, cents: int) -> dict[str, str]:
    """An amount in the order's currency; the currency itself stands beside it only as a sign."""
    sign = "-" if cents < 0 else ""
    amount = f"{abs(cents) // 100}.{abs(cents) % 100:02}" if sale.digits else str(abs(cents))
    return {"amount": sign + amount, "formattedAmount": f"{sign}{_SIGNS[sale.currency]}{amount}"}


def fraction(rate: int) -> str:
    """A rate as Wix writes it: 210000 is "0.21"."""
    return f"0.{rate:06}".rstrip("0").rstrip(".")


def tax_name(rate: int, sale: Sale) -> str:
    """What the shop calls the tax."""
    return f"{'IVA' if sale.shop == 'es' else 'BTW'} {rate / 10_000:g}%"


def tax_info(sale: Sale, rate: int, amounts: tuple[int, int, int]) -> dict[str, Any]:
    """Tax of a line, the shipping or a fee; ``amounts`` are (net, tax, gross)."""
    net, tax, _ = amounts
    shared = {"taxAmount": money(sale, tax), "taxableAmount": money(sale, net)}
    place = {"jurisdiction": sale.buyer.address()["countryFullname"], "jurisdictionType": "COUNTRY", "taxType": "VAT",
             "taxName": tax_name(rate, sale), "rate": fraction(rate), "nonTaxableAmount": money(sale, 0)}  # fmt: skip
    return {**shared, "taxRate": fraction(rate), "taxIncludedInPrice": sale.tax_included, "taxBreakdown": [{**place, **shared}]}


def line(sale: Sale, place: int, item: Item) -> dict[str, Any]:
    """One entry of lineItems."""
    good, amounts = item.good, sale.item_amounts(item)
    listed = good.price * item.quantity
    row: dict[str, Any] = {
        "id": line_id(place), "productName": {"original": good.name, "translated": good.name}, "quantity": item.quantity,
        "price": money(sale, (2 * (listed - item.discount) + item.quantity) // (2 * item.quantity)),
        "priceBeforeDiscounts": money(sale, good.price), "totalDiscount": money(sale, item.discount + item.coupon),
        "lineItemPrice": money(sale, listed - item.discount),
        "totalPriceBeforeTax": money(sale, amounts[0]), "totalPriceAfterTax": money(sale, amounts[2]),
        "taxInfo": tax_info(sale, sale.rate_of(good.rate), amounts), "itemType": {"preset": good.preset},
        "physicalProperties": {"shippable": good.preset == "PHYSICAL"}, "refundQuantity": item.refunded, "restockQuantity": item.refunded,
        "paymentOption": "FULL_PAYMENT_ONLINE", "descriptionLines": [], "modifierGroups": [], "priceUndetermined": False,
        "fixedQuantity": False,
    }  # fmt: skip
    if good.listed:
        options = {"variantId": goods.variant_id(sale.shop, good)} if goods.variant_id(sale.shop, good) else {}
        row["catalogReference"] = {"catalogItemId": goods.product_id(sale.shop, good), "appId": goods.STORES_APP, "options": options}
    elif good.preset == "GIFT_CARD":
        row["catalogReference"] = {"catalogItemId": goods.product_id(sale.shop, good), "appId": goods.GIFT_CARD_APP}
    if good.sku:
        row["physicalProperties"]["sku"] = good.sku
    if good.grams is not None:
        row["physicalProperties"]["weight"] = good.grams / 1000
    if good.option:
        name, value = ({"original": text, "translated": text} for text in good.option)
        row["descriptionLines"] = [{"name": name, "plainText": value}]
    return row


def fee(sale: Sale, place: int, fee: Charge) -> dict[str, Any]:
    """One entry of additionalFees."""
    net, tax, gross = sale.charge_amounts(fee)
    return {
        "id": guid(sale.shop, sale.number, "fee", place), "code": fee.code or fee.name, "name": fee.name, "price": money(sale, fee.price),
        "priceBeforeTax": money(sale, net), "priceAfterTax": money(sale, gross), "source": fee.source, "lineItemIds": [],
        "taxInfo": tax_info(sale, sale.rate_of(fee.rate), (net, tax, gross)),
    }  # fmt: skip


def shipping_info(sale: Sale, shipping: Charge) -> dict[str, Any]:
    """The order\'s shippingInfo: delivered, or collected where ``sale.pickup`` says so."""
    title, delivery, pickup = _TITLES[sale.shop]
    net, tax, gross = sale.charge_amounts(shipping)
    if sale.pickup:
        logistics: dict[str, Any] = {"pickupDetails": {"address": _PLACES[sale.shop], "pickupMethod": sale.pickup}}
    else:
        destination = {"address": sale.buyer.address(), "contactDetails": sale.buyer.contact()}
        logistics = {"shippingDestination": destination, "deliveryTime": delivery}
    return {
        "carrierId": guid("carrier"), "code": "pickup" if sale.pickup else "standard", "title": pickup if sale.pickup else title,
        "logistics": logistics,
        "cost": {
            "price": money(sale, shipping.price), "totalPriceBeforeTax": money(sale, net), "totalPriceAfterTax": money(sale, gross),
            "taxInfo": tax_info(sale, sale.rate_of(shipping.rate), (net, tax, gross)), "discount": money(sale, 0),
        },
    }  # fmt: skip

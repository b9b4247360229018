"""Money of lines: what is taken, what is derived, and what is refused rather than guessed."""

import pytest
from wix_order_samples import MISSING, changed, head, lines, money, order, taxed

NO_TOTALS = {"totalPriceBeforeTax": MISSING, "totalPriceAfterTax": MISSING, "taxInfo": MISSING, "lineItemPrice": MISSING}


def with_line(of: dict | None = None, **fields):
    payload = of or order()
    for name, value in fields.items():
        if value is not MISSING or name in payload["lineItems"][0]:
            payload = changed(f"lineItems[0].{name}", value, payload)
    return payload


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"totalPriceAfterTax": MISSING}, (2479, 3000, 521)),
        ({"totalPriceBeforeTax": MISSING}, (2479, 3000, 521)),
        ({"taxInfo": MISSING}, (2479, 3000, 521)),
        (
            {"taxInfo": MISSING, "totalPriceBeforeTax": MISSING, "taxDetails": {"taxRate": "0.21", "totalTax": money("5.21")}},
            (2479, 3000, 521),
        ),
        ({"taxInfo": {"taxRate": "0"}, "totalPriceBeforeTax": MISSING}, (3000, 3000, 0)),
        ({**NO_TOTALS, "taxInfo": {"taxAmount": money("5.21"), "taxRate": "0.21"}}, (2479, 3000, 521)),
        ({**NO_TOTALS, "taxInfo": {"taxAmount": money("5.21")}, "lineItemPrice": money("29.00")}, (2379, 2900, 521)),
        ({**NO_TOTALS, "taxDetails": {"taxRate": "0.00"}}, (3000, 3000, 0)),
        ({"totalPriceBeforeTax": MISSING, "totalPriceAfterTax": money("0.00"), "taxInfo": MISSING}, (0, 0, 0)),
    ],
)
def test_what_two_figures_say_of_the_third(fields, expected):
    line = lines(with_line(**fields))[0]
    assert (line["net_minor"], line["gross_minor"], line["tax_minor"]) == expected


def test_prices_without_tax_stand_in_as_net():
    exclusive = order(taxIncludedInPrices=False)
    line = lines(with_line(exclusive, **{**NO_TOTALS, "taxInfo": {"taxAmount": money("6.30"), "taxRate": "0.21"}}))[0]
    assert (line["net_minor"], line["gross_minor"], line["tax_minor"]) == (3000, 3630, 630)


def test_no_tax_at_all_makes_each_tax_zero_only_where_tax_comes_on_top():
    untaxed = changed("priceSummary.tax", money("0.00"), order(taxIncludedInPrices=False))
    assert lines(with_line(untaxed, **NO_TOTALS))[0]["gross_minor"] == 3000
    inclusive = changed("priceSummary.tax", money("0.00"))  # may mean that tax is inside the prices
    assert head(with_line(inclusive, **NO_TOTALS))["malformed_field"] == "lineItems[0].totalPriceAfterTax"


@pytest.mark.parametrize(
    ("base", "fields"),
    [
        (order(), NO_TOTALS),
        (order(), {"taxInfo": {"taxRate": "0.21"}, "totalPriceBeforeTax": MISSING}),
        (order(appliedDiscounts=[{"discountType": "GLOBAL"}]), {**NO_TOTALS, "taxInfo": {"taxAmount": money("5.21")}}),
        (changed("priceSummary.discount", money("1.00")), {**NO_TOTALS, "taxInfo": {"taxAmount": money("5.21")}}),
        (order(), {**NO_TOTALS, "taxInfo": {"taxAmount": money("5.21")}, "totalDiscount": money("1.00")}),
        (order(), {**NO_TOTALS, "taxInfo": {"taxAmount": money("5.21")}, "modifierGroups": [{}]}),
        (order(), {**NO_TOTALS, "taxInfo": {"taxAmount": money("99.00")}}),
        (order(), {"taxInfo": MISSING, "totalPriceBeforeTax": money("30.01")}),
    ],
    ids=[
        "no tax",
        "a rate alone",
        "discounts",
        "discount in the summary",
        "line discount",
        "modifiers",
        "more tax than price",
        "net above gross",
    ],
)
def test_totals_that_cannot_be_derived_exactly_make_the_order_malformed(base, fields):
    assert head(with_line(base, **fields))["malformed_field"] == "lineItems[0].totalPriceAfterTax"


def test_shipping_with_its_price_only():
    def costing(cost, **changes):
        return order(shippingInfo={"title": "Pickup", "cost": cost}, additionalFees=[], **changes)

    assert [line["kind"] for line in lines(costing({"price": money("0")}))] == ["item"]
    exempt = costing({"price": money("4.95"), "taxDetails": {"taxRate": "0", "totalTax": money("0")}})
    assert [(line["net_minor"], line["gross_minor"]) for line in lines(exempt)] == [(2479, 3000), (495, 495)]
    assert head(costing({"price": money("4.95")}))["malformed_field"] == "shippingInfo.cost.totalPriceAfterTax"
    discounted = {"price": money("4.95"), "discount": money("1"), "taxInfo": {"taxAmount": money("0.86")}}
    assert head(costing(discounted))["malformed_field"] == "shippingInfo.cost.totalPriceAfterTax"
    assert [line["kind"] for line in lines(order(shippingInfo={"title": "None"}))] == ["item", "fee"]


def test_an_empty_rate_is_no_rate():
    line = lines(changed("shippingInfo.cost.taxInfo", {"taxRate": "", "taxAmount": money("0.86")}))[1]
    assert (line["tax_rate_ppm"], line["tax_minor"]) == (None, 86)


@pytest.mark.parametrize(
    ("currency", "amount", "total"), [("JPY", "3845", 3845), ("JPY", "3845.00", 3845), ("KWD", "3.845", 3845), ("KRW", "0", 0)]
)
def test_minor_units_are_the_currencys(currency, amount, total):
    whole = order(currency=currency, priceSummary={"total": money(amount)}, shippingInfo=None, additionalFees=None, balanceSummary=None)
    assert head(with_line(whole, **taxed("10", "12", "2")))["total_minor"] == total

"""The sample orders: deterministic, in Wix's own form, every kind there, and right to the cent where they should be."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import jsonschema
import pytest
import yaml
from sandbox.core import Sandbox
from sandbox.samples import CONSUMER, generate, install, kinds_of_later
from sandbox.samples.later import LATER
from sandbox.samples.shops import KINDS, ORDERS
from sandbox.vies.numbers import REGISTERED
from stdnum.eu import vat

BASE = datetime(2026, 3, 2, 8, tzinfo=UTC)
BROKEN = {"malformed: no number", "malformed: money is no number", "unknown status", "totals five cents off"}


@pytest.fixture(scope="module")
def shops():
    return generate(BASE)


def _amount(money):
    return Decimal(money["amount"])


def _sound(shop):
    return [order for order in shop.orders if shop.kinds[order["id"]] not in BROKEN]


def test_two_shops_of_a_hundred_orders_with_the_same_numbers(shops):
    assert set(shops) == {"es", "nl"} and all(len(shop.orders) == ORDERS for shop in shops.values())
    numbers = {key: [order.get("number") for order in shop.orders] for key, shop in shops.items()}
    assert numbers["nl"] == [str(10001 + place) for place in range(ORDERS)]
    assert set(numbers["es"]) - {None} < set(numbers["nl"])


def test_every_kind_is_there_and_the_rest_are_ordinary(shops):
    for key, shop in shops.items():
        counts = Counter(shop.kinds.values())
        assert 10 <= counts.pop(CONSUMER) <= 65
        assert counts == Counter({kind.name: kind.times[key] for kind in KINDS if kind.times[key]})
    assert all(sum(kind.times.values()) for kind in KINDS)
    assert len({kind.name for kind in KINDS}) == len(KINDS) >= 75


def test_about_six_in_ten_are_paid_consumers_of_the_shop_s_country(shops):
    for key, shop in shops.items():
        plain = [
            order for order in shop.orders
            if order["status"] == "APPROVED" and order["paymentStatus"] == "PAID" and order["billingInfo"]["address"]["country"] == key.upper()
            and "extendedFields" not in order and not order["customFields"]
        ]  # fmt: skip
        assert len(plain) >= 60


def test_the_same_base_gives_the_same_shops_and_another_base_only_moves_the_dates(shops):
    assert generate(BASE) == shops
    later = generate(BASE + timedelta(days=1))["es"]
    assert [order["id"] for order in later.orders] == [order["id"] for order in shops["es"].orders]
    assert [order["priceSummary"] for order in later.orders] == [order["priceSummary"] for order in shops["es"].orders]
    with pytest.raises(ValueError, match="time zone"):
        generate(BASE.replace(tzinfo=None))


def test_changes_fill_four_hours_and_no_more(shops):
    for shop in shops.values():
        moments = [datetime.fromisoformat(order["updatedDate"]) for order in shop.orders]
        assert moments == sorted(moments) and len(set(moments)) == ORDERS
        assert moments[0] >= BASE and moments[-1] < BASE + timedelta(hours=4)
        assert min(Counter(moment.hour for moment in moments).values()) >= 20
        assert all(order["createdDate"] < order["updatedDate"] for order in shop.orders)


def test_ids_are_unique_over_both_shops(shops):
    ids = [order["id"] for shop in shops.values() for order in shop.orders]
    assert len(set(ids)) == 2 * ORDERS
    payments = [row["id"] for shop in shops.values() for rows in shop.transactions.values() for row in rows["payments"]]
    assert len(set(payments)) == len(payments)
    for shop in shops.values():
        assert all(len({line["id"] for line in order["lineItems"]}) == len(order["lineItems"]) for order in shop.orders)
        holded = [product["id"] for product in shop.holded_products]
        assert len(set(holded)) == len(holded) and all(len(row) == 24 and int(row, 16) >= 0 for row in holded)


def test_parts_add_up_to_the_total(shops):
    for shop in shops.values():
        for order in _sound(shop):
            summary, cost = order["priceSummary"], order.get("shippingInfo", {}).get("cost")
            parts = [_amount(line["totalPriceAfterTax"]) for line in order["lineItems"]]
            parts += [_amount(cost["totalPriceAfterTax"])] if cost else []
            parts += [_amount(fee["priceAfterTax"]) for fee in order["additionalFees"]]
            assert sum(parts) == _amount(summary["total"])
            stated = sum(_amount(summary[name]) for name in ("subtotal", "shipping", "totalAdditionalFees")) - _amount(summary["discount"])
            assert stated + (0 if order["taxIncludedInPrices"] else _amount(summary["tax"])) == _amount(summary["total"])


def test_a_coupon_is_shared_out_to_the_last_cent(shops):
    for shop in shops.values():
        for order in (order for order in shop.orders if shop.kinds[order["id"]] == "coupon"):
            cents = {name: int(_amount(order["priceSummary"][name]) * 100) for name in ("subtotal", "discount")}
            assert cents["discount"] == cents["subtotal"] // 10
            shares = order["appliedDiscounts"][0]["lineItemDiscounts"]
            assert sum(_amount(share["totalDiscount"]) for share in shares) * 100 == cents["discount"]


def test_tax_is_right_to_the_cent(shops):
    for shop in shops.values():
        for order in _sound(shop):
            for line in order["lineItems"]:
                net, gross = _amount(line["totalPriceBeforeTax"]), _amount(line["totalPriceAfterTax"])
                rate = Decimal(line["taxInfo"]["taxRate"])
                assert net + _amount(line["taxInfo"]["taxAmount"]) == gross
                exact = gross / (1 + rate) if order["taxIncludedInPrices"] else net
                assert abs(net - exact) <= Decimal("0.005")
                assert abs(gross - net * (1 + rate)) <= Decimal("0.01")


def test_the_broken_ones_are_broken(shops):
    found = {kind: order for shop in shops.values() for order in shop.orders if (kind := shop.kinds[order["id"]]) in BROKEN}
    assert set(found) == BROKEN
    assert "number" not in found["malformed: no number"]
    off = found["totals five cents off"]
    parts = sum(_amount(line["totalPriceAfterTax"]) for line in off["lineItems"]) + _amount(
        off["shippingInfo"]["cost"]["totalPriceAfterTax"]
    )
    assert _amount(off["priceSummary"]["total"]) - parts == Decimal("0.05")


def test_payments_and_refunds_fit_the_order(shops):
    for shop in shops.values():
        for order in _sound(shop):
            rows, balance = shop.transactions[order["id"]], order["balanceSummary"]
            received = [row for row in rows["payments"] if row["status"] in ("APPROVED", "REFUNDED", "PARTIALLY_REFUNDED")]
            assert sum(_amount(row["amount"]) for row in received) == _amount(balance["paid"])
            assert sum(_amount(row["summary"]["refunded"]) for row in rows["refunds"]) == _amount(balance["refunded"])
            if order["paymentStatus"] == "PAID":
                rounding = _amount(balance.get("cashRoundingAdjustment", {"amount": "0"}))
                assert _amount(balance["paid"]) == _amount(order["priceSummary"]["total"]) + rounding
                assert _amount(balance["balance"]) == 0


def _of(shop, kind):
    return [order for order in shop.orders if shop.kinds[order["id"]] == kind]


def test_foreign_currencies_say_their_rate_and_yen_have_no_decimals(shops):
    for shop in shops.values():
        for order in shop.orders:
            assert ("currencyConversionDetails" in order) == (order["currency"] != "EUR")
        for order in _of(shop, "order in yen"):
            assert order["currency"] == "JPY" and "." not in order["priceSummary"]["total"]["amount"]
        assert {_of(shop, kind)[0]["currency"] for kind in ("order in pounds", "order in yen")} == {"GBP", "JPY"}
    assert _of(shops["es"], "order in US dollars")[0]["currencyConversionDetails"]["conversionRate"] == "1.0842"


def test_a_retailer_pays_the_equivalence_surcharge(shops):
    (order,) = _of(shops["es"], "equivalence surcharge")
    assert {line["taxInfo"]["taxRate"] for line in order["lineItems"]} == {"0.262"}
    assert {"title": "Recargo de equivalencia", "translatedTitle": "Recargo de equivalencia", "value": "Sí"} in order["customFields"]


def test_vat_numbers_are_valid_malformed_or_registered_nowhere(shops):
    for shop in shops.values():
        seen = {}
        for kind in ("EU business without tax", "invalid VAT number", "VAT number that VIES does not know"):
            (order,) = _of(shop, kind)
            number = order["extendedFields"]["namespaces"]["_user_fields"]["vat_number"]
            seen[kind] = (vat.is_valid(number), number in REGISTERED)
            assert order["taxInfo"]["taxExempt"] and _amount(order["taxInfo"]["totalTax"]) == 0
        assert list(seen.values()) == [(True, True), (False, False), (True, False)]


def test_rounded_cash_and_held_money(shops):
    for shop in shops.values():
        (cash,) = _of(shop, "cash rounding at the till")
        assert (cash["channelInfo"]["type"], cash["balanceSummary"]["cashRoundingAdjustment"]["amount"]) == ("POS", "-0.03")
        assert _amount(cash["balanceSummary"]["paid"]) % Decimal("0.05") == 0
        (held,) = _of(shop, "authorised only")
        assert _amount(held["balanceSummary"]["authorized"]) == _amount(held["balanceSummary"]["balance"]) > 0
        assert shop.transactions[held["id"]]["payments"][0]["status"] == "AUTHORIZED"
        assert len({line["itemType"]["preset"] for line in _of(shop, "every type of line")[0]["lineItems"]}) == 4
        assert len({line["taxInfo"]["taxRate"] for line in _of(shop, "OSS at several rates")[0]["lineItems"]}) >= 2


def test_every_later_story_has_its_order(shops):
    assert {kind.name for kind in kinds_of_later.KINDS} <= LATER.keys() <= {kind.name for kind in KINDS}
    for shop in shops.values():
        assert LATER.keys() <= set(shop.kinds.values())


def test_skus_meet_or_miss_the_holded_products_as_intended(shops):
    for shop in shops.values():
        holded = Counter(sku for row in shop.holded_products for sku in [row["sku"], *(variant["sku"] for variant in row["variants"])])
        assert [sku for sku, times in holded.items() if times > 1] == [next(sku for sku in holded if sku in ("PLATO-01", "BORD-01"))]
        for order in shop.orders:
            skus = [line["physicalProperties"].get("sku") for line in order["lineItems"]]
            if shop.kinds[order["id"]] in (CONSUMER, "several tax rates", "coupon"):
                assert all(holded[sku] == 1 for sku in skus)
            if shop.kinds[order["id"]] in ("unknown SKU", "alias SKU", "SKU in other case"):
                assert holded[skus[0]] == 0


def test_orders_keep_to_wix_s_published_schema(shops, shared):
    text = (shared / "contracts" / "wix.openapi.yaml").read_text(encoding="utf-8")
    components = yaml.safe_load(text)["components"]
    for name in ("Order", "OrderTransactions"):
        validator = jsonschema.Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": components})
        for shop in shops.values():
            for order in _sound(shop):
                document = order if name == "Order" else shop.transactions[order["id"]]
                assert not [(shop.kinds[order["id"]], fault.json_path, fault.message) for fault in validator.iter_errors(document)]


def test_people_are_invented(shops):
    for shop in shops.values():
        mails = [order["buyerInfo"].get("email") for order in shop.orders]
        assert all(mail is None or mail.endswith("@example.com") for mail in mails)
        assert any(mail is None for mail in mails)


def test_install_fills_a_sandbox_once_and_keeps_what_happened_since():
    sandbox = Sandbox()
    assert install(sandbox, BASE) == BASE
    site = sandbox.state("wix", "es")
    assert len(site["orders"]) == ORDERS and site["products"] and sandbox.state("wix", "nl")["variants"]
    assert len(sandbox.state("holded", "es")["products"]) == len(generate(BASE)["es"].holded_products)
    changed = next(iter(site["orders"].values()))
    changed["fulfillmentStatus"] = "FULFILLED"
    digest = sandbox.digest()
    assert install(sandbox, BASE + timedelta(days=1)) == BASE
    assert sandbox.digest() == digest


def test_the_default_base_is_the_last_four_full_hours():
    base = install(sandbox := Sandbox())
    assert base.minute == base.second == 0
    assert timedelta(hours=4) <= sandbox.now() - base < timedelta(hours=5)


def test_the_command_line_takes_a_base_and_refuses_what_is_none(capsys):
    from sandbox.__main__ import main

    with pytest.raises(SystemExit):
        main(["--sample", "--base", "tomorrow"])
    assert "no ISO 8601 instant" in capsys.readouterr().err

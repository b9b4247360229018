"""shipping_rules.csv: its mistakes are found before any order."""

from __future__ import annotations

import pytest
from order_sync.mapping import parcels
from order_sync.mapping.shipping_check import check
from order_sync.settings import load_config
from shipping_lines import rule


@pytest.fixture(scope="module")
def config():
    return load_config()


def mistakes(config, *rules, **settings):
    myparcel = config.store("nl").myparcel.model_copy(update=settings)
    return check(rules, myparcel, parcels.wishes(myparcel, None), "NL")


@pytest.mark.parametrize(
    ("fields", "column", "seen", "certain"),
    [
        ({"sender": "nobody"}, "sender", "no such sender", True),
        ({"carrier": 99}, "carrier", "99", True),
        ({"carrier": 5}, "carrier", "withdrawn", True),
        ({"carrier": 2}, "carrier", "Belgian", True),
        ({"carrier": 9, "countries": "DE|FR"}, "carrier", "can never be", True),
        ({"carrier": 9}, "carrier", "orders to AT, AU", False),
        ({"zones": "BE", "package_type": 2}, "package_type", "can never be", True),
        ({"zones": "EU", "age_check": "yes"}, "age_check", "can never be", True),
        ({"countries": "NL|BE", "age_check": "yes"}, "age_check", "orders to BE would be held", False),
        ({"zones": "NL", "delivery": "evening"}, "delivery", "needs a date", True),
        ({"zones": "NL", "package_type": 2, "insurance": "100"}, "insurance", "no insurance", True),
        ({"carrier": 11, "zones": "NL", "buyer": "consumer"}, "carrier", "companies only", True),
        ({"zones": "EVERYWHERE"}, "zones", "no zone", True),
        ({"countries": "Belgium"}, "countries", "two letters", True),
        ({"countries": "DE", "zones": "NL"}, "countries", "never decides", True),
        ({"min_weight_g": 5, "max_weight_g": 4}, "min_weight_g", "never decides", True),
        ({"label": "{numbr}"}, "label", "{numbr}", True),
    ],
)
def test_mistakes_are_found_before_any_order(config, fields, column, seen, certain):
    found = mistakes(config, rule(4, **fields))
    assert [(row.line, row.column, row.certain) for row in found if row.column == column] == [(4, column, certain)]
    assert any(seen in row.seen and row.cure for row in found)


@pytest.mark.parametrize(
    ("above", "below", "shadowed"),
    [
        ({}, {"countries": "NL"}, True),
        ({"zones": "EU"}, {"countries": "DE|FR"}, True),
        ({"zones": "EU"}, {"countries": "DE|NL"}, False),
        ({"countries": "US|CH"}, {"zones": "ROW"}, False),
        ({"zones": "ROW"}, {"countries": "US"}, True),
        ({"zones": "NL|BE|EU|ROW"}, {}, True),
        ({"min_weight_g": 100}, {"min_weight_g": 200, "max_weight_g": 300}, True),
        ({"min_weight_g": 100}, {"max_weight_g": 300}, False),
        ({"max_value": 50}, {"max_value": 50}, True),
        ({"skus": "A*"}, {"skus": "AB*|AC"}, True),
        ({"skus": "AB*"}, {"skus": "A*"}, False),
        ({"skus": "A"}, {}, False),
        ({"tags": "a|b"}, {"tags": "A"}, True),
        ({"buyer": "business"}, {}, False),
        ({}, {"buyer": "business"}, True),
        ({"min_items": 2}, {"min_items": 1}, False),
    ],
)
def test_lines_that_an_earlier_one_leaves_nothing(config, above, below, shadowed):
    found = mistakes(config, rule(2, **above), rule(3, **below))
    assert [row.line for row in found if "line 2 takes every order" in row.seen] == ([3] if shadowed else [])


def test_the_sample_lines_have_no_mistakes(config):
    for store in ("es", "nl"):
        lines = [line for line in config.shipping_rules if line.stores == store]
        assert lines and not check(lines, config.store(store).myparcel, parcels.wishes(config.store(store).myparcel, None), "NL")

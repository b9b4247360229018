"""People read amounts with their currency, never minor units."""

from order_sync.steps.money_shown import with_money


def test_amounts_have_their_own_currency_and_its_decimals():
    rows = [
        {"number": "1", "amount_minor": 5485, "currency": "EUR", "kind": "receipt"},
        {"number": "2", "amount_minor": 1200, "currency": "JPY", "kind": "invoice"},
        {"number": "3", "amount_minor": None, "currency": "EUR", "kind": "order"},
    ]
    assert with_money(rows) == [
        {"number": "1", "amount": "54.85 EUR", "kind": "receipt"},
        {"number": "2", "amount": "1200 JPY", "kind": "invoice"},
        {"number": "3", "amount": None, "kind": "order"},
    ]
    assert rows[0]["amount_minor"] == 5485


def test_rows_without_a_currency_take_the_orders():
    assert with_money([{"wix_total_minor": -1}], "EUR") == [{"wix_total": "-0.01 EUR"}]
    assert with_money([{"remote": "holded", "calls": 3}], "EUR") == [{"remote": "holded", "calls": 3}]

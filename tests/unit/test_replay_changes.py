"""Differences of a replay: named by field, counted in money, without the buyer's data."""

from __future__ import annotations

from order_sync.mapping.replay_changes import HIDDEN, changes

STANDS = {"decisions": [], "intents": [], "holds": [], "acts": []}
LINE = {
    "name": "Cup",
    "kind": "item",
    "units": "2",
    "gross_minor": 1000,
    "rate_ppm": 210000,
    "tax_keys": ["s_iva_21"],
    "item": {"price": "4.13"},
}
DOCUMENT = {
    "destination": "holded", "role": "document", "part": "", "state": "sent", "doc_date": "2026-11-16", "amount_minor": 1000, "currency": "EUR",
    "body": {"date": 1, "tags": ["wx"], "custom_fields": [{"value": "SO-7"}], "notes": "For Lucía"}, "contact": {"name": "Lucía", "email": "a@example.com"},
    "basis": {"lines": [LINE]},
}  # fmt: skip
SEND = {"destination": "holded", "action": "send", "kind": "receipt", "reason": None, "field": None, "seen": None}


def told(document, **new):
    stands = STANDS | {"decisions": [SEND], "intents": [document]}
    decision = SEND | {name: DOCUMENT[name] for name in ("doc_date", "amount_minor", "currency", "body", "contact", "basis")} | new
    return [(row["what"], row["before"], row["after"]) for row in changes(stands, {"decisions": [decision], "parcels": [], "acts": []})]


def test_the_same_is_no_change_and_neither_is_the_day_of_what_was_sent():
    assert told(DOCUMENT) == []
    assert told(DOCUMENT, doc_date="2026-11-17", body=DOCUMENT["body"] | {"date": 2}) == []
    assert told(DOCUMENT | {"state": "pending"}, doc_date="2026-11-17") == [("date", "2026-11-16", "2026-11-17")]
    assert told(DOCUMENT, body=DOCUMENT["body"] | {"custom_fields": [{"value": "{reference}"}]}) == []


def test_what_differs_of_the_buyer_is_named_and_not_shown():
    found = told(
        DOCUMENT, contact={"name": "Marta", "email": "a@example.com"}, body=DOCUMENT["body"] | {"notes": "For Marta", "tags": ["wx", "new"]}
    )
    assert found == [("tags", "['wx']", "['wx', 'new']"), ("notes", HIDDEN, HIDDEN), ("contact.name", HIDDEN, HIDDEN)]
    assert told(DOCUMENT, contact=None)[0] == ("contact.name", HIDDEN, "")


def test_money_is_told_by_total_line_and_rate_with_its_currency():
    now = {**LINE, "gross_minor": 1100, "rate_ppm": 100000, "tax_keys": ["s_iva_10"]}
    found = told(DOCUMENT, amount_minor=1100, basis={"lines": [now, LINE | {"name": "Tip"}]})
    assert found == [
        ("total", "10.00 EUR", "11.00 EUR"),
        ("line Cup", "2 x, 10.00 EUR, 21 % s_iva_21", "2 x, 11.00 EUR, 10 % s_iva_10"),
        ("line Tip", "", "2 x, 10.00 EUR, 21 % s_iva_21"),
        ("gross at 10 %", "", "11.00 EUR"),
    ]


def test_shipments_are_compared_one_by_one():
    made = {"destination": "myparcel", "part": "", "body": {"options": {"signature": 0}, "recipient": {"street": "Calle Mayor"}}}
    after = SEND | {"destination": "myparcel", "kind": "shipment"}
    parcels = [{"part": "", "body": {"options": {"signature": 1}, "recipient": {"street": "Calle Menor"}}}, {"part": "2", "body": {}}]
    found = changes(STANDS | {"decisions": [after], "intents": [made]}, {"decisions": [after], "parcels": parcels, "acts": []})
    assert [(row["what"], row["before"], row["after"]) for row in found] == [
        ("parcels", "1", "2"), ("parcel: options.signature", "0", "1"), ("parcel: recipient.street", HIDDEN, HIDDEN),
    ]  # fmt: skip


def test_holds_and_acts_that_come_and_go():
    stands = STANDS | {
        "holds": [{"destination": "holded", "code": "UNKNOWN_SKU", "field": "sku", "seen": "X"}],
        "acts": [{"role": "note", "part": "r1", "action": "send", "reason": None}],
    }
    acts = [{"role": "note", "part": "r1", "action": "hold", "reason": "REFUND_UNCLEAR", "field": "refunds", "seen": ""}]
    found = changes(stands, {"decisions": [], "parcels": [], "acts": acts})
    assert [(row["what"], row["before"], row["after"]) for row in found] == [
        ("hold", "UNKNOWN_SKU sku", ""), ("hold", "", "REFUND_UNCLEAR refunds"), ("note r1", "send", "hold REFUND_UNCLEAR"),
    ]  # fmt: skip

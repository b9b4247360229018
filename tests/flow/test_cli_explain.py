"""order-sync explain: each rule with its verdict, what would be sent, and no personal data unless it is asked for."""

from __future__ import annotations

import json

from shop_world import wix_order

COMPANY = [{"title": "VAT number", "value": "ESB12345674"}]
ENGRAVED = [{"name": {"original": "Grabado"}, "plainText": {"original": "Para Remedios"}}]
PERSONAL = ("Lucía", "Ejemplo", "600000001", "example.com", "Calle Mayor", "28001", "B12345674", "Remedios")


def test_explain_tells_every_rule_in_order_and_what_would_be_sent(world, cli):
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    [one] = cli("explain", "es", "10001", "--json").json
    rules = {decision["destination"]: [step["rule"] for step in decision["trace"]] for decision in one["decisions"]}
    assert rules["holded"] == [
        "form", "document", "status", "free order", "currency", "sum of lines", "gift card", "product", "tax amounts", "VAT number",
        "tax key", "warehouse", "issue date", "total", "contact",
    ]  # fmt: skip
    assert rules["myparcel"][:3] == ["contract", "destination", "status"]
    assert all(step["verdict"] and step["because"] for decision in one["decisions"] for step in decision["trace"])
    document = next(intent for intent in one["intents"] if intent["role"] == "document")
    assert (document["state"], document["kind"], document["request"]["currency"]) == ("pending", "receipt", "EUR")
    assert one["proofs"][0]["wix_total_minor"] == one["proofs"][0]["our_total_minor"] == 5485
    told = cli("explain", "es", "10001").out
    assert "would be sent" in told and "s_iva_21" in told and " of status_rules.csv" in told


def test_explain_tells_why_an_order_is_held(world, cli):
    world.stock()
    world.sell("es", wix_order("10001", lines=(("NO-SUCH", 1, 1000),)))
    world.ingest()
    [one] = cli("explain", "es", "10001", "--json").json
    last = next(decision for decision in one["decisions"] if decision["destination"] == "holded")["trace"][-1]
    assert last["rule"] == "product" and last["verdict"] == "hold" and "NO-SUCH" in last["because"]
    [held] = [row for row in one["holds"] if row["destination"] == "holded"]
    assert held["code"] == "UNKNOWN_SKU" and held["cure"]
    told = cli("explain", "es", "10001").out
    assert "UNKNOWN_SKU" in told and "sku_aliases.csv" in told


def test_explain_shows_no_personal_data(world, cli):
    world.stock()
    order = wix_order("10001", customFields=COMPANY)
    order["lineItems"][0]["descriptionLines"] = ENGRAVED
    order["buyerNote"] = "Para Remedios"
    world.sell("es", order, wix_order("10002", minute=6))
    world.ingest()
    before = [cli("explain", "es", number, *more).out for number in ("10001", "10002") for more in ((), ("--json",))]
    world.send("holded")
    world.send("myparcel")
    world.label()
    world.track()
    after = [cli("explain", "es", number, *more).out for number in ("10001", "10002") for more in ((), ("--json",))]
    [one] = json.loads(after[1])
    assert {intent["state"] for intent in one["intents"]} == {"sent"} and one["parcels"][0]["barcode"]
    assert "(personal data)" in before[1] and "Product CAM-AZ-M" in before[1]
    for said in (*before, *after):
        assert not [text for text in PERSONAL if text in said]


def test_what_is_held_or_listed_shows_no_personal_data(world, cli):
    world.stock()
    unclear, bad, gone = wix_order("10001", country="NL"), wix_order("10002", minute=6), wix_order("10003", minute=7)
    unclear["shippingInfo"]["logistics"]["shippingDestination"]["address"] |= {"streetAddress": {}, "addressLine": "Calle Mayor 12 45"}
    bad["billingInfo"]["contactDetails"]["firstName"] = {"Lucía": "Ejemplo"}
    gone["shippingInfo"]["logistics"]["shippingDestination"]["address"].pop("postalCode")
    world.sell("es", unclear, bad, gone)
    world.ingest()
    listed = cli("holds", "list", "--json")
    assert {"MALFORMED_ORDER", "ADDRESS_UNCLEAR", "ADDRESS_INCOMPLETE"} <= {row["code"] for row in listed.json}
    said = [listed.out, cli("holds", "list").out, *(cli("explain", "es", number, "--json").out for number in ("10001", "10002", "10003"))]
    for text in said:
        assert not [name for name in PERSONAL if name in text]


def test_explain_shows_the_raw_line_and_our_guess_to_those_who_ask_for_personal_data(world, cli):
    world.stock()
    unclear, clear = wix_order("10001", country="NL"), wix_order("10002", minute=6)
    unclear["shippingInfo"]["logistics"]["shippingDestination"]["address"] |= {"streetAddress": {}, "addressLine": "Calle Mayor 12 45"}
    world.sell("es", unclear, clear)
    world.ingest()
    [one] = cli("explain", "es", "10001", "--show-personal", "--json").json
    assert one["address"]["reading"].startswith("unclear") and one["address"]["raw"] == "Calle Mayor 12 45"
    assert one["address"]["street"] == {"street": "Calle Mayor", "number": "12", "number_suffix": "45"}
    assert "… 99 99" in one["holds"][0]["seen"] and "Mayor" not in str(one["holds"]) + str(one["decisions"])
    [sent] = cli("explain", "es", "10002", "--show-personal", "--json").json
    recipient = next(intent["request"]["recipient"] for intent in sent["intents"] if intent["destination"] == "myparcel")
    assert recipient["street"] == sent["address"]["street"]["street"] and sent["address"]["reading"] == "certain"
    assert "Calle Mayor 12 45" in cli("explain", "es", "10001", "--show-personal").out
    assert all("address" not in one and "Calle Mayor" not in str(one) for one in cli("explain", "es", "10001", "--json").json)


def test_explain_of_an_order_that_was_never_seen(world, cli):
    said = cli("explain", "es", "99999")
    assert said.code == 2
    assert "order 99999 has not been landed" in said.err and "wix_orders__es" in said.err

"""The one-stop-shop sheet agrees with what the account computed; surcharge and taxes through whole runs."""

from __future__ import annotations

from decimal import Decimal

from shop_world import money, quick_config, wix_order


def at_rate(order, rate, ppm, country="FR"):
    """The order with all its amounts at another rate, delivered to another country."""
    for where in (order["billingInfo"], order["recipientInfo"], order["shippingInfo"]["logistics"]["shippingDestination"]):
        where["address"] |= {"country": country}
    for taxed in (*order["lineItems"], order["shippingInfo"]["cost"]):
        gross = int(Decimal(taxed["totalPriceAfterTax"]["amount"]) * 100)
        net = (2 * gross * 1_000_000 + 1_000_000 + ppm) // (2 * (1_000_000 + ppm))
        taxed["totalPriceBeforeTax"] = money(net)
        taxed["taxInfo"] |= {"taxAmount": money(gross - net), "taxableAmount": money(net), "taxRate": rate}
    return order


def test_the_sheet_is_what_the_account_computed(world, cli):
    world.stock()
    world.sell("es", *(at_rate(wix_order(str(10001 + place), minute=place + 1), "0.20", 200_000) for place in range(3)))
    world.sell("es", at_rate(wix_order("10004", minute=9), "0.19", 190_000, "DE"), wix_order("10005", minute=10))
    world.ingest()
    world.send("holded")
    told = cli("oss", "--quarter", "2026Q4", "--store", "es", "--json")
    assert told.code == 0
    french = [document for document in world.documents() if document["items"][0]["taxes"] == ["s_oss_fr_20"]]
    assert len(french) == 3
    for row, documents in ((told.json[1], french),):
        for name, total in (("net", "subtotal"), ("tax", "tax"), ("gross", "total")):
            assert Decimal(row[name]) == sum(Decimal(document["totals"][total]) for document in documents), name
        assert (row["country"], row["rate"], row["booked"], row["documents"], row["notes"]) == ("FR", "20", "approved", 3, 0)
    assert [row["country"] for row in told.json] == ["DE", "FR"]
    table = cli("oss", "--quarter", "2026Q4", "--csv").out.splitlines()
    assert table[0] == "store,currency,country,rate,booked,net,tax,gross,documents,notes" and len(table) == 3
    assert "One-stop shop 2026Q4" in cli("oss", "--quarter", "2026Q4").out
    assert cli("oss", "--quarter", "last").code == 2


def test_vat_and_surcharge_are_booked_to_the_cent(world, tmp_path):
    world.config = quick_config(tmp_path / "rec", vat={"surcharge_fields": ["custom:Recargo"]}, documents=[{"then": "receipt"}])
    world.stock()
    asks = [{"title": "Recargo", "value": "Sí"}]
    orders = [
        at_rate(
            wix_order(str(10001 + place), minute=place + 1, lines=(("CAM-AZ-M", 1 + place % 3, 995 + 37 * place),)), "0.262", 262_000, "ES"
        )
        for place in range(12)
    ]
    world.sell("es", *(order | {"customFields": asks} for order in orders))
    world.sell(
        "es", wix_order("10020", minute=20, customFields=asks), wix_order("10021", minute=21, customFields=[asks[0] | {"value": "No"}])
    )
    world.ingest()
    world.send("holded")
    held = world.held(destination="holded")
    assert held.pop("10020") == "NO_TAX_KEY"  # the plain rate for a retailer who asks for the surcharge
    assert not held
    documents = world.documents()
    assert len(documents) == 13
    assert sum(document["items"][0]["taxes"] == ["s_iva_21", "s_rec_52"] for document in documents) == 12

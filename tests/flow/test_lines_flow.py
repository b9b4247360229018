"""Lines and texts through the whole flow: what the account gets, what explain shows, what preflight and the SKU report say."""

from __future__ import annotations

import yaml
from order_sync.settings import load_config
from order_sync.steps.explain import explain
from order_sync.steps.reporting import sku_report
from order_sync.steps.shop import open_shop
from sandbox.holded.products import add_products
from shop_world import money, wix_order

TIP = {"id": "fee-tip", "code": "tip", "name": "Propina", "price": money(200), "priceBeforeTax": money(200), "priceAfterTax": money(200),
       "taxInfo": {"taxAmount": money(0), "taxRate": "0"}}  # fmt: skip
SALES = "6c0de1f4a2b35c9081730004"  # 70000000, Ventas de mercaderías


def change(world, change_of) -> None:
    """Another configuration of the Spanish store's block holded."""
    file = world.config.folder / "stores" / "es.yaml"
    settings = yaml.safe_load(file.read_text())
    settings["holded"] |= change_of
    file.write_text(yaml.safe_dump(settings))
    world.config = load_config(world.config.folder)


def tipped(number: str, **changes):
    order = wix_order(number, additionalFees=[TIP], buyerNote="Para Remedios", **changes)
    order["priceSummary"]["total"] = money(2 * 2495 + 495 + 200)
    return order


def test_a_tip_its_account_and_the_buyer_s_words_reach_the_account_and_explain_tells_the_proof(world):
    texts = {"notes": "{wix_order_id} {note} {delivery_address}", "body": "{delivery}"}
    lines = {"tip": {"tax_key": "s_iva_nosujeto"}, "item": {"account_id": SALES}}
    change(world, {"texts": texts, "lines": lines, "rounding": {"policy": "line", "tax_key": "s_iva_nosujeto"}})
    world.stock()
    world.sell("es", tipped("10001"), wix_order("10002", lines=(("CAM-AZ-M", 1, 60),), shipping=0))
    world.ingest()
    assert world.held() == {} and world.send("holded")["receipts"] == 2
    first = next(document for document in world.documents() if document["description"] == "Pedido Wix 10001")
    assert (first["totals"]["total"], first["body"]) == ("56.85", "Standard")
    assert "Para Remedios Lucía Ejemplo, Calle Mayor 12, 28001 Madrid, ES" in first["notes"]
    assert [(item["taxes"], item["account"]) for item in first["items"]] == [
        (["s_iva_21"], SALES), (["s_iva_21"], None), (["s_iva_nosujeto"], None),
    ]  # fmt: skip
    with open_shop("es", "cli", config=world.config, database=world.database) as shop:
        [told], [second] = explain(shop, "10001"), explain(shop, "10002")
    [proof] = told["proofs"]
    assert [(line["kind"], line["gross_minor"], line["tax_keys"], line["price"]) for line in proof["lines"]] == [
        ("item", 4990, ["s_iva_21"], "20.619835"), ("shipping", 495, ["s_iva_21"], "4.090909"), ("tip", 200, ["s_iva_nosujeto"], "2.00"),
    ]  # fmt: skip
    assert {name: proof[name] for name in ("kind", "currency", "wix_total_minor", "our_total_minor", "correction_minor", "correction_by")} == {
        "kind": "receipt", "currency": "EUR", "wix_total_minor": 5685, "our_total_minor": 5685, "correction_minor": 0, "correction_by": "",
    }  # fmt: skip
    assert (proof["remote_total_minor"], proof["verdict"], proof["rule"], proof["policy"]) == (5685, "holds", "line_then_sum", "line")
    assert "Remedios" not in str(told) and "Calle Mayor" not in str(told)
    [corrected] = second["proofs"]
    assert (corrected["correction_minor"], corrected["correction_by"], corrected["lines"][-1]["kind"]) == (1, "rounding line", "rounding")
    assert corrected["remote_total_minor"] == corrected["wix_total_minor"] == 60


def test_explain_prints_the_lines_of_a_proof(world, cli):
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    said = cli("explain", "es", "10001")
    assert said.code == 0 and "Proof of total" in said.out and "Lines of document" in said.out and "20.619835" in said.out


def test_preflight_tries_accounts_keys_and_places_and_says_what_it_cannot(world, cli):
    change(world, {
        "design_id": "d" * 24, "unknown_sku": "create", "currencies": ["EUR", "USD"],
        "lines": {"tip": {"tax_key": "s_iva_nosujeto", "account_id": SALES}, "fee": {"tax_key": "s_iva_21", "account_id": "0" * 24}},
        "warehouses": [{"pickup": True, "warehouse_id": "6d764022e72480fa96081950"}, {"warehouse_id": "1" * 24}],
    })  # fmt: skip
    change(world, {"payments": {"payment_methods": {"PayPal": "641156facf59beff4abb429e", "Bizum": "2" * 24}}})
    found = {(row["what"], row["seen"]): row for row in cli("preflight", "es", "--json").json}
    verdicts = {what: row["verdict"] for (what, _), row in found.items()}
    wanted = {
        "ledger account of lines tip": "fine",
        "ledger account of lines fee": "wrong",
        "tax key s_iva_nosujeto of tip lines": "fine",
        "tax key s_iva_21 of fee lines": "wrong",
        "warehouse of rule 1": "fine",
        "warehouse of rule 2": "wrong",
        "payment method of PayPal": "fine",
        "payment method of Bizum": "wrong",
        "template": "unknown",
        "delivery address": "unknown",
        "products": "unknown",
        "currencies": "unknown",
    }
    assert {what: verdicts.get(what) for what in wanted} == wanted
    assert all(row["cure"] for row in found.values() if row["verdict"] != "fine")


def test_an_account_that_may_not_be_read_names_its_scope(world, cli):
    world.sandbox.settings["holded.missing_scopes"] = ("accounting:chart-of-accounts.read",)
    change(world, {"lines": {"tip": {"account_id": SALES}}})
    [row] = [row for row in cli("preflight", "es", "--json").json if row["what"].startswith("ledger account")]
    assert row["verdict"] == "wrong" and "accounting:chart-of-accounts.read" in row["seen"]


def test_the_sku_report_puts_what_concerns_most_orders_first(world, cli):
    add_products(
        world.sandbox.sandbox, "es", [{"id": "a" * 24, "name": "Taza", "sku": "TWO"}, {"id": "b" * 24, "name": "Taza roja", "sku": "TWO"}]
    )
    world.stock()
    world.sell(
        "es",
        *(wix_order(f"1000{place}", lines=(("NEW-01", 1, 1000), ("CAM-AZ-M", 1, 1000))) for place in range(3)),
        wix_order("10010", lines=(("TWO", 1, 1000), ("", 1, 1000))),
        wix_order("10011", lines=(("TWO", 2, 1000), ("TWO", 1, 900))),
    )
    world.ingest()
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE core.orders SET created_at = now() - interval '2 years' WHERE number = '10002'")
        connection.exec_driver_sql("UPDATE core.orders SET created_at = now() - interval '1 hour' WHERE number <> '10002'")
        connection.exec_driver_sql(
            "INSERT INTO export.new_products (connection, sku_key, sku, name, store, state, last_error) "
            "VALUES ('holded_es', 'NEW-01', 'NEW-01', 'New', 'es', 'refused', 'name too long')"
        )
    rows = sku_report(world.database, world.config)
    assert [(row["problem"], row["sku"], row["name"], row["orders"]) for row in rows] == [
        ("duplicate", "TWO", "Product TWO", 2), ("unknown", "NEW-01", "Product NEW-01", 2), ("blank", "", "Product ", 1),
    ]  # fmt: skip
    assert rows[0]["products"] == ["a" * 24, "b" * 24]
    assert (rows[1]["newest_order"] in ("10000", "10001"), rows[1]["note"]) == (True, "Holded refused it: name too long")
    assert sku_report(world.database, world.config, "nl") == []
    said = cli("skus", "es", "--json")
    assert said.code == 1 and [row["sku"] for row in said.json] == ["TWO", "NEW-01", ""]
    (world.config.folder / "sku_aliases.csv").write_text(f"store,wix_sku,holded_sku,product_id\nes,TWO,,{'a' * 24}\nes,NEW-01,CAM-AZ-M,\n")
    assert [row["problem"] for row in sku_report(world.database, load_config(world.config.folder), "es")] == ["blank"]
    assert cli("skus", "nl").code == 0


def test_a_late_invoice_keeps_its_days_until_it_is_due(world):
    from order_sync.steps.preview import preview

    change(world, {"due_days": 30, "documents": [{"then": "invoice"}], "contacts": {"generic_contact_id": None}})
    world.stock()
    extra = {"customFields": [{"title": "VAT number", "value": "B12345674"}]}
    world.sell("es", wix_order("10001", **extra))
    world.ingest()
    assert world.send("holded")["approved"] == 1
    late = wix_order("10002", minute=10, **extra)
    late["purchasedDate"] = "2026-11-10T09:00:00.000Z"
    world.sell("es", late)
    world.ingest(run="r2")
    with open_shop("es", "cli", config=world.config, database=world.database) as shop:
        shown = next(request["body"] for request in preview(shop, "holded") if "items" in (request["body"] or {}))
    assert (shown["date"], shown["due_date"]) == ("2026-11-16", "2026-12-16")
    assert world.send("holded", run="r2")["approved"] == 1
    assert {(document["date"], document["due_date"]) for document in world.documents()} == {("2026-11-16", "2026-12-16")}

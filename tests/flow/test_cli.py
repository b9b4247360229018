"""The command line for real, against the sandbox and a real PostgreSQL: preflight, explain, coverage, migrate, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
import yaml
from cli_world import orders_db
from order_sync.settings import PROJECT_ROOT, load_config
from shop_world import wix_order

COMPANY = [{"title": "VAT number", "value": "ESB12345674"}]
ENGRAVED = [{"name": {"original": "Grabado"}, "plainText": {"original": "Para Remedios"}}]
PERSONAL = ("Lucía", "Ejemplo", "600000001", "example.com", "Calle Mayor", "28001", "B12345674", "Remedios")


def wrong(said):
    return [(row["what"], row["seen"], row["cure"]) for row in said.json if row["verdict"] == "wrong"]


def change_store(world, key, change):
    file = world.config.folder / "stores" / f"{key}.yaml"
    settings = yaml.safe_load(file.read_text())
    change(settings)
    file.write_text(yaml.safe_dump(settings))


# --- preflight ------------------------------------------------------------------------------------------------------------------------


def test_preflight_finds_nothing_wrong_in_the_sample(world, cli):
    said = cli("preflight", "--json")
    assert (wrong(said), said.code) == ([], 0)
    whats = {(row["store"], row["what"]) for row in said.json}
    assert {
        ("es", "orders database"),
        ("es", "connection wix_es"),
        ("es", "connection holded_es"),
        ("nl", "connection myparcel_nl"),
    } <= whats
    assert {("es", "numbering series of receipt"), ("nl", "numbering series of order"), ("es", "warehouse"), ("nl", "rounding")} <= whats
    assert {("es", f"tax key {rule.key}") for rule in world.config.taxes if rule.connection == "holded_es"} <= whats
    told = cli("preflight", "es")
    assert told.code == 0 and f"{len([w for w in whats if w[0] == 'es'])} of" in told.out


def test_preflight_names_a_series_that_is_not_in_the_account_and_those_that_are(world, cli):
    right = world.config.stores["es"].holded.series["receipt"]
    change_store(world, "es", lambda settings: settings["holded"]["series"].update(receipt="0" * 24))
    said = cli("preflight", "es", "--json")
    assert said.code == 1
    [(what, seen, cure)] = wrong(said)
    assert (what, seen) == ("numbering series of receipt", f"{'0' * 24} is not in the account")
    assert right in cure


def test_preflight_names_the_line_of_a_tax_key_that_is_missing(world, cli):
    file = world.config.folder / "taxes.csv"
    file.write_text(file.read_text().replace(",s_iva_21,", ",s_iva_21x,"))
    said = cli("preflight", "es", "--json")
    assert said.code == 1
    [(what, seen, cure)] = wrong(said)
    assert what == "tax key s_iva_21x" and "not in the account" in seen
    assert "line 2 of taxes.csv" in cure and "s_iva_21" in cure.partition("has ")[2]


def test_preflight_tells_a_rate_that_differs(world, cli):
    file = world.config.folder / "taxes.csv"
    file.write_text(file.read_text().replace("holded_es,domestic,ES,100000,s_iva_10", "holded_es,domestic,ES,110000,s_iva_10"))
    [(what, seen, _)] = wrong(cli("preflight", "es", "--json"))
    assert what == "tax key s_iva_10" and "11 %, but Holded has 10" in seen


def test_preflight_tells_a_revoked_token_once(world, cli):
    world.sandbox.settings["holded.es.revoked"] = True
    said = cli("preflight", "es", "--json")
    assert said.code == 1
    [(what, seen, cure)] = wrong(said)
    assert what == "connection holded_es" and "403" in seen and "holded_es" in cure
    assert "pat_" not in said.out


def test_preflight_tells_a_missing_scope_and_what_needs_it(world, cli):
    world.sandbox.settings["holded.es.missing_scopes"] = ("inventory:warehouses.read",)
    said = cli("preflight", "es", "--json")
    assert [what for what, *_ in wrong(said)] == ["warehouse", "warehouse of rule 1"]
    assert "inventory:warehouses.read" in wrong(said)[0][1]


def test_preflight_tells_a_wrong_wix_secret_without_showing_it(world, cli, connections, monkeypatch):
    monkeypatch.setenv("AIRFLOW_CONN_WIX_ES", json.dumps(connections["wix_es"] | {"password": "not-the-secret"}))
    said = cli("preflight", "es", "--json")
    assert said.code == 1
    [(what, seen, cure)] = wrong(said)
    assert what == "connection wix_es" and "app secret" in seen + cure
    assert "not-the-secret" not in said.out + said.err


def test_preflight_tells_a_connection_that_is_not_there_and_goes_on(world, cli, monkeypatch):
    monkeypatch.delenv("AIRFLOW_CONN_MYPARCEL_ES")
    said = cli("preflight", "--json")
    assert said.code == 1
    [(what, seen, cure)] = wrong(said)
    assert what == "connection myparcel_es" and "type myparcel" in seen + cure


def test_preflight_tells_a_remote_that_does_not_answer(world, cli, connections, monkeypatch):
    monkeypatch.setattr("order_sync.hooks.rest.client._REPEATS", 0)
    monkeypatch.setenv("AIRFLOW_CONN_MYPARCEL_ES", json.dumps(connections["myparcel_es"] | {"host": "http://127.0.0.1:9"}))
    said = cli("preflight", "es", "--json")
    assert said.code == 1
    assert [what for what, *_ in wrong(said)] == ["connection myparcel_es"]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda settings: settings["holded"].update(approve="never"), "payments"),
        (lambda settings: settings["holded"]["rounding"].update(policy="line"), "rounding"),
        (lambda settings: settings["holded"]["rounding"].update(policy="line", tax_key="s_iva_21"), "rounding"),
    ],
)
def test_preflight_tells_settings_that_contradict_each_other(world, cli, change, what):
    change_store(world, "es", change)
    said = cli("preflight", "es", "--json")
    assert said.code == 1
    assert [found for found, *_ in wrong(said)] == [what]
    assert all(cure for *_, cure in wrong(said))


# --- explain --------------------------------------------------------------------------------------------------------------------------


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


# --- coverage, migrate ----------------------------------------------------------------------------------------------------------------


def test_coverage_says_where_every_order_is(world, cli):
    world.stock()
    assert cli("coverage", "--json").json["es"]["wix"] == 0
    world.sell("es", wix_order("10001"), wix_order("10002", lines=(("NO-SUCH", 1, 1000),)), wix_order("10003", paymentStatus="NOT_PAID"))
    world.ingest()
    waiting = cli("coverage", "es", "--json")
    assert waiting.code == 1 and waiting.json["es"]["unexplained"] == waiting.json["es"]["waiting"] == 1
    world.send("holded")
    world.send("myparcel")
    said = cli("coverage", "--json")
    assert said.code == 0
    assert said.json["es"] == {
        "wix": 3, "booked": 1, "held": 1, "ignored": 1, "unexplained": 0, "to_ship": 2, "shipped": 2, "ship_held": 0, "ship_unexplained": 0, "waiting": 0,
    }  # fmt: skip
    assert "es" in cli("coverage").out


def test_an_order_that_nothing_explains_is_a_finding(world, cli):
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    world.send("holded")
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM export.ledger WHERE destination = 'holded'")
    said = cli("coverage", "--json")
    assert said.code == 1 and (said.json["es"]["unexplained"], said.json["es"]["waiting"]) == (1, 0)


def test_migrate_makes_the_tables_and_can_be_run_again(world, cli):
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA staging, core, export, quality, ops CASCADE")
    for words in (("coverage",), ("holds", "list"), ("preflight", "es"), ("explain", "es", "1")):
        said = cli(*words)
        assert said.code == 2 and "order-sync migrate" in said.err, words
    assert cli("migrate").code == 0
    assert cli("migrate", "--json").json == {"migrated": True}
    assert cli("coverage", "--json").json["nl"]["wix"] == 0


# --- wrong use, and what does not answer ----------------------------------------------------------------------------------------------

EVERY = [
    ("preflight", "xx"), ("coverage", "xx"), ("summary", "xx"), ("holds", "list", "xx"), ("explain", "xx", "1"), ("preview", "xx"),
    ("holds", "retry", "xx", "1"), ("holds", "ignore", "xx", "1", "--note", "n"),
]  # fmt: skip


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_an_unknown_store_is_told_with_those_that_are_known(cli, words):
    said = cli(*words)
    assert (said.code, said.out) == (2, "")
    assert "no store 'xx'" in said.err and "Known stores: es, nl" in said.err


def test_a_broken_file_is_named_with_key_and_cure_and_does_not_stop_another_store(world, cli):
    change_store(world, "es", lambda settings: settings["holded"].update(aprove="never"))
    said = cli("preflight", "es")
    assert said.code == 2
    for part in ("stores/es.yaml", "holded.aprove", "docs/configuration.md"):
        assert part in said.err
    assert cli("preflight", "nl").code == 0


def test_a_file_that_is_no_yaml_is_named_with_its_place(world, cli):
    (world.config.folder / "stores" / "es.yaml").write_text("store: es\n  name: [")
    said = cli("preview", "es")
    assert said.code == 2 and "stores/es.yaml" in said.err and "line 2" in said.err


def test_a_broken_table_is_named_with_its_line(world, cli):
    file = world.config.folder / "status_rules.csv"
    file.write_text(file.read_text().replace(",send,", ",sent,", 1))
    said = cli("preflight", "es")
    assert said.code == 2 and "status_rules.csv line 2" in said.err and "action" in said.err


@pytest.mark.parametrize(
    "words", [("coverage",), ("holds", "list"), ("explain", "es", "1"), ("preview", "es"), ("preflight",), ("migrate",)]
)
def test_a_database_that_does_not_answer(world, cli, monkeypatch, words):
    monkeypatch.setenv("AIRFLOW_CONN_ORDERS_DB", orders_db(world.database, port=9))
    said = cli(*words)
    assert (said.code, said.out) == (3, "")
    assert "orders_db" in said.err and world.database.engine.url.password not in said.err


@pytest.mark.parametrize(
    "words", [("coverage", "--jsno"), ("preview", "es", "--destination", "wix"), ("holds", "retry", "es"), ("nothing",)]
)
def test_wrong_words(cli, words):
    assert cli(*words).code == 2


def test_the_entry_point_prints_nothing_but_json(world, cli, tmp_path):
    """In a process of its own: Airflow's and our own log lines stay out of standard output."""
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    program = [sys.executable, "-c", "from order_sync.cli.main import run; run()"]
    environment = os.environ | {"PYTHONPATH": str(PROJECT_ROOT / "plugins"), "AIRFLOW_HOME": str(tmp_path / "airflow")}
    for words, code in ((("preflight", "es"), 0), (("coverage",), 1), (("preview", "es"), 0), (("explain", "es", "10001"), 0)):
        ended = subprocess.run([*program, *words, "--json"], capture_output=True, text=True, env=environment, timeout=120)
        assert ended.returncode == code, ended.stderr
        assert json.loads(ended.stdout)


def test_the_sample_configuration_is_the_one_that_is_tested(world):
    sample = load_config(PROJECT_ROOT / "include" / "config")
    assert world.config.status_rules == sample.status_rules and world.config.taxes == sample.taxes

"""order-sync preflight: what is wrong in settings, tables, connections and accounts, each with its cure."""

from __future__ import annotations

import json

import pytest
from cli_world import change_store


def wrong(said):
    return [(row["what"], row["seen"], row["cure"]) for row in said.json if row["verdict"] == "wrong"]


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

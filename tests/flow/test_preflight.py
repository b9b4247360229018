"""Preflight of what a Holded account must have, of what nobody can tell, and of Holded's own connector left on."""

from __future__ import annotations

import pytest
from cli_world import change_store
from sandbox.holded.own_connector import own_connector
from shop_world import wix_order

GONE = "0" * 24


def of(said, verdict):
    return {row["what"]: row for row in said.json if row["verdict"] == verdict and row["what"] != "Airflow pools"}


def changed(world, key, value):
    """One setting of the Spanish store, by its path below holded."""

    def change(settings):
        place = settings["holded"]
        *path, last = key.split(".")
        for name in path:
            place = place.setdefault(name, {})
        place[last] = value

    change_store(world, "es", change)


@pytest.mark.parametrize(
    ("key", "value", "what"),
    [
        ("series", {"receipt": {"ES": "64cb081258c19782950b6ecb", "*": GONE}}, "numbering series of receipt for *"),
        ("series", {"credit_note": GONE}, "numbering series of credit_note"),
        ("warehouses", [{"countries": ["FR"], "warehouse_id": GONE}], "warehouse of rule 1"),
        ("payments.treasuries", {"PayPal": GONE}, "treasury account of PayPal"),
        ("payments.payment_methods", {"PayPal": GONE}, "payment method of PayPal"),
        ("lines.shipping", {"account_id": GONE}, "ledger account of lines shipping"),
        ("lines.tip", {"tax_key": "s_none"}, "tax key s_none of tip lines"),
        ("contacts.generic_contact_id", GONE, "generic contact"),
    ],
)
def test_what_the_settings_name_and_the_account_has_not(world, cli, key, value, what):
    changed(world, key, value)
    said = cli("preflight", "es", "--json")
    assert said.code == 1
    [row] = of(said, "wrong").values()
    assert row["what"] == what and "not in the account" in row["seen"] and row["cure"]


@pytest.mark.parametrize(("key", "value", "what"), [
    ("design_id", GONE, "template"),
    ("order_status", {"show": "stages", "stages": [{"pipeline_id": GONE}]}, "pipeline stages"),
])  # fmt: skip
def test_what_the_api_cannot_tell_is_said_and_fails_nothing(world, cli, key, value, what):
    changed(world, key, value)
    said = cli("preflight", "es", "--json")
    assert said.code == 0
    assert set(of(said, "unknown")) == {what, "delivery address", "currencies"}  # the sample sells in dollars and pounds too


def test_the_month_of_the_account_is_told(world, cli):
    world.sandbox.settings |= {"holded.calls_per_month": 500, "holded.calls_used_before": 100}
    row = of(cli("preflight", "es", "--json"), "fine")["calls of the month"]
    assert "of 500 are used" in row["seen"] and "ceiling" in row["seen"]
    world.sandbox.settings["holded.calls_used_before"] = 415
    row = of(cli("preflight", "es", "--json"), "wrong")["calls of the month"]
    assert "50 are kept in reserve" in row["seen"] and "raise the Holded plan" in row["cure"]
    world.sandbox.settings |= {"holded.calls_used_before": 0, "holded.missing_scopes": ["developers:usage.read"]}
    assert "developers:usage.read" in of(cli("preflight", "es", "--json"), "unknown")["calls of the month"]["cure"]


def test_documents_of_holdeds_own_connector_are_found(world, cli):
    world.stock()
    world.sell("es", *(wix_order(str(10001 + place), minute=place) for place in range(8)))
    world.ingest()
    world.send("holded")
    what = "Holded's own Wix connector"
    assert what in of(cli("preflight", "es", "--json"), "fine"), "our own documents are no twins"
    own_connector(world.sandbox.sandbox, "es", number="77777", total="54.85", date="2026-11-16")
    own_connector(world.sandbox.sandbox, "es", number="10001", total="99.00", date="2026-11-16")
    own_connector(world.sandbox.sandbox, "es", number="110001", total="54.85", date="2026-11-16")
    assert what in of(cli("preflight", "es", "--json"), "fine"), "another order, another total, a longer number"
    for place in range(8):
        own_connector(
            world.sandbox.sandbox,
            "es",
            number=str(10001 + place),
            total="54.85",
            date="2026-11-16",
            kind=("receipt", "invoice", "order")[place % 3],
        )
    before = len(world.sandbox.calls)
    said = cli("preflight", "es", "--json")
    row = of(said, "wrong")[what]
    assert row["seen"].startswith("8 documents") and "#10001" in row["seen"] and "and 3 more" in row["seen"]
    assert "Switch off the sales part of the Wix integration" in row["cure"] and said.code == 1
    lists = [
        call
        for call in world.sandbox.called("holded", "GET")
        if call["n"] > before and call["template"].endswith(("receipts", "invoices", "orders"))
    ]
    assert len(lists) <= 6, "one for its right and one to look, a kind"


def test_the_pools_are_looked_at(world, cli, monkeypatch):
    from types import SimpleNamespace

    from airflow.models.pool import Pool

    def there(**slots):
        monkeypatch.setattr(Pool, "get_pools", lambda *_: [SimpleNamespace(pool=name, slots=count) for name, count in slots.items()])
        [row] = [row for row in cli("preflight", "nl", "--json").json if row["what"] == "Airflow pools"]
        return row

    assert there(wix=4, holded=1, myparcel=2)["verdict"] == "fine"
    assert there(wix=4, myparcel=2)["seen"] == "holded not there"
    assert there(wix=4, holded=3, myparcel=2)["verdict"] == "wrong"

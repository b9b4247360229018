"""Contacts, master data, rights and the connection of Holded, over real HTTP against the fake."""

from __future__ import annotations

import pytest
from holded_world import body, shirt
from order_sync.errors import AccessDenied, ContractBroken, SettingsError
from order_sync.hooks.holded import HoldedHook
from order_sync.settings import load_config


@pytest.fixture
def hook(connections) -> HoldedHook:
    return HoldedHook("holded_es")


def test_contacts_are_found_by_exact_value(sandbox, hook):
    company = {"name": "Camisetas del Norte", "code": "B12345674", "email": "compras@example.com", "is_person": False, "type": "client"}
    id = hook.create_contact(company)
    assert hook.find_contacts(code="B12345674") == [{"id": id, "code": "B12345674", "email": "compras@example.com", "vat_number": ""}]
    assert [row["id"] for row in hook.find_contacts(email="compras@example.com")] == [id]
    assert hook.find_contacts(code="b12345674") == []
    for _ in range(2):
        hook.create_contact(company)
    assert len(hook.find_contacts(code="B12345674")) == 2


def test_a_filter_that_is_ignored_links_no_stranger(sandbox, hook):
    hook.create_contact({"name": "Otra", "code": "B99999999", "type": "client"})
    assert hook.find_contacts(code="B12345674") == []
    sandbox.settings["holded.contact_filters"] = "ignored"
    with pytest.raises(ContractBroken, match="filter"):
        hook.find_contacts(code="B12345674")


def test_products_come_with_their_variants_and_without_archived_ones(sandbox, hook):
    sandbox.settings["holded.page_cap"] = 1
    mug = shirt(sandbox, name="Taza", sku="TAZA")
    shirts = shirt(sandbox, sku=None, variants=[{"sku": "CAM-M"}, {"sku": "CAM-L"}])
    shirt(sandbox, sku="VIEJA", archived=True)
    rows = list(hook.products())
    assert [(row["product_id"], row["sku"], row["name"]) for row in rows] == [
        (mug, "TAZA", "Taza"), (shirts, "", "Camiseta azul"), (shirts, "CAM-M", "Camiseta azul"), (shirts, "CAM-L", "Camiseta azul"),
    ]  # fmt: skip
    assert [bool(row["variant_id"]) for row in rows] == [False, False, True, True]


@pytest.mark.parametrize("store", ["es", "nl"])
def test_the_accounts_have_what_the_configuration_names(connections, store):
    config, hook = load_config(), HoldedHook(f"holded_{store}")
    settings = config.store(store).holded
    taxes = {row["key"]: row for row in hook.taxes()}
    for rule in config.taxes:
        if rule.connection == hook.conn_id:
            parts = [taxes[key] for key in rule.key.split("+")]
            assert sum(tax["rate"] for tax in parts) * 10_000 == rule.rate_ppm
            assert all((tax["scope"], tax["active"]) == ("sales", True) for tax in parts)
    assert any(tax["scope"] == "purchases" and tax["rate"] == 21 for tax in taxes.values())
    for kind, series in settings.series.items():
        assert series in {row["id"] for row in hook.numbering_series(kind)}
    assert settings.warehouse_id in {row["id"] for row in hook.warehouses()}
    assert settings.sales_channel_id in {row["id"] for row in hook.sales_channels()}
    assert settings.payments.treasury_id in {row["id"] for row in hook.treasury_accounts()} | {None}
    assert settings.payments.payment_method_id in {row["id"] for row in hook.payment_methods()} | {None}


def test_missing_scopes_are_named_and_revoked_tokens_told(sandbox, hook):
    assert hook.test_connection() == (True, "The token works and can read everything that is needed.")
    sandbox.settings["holded.missing_scopes"] = ["inventory:warehouses.read"]
    works, says = hook.test_connection()
    assert works
    assert "inventory:warehouses.read" in says
    sandbox.settings["holded.missing_scopes"] = ["accounting:taxes.read", "sales:receipts.write"]
    assert hook.test_connection()[0] is False
    with pytest.raises(AccessDenied, match=r"sales:receipts\.write required"):
        hook.create("receipt", body())
    sandbox.settings["holded.revoked"] = True
    before = len(sandbox.calls)
    works, says = hook.test_connection()
    assert len(sandbox.calls) == before + 1  # a token that opens nothing is not tried on everything
    assert (works, "Access denied." in says) == (False, True)
    assert "pat_" not in says


def test_a_connection_without_token_names_the_cure(monkeypatch):
    monkeypatch.setenv("AIRFLOW_CONN_HOLDED_BARE", '{"conn_type": "holded", "host": "http://127.0.0.1:1"}')
    with pytest.raises(SettingsError, match="Make a token in Holded"):
        HoldedHook("holded_bare").usage()

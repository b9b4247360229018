"""Tokens, API keys, rights and the Test button over real HTTP."""

from __future__ import annotations

import json
import time
from datetime import timedelta

import pytest
from order_sync.errors import AccessDenied, SettingsError
from order_sync.hooks.wix import WixHook
from wix_shop import END, START, numbers, shipment, wix_order

TOKEN, INSTANCE = "/oauth2/token", "/apps/v1/instance"


def test_a_token_is_kept_and_renewed_before_it_ends(wix_site, wix_hook, sandbox):
    sandbox.settings["wix.token_seconds"] = 2
    wix_hook.instance()
    wix_hook.instance()
    time.sleep(1.1)  # half of so short a life
    wix_hook.instance()
    assert [call["path"] for call in sandbox.called("wix")] == [TOKEN, INSTANCE, INSTANCE, TOKEN, INSTANCE]
    assert {call["status"] for call in sandbox.called("wix")} == {200}


def test_an_expired_token_is_renewed_once_after_401(wix_site, wix_hook, sandbox):
    wix_hook.instance()
    sandbox.sandbox.clock_offset = timedelta(hours=5)
    wix_hook.instance()
    assert [call["status"] for call in sandbox.called("wix")] == [200, 200, 401, 200, 200]


def test_a_write_after_401_is_done_once(wix_site, wix_hook, sandbox):
    wix_site.put(wix_order(1))
    wix_hook.instance()
    sandbox.sandbox.clock_offset = timedelta(hours=5)
    assert wix_hook.create_fulfillment("order-1", shipment())
    assert len(wix_site.state["fulfillments"]["order-1"]) == 1


def test_a_second_401_stops(wix_site, wix_hook, sandbox):
    sandbox.arm("http_401", path="/apps/v1/instance", times=5)
    with pytest.raises(AccessDenied):
        wix_hook.instance()
    assert wix_hook.client.calls == {"POST /oauth2/token": 2, "GET /apps/v1/instance": 2}


def reconnect(monkeypatch, connections, **changes):
    row = dict(connections["wix_es"], **{name: value for name, value in changes.items() if name != "extra"})
    row["extra"] = {**row["extra"], **changes.get("extra", {})}
    monkeypatch.setenv("AIRFLOW_CONN_WIX_ES", json.dumps(row))
    return WixHook("wix_es")


@pytest.mark.parametrize(
    "changes", [{"password": "wix-es-wrong"}, {"login": "app-xx"}, {"extra": {"instance_id": "gone"}}], ids=["secret", "app", "instance"]
)
def test_wrong_credentials_are_refused_with_a_cure_and_without_the_secret(wix_site, monkeypatch, connections, changes):
    wix_hook = reconnect(monkeypatch, connections, **changes)
    with pytest.raises(AccessDenied, match="instance_id") as caught:
        wix_hook.get_order("order-1")
    assert "wix-es-wrong" not in str(caught.value) and "wix_es" in str(caught.value)
    assert wix_hook.test_connection()[0] is False


def test_an_api_key_with_its_site(wix_site, monkeypatch, connections):
    wix_site.put(wix_order(1))
    wix_hook = reconnect(monkeypatch, connections, password="wix-es-key", extra={"auth": "api_key", "site_id": "site-es"})
    assert numbers(wix_hook.search_orders(START, END)) == ["1"]
    assert "POST /oauth2/token" not in wix_hook.client.calls
    assert wix_hook.test_connection() == (
        True,
        "The key reads the orders of this site, catalogue V1_CATALOG; its other rights show at their first use.",
    )
    other = reconnect(monkeypatch, connections, password="wix-es-key", extra={"auth": "api_key", "site_id": "site-nl"})
    with pytest.raises(AccessDenied) as caught:
        other.get_order("order-1")
    assert caught.value.status == 403


@pytest.mark.parametrize(
    "changes",
    [{"extra": {"auth": "api_key"}}, {"login": ""}, {"password": ""}, {"extra": {"instance_id": ""}}, {"host": "http://example.com"}],
)
def test_an_incomplete_connection_says_what_to_fill_in(wix_site, monkeypatch, connections, changes):
    with pytest.raises(SettingsError, match="connection wix_es"):
        reconnect(monkeypatch, connections, **changes)


def test_a_missing_connection_or_another_type(wix_site, monkeypatch):
    with pytest.raises(SettingsError, match="Add a connection wix_fr of type wix"):
        WixHook("wix_fr")
    with pytest.raises(SettingsError, match="type wix"):
        WixHook("holded_es")


def test_the_bearer_switch(wix_site, sandbox, monkeypatch, connections):
    sandbox.settings["wix.bearer"] = "required"
    assert reconnect(monkeypatch, connections).test_connection()[0] is False
    assert reconnect(monkeypatch, connections, extra={"bearer_prefix": True}).test_connection()[0] is True


def test_the_test_button_names_missing_rights(wix_site, wix_hook, sandbox):
    assert wix_hook.test_connection() == (True, "Connected to Casa Olivar, catalogue V1_CATALOG: every needed right is granted.")
    sandbox.settings["wix.permissions"] = ["ECOM.READ_ORDERS", "ECOM.READ_TRANSACTIONS", "WIX_STORES.CATALOG_VERSION_READ"]
    worked, says = wix_hook.test_connection()
    assert not worked and "ECOM.READ_FULFILLMENTS, ECOM.MODIFY_FULFILLMENTS" in says and "READ_ORDERS" not in says
    with pytest.raises(AccessDenied) as caught:
        wix_hook.fulfillments(["order-1"])
    assert caught.value.status == 403

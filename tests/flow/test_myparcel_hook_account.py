"""MyParcelHook and its account: key, rights, limits, preferences, one shop apart from the other."""

from __future__ import annotations

import myparcel_world
import pytest
from myparcel_world import PARCEL, kept, parcel
from order_sync.errors import AccessDenied, Rejected, RetryLater
from order_sync.hooks.myparcel import MyParcelHook
from order_sync.hooks.myparcel_errors import ACCOUNT_CODES

hook = myparcel_world.hook


def test_the_published_limit_answers_429_which_is_waited_for_outside(sandbox, hook):
    sandbox.settings["myparcel.limit_overrides"] = {"POST /shipments": [2, 300]}
    hook.create_shipments([parcel("nl:1-a")])
    hook.create_shipments([parcel("nl:2-a")])
    with pytest.raises(RetryLater) as later:
        hook.create_shipments([parcel("nl:3-a")])
    assert later.value.delay >= 300
    assert hook.client.refused == {"POST /shipments": 1}
    assert len(kept(sandbox)) == 2
    assert len(hook.find_by_reference(["nl:1-a", "nl:2-a", "nl:3-a"])) == 2  # another endpoint has a window of its own


def test_a_wrong_key_stops_with_a_cure(sandbox, hook, monkeypatch):
    monkeypatch.setenv(
        "AIRFLOW_CONN_MYPARCEL_NL", f'{{"conn_type": "myparcel", "host": "{sandbox.url("myparcel", "nl")}", "password": "nope-secret"}}'
    )
    with pytest.raises(AccessDenied) as denied:
        hook.create_shipments([parcel()])
    assert "API key" in denied.value.cure
    assert "nope-secret" not in str(denied.value)


@pytest.mark.parametrize(("switch", "value", "recipient"), [("daily_limit", 0, "NL"), ("activated", False, "DE")])
def test_an_account_that_may_not_ship_is_told_as_such(sandbox, hook, switch, value, recipient):
    sandbox.settings[f"myparcel.{switch}"] = value
    with pytest.raises(Rejected) as refused:
        hook.create_shipments([parcel(recipient=PARCEL["recipient"] | {"cc": recipient, "postal_code": "9712HN"})])
    assert {fault.code for fault in refused.value.faults} <= ACCOUNT_CODES
    assert "activate" in refused.value.cure


def test_the_test_button_tells_account_rights_and_order_mode(sandbox, hook):
    assert hook.test_connection() == (True, "MYPARCEL_NL account 70002, shop 80002.")
    sandbox.settings["myparcel.nl.features"] = ["LEGACY_ORDER_MANAGEMENT"]
    assert "order mode" in hook.test_connection()[1]
    sandbox.settings["myparcel.nl.features"] = []
    sandbox.settings["myparcel.nl.order_mode"] = 1
    assert "order mode" in hook.test_connection()[1]
    sandbox.settings["myparcel.nl.missing_permissions"] = ["insertShipment"]
    fine, told = hook.test_connection()
    assert not fine
    assert "insertShipment" in told


def test_package_preferences_of_the_account(sandbox, hook):
    preferences = hook.shop_preferences()
    assert preferences["shipment_options"]["signature"] == 0
    assert preferences["general_settings"]["weight"] == 1000
    sandbox.settings["myparcel.missing_permissions"] = ["selectShop"]
    assert hook.shop_preferences() == {}


def test_shops_do_not_see_each_other(sandbox, hook):
    hook.create_shipments([parcel("nl:1-a")])
    assert MyParcelHook("myparcel_es").find_by_reference(["nl:1-a"]) == []

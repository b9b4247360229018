"""The DAGs in a real Airflow against the sandbox: backfill, forms, retries, assets, pools, and the Test button of each connection."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from urllib.parse import quote

import pytest
from airflow_house import HOURS, AirflowHouse, same_state
from local.airflow_settings import POOLS
from order_sync.steps.reporting import coverage


@pytest.fixture(scope="module")
def house(installed, postgres, _template, tmp_path_factory):
    """Airflow with both sample shops, a shop ``bad`` whose Wix key is wrong, and a shop ``x`` whose settings are wrong."""
    with AirflowHouse(postgres, tmp_path_factory.mktemp("through airflow")) as made:
        yield made


@pytest.fixture(scope="module")
def backfill(house):
    """Airflow's own backfill of the sample hours, with the senders awake; the id."""
    for dag_id in ("wix_orders__es", "holded__es", "myparcel__es"):
        house.rest.pause(dag_id, False)
    return house.rest.backfill("wix_orders__es", house.base, house.base + timedelta(hours=HOURS - 1), max_active_runs=1)


def test_the_stores_are_there_and_a_broken_one_says_what_is_wrong(house):
    known = {dag["dag_id"]: dag for dag in house.rest.call("GET", "dags", limit=100)["dags"]}
    stores = {
        f"{name}__{store}"
        for store in ("es", "nl", "bad")
        for name in (
            "wix_orders",
            "wix_history",
            "holded",
            "convert",
            "myparcel",
            "tracking",
            "labels",
            "holds",
            "reports",
            "reconcile",
            "alerts",
            "retention",
            "erase",
        )
    }
    assert set(known) == stores | {"settings_error__x"}
    doc = house.rest.call("GET", "dags/settings_error__x/details")["doc_md"]
    assert "x.yaml" in doc and "timezone" in doc and "Europe/Madrid" in doc


def test_the_pools_bound_the_remotes(house):
    pools = {pool["name"]: pool["slots"] for pool in house.rest.call("GET", "pools")["pools"]}
    assert {name: pools[name] for name in POOLS} == {name: slots for name, (slots, _) in POOLS.items()}


@pytest.mark.parametrize("service", ["wix", "holded", "myparcel"])
def test_the_test_button_of_a_connection(house, backfill, service):
    name = f"{service}_es"
    fields = house.connections[name]
    told = _tested(house, name, fields)
    assert told["status"] is True, told
    wrong = _tested(house, name, fields | {"password": "pat_wrong-key-of-somebody"})
    assert wrong["status"] is False and ("401" in wrong["message"] or "403" in wrong["message"]), wrong
    assert "connection" in wrong["message"]
    assert "wrong-key-of-somebody" not in wrong["message"]


def _tested(house, name, fields):
    body = {"connection_id": name, **fields, "extra": json.dumps(fields.get("extra", {}))}
    return house.rest.call("POST", "connections/test", body)


def test_a_wrong_key_fails_its_task_once_and_says_the_cure(house, backfill):
    house.rest.pause("wix_orders__bad", False)
    run_id = house.rest.trigger("wix_orders__bad", interval=(house.base, house.base + timedelta(hours=1)))
    assert house.rest.wait_for_run("wix_orders__bad", run_id, timeout=120) == "failed"
    land = house.task("wix_orders__bad", run_id, "land")
    assert (land["state"], land["try_number"]) == ("failed", 1)
    assert land["max_tries"] > 0, "it would have been repeated"
    assert "Check app id, app secret and instance_id" in house.log("wix_orders__bad", run_id, "land")


def test_a_dry_run_publishes_nothing_and_order_numbers_take_just_those(house, backfill):
    house.rest.pause("wix_orders__nl", False)
    wanted = sorted(order["number"] for order in house.sandbox.state("wix", "nl")["orders"].values() if order["status"] == "APPROVED")[:2]
    dry = house.rest.trigger("wix_orders__nl", {"order_numbers": wanted, "dry_run": True})
    assert house.rest.wait_for_run("wix_orders__nl", dry, timeout=120) == "success"
    assert "nl" not in coverage(house.database)
    real = house.rest.trigger("wix_orders__nl", {"order_numbers": wanted})
    assert house.rest.wait_for_run("wix_orders__nl", real, timeout=120) == "success"
    assert all(house.database.rows("orders/by_number", store="nl", number=number) for number in wanted)
    assert coverage(house.database)["nl"]["wix"] == 2


def test_a_remote_that_is_down_is_tried_again_later(house, backfill):
    house.sandbox.arm("http_500", service="wix", account="nl", path="/orders/search$", times=1000)
    run_id = house.rest.trigger("wix_orders__nl", interval=(house.base, house.base + timedelta(hours=1)))
    deadline = time.monotonic() + 240  # an hour of the schedule may be before it
    while house.task("wix_orders__nl", run_id, "land")["state"] != "up_for_retry" and time.monotonic() < deadline:
        time.sleep(0.5)
    land = house.task("wix_orders__nl", run_id, "land")
    assert (land["state"], land["try_number"]) == ("up_for_retry", 1)
    assert house.rest.run_state("wix_orders__nl", run_id) == "running"
    house.sandbox.sandbox.faults.clear()


def test_a_backfill_ends_where_hour_by_hour_ends(house, backfill):
    runs = house.rest.wait_for_backfill(backfill, timeout=240)
    assert [run["state"] for run in runs] == ["success"] * HOURS
    house.quiet("holded__es", "myparcel__es")
    row = coverage(house.database)["es"]
    assert row["wix"] == 100 and row["unexplained"] == 0
    assert same_state(house.database, "es") == same_state(house.by_hand, "es")


def test_what_was_published_wakes_the_senders(house, backfill):
    house.rest.wait_for_backfill(backfill, timeout=240)
    house.quiet("holded__es", "myparcel__es")
    for dag_id in ("holded__es", "myparcel__es"):
        woken = [run for run in house.rest.runs(dag_id) if run["run_type"] == "asset_triggered"]
        assert woken and {run["state"] for run in woken} == {"success"}


def test_a_refused_key_of_one_remote_leaves_the_others_compared_and_is_told_until_it_is_over(house, backfill):
    house.rest.wait_for_backfill(backfill, timeout=240)
    house.quiet("holded__es", "myparcel__es")
    with house.database.engine.begin() as connection:  # what was sent just now is not compared yet
        connection.exec_driver_sql("UPDATE export.ledger SET sent_at = sent_at - interval '1 day' WHERE store = 'es'")
    house.sandbox.arm("http_401", service="myparcel", account="es", times=1000)
    house.rest.pause("reconcile__es", False)
    refused = house.rest.trigger("reconcile__es")
    assert house.rest.wait_for_run("reconcile__es", refused, timeout=120) == "failed"
    states = {task["task_id"]: (task["state"], task["try_number"]) for task in house.rest.tasks("reconcile__es", refused)}
    assert states.pop("parcels") == ("failed", 1)
    assert states == dict.fromkeys(("orders", "documents", "compare_totals"), ("success", 1))
    counted = "xcomEntries/return_value"
    counts = house.rest.call("GET", f"dags/reconcile__es/dagRuns/{refused}/taskInstances/documents/{counted}", deserialize="true")["value"]
    assert counts["documents"] > 0, counts
    log = house.log("reconcile__es", refused, "parcels")
    assert "MyParcel" in log and "connection myparcel_es" in log and "API key" in log and "Traceback" not in log.split("myparcel_es")[0]

    house.written_down("es", "reconcile__es", failed=True)
    house.rest.pause("alerts__es", False)
    [scheduled] = house.ended("alerts__es", 1)
    assert (scheduled["run_type"], scheduled["state"]) == ("scheduled", "success")
    [mail], [(_, body)] = house.mail.mails, house.chat.calls
    assert mail["To"] == "desk@example.com" and "reconcile__es failed" in house.mail.texts()[0]
    assert f"/dags/reconcile__es/runs/{quote(refused, safe='')}" in house.mail.texts()[0]
    assert "reconcile__es" in [line["thing"] for line in body["new"]] and body["over"] == []
    assert _told(house) == (1, 1), "the same is not told twice"

    house.sandbox.sandbox.faults.clear()
    again = house.rest.trigger("reconcile__es")
    assert house.rest.wait_for_run("reconcile__es", again, timeout=120) == "success"
    house.written_down("es", "reconcile__es", failed=False)
    assert _told(house) == (2, 2)
    assert "1 over" in house.mail.mails[-1]["Subject"] and "reconcile__es failed" in house.mail.texts()[-1]
    assert [line["thing"] for line in house.chat.calls[-1][1]["over"]] == ["reconcile__es"]


def _told(house):
    """Mails and webhooks that were taken, after one more look by hand."""
    assert house.rest.wait_for_run("alerts__es", house.rest.trigger("alerts__es"), timeout=120) == "success"
    return len(house.mail.mails), len(house.chat.calls)

"""The local Airflow that demo and up stand on: started, used through its API, restarted, ended without a trace."""

import os
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import psutil
import pytest
from local.airflow import LocalAirflow
from local.airflow_rest import AirflowRefused, AirflowRest
from order_sync.provider import get_provider_info

pytestmark = pytest.mark.slow
FIRST = datetime(2026, 10, 1, 5, tzinfo=UTC)

DAG = """
import sys

import pendulum
from airflow.sdk import CronDataIntervalTimetable, dag, task


@dag(schedule=CronDataIntervalTimetable("@hourly", timezone="UTC"), start_date=pendulum.datetime(2026, 1, 1, tz="UTC"), catchup=False)
def looks():
    @task(pool="holded")
    def look(data_interval_start=None, **context):
        loaded = "great_expectations" in sys.modules
        from airflow.sdk import BaseHook

        hosts = {name: BaseHook.get_connection(name).host for name in ("orders_db", "wix_es")}
        return {"loaded": loaded, "start": str(data_interval_start), "conf": dict(context["params"]), "hosts": hosts}

    look()


looks()
"""


@pytest.fixture(scope="module")
def airflow(tmp_path_factory):
    home = tmp_path_factory.mktemp("local airflow")
    dags = home / "dags"
    dags.mkdir()
    (dags / "looks.py").write_text(DAG)
    connections = {"wix_es": {"conn_type": "wix", "host": "http://127.0.0.1:9/wix/es"}}
    made = LocalAirflow(home, port=0, dags=dags, connections=connections)
    try:
        made.start()
        made.wait_healthy()
        made.rest.wait_for_dags(["looks"])
        made.rest.pause("looks", False)
        yield made
    finally:
        made.stop()


def returned(airflow, run_id):
    entry = airflow.rest.call("GET", f"dags/looks/dagRuns/{run_id}/taskInstances/look/xcomEntries/return_value", deserialize="true")
    return entry["value"]


def test_a_triggered_run_gets_its_window_and_its_connections(airflow):
    run_id = airflow.rest.trigger("looks", {"dry_run": True}, interval=(FIRST, FIRST + timedelta(hours=1)))
    assert airflow.rest.wait_for_run("looks", run_id, timeout=90) == "success"
    seen = returned(airflow, run_id)
    assert seen["loaded"] is True, "the task had to load Great Expectations itself"
    assert seen["start"].startswith("2026-10-01 05:00:00")
    assert seen["conf"] == {"dry_run": True}
    assert seen["hosts"] == {"orders_db": "127.0.0.1", "wix_es": "http://127.0.0.1:9/wix/es"}


def test_a_backfill_runs_every_hour_with_both_ends(airflow):
    start = FIRST + timedelta(days=1)
    runs = airflow.rest.wait_for_backfill(airflow.rest.backfill("looks", start, start + timedelta(hours=2)), timeout=120)
    assert sorted(run["logical_date"][:13] for run in runs) == ["2026-10-02T05", "2026-10-02T06", "2026-10-02T07"]
    assert {run["state"] for run in runs} == {"success"}


def test_the_viewer_may_look_but_not_act(airflow):
    viewer = AirflowRest(airflow.url, lambda: ("viewer", airflow.kept.viewer_password))
    assert viewer.call("GET", "dags")["total_entries"] == 1
    with pytest.raises(AirflowRefused, match="403"):
        viewer.trigger("looks")


def test_nothing_of_airflow_listens_beyond_loopback(airflow):
    listening = set()
    for name in airflow.processes.names():
        leader = psutil.Process(airflow.processes.pid(name))
        for process in (leader, *leader.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):  # a child that has ended meanwhile, such as one that parsed a DAG file, listens no more
                parts = process.net_connections("tcp")
                listening |= {(name, part.laddr.ip, part.laddr.port) for part in parts if part.status == psutil.CONN_LISTEN}
    assert listening == {("api-server", "127.0.0.1", airflow.kept.port)}


def test_the_connection_form_knows_our_types(airflow):
    hooks = airflow.rest.session.get(f"{airflow.url}/ui/connections/hook_meta", timeout=60).json()
    types = {hook["connection_type"]: hook for hook in hooks}
    assert {"wix", "holded", "myparcel"} <= set(types)
    for info in get_provider_info()["connection-types"]:
        assert set(types[info["connection-type"]]["extra_fields"]) == set(info["conn-fields"])
    assert types["wix"]["standard_fields"]["password"]["title"] == "App secret or API key"
    assert types["holded"]["standard_fields"]["login"]["hidden"] is True


def test_a_stored_connection_can_be_replaced(airflow):
    for host in ("http://127.0.0.1:9", "http://127.0.0.1:10"):
        airflow.rest.put_connection("holded_es", {"conn_type": "holded", "host": host})
    assert airflow.rest.call("GET", "connections/holded_es")["host"] == "http://127.0.0.1:10"


def test_a_second_hand_on_the_same_folder_finds_it_running(airflow):
    again = LocalAirflow(airflow.home, port=0, dags=airflow.dags)
    before = sorted(file.read_text() for file in again.processes.folder.iterdir())
    again.start()
    assert again.url == airflow.url
    assert sorted(file.read_text() for file in again.processes.folder.iterdir()) == before


def test_it_ends_without_a_trace_and_starts_again_where_it_was(airflow):
    pids = [airflow.processes.pid(name) for name in airflow.processes.names()]
    family = [child for pid in pids for child in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True))]
    kept = airflow.kept
    airflow.stop()
    assert [process for process in family if process.is_running() and process.status() != psutil.STATUS_ZOMBIE] == []
    assert not airflow.postgres.running()
    os.utime(airflow.dags / "looks.py")
    airflow.start()
    airflow.wait_healthy()
    assert airflow.kept.admin_password == kept.admin_password
    assert len(airflow.rest.runs("looks")) >= 4

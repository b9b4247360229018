"""A person's approval in a real Airflow: the question, the answer in Required Actions, the approval of exactly what was shown."""

from __future__ import annotations

import time
from importlib.metadata import PackageNotFoundError, distribution
from urllib.parse import quote

import pytest
from local.airflow import LocalAirflow
from order_sync.store.database import Database
from sandbox_server import RunningSandbox
from shop_world import World, quick_config, wix_order

DAG_ID = "approvals__es"
# Airflow takes an answer that comes before it has noted the end of the asking process for a crash, and asks again. No person is so fast.
SECONDS_TO_READ = 5


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A world whose Spanish store asks, with one booked draft, and an Airflow that works on its orders database."""
    try:
        distribution("order-sync")
    except PackageNotFoundError:
        pytest.skip("order-sync is not installed here (bin/setup does): Airflow's own processes would not find it")
    server = RunningSandbox()
    server.start()
    for name, value in server.environment("es", "nl").items():
        monkeypatch.setenv(name, value)
    config = quick_config(tmp_path / "config", approve="ask")
    settings = {"ORDER_SYNC_CONFIG": str(config.folder)}
    airflow = LocalAirflow(
        tmp_path / "airflow", port=0, connections={**server.connections("es"), **server.connections("nl")}, parallelism=3, settings=settings
    )
    try:
        airflow.migrate()
        world = World(server, Database(airflow.orders_url), config)
        world.database.migrate()
        airflow.start()
        world.stock()
        world.sell("es", wix_order("10001"), wix_order("10002", minute=6))
        world.ingest()
        world.send("holded", checked=False)
        airflow.wait_healthy()
        airflow.rest.wait_for_dags([DAG_ID])
        airflow.rest.pause(DAG_ID, False)
        yield world, airflow.rest
        world.database.close()
    finally:
        airflow.processes.stop("triggerer", grace=0.1)
        airflow.stop()
        server.stop()


def scheduled(rest, timeout=60):
    """The run that the schedule makes once the DAG is awake."""
    deadline = time.monotonic() + timeout
    while not (runs := rest.runs(DAG_ID)):
        assert time.monotonic() < deadline
        time.sleep(0.5)
    return runs[0]["dag_run_id"]


def asked(rest, run_id, timeout=90):
    """The question of a run, once it waits for its answer."""
    deadline = time.monotonic() + timeout
    while True:
        states = {task["task_id"]: task["state"] for task in rest.tasks(DAG_ID, run_id)}
        if states.get("ask") == "awaiting_input":
            return rest.call("GET", f"dags/{DAG_ID}/dagRuns/{quote(run_id, safe='')}/taskInstances/ask/-1/hitlDetails")
        assert time.monotonic() < deadline, states
        time.sleep(0.5)


def answer(rest, run_id, option, **params):
    time.sleep(SECONDS_TO_READ)
    path = f"dags/{DAG_ID}/dagRuns/{quote(run_id, safe='')}/taskInstances/ask/-1/hitlDetails"
    rest.call("PATCH", path, {"chosen_options": [option], "params_input": {"order_numbers": [], "kind": "all"} | params})
    assert rest.wait_for_run(DAG_ID, run_id, timeout=90) == "success"
    return {task["task_id"]: task["state"] for task in rest.tasks(DAG_ID, run_id)}


def test_a_person_refuses_then_approves_one_of_two(house):
    world, rest = house
    no = scheduled(rest)
    question = asked(rest, no)
    assert question["subject"] == "Approve 2 documents of Tienda Luz in Holded?"
    assert "Approving is final" in question["body"] and "T260001 to T260002" in question["body"]
    states = answer(rest, no, "Reject")
    assert states == {"waiting": "success", "ask": "success", "agree": "skipped", "approve": "skipped", "close_question": "success"}
    assert all(document["draft"] for document in world.documents("es"))

    yes = rest.trigger(DAG_ID, run_id="manual_yes")  # a person who triggers it is asked again at once
    asked(rest, yes)
    states = answer(rest, yes, "Approve", order_numbers=["10002"])
    assert set(states.values()) == {"success"}
    assert {document["description"][-5:]: document["draft"] for document in world.documents("es")} == {"10001": True, "10002": False}
    with world.database.engine.begin() as connection:
        rows = connection.exec_driver_sql("SELECT state, answered_by FROM export.approval_requests ORDER BY request_id").fetchall()
    assert [tuple(row) for row in rows] == [("rejected", "admin"), ("agreed", "admin")]

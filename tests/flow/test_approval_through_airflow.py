"""A person's approval in a real Airflow: the question, the answer in Required Actions, the approval of exactly what was shown."""

from __future__ import annotations

import subprocess
import time
from urllib.parse import quote

import pytest
from local.airflow import LocalAirflow
from order_sync.store.database import Database
from sandbox_server import RunningSandbox
from shop_world import World, quick_config, wix_order

DAG_ID = "approvals__es"
# What Airflow's scheduler does to an answer that comes while the process that asked is still ending: the try fails, the answer stays.
LOSE = """
from airflow.models.hitl import HITLDetail
from airflow.models.taskinstance import TaskInstance
from airflow.utils.session import create_session
from airflow.utils.timezone import utcnow
from sqlalchemy import select

with create_session() as session:
    task = session.scalar(select(TaskInstance).filter_by(dag_id="approvals__es", run_id="manual_lost", task_id="ask").with_for_update())
    detail = session.scalar(select(HITLDetail).filter_by(ti_id=task.id))
    detail.responded_at, detail.responded_by = utcnow(), {"id": "admin", "name": "admin"}
    detail.chosen_options, detail.params_input = ["Approve"], {"order_numbers": ["10001"], "kind": "all"}
    session.flush()
    task.handle_failure(error="Executor reported that the task instance finished", session=session)
"""


@pytest.fixture(scope="module")
def house(installed, tmp_path_factory):
    """A world whose Spanish store asks, with one booked draft, and an Airflow that works on its orders database."""
    tmp_path, monkeypatch = tmp_path_factory.mktemp("asked"), pytest.MonkeyPatch()
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
        yield world, airflow
        world.database.close()
    finally:
        airflow.processes.stop("triggerer", grace=0.1)
        airflow.stop()
        server.stop()
        monkeypatch.undo()


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
    path = f"dags/{DAG_ID}/dagRuns/{quote(run_id, safe='')}/taskInstances/ask/-1/hitlDetails"
    rest.call("PATCH", path, {"chosen_options": [option], "params_input": {"order_numbers": [], "kind": "all"} | params})
    assert rest.wait_for_run(DAG_ID, run_id, timeout=90) == "success"
    return {task["task_id"]: task["state"] for task in rest.tasks(DAG_ID, run_id)}


def test_a_person_refuses_then_approves_one_of_two(house):
    world, rest = house[0], house[1].rest
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


def test_an_answer_whose_try_airflow_gave_up_is_not_asked_for_again(house):
    world, airflow = house
    run = airflow.rest.trigger(DAG_ID, run_id="manual_lost")
    asked(airflow.rest, run)
    subprocess.run([airflow.python, "-c", LOSE], env=airflow.environment(), cwd=airflow.home, check=True, capture_output=True)
    assert airflow.rest.wait_for_run(DAG_ID, run, timeout=120) == "success"
    ask = next(task for task in airflow.rest.tasks(DAG_ID, run) if task["task_id"] == "ask")
    assert (ask["state"], ask["try_number"]) == ("success", 2)
    assert not any(document["draft"] for document in world.documents("es"))
    with world.database.engine.begin() as connection:
        row = connection.exec_driver_sql("SELECT state, answered_by FROM export.approval_requests ORDER BY request_id DESC").fetchone()
    assert tuple(row) == ("agreed", "admin")


def test_a_cleared_question_is_asked_anew(house):
    airflow = house[1]
    body = {"dry_run": False, "dag_run_id": "manual_lost", "task_ids": ["ask"], "only_failed": False, "reset_dag_runs": True}
    airflow.rest.call("POST", f"dags/{DAG_ID}/clearTaskInstances", body)
    question = asked(airflow.rest, "manual_lost")
    assert not question["response_received"]

"""Airflow's own backfill of past months, in a real Airflow: windows, pool, and a schedule that never fires."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from airflow_house import AirflowHouse
from history_world import past_order
from sandbox.wix.site import Site

FIRST, LAST = datetime(2024, 4, 1, tzinfo=UTC), datetime(2024, 6, 1, tzinfo=UTC)


class HistoryHouse(AirflowHouse):
    """The same house; nothing to compare with."""

    def _by_hand(self) -> None:
        pass


@pytest.fixture(scope="module")
def house(installed, postgres, _template, tmp_path_factory):
    """Airflow, and a shop with an order a day since March 2024."""
    with HistoryHouse(postgres, tmp_path_factory.mktemp("history through airflow")) as made:
        site = Site(made.sandbox.sandbox, "es")
        for day in range(150):
            site.put(past_order(str(1000 + day), datetime(2024, 3, 1, 12, tzinfo=UTC) + timedelta(days=day)))
        yield made


def test_a_backfill_takes_the_months_it_names_and_nothing_runs_by_itself(house):
    house.rest.wait_for_dags(["wix_history__es"])
    house.rest.pause("wix_history__es", False)
    time.sleep(5)
    assert house.rest.runs("wix_history__es") == [], "the schedule fired"
    backfill = house.rest.backfill("wix_history__es", FIRST, LAST, max_active_runs=1)
    runs = finished(house, backfill)
    assert [run["state"] for run in runs] == ["success"] * 3
    windows = house.database.rows("history/windows", store="es")
    assert [(row["window_start"].month, row["taken"], row["phase"]) for row in windows] == [
        (6, 30, "done"),
        (5, 31, "done"),
        (4, 30, "done"),
    ]
    assert {run["run_type"] for run in house.rest.runs("wix_history__es")} == {"backfill"}
    [task] = house.rest.tasks(
        "wix_history__es", runs[0]["run_id"] if "run_id" in runs[0] else house.rest.runs("wix_history__es")[0]["dag_run_id"]
    )
    assert (task["pool"], task["priority_weight"]) == ("wix_history", 1)


def finished(house, backfill):
    """The backfill's runs; what their tasks wrote where they do not end."""
    try:
        return house.rest.wait_for_backfill(backfill, timeout=300)
    except RuntimeError as error:
        runs = house.rest.runs("wix_history__es")
        tasks = [task for run in runs for task in house.rest.tasks("wix_history__es", run["dag_run_id"])]
        said = [house.log("wix_history__es", task["dag_run_id"], task["task_id"])[-3000:] for task in tasks if task["try_number"]]
        pytest.fail(
            f"{error}: {[(run['run_id'] if 'run_id' in run else run['dag_run_id'], run['state']) for run in runs]} {[task['state'] for task in tasks]} {said}"
        )

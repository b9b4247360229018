"""Through a real Airflow: after an order was erased, no database, XCom, form, log or file holds a word of its buyer. And runs that fail are known."""

from __future__ import annotations

import time
from contextlib import ExitStack
from datetime import timedelta

import pytest
import yaml
from local.airflow import LocalAirflow
from marked_orders import EMAIL, in_database, in_files, marked
from order_sync.store.database import Database
from sandbox.holded.products import add_products
from sandbox.myparcel import advance
from sandbox.wix.site import Site
from sandbox_server import RunningSandbox
from shop_world import HOUR, PRODUCTS, quick_config

DAGS = ("wix_orders__es", "holded__es", "myparcel__es", "tracking__es", "labels__es", "retention__es", "erase__es")


@pytest.fixture(scope="module")
def house(installed, postgres, _template, tmp_path_factory):
    """Airflow with one shop, whose three orders are marked; one of them stays held."""
    home = tmp_path_factory.mktemp("forgetting")
    with ExitStack() as ends:
        server = RunningSandbox()
        server.start()
        ends.callback(server.stop)
        quick_config(home / "config")
        (home / "config" / "stores" / "nl.yaml").unlink()
        bad = yaml.safe_load((home / "config" / "stores" / "es.yaml").read_text()) | {"store": "bad", "wix": {"connection": "wix_bad"}}
        (home / "config" / "stores" / "bad.yaml").write_text(yaml.safe_dump(bad))
        connections = server.connections("es")
        connections["wix_bad"] = connections["wix_es"] | {"password": "wrong"}
        airflow = LocalAirflow(home, port=0, connections=connections, parallelism=4, settings={"ORDER_SYNC_CONFIG": str(home / "config")})
        ends.callback(airflow.stop)
        ends.callback(airflow.processes.stop, "triggerer", grace=0.1)
        airflow.migrate()
        database = Database(airflow.orders_url)
        ends.callback(database.close)
        database.migrate()
        airflow.start()
        add_products(server.sandbox, "es", PRODUCTS)
        site = Site(server.sandbox, "es")
        for order in (marked("10001"), marked("10002", company=True, minute=6)):
            site.put(order)
        airflow.wait_healthy()
        ends.callback(airflow.rest.session.close)
        airflow.rest.wait_for_dags([*DAGS, "wix_orders__bad"])
        yield House(airflow, server, database)


class House:
    def __init__(self, airflow, server, database):
        self.airflow, self.rest, self.sandbox, self.database = airflow, airflow.rest, server.sandbox, database

    def run(self, dag_id, **conf):
        self.rest.pause(dag_id, False)
        run_id = self.rest.trigger(dag_id, conf)
        return self.rest.wait_for_run(dag_id, run_id, timeout=240), run_id

    def everywhere(self):
        """Place to marked words: both databases, and every file that Airflow or we wrote."""
        found = {f"orders: {place}": words for place, words in in_database(self.database).items()}
        airflow = Database(self.airflow.postgres.url("airflow"))
        found |= {f"airflow: {place}": words for place, words in in_database(airflow).items()}
        airflow.close()
        folders = [self.airflow.home / name for name in ("logs", "task-logs", "order-sync")]
        return found | {
            f"{folder.name}: {file}": words for folder in folders if folder.exists() for file, words in in_files(folder).items()
        }


def test_after_erasing_nothing_is_left_in_either_database_or_any_file(house):
    window = {"since": HOUR.isoformat(), "until": (HOUR + timedelta(hours=1)).isoformat()}
    assert house.run("wix_orders__es", **window)[0] == "success"
    for dag_id in ("holded__es", "myparcel__es", "labels__es", "tracking__es"):
        assert house.run(dag_id)[0] == "success", dag_id
    advance(house.sandbox, "es", to="delivered")
    assert house.run("tracking__es")[0] == "success"
    before = house.everywhere()
    assert any("raw_chunks" in place for place in before) and any(place.startswith("order-sync:") for place in before), before
    logs = [place for place in before if place.startswith(("logs", "task-logs", "airflow"))]
    assert logs == [], "before anything is erased, no log, XCom or form of ours holds personal data"
    state, run_id = house.run("erase__es", email=EMAIL, confirm="ERASE")
    assert state == "success"
    assert house.rest.call("GET", f"dags/erase__es/dagRuns/{run_id}")["conf"] == {}
    assert house.everywhere() == {}
    numbers = house.database.rows("retention/orders_of_ids", store="es", wix_order_ids=[])
    assert numbers == []


def test_without_the_confirmation_nothing_is_erased(house):
    state, run_id = house.run("erase__es", order_numbers=["10001"], confirm="yes")
    assert state == "failed"
    log = str(house.rest.call("GET", f"dags/erase__es/dagRuns/{run_id}/taskInstances/erase/logs/1"))
    assert "Type ERASE" in log


def test_the_nightly_run_empties_what_airflow_keeps(house):
    _, run_id = house.run("wix_orders__es", order_numbers=["10001"])
    assert xcoms(house, run_id) > 0
    with Database(house.airflow.postgres.url("airflow")).engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE dag_run SET end_date = end_date - interval '60 days', run_after = run_after - interval '60 days'"
        )
        connection.exec_driver_sql("UPDATE xcom SET timestamp = timestamp - interval '60 days'")
        connection.exec_driver_sql("UPDATE log SET dttm = dttm - interval '60 days'")
    assert house.run("retention__es")[0] == "success"
    assert house.rest.call("GET", f"dags/wix_orders__es/dagRuns/{run_id}")["conf"] == {}
    assert xcoms(house, run_id) == 0


def xcoms(house, run_id):
    with Database(house.airflow.postgres.url("airflow")).engine.begin() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM xcom WHERE run_id = %s", (run_id,)).scalar()


def test_a_run_that_fails_is_written_down(house):
    assert house.run("wix_orders__bad")[0] == "failed"
    deadline = time.monotonic() + 60
    while not (rows := house.database.rows("alerts/runs", store="bad", dags=None)):
        assert time.monotonic() < deadline, "the callback did not run"
        time.sleep(0.5)
    assert rows[0]["dag_id"] == "wix_orders__bad" and rows[0]["failures"] == 1
    with house.database.engine.begin() as connection:
        ended = connection.exec_driver_sql("SELECT dag_id FROM ops.run_ends WHERE succeeded_at IS NOT NULL").scalars().all()
    assert {"wix_orders__es", "tracking__es"} <= set(ended)

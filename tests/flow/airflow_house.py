"""A real Airflow for one test module: the sample shops, the sandbox in this process, and the same hours run by hand to compare with."""

from __future__ import annotations

import json
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from channels import MailServer, Receiver
from local.airflow import LocalAirflow
from moments import shared_world
from order_sync.steps.window import Window
from order_sync.store.database import Database
from sandbox.samples import install
from sandbox_server import RunningSandbox
from shop_world import quick_config

HOURS = 4
FINISHED = ("success", "failed")
# What must be the same, whoever ran the hours: not ids, instants, batches, attempts; nor the documents' dates, which do not go back behind
# a document that was approved before, whichever that was.
STATE = """
SELECT concat_ws('|', 'order', wix_order_id, encode(payload_hash, 'hex')) AS line FROM core.orders WHERE store = %(store)s
UNION ALL SELECT concat_ws('|', 'decision', wix_order_id, destination, action, kind, reason) FROM core.decisions WHERE store = %(store)s
UNION ALL SELECT concat_ws('|', 'intent', wix_order_id, destination, role, state, kind, marker, amount_minor, body - 'date') FROM export.ledger WHERE store = %(store)s
UNION ALL SELECT concat_ws('|', 'proof', wix_order_id, wix_total_minor, our_total_minor, correction_minor, remote_total_minor, verdict) FROM export.proofs WHERE store = %(store)s
UNION ALL SELECT concat_ws('|', 'number', series, seq, number, wix_order_id) FROM export.numbers WHERE store = %(store)s
UNION ALL SELECT concat_ws('|', 'hold', wix_order_id, destination, code, field, seen) FROM export.holds WHERE store = %(store)s AND closed_at IS NULL
"""


def same_state(database: Database, store: str) -> list[str]:
    """All that was published and sent of a store, without what differs from run to run."""
    with database.engine.begin() as connection:
        return sorted(row[0] for row in connection.exec_driver_sql(STATE, {"store": store}))


class AirflowHouse:
    """``base``: start of the sample hours. ``database``: where Airflow works; ``by_hand``: the same hours of store es, in this process.

    ``mail`` and ``chat``: where store es tells its alerts.
    """

    def __init__(self, postgres: Any, home: Path) -> None:
        self.postgres, self.home = postgres, home
        self.base = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=HOURS + 2)
        self.sandbox = RunningSandbox()
        self._ends = ExitStack()

    def __enter__(self) -> AirflowHouse:
        with self._ends:  # ends what has begun, should a later part fail
            self._start()
            self._ends = self._ends.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.close()

    def _start(self) -> None:
        self.sandbox.start()
        self._ends.callback(self.sandbox.stop)
        install(self.sandbox.sandbox, self.base)
        self.connections = {**self.sandbox.connections("es"), **self.sandbox.connections("nl")}
        wix = self.connections["wix_es"]  # of another site: one site is one store
        self.connections["wix_bad"] = wix | {"password": "wrong", "extra": wix["extra"] | {"instance_id": "instance-bad"}}
        self.mail, self.chat = self._ends.enter_context(MailServer()), self._ends.enter_context(Receiver())
        self.connections |= {"mail_es": json.loads(self.mail.connection), "chat_es": json.loads(self.chat.connection)}
        settings = {"ORDER_SYNC_CONFIG": str(self._config()), "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "600"}
        self.airflow = LocalAirflow(self.home, port=0, connections=self.connections, parallelism=6, settings=settings)
        self._ends.callback(self.airflow.stop)
        # The triggerer, which has nothing to do here, takes ten seconds to end when it is asked.
        self._ends.callback(self.airflow.processes.stop, "triggerer", grace=0.1)
        self.airflow.migrate()
        self.database = Database(self.airflow.orders_url)
        self._ends.callback(self.database.close)
        self.database.migrate()
        self.airflow.start()
        self._by_hand()  # while Airflow starts
        self.airflow.wait_healthy()
        self.rest = self.airflow.rest
        self._ends.callback(self.rest.session.close)  # the API server waits for its callers when it ends
        self.rest.wait_for_dags(["wix_orders__es", "wix_orders__nl", "wix_orders__bad", "settings_error__x"])

    def _config(self) -> Path:
        folder = self.home / "config"
        quick_config(folder)
        stores = folder / "stores"
        bad = yaml.safe_load((stores / "es.yaml").read_text())
        told = {"mail": {"connection": "mail_es", "to": ["desk@example.com"]}, "webhook": {"connection": "chat_es"}}
        (stores / "es.yaml").write_text(yaml.safe_dump(bad | {"alerts": told}))
        bad |= {"store": "bad", "wix": {"connection": "wix_bad"}}
        (stores / "bad.yaml").write_text(yaml.safe_dump(bad))
        (stores / "x.yaml").write_text(yaml.safe_dump(bad | {"store": "x", "timezone": "Mars/Olympus"}))
        return folder

    def _by_hand(self) -> None:
        world = self._ends.enter_context(shared_world(self.postgres, self.home / "by hand", "orders_by_hand"))
        install(world.sandbox.sandbox, self.base)
        for hour in range(HOURS):
            window = Window(self.base + timedelta(hours=hour), self.base + timedelta(hours=hour + 1))
            world.ingest("es", f"h{hour}", window)
            for destination in ("holded", "myparcel"):
                world.send(destination, "es", f"h{hour}")
        self.by_hand = world.database

    def task(self, dag_id: str, run_id: str, task_id: str) -> dict[str, Any]:
        """One task instance."""
        return next(task for task in self.rest.tasks(dag_id, run_id) if task["task_id"] == task_id)

    def log(self, dag_id: str, run_id: str, task_id: str) -> str:
        """What the first try of a task wrote."""
        return str(self.rest.call("GET", f"dags/{dag_id}/dagRuns/{run_id}/taskInstances/{task_id}/logs/1"))

    def quiet(self, *dag_ids: str, timeout: float = 120) -> None:
        """Wait until no run of these DAGs is open, for two looks."""
        deadline, looks = time.monotonic() + timeout, 0
        while looks < 3:
            runs = [run for dag_id in dag_ids for run in self.rest.runs(dag_id)]
            looks = looks + 1 if runs and all(run["state"] in FINISHED for run in runs) else 0
            assert time.monotonic() < deadline, [(run["dag_id"], run["state"]) for run in runs]
            time.sleep(0.5)

    def ended(self, dag_id: str, number: int, timeout: float = 120) -> list[dict[str, Any]]:
        """The runs of a DAG once so many have ended."""
        deadline = time.monotonic() + timeout
        while len(runs := [run for run in self.rest.runs(dag_id) if run["state"] in FINISHED]) < number:
            assert time.monotonic() < deadline, f"{len(runs)} runs of {dag_id} have ended"
            time.sleep(0.5)
        return runs

    def written_down(self, store: str, dag_id: str, *, failed: bool, timeout: float = 120) -> None:
        """Wait until the end of a DAG's newest run is in the orders database: Airflow's DAG processor writes it, a while after the run."""
        deadline = time.monotonic() + timeout
        while (dag_id in [row["dag_id"] for row in self.database.rows("alerts/runs", store=store, dags=None)]) is not failed:
            assert time.monotonic() < deadline, "the callback did not run"
            time.sleep(0.5)

"""Airflow's REST API, as far as demos, scripts and tests need it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

import requests

FINISHED = ("success", "failed")


class AirflowRefused(RuntimeError):
    """Airflow answered a call with an error; the text says which call, its status and Airflow's words."""


class AirflowRest:
    """One user's calls to one Airflow. ``login`` is asked again when Airflow restarts and the token is worth nothing."""

    def __init__(self, url: str, login: Callable[[], tuple[str, str]]) -> None:
        self.url, self._login = url, login
        self.session = requests.Session()
        self.session.trust_env = False  # loopback: no proxy, no netrc

    def call(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        """One call to /api/v2/<path>; the decoded answer, None where there is none."""
        for attempt in (1, 2):
            if "Authorization" not in self.session.headers:
                self.session.headers["Authorization"] = f"Bearer {self._token()}"
            answer = self.session.request(method, f"{self.url}/api/v2/{path}", json=body, params=query, timeout=60)
            if answer.status_code != 401 or attempt == 2:
                break
            del self.session.headers["Authorization"]
        if not answer.ok:
            raise AirflowRefused(f"{method} {path}: Airflow answered {answer.status_code}: {answer.text[:500]}")
        return answer.json() if answer.content else None

    def health(self) -> dict[str, str]:
        """Status by component; empty while the server does not answer."""
        try:
            answer = self.session.get(f"{self.url}/api/v2/monitor/health", timeout=10)
            return {name: part["status"] for name, part in answer.json().items() if part.get("status")} if answer.ok else {}
        except (requests.RequestException, ValueError):
            return {}

    def warm_up(self) -> None:
        """The first request to the API that tasks talk to takes seconds; make it before the first task does."""
        self.session.get(f"{self.url}/execution/health", timeout=60)

    def wait_for_dags(self, dag_ids: Iterable[str], timeout: float = 60) -> None:
        """Wait until Airflow knows these DAGs; import errors end the wait at once."""
        wanted, deadline = set(dag_ids), time.monotonic() + timeout
        while missing := wanted - {dag["dag_id"] for dag in self.call("GET", "dags", limit=1000)["dags"]}:
            if errors := self.call("GET", "importErrors")["import_errors"]:
                raise AirflowRefused("\n".join(f"{error['filename']} cannot be imported:\n{error['stack_trace']}" for error in errors))
            if time.monotonic() > deadline:
                raise AirflowRefused(f"after {timeout:.0f} s Airflow does not know {', '.join(sorted(missing))}")
            time.sleep(0.5)

    def pause(self, dag_id: str, paused: bool = True) -> None:
        """Pause or unpause one DAG."""
        self.call("PATCH", f"dags/{dag_id}", {"is_paused": paused})

    def trigger(
        self,
        dag_id: str,
        conf: Mapping[str, Any] | None = None,
        *,
        logical_date: datetime | None = None,
        interval: tuple[datetime, datetime] | None = None,
        run_id: str | None = None,
    ) -> str:
        """Trigger a run and return its id. An interval (half-open, aware) needs a logical date; its start is taken where none is given."""
        logical_date = logical_date or (interval[0] if interval else None)
        body: dict[str, Any] = {"logical_date": logical_date and logical_date.isoformat(), "conf": dict(conf or {})}
        if interval:
            body |= {"data_interval_start": interval[0].isoformat(), "data_interval_end": interval[1].isoformat()}
        if run_id:
            body["dag_run_id"] = run_id
        return self.call("POST", f"dags/{dag_id}/dagRuns", body)["dag_run_id"]

    def run_state(self, dag_id: str, run_id: str) -> str:
        """queued, running, success or failed."""
        return self.call("GET", f"dags/{dag_id}/dagRuns/{quote(run_id, safe='')}")["state"]

    def runs(self, dag_id: str, **query: Any) -> list[dict[str, Any]]:
        """The newest 100 runs of a DAG ("~": of all DAGs), newest first."""
        return self.call("GET", f"dags/{dag_id}/dagRuns", **{"limit": 100, "order_by": "-run_after", **query})["dag_runs"]

    def tasks(self, dag_id: str, run_id: str) -> list[dict[str, Any]]:
        """The task instances of a run."""
        return self.call("GET", f"dags/{dag_id}/dagRuns/{quote(run_id, safe='')}/taskInstances", limit=1000)["task_instances"]

    def wait_for_run(self, dag_id: str, run_id: str, timeout: float = 300) -> str:
        """Wait until a run has finished; its state."""
        deadline = time.monotonic() + timeout
        while (state := self.run_state(dag_id, run_id)) not in FINISHED:
            if time.monotonic() > deadline:
                states = ", ".join(f"{task['task_id']} {task['state']}" for task in self.tasks(dag_id, run_id))
                raise AirflowRefused(f"{dag_id} {run_id} is still {state} after {timeout:.0f} s ({states})")
            time.sleep(0.5)
        return state

    def backfill(
        self,
        dag_id: str,
        start: datetime,
        end: datetime,
        conf: Mapping[str, Any] | None = None,
        *,
        max_active_runs: int = 2,
        reprocess: str = "none",
    ) -> int:
        """Run a DAG over past intervals; its id. ``end`` is inclusive: the interval that begins there runs too.

        reprocess: none, completed or failed: which intervals that have run already run again.
        """
        body = {
            "dag_id": dag_id, "from_date": start.isoformat(), "to_date": end.isoformat(),
            "max_active_runs": max_active_runs, "reprocess_behavior": reprocess, "dag_run_conf": dict(conf or {}),
        }  # fmt: skip
        return self.call("POST", "backfills", body)["id"]

    def end_backfills(self, dag_id: str) -> None:
        """End what an earlier, perhaps interrupted, backfill of a DAG left open: Airflow allows one at a time."""
        for backfill in self.call("GET", "backfills", dag_id=dag_id)["backfills"]:
            if not backfill["completed_at"]:
                self.call("PUT", f"backfills/{backfill['id']}/cancel")

    def wait_for_backfill(self, backfill_id: int, timeout: float = 600) -> list[dict[str, Any]]:
        """Wait until every run of a backfill has finished; the DAG's runs of those logical dates, whoever made them."""
        deadline = time.monotonic() + timeout
        while True:
            backfill = self.call("GET", f"backfills/{backfill_id}")
            dates = {"logical_date_gte": backfill["from_date"], "logical_date_lte": backfill["to_date"]}
            runs = self.runs(backfill["dag_id"], **dates)
            # Airflow itself marks it as completed only every half minute.
            if backfill["completed_at"] or (runs and all(run["state"] in FINISHED for run in runs)):
                return runs
            if time.monotonic() > deadline:
                raise AirflowRefused(f"backfill {backfill_id} has not completed after {timeout:.0f} s")
            time.sleep(0.5)

    def put_pool(self, name: str, slots: int, description: str) -> None:
        """Make a pool, or set its slots where it exists."""
        body = {"name": name, "slots": slots, "description": description, "include_deferred": False}
        known = {pool["name"] for pool in self.call("GET", "pools", limit=1000)["pools"]}
        self.call("PATCH", f"pools/{name}", body) if name in known else self.call("POST", "pools", body)

    def put_connection(self, connection_id: str, fields: Mapping[str, Any]) -> None:
        """Store a connection in Airflow's database, where its form shows it; replaces one of the same name."""
        body = {"connection_id": connection_id, **fields}
        known = {entry["connection_id"] for entry in self.call("GET", "connections", limit=1000)["connections"]}
        self.call("PATCH", f"connections/{connection_id}", body) if connection_id in known else self.call("POST", "connections", body)

    def _token(self) -> str:
        user, password = self._login()
        answer = self.session.post(f"{self.url}/auth/token", json={"username": user, "password": password}, timeout=60)
        if not answer.ok:
            raise AirflowRefused(f"Airflow refused the login of {user}: {answer.status_code}")
        return answer.json()["access_token"]

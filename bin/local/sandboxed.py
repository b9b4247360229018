"""The local house: Airflow, PostgreSQL and the sandbox behind it, in one folder. Shared by demo, up and down."""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import requests

from local.airflow import LocalAirflow
from local.airflow_settings import ROOT, choose_port

HOME = Path(os.environ.get("ORDER_SYNC_RUN") or ROOT / ".run" / "local")
STORES = ("es", "nl")
HOURS = 4
# What is switched on: all that the clock, the pages and a person start. Taking over the past and erasing are switched on by who wants them.
DAGS = ("wix_orders", "holded", "myparcel", "tracking", "labels", "convert", "holds", "reports", "reconcile", "alerts", "retention")


class House:
    """One local installation. What runs already is used and left running."""

    def __init__(self, home: Path = HOME) -> None:
        self.home = home
        home.mkdir(parents=True, exist_ok=True)
        self.sandbox_port = self._kept("sandbox.port", lambda: str(choose_port(8900)))
        # The sample orders lie in four full hours before the first start, and stay there.
        self.base = datetime.fromisoformat(self._kept("base", lambda: _hours_ago(HOURS + 2).isoformat()))
        self.airflow = LocalAirflow(home, connections=self._connections(), parallelism=6, settings=self._settings())
        self.was_up = self.airflow.is_up()

    @property
    def sandbox_url(self) -> str:
        """Where the three remotes are."""
        return f"http://127.0.0.1:{self.sandbox_port}"

    @property
    def dag_ids(self) -> list[str]:
        """The DAGs of the two sample stores."""
        return [f"{name}__{store}" for store in STORES for name in DAGS]

    def start(self) -> None:
        """Start what is down and wait until all of it is healthy."""
        from order_sync.store.database import Database

        self._start_sandbox()
        self.airflow.migrate()
        database = Database(self.airflow.orders_url)
        database.migrate()
        database.close()
        self.airflow.start()
        self.airflow.wait_healthy()
        self.airflow.rest.wait_for_dags(self.dag_ids)

    def stop(self) -> None:
        """Stop everything."""
        self.airflow.stop()

    def label(self, store: str) -> int:
        """What a packer does in MyParcel's back office: make the labels of all open concepts; how many."""
        answer = requests.post(f"{self.sandbox_url}/sandbox/myparcel/{store}/advance", json={"to": "registered"}, timeout=60)
        answer.raise_for_status()
        return int(answer.json()["advanced"])

    def later(self, store: str) -> int:
        """What happens in the hour after the sample: payments on delivery, refunds, cancellations, changes; how many, 0 when it has happened."""
        at = (self.base + timedelta(hours=HOURS, minutes=5)).isoformat()
        answer = requests.post(f"{self.sandbox_url}/sandbox/wix/{store}/later", json={"at": at}, timeout=60)
        answer.raise_for_status()
        return len(answer.json()["done"])

    def violations(self) -> list[Any]:
        """Fields that the real services would have ignored in silence."""
        return requests.get(f"{self.sandbox_url}/sandbox/violations", timeout=30).json()

    def _start_sandbox(self) -> None:
        processes = self.airflow.processes
        if processes.running("sandbox"):
            return
        words = [
            sys.executable,
            "-m",
            "sandbox",
            "--port",
            self.sandbox_port,
            "--state",
            str(self.home / "sandbox"),
            "--sample",
            "--base",
            self.base.isoformat(),
        ]
        processes.start("sandbox", words, {**os.environ, "PYTHONPATH": str(ROOT / "include")})
        for _ in range(150):
            try:
                requests.get(f"{self.sandbox_url}/sandbox/violations", timeout=2)
                return
            except requests.ConnectionError:
                if not processes.running("sandbox"):
                    break
                time.sleep(0.2)
        raise SystemExit(f"The sandbox did not start. Its log ends with:\n{processes.tail('sandbox')}")

    def _connections(self) -> dict[str, dict[str, Any]]:
        sys.path.insert(0, str(ROOT / "include"))
        from sandbox.connections import connections

        return {name: fields for store in STORES for name, fields in connections(self.sandbox_url, store).items()}

    def _settings(self) -> dict[str, str]:
        # A merchant's own folder may be tried against the sandbox: ORDER_SYNC_CONFIG is passed on.
        return {"ORDER_SYNC_CONFIG": os.environ.get("ORDER_SYNC_CONFIG") or str(ROOT / "include" / "config")}

    def _kept(self, name: str, make: Any) -> str:
        file = self.home / name
        if not file.exists():
            file.write_text(make())
        return file.read_text().strip()


def _hours_ago(hours: int) -> datetime:
    return datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=hours)

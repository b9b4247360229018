"""A local Airflow on loopback: embedded PostgreSQL, LocalExecutor, two fixed users. For demos, tests and a look around."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from local.airflow_processes import Processes
from local.airflow_rest import AirflowRest
from local.airflow_settings import POOLS, ROOT, Kept, choose_port, environment, postgres_connection
from local.postgres import cluster

# Logs of tasks are read from the folder, so that nothing but the API server listens.
PROGRAMS = {
    "api-server": ("api-server",),
    "scheduler": ("scheduler", "--skip-serve-logs"),
    "dag-processor": ("dag-processor",),
    "triggerer": ("triggerer", "--skip-serve-logs"),
}


class LocalAirflow:
    """Airflow in a folder: ``<home>/logs`` has its processes' logs, ``<home>/task-logs`` those of the tasks.

    connections: connection id to the fields of an Airflow connection; given to the processes by the environment.
    settings: further environment variables, last word. programs: further programs of this installation (name to words
    after ``airflow``). python: the interpreter whose Airflow runs. Everything can be called again: what is done is kept.
    """

    def __init__(
        self,
        home: Path,
        *,
        port: int = 8080,
        dags: Path = ROOT / "dags",
        connections: Mapping[str, Mapping[str, object]] | None = None,
        parallelism: int = 4,
        settings: Mapping[str, str] | None = None,
        programs: Mapping[str, tuple[str, ...]] | None = None,
        python: Path | str = sys.executable,
        say: Callable[[str], None] = lambda line: print(line, file=sys.stderr, flush=True),
    ) -> None:
        self.home, self.dags, self.parallelism, self.python, self.say = home.resolve(), dags.resolve(), parallelism, str(python), say
        self.programs = {**PROGRAMS, **(programs or {})}
        self.postgres = cluster(self.home)
        self.processes = Processes(self.home / "pids", self.home / "logs")
        self.kept = Kept.of(self.home)
        self._wished_port, self._settings = port, dict(settings or {})
        ours = {"orders_db": postgres_connection(self.postgres, "orders"), "airflow_db": postgres_connection(self.postgres, "airflow")}
        self.connections = ours | dict(connections or {})

    @property
    def url(self) -> str:
        """Where the UI and the API are."""
        return f"http://127.0.0.1:{self.kept.port}"

    @property
    def orders_url(self) -> str:
        """SQLAlchemy address of the orders database."""
        return self.postgres.url("orders")

    @cached_property
    def rest(self) -> AirflowRest:
        """The REST API as admin."""
        return AirflowRest(self.url, lambda: ("admin", self.kept.admin_password))

    def environment(self) -> dict[str, str]:
        """The environment of the Airflow processes; the command line ``order-sync`` works in it too."""
        given = environment(self.home, self.postgres, self.kept, dags=self.dags, connections=self.connections, parallelism=self.parallelism)
        return given | self._settings

    def cli(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run ``airflow <words>`` in this installation; its two outputs are captured."""
        done = subprocess.run([self.python, "-m", "airflow", *words], env=self.environment(), cwd=self.home, capture_output=True, text=True)
        if check and done.returncode:
            raise SystemExit(f"airflow {' '.join(words[:2])} ended with {done.returncode}:\n{(done.stdout + done.stderr)[-3000:]}")
        return done

    def migrate(self) -> None:
        """Start PostgreSQL, make the databases airflow and orders, and bring Airflow's schema up to date."""
        self.postgres.start()
        for name in ("airflow", "orders"):
            self.postgres.create(name)
        if not (schema := self._schema()) or schema != self.kept.migrated:
            self.say("airflow: making the metadata database")
            self.cli("db", "migrate")
            self.kept = self.kept.save(self.home, migrated=self._schema())

    def start(self) -> None:
        """Start what is down: PostgreSQL with both databases, then Airflow's programs. Returns before they are healthy."""
        if self.is_up():
            return
        self.processes.stop(*self.programs)  # what is left of an earlier start; others' programs in the folder stay
        self.kept = self.kept.save(self.home, port=choose_port(self._wished_port, self.kept.port))
        self.__dict__.pop("rest", None)
        self.migrate()
        self.say(f"airflow: starting {', '.join(self.programs)}")
        surroundings = self.environment()
        for name, words in self.programs.items():
            self.processes.start(name, (self.python, "-m", "airflow", *words), surroundings)

    def is_up(self) -> bool:
        """Whether all programs of this installation are alive."""
        return self.postgres.running() and all(self.processes.running(name) for name in self.programs)

    def wait_healthy(self, timeout: float = 180) -> None:
        """Wait until every component reports health, then make the pools; a dead program or the timeout is an error with its log."""
        started, told = time.monotonic(), 0.0
        while not self._healthy(health := self.rest.health()):
            waited = time.monotonic() - started
            if dead := self.processes.dead():
                raise SystemExit("\n".join(f"Airflow's {name} has ended by itself. {self._log(name)}" for name in dead))
            if waited > timeout:
                ill = [name for name, status in health.items() if status != "healthy"] or ["api-server"]
                logs = "\n".join(self._log(name.replace("_", "-")) for name in ill)
                raise SystemExit(f"Airflow is not healthy after {timeout:.0f} s: {', '.join(ill)}\n{logs}")
            if waited - told >= 5:
                told = waited
                ready = ", ".join(sorted(name for name, status in health.items() if status == "healthy"))
                self.say(f"airflow: {waited:.0f} s, ready: {ready or 'nothing yet'}")
            time.sleep(0.25)
        for name, (slots, description) in POOLS.items():
            self.rest.put_pool(name, slots, description)
        self.rest.warm_up()
        self.say(f"airflow: healthy after {time.monotonic() - started:.0f} s at {self.url}")

    def stop(self, *, database: bool = True) -> None:
        """End Airflow's programs with everything they started, and PostgreSQL unless it is to stay."""
        self.processes.stop()
        if database:
            self.postgres.stop()

    def _healthy(self, health: dict[str, str]) -> bool:
        return len(health) >= 4 and all(status == "healthy" for status in health.values())

    def _log(self, name: str) -> str:
        return f"{self.home / 'logs' / name}.log ends with:\n{self.processes.tail(name)}"

    def _schema(self) -> str:
        """What the metadata database was brought to, and by which Airflow; empty before the first time."""
        import psycopg

        address = f"host=127.0.0.1 port={self.postgres.port} user=postgres password={self.postgres.password} dbname=airflow"
        with psycopg.connect(address) as connection:
            if not connection.execute("SELECT to_regclass('alembic_version')").fetchone()[0]:
                return ""
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            return f"{version('apache-airflow-core')} {self.python} {revision and revision[0]}"

"""What a local Airflow is configured with: its kept secrets and ports, and the environment of its processes."""

from __future__ import annotations

import base64
import json
import os
import secrets
import socket
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from local.postgres import Postgres, free_port

ROOT = Path(__file__).resolve().parents[2]
# Each remote's limit holds over all workers through its pool: slots are calls at the same time, not calls per minute.
POOLS = {
    "wix": (4, "Tasks that call Wix at the same time"),
    "holded": (1, "Tasks that call Holded at the same time"),
    "myparcel": (2, "Tasks that call MyParcel at the same time"),
    "wix_history": (1, "Windows of past orders read at the same time, of all stores"),
}


@dataclass(frozen=True)
class Kept:
    """Made once per home, kept in ``local.json`` (mode 0600): the same logins and keys after every restart."""

    admin_password: str
    viewer_password: str
    jwt_secret: str
    api_secret: str
    fernet_key: str
    port: int = 0
    migrated: str = ""

    @classmethod
    def of(cls, home: Path) -> Kept:
        """What the home has; made where there is nothing yet."""
        file = home / "local.json"
        try:
            return cls(**json.loads(file.read_text()))
        except (OSError, ValueError, TypeError):
            kept = cls(
                admin_password=secrets.token_urlsafe(9), viewer_password=secrets.token_urlsafe(9), jwt_secret=secrets.token_hex(32),
                api_secret=secrets.token_hex(32), fernet_key=base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
            )  # fmt: skip
            return kept.save(home)

    def save(self, home: Path, **changes: object) -> Kept:
        """Write it with changes; returns what was written."""
        kept = replace(self, **changes)
        home.mkdir(parents=True, exist_ok=True)
        private(home / "local.json", json.dumps(asdict(kept)))
        private(home / "passwords.json", json.dumps({"admin": kept.admin_password, "viewer": kept.viewer_password}))
        return kept


def private(file: Path, text: str) -> None:
    """Write a file that only its owner may read, from its first byte on."""
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)


def free(port: int) -> bool:
    """Whether nobody listens on a port of 127.0.0.1."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def choose_port(*wished: int) -> int:
    """The first wished port that is free, else any free one."""
    return next((port for port in wished if port and free(port)), None) or free_port()


def connection_variable(connection_id: str) -> str:
    """Airflow's name for a connection given by the environment."""
    return f"AIRFLOW_CONN_{connection_id.upper()}"


def postgres_connection(server: Postgres, database: str) -> dict[str, object]:
    """A connection of type postgres to one database of the cluster."""
    return {
        "conn_type": "postgres", "host": "127.0.0.1", "port": server.port, "login": "postgres",
        "password": server.password, "schema": database,
    }  # fmt: skip


def environment(
    home: Path, server: Postgres, kept: Kept, *, dags: Path, connections: Mapping[str, Mapping[str, object]], parallelism: int
) -> dict[str, str]:
    """The environment of every Airflow process: the caller's own, less what would bend Airflow, plus our settings."""
    mine = {key: value for key, value in os.environ.items() if not key.startswith("AIRFLOW_") and key != "PYTHONDONTWRITEBYTECODE"}
    loopback = ",".join(filter(None, (mine.get("NO_PROXY") or mine.get("no_proxy"), "127.0.0.1", "localhost")))
    return {
        **mine,
        "NO_PROXY": loopback,
        "no_proxy": loopback,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{mine.get('PATH', os.defpath)}",
        "AIRFLOW_HOME": str(home),
        **{f"AIRFLOW__{key}": str(value) for key, value in _settings(home, server, kept, dags, parallelism).items()},
        **{connection_variable(name): json.dumps(fields) for name, fields in connections.items()},
    }


def _settings(home: Path, server: Postgres, kept: Kept, dags: Path, parallelism: int) -> dict[str, object]:
    url = f"http://127.0.0.1:{kept.port}"
    return {
        "CORE__DAGS_FOLDER": dags,
        "CORE__PLUGINS_FOLDER": home / "plugins",  # a folder of yours; our own plugin comes by its entry point
        "CORE__LOAD_EXAMPLES": False,
        "CORE__EXECUTOR": "LocalExecutor",
        "CORE__PARALLELISM": parallelism,
        "CORE__FERNET_KEY": kept.fernet_key,
        "CORE__EXECUTION_API_SERVER_URL": f"{url}/execution/",
        "CORE__TEST_CONNECTION": "Enabled",  # loopback only; docker-compose.yaml leaves it off
        "CORE__LAZY_LOAD_PLUGINS": False,  # before the scheduler forks: see order_sync/ui/preload.py
        "CORE__SIMPLE_AUTH_MANAGER_USERS": "admin:admin,viewer:viewer",
        "CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": home / "passwords.json",
        "DATABASE__SQL_ALCHEMY_CONN": server.url("airflow", "psycopg2"),
        "DATABASE__LOAD_DEFAULT_CONNECTIONS": False,
        "API__HOST": "127.0.0.1",
        "API__PORT": kept.port,
        "API__BASE_URL": url,
        "API__WORKERS": 1,
        "API__SECRET_KEY": kept.api_secret,
        "API__INSTANCE_NAME": "Order Sync",
        "API_AUTH__JWT_SECRET": kept.jwt_secret,
        # The defaults (1 s, 5 s, 300 s) suit a cluster; here they are most of what a person waits for.
        "SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": 0.1,
        "WORKERS__MIN_HEARTBEAT_INTERVAL": 1,
        "DAG_PROCESSOR__REFRESH_INTERVAL": 30,
        "LOGGING__BASE_LOG_FOLDER": home / "task-logs",
        "LOGGING__DAG_PROCESSOR_CHILD_PROCESS_LOG_DIRECTORY": home / "logs" / "dag-files",
        "LOGGING__COLORED_CONSOLE_LOG": False,
        "USAGE_DATA_COLLECTION__ENABLED": False,
    }

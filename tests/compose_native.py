"""The services of docker-compose.yaml as plain processes of this machine: same commands, environment and health checks.

Only addresses and folders are replaced: service names by 127.0.0.1 with free ports, the image's folders by the project and
a temporary home. The processes see nothing else of our environment, as in a container.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import subprocess
import sys
import time
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

import compose_file
from compose_file import ROOT
from local.airflow_processes import Processes
from local.postgres import Postgres, free_port


def image(folder: Path) -> Path:
    """An environment with the pins of the image and the project in it; kept in a folder until the lock changes."""
    stamp, lock = folder / "lock.sha256", ROOT / "requirements-celery.txt"
    digest = hashlib.sha256(lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes() + str(ROOT).encode()).hexdigest()
    if not stamp.exists() or stamp.read_text() != digest:
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        python = str(folder / "bin" / "python")
        subprocess.run([python, "-m", "pip", "install", "-qq", "uv>=0.9,<1"], check=True)
        install = [python, "-m", "uv", "--quiet", "pip", "install", "--python", python]
        subprocess.run([*install, "--require-hashes", "--compile-bytecode", "-r", str(lock)], check=True)
        subprocess.run([*install, "--no-deps", "-e", str(ROOT)], check=True)
        shutil.rmtree(ROOT / "plugins" / "order_sync.egg-info", ignore_errors=True)
        stamp.write_text(digest)
    return folder / "bin"


class Native:
    """One running set of the services."""

    def __init__(self, home: Path, binaries: Path, postgres: Postgres, dags: Path) -> None:
        self.home, self.binaries, self.postgres = home, binaries, postgres
        self.ports = {name: free_port() for name in ("api", "redis", "scheduler health", "worker logs", "triggerer logs")}
        self.secrets = {name: value or secrets.token_hex(16) for name, value in compose_file.example().items()}
        self.secrets |= {"AIRFLOW_FERNET_KEY": urlsafe_b64encode(os.urandom(32)).decode(), "ADMIN_EMAIL": "admin@example.com"}
        self.compose = compose_file.filled(self.secrets | {"WORKER_CONCURRENCY": "2"})
        self.processes = Processes(home / "pids", home / "logs")
        self.dags = dags

    @property
    def url(self) -> str:
        """Where the UI and the API are."""
        return f"http://127.0.0.1:{self.ports['api']}"

    def here(self, text: str) -> str:
        """A text of the file with this machine's addresses and folders."""
        for there, mine in {
            "postgres:5432": f"127.0.0.1:{self.postgres.port}",
            "redis:6379": f"127.0.0.1:{self.ports['redis']}",
            "api-server:8080": f"127.0.0.1:{self.ports['api']}",
            "127.0.0.1:8080": f"127.0.0.1:{self.ports['api']}",
            "127.0.0.1:8974": f"127.0.0.1:{self.ports['scheduler health']}",
            "0.0.0.0": "127.0.0.1",
            "/opt/order-sync/dags": str(self.dags),
            "/opt/order-sync": str(ROOT),
            "/opt/airflow": str(self.home),
        }.items():
            text = text.replace(there, mine)
        return text

    def environment(self, service: str) -> dict[str, str]:
        """What a service's container would see, and the ports that containers need not share out."""
        given = {key: self.here(str(value)) for key, value in self.compose["services"][service].get("environment", {}).items()}
        return {
            "PATH": f"{self.binaries}{os.pathsep}{self.postgres.binaries}{os.pathsep}{os.defpath}",
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            **given,
            "PGPORT": str(self.postgres.port),
            "REDISCLI_PORT": str(self.ports["redis"]),
            "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_PORT": str(self.ports["scheduler health"]),
            "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT": str(self.ports["worker logs"]),
            "AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT": str(self.ports["triggerer logs"]),
        }

    def make_databases(self) -> None:
        """What PostgreSQL's image does at its first start: the script of ``configs``, as superuser."""
        script = self.compose["configs"]["databases"]["content"]
        environment = self.environment("postgres") | {"PGHOST": "127.0.0.1", "PGPASSWORD": self.postgres.password}
        subprocess.run(["bash", "-ec", script], env=environment, check=True, capture_output=True)

    def start(self, service: str) -> None:
        """Start a service by its own command."""
        command = [self.here(word) for word in self.compose["services"][service]["command"]]
        if service == "redis":
            command[-1] += f" --bind 127.0.0.1 --port {self.ports['redis']} --dir '{self.home}'"
        if service == "api-server":
            command = [str(self.ports["api"]) if word == "8080" else word for word in command]
        self.processes.start(service, command, self.environment(service))

    def run(self, service: str) -> subprocess.CompletedProcess[str]:
        """Run a service to its end."""
        command = [self.here(word) for word in self.compose["services"][service]["command"]]
        return subprocess.run(command, env=self.environment(service), cwd=self.home, capture_output=True, text=True, timeout=300)

    def health(self, service: str) -> subprocess.CompletedProcess[str]:
        """Run a service's health check once."""
        test: list[Any] = self.compose["services"][service]["healthcheck"]["test"]
        words = ["sh", "-c", test[1]] if test[0] == "CMD-SHELL" else test[1:]
        if service == "redis":
            words[-1] = words[-1].replace("redis-cli", f"redis-cli -p {self.ports['redis']}")
        return subprocess.run(
            [self.here(word) for word in words], env=self.environment(service), capture_output=True, text=True, timeout=120
        )

    def wait_healthy(self, service: str, timeout: float = 180) -> None:
        """Repeat a service's health check until it passes."""
        deadline = time.monotonic() + timeout
        while (done := self.health(service)).returncode:
            assert not self.processes.dead(), "\n".join(f"{name}:\n{self.processes.tail(name, 40)}" for name in self.processes.dead())
            assert time.monotonic() < deadline, f"{service} is not healthy: {done.stdout}{done.stderr}\n{self.processes.tail(service, 40)}"
            time.sleep(1)

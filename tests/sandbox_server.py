"""The sandbox in a thread, and Airflow connections to it, for tests that speak real HTTP."""

from __future__ import annotations

import json
from typing import Any

from sandbox.connections import connections
from sandbox.core import Sandbox
from sandbox.server import SandboxServer


class RunningSandbox(SandboxServer):
    """A sandbox on a free port. Beside SandboxServer it offers the object's own parts for short."""

    def __init__(self) -> None:
        super().__init__(Sandbox())
        self.arm, self.state, self.calls = self.sandbox.arm, self.sandbox.state, self.sandbox.calls
        self.violations, self.settings = self.sandbox.violations, self.sandbox.settings

    def called(self, service: str, method: str = "", account: str = "", template: str = "") -> list[dict[str, Any]]:
        """The logged calls of a service, narrowed down."""
        wanted = {"service": service, "method": method, "account": account, "template": template}
        return [call for call in self.calls if all(value in ("", call[key]) for key, value in wanted.items())]

    def connections(self, key: str) -> dict[str, dict[str, Any]]:
        """The three connections of one account, as Airflow's JSON; limits so high that tests do not wait."""
        return connections(self.url(), key)

    def environment(self, *keys: str) -> dict[str, str]:
        """AIRFLOW_CONN_… variables of these accounts."""
        rows = {name: row for key in keys for name, row in self.connections(key).items()}
        return {f"AIRFLOW_CONN_{name.upper()}": json.dumps(row) for name, row in rows.items()}

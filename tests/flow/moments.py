"""A moment of a world kept and restored, and a world that a whole module shares: for tests that start many times from one point."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from order_sync.store.database import Database
from sandbox_server import RunningSandbox
from shop_world import World, quick_config, wix_order

SERVICES = ("wix", "holded", "myparcel")
COMPANY = [{"title": "VAT number", "value": "B12345674"}]


class Moment:
    """Keeps the database and the sandbox of a world as they are, and brings them back. ``database``: its name."""

    def __init__(self, world: World, postgres: Any, database: str) -> None:
        self.world, self.postgres, self.database = world, postgres, database

    def keep(self) -> None:
        """Remember this moment."""
        sandbox = self.world.sandbox.sandbox
        self.kept = {(service, key): json.dumps(sandbox.state(service, key)) for service in SERVICES for key in ("es", "nl")}
        self._copy(self.database, f"{self.database}_kept")

    def restore(self) -> None:
        """Back to it: no fault, no switch, and nothing sent that was not sent then."""
        sandbox = self.world.sandbox.sandbox
        for pair, text in self.kept.items():
            state = sandbox.state(*pair)
            state.clear()
            state.update(json.loads(text))
        sandbox.faults.clear()
        sandbox.settings.clear()
        self._copy(f"{self.database}_kept", self.database)
        self.world.database = Database(self.postgres.url(self.database))

    def _copy(self, source: str, target: str) -> None:
        self.world.database.close()
        copied(self.postgres, source, target)


def copied(postgres: Any, source: str, target: str) -> None:
    """Make a database again as the copy of another one."""
    address = f"host=127.0.0.1 port={postgres.port} user=postgres password={postgres.password} dbname=postgres"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {target} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {target} TEMPLATE {source}")


@contextmanager
def shared_world(postgres: Any, folder: Path, name: str) -> Iterator[World]:
    """A world of its own beside the one of the fixtures, with the database ``name``; empty, to be filled and kept."""
    server = RunningSandbox()
    server.start()
    copied(postgres, "orders_template", name)
    world = World(server, Database(postgres.url(name)), quick_config(folder))
    with pytest.MonkeyPatch.context() as patch:
        for variable, value in server.environment("es", "nl").items():
            patch.setenv(variable, value)
        yield world
    world.database.close()
    server.stop()


def company_order(number: str, **changes: Any) -> dict[str, Any]:
    """An order of a company: an invoice, which needs a contact."""
    order = wix_order(number, customFields=COMPANY, **changes)
    order["billingInfo"]["contactDetails"]["company"] = "Ejemplo SL"
    return order

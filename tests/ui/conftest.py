"""A running Airflow with the sample orders of two shops: landed, booked, shipped, tracked, some held; and a browser before it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from browser import logged_in
from local.airflow import LocalAirflow
from order_sync.steps.window import Window
from order_sync.store.database import Database
from sandbox.samples import install
from sandbox_server import RunningSandbox
from shop_world import World, quick_config

HOURS = 4
# Airflow's simple roles: a viewer looks, a user ships and books, an op may change connections too, an admin everything
PEOPLE = {"viewer": "viewer", "packer": "user", "operator": "op", "admin": "admin"}


class Room:
    """The control room: ``airflow``, ``world`` (the same database and sandbox in this process), and people who log in."""

    def __init__(self, home: Path, ends: ExitStack) -> None:
        self.home, self.ends = home, ends
        self.sandbox = RunningSandbox()
        self.sandbox.start()
        ends.callback(self.sandbox.stop)
        self.base = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=HOURS + 2)
        install(self.sandbox.sandbox, self.base)
        self.config = self._config()
        self.airflow = self._airflow()
        self._sessions: dict[str, Any] = {}

    def start(self, browser: Any) -> Room:
        """Airflow comes up while the hours are run in this process."""
        self.browser = browser
        self.airflow.migrate()
        self.database = Database(self.airflow.orders_url)
        self.ends.callback(self.database.close)
        self.database.migrate()
        self.airflow.start()
        patch = self.ends.enter_context(pytest.MonkeyPatch.context())
        for name, fields in self.connections.items():
            patch.setenv(f"AIRFLOW_CONN_{name.upper()}", json.dumps(fields))
        self.world = World(self.sandbox, self.database, self.config)
        for hour in range(HOURS):
            self._hour(hour)
        self.airflow.wait_healthy()
        self.rest = self.airflow.rest
        self.ends.callback(self.rest.session.close)
        return self

    def page(self, who: str = "admin", **context: Any) -> Any:
        """A page on which that person has logged in; the login is made once a person and kept."""
        if who not in self._sessions:
            first = logged_in(self.browser, self.airflow.url, who, self.airflow.kept.admin_password)
            self._sessions[who] = first.context.storage_state()
            first.context.close()
        page = self.browser.new_context(storage_state=self._sessions[who], **context).new_page()
        page.set_default_timeout(60_000)
        return page

    def address(self, path: str) -> str:
        """Where one of our pages is, without Airflow's frame around it."""
        return f"{self.airflow.url}/order-sync{path}"

    def _hour(self, hour: int) -> None:
        window = Window(self.base + timedelta(hours=hour), self.base + timedelta(hours=hour + 1))
        for store in ("es", "nl"):
            self.world.ingest(store, f"h{hour}", window)
            for destination in ("holded", "myparcel"):
                self.world.send(destination, store, f"h{hour}")
            if hour < HOURS - 1:  # the last hour's parcels wait for a label
                self.world.label(store)
                self.world.track(store, f"h{hour}")

    def _config(self) -> Any:
        folder = self.home / "config"
        quick_config(folder)
        for file in (folder / "stores").glob("*.yaml"):
            settings = yaml.safe_load(file.read_text())
            settings["myparcel"]["labels"] = {"storage": (self.home / "labels").as_uri()}
            file.write_text(yaml.safe_dump(settings))
        from order_sync.settings import load_config

        return load_config(folder)

    def _airflow(self) -> LocalAirflow:
        self.connections = {**self.sandbox.connections("es"), **self.sandbox.connections("nl")}
        passwords = self.home / "people.json"
        settings = {
            "ORDER_SYNC_CONFIG": str(self.home / "config"),
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": ",".join(f"{name}:{role}" for name, role in PEOPLE.items()),
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(passwords),
        }
        airflow = LocalAirflow(self.home, port=0, connections=self.connections, parallelism=6, settings=settings)
        passwords.write_text(json.dumps(dict.fromkeys(PEOPLE, airflow.kept.admin_password)))
        self.ends.callback(airflow.stop)
        self.ends.callback(airflow.processes.stop, "triggerer", grace=0.1)  # takes ten seconds to end when it is asked
        return airflow


@pytest.fixture(scope="session")
def room(installed, tmp_path_factory, chrome) -> Iterator[Room]:
    """The control room, once for all tests of a worker."""
    with ExitStack() as ends:
        yield Room(tmp_path_factory.mktemp("control room"), ends).start(chrome)

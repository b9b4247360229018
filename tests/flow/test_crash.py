"""Kill the sender at every point around each remote call and run again: the remotes end with exactly one of each."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import threading
import time
from typing import Any

import crash_child
import psycopg
import pytest
from order_sync.store.database import Database
from shop_world import wix_order

POINTS = ("before the call is done", "after it is done, before the answer", "right after the answer")
STORE = "es"
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(
    [
        "order_sync.steps.holded_send",
        "order_sync.steps.track",
        "order_sync.hooks.holded",
        "order_sync.hooks.myparcel",
        "order_sync.hooks.wix",
    ]
)
COMPANY = [{"title": "VAT number", "value": "B12345674"}]


@pytest.fixture
def stage(world, postgres, connections, monkeypatch):
    """Published orders of a consumer and a company, ready to be sent, as a template to start each kill from."""
    company = wix_order("10002", minute=6, customFields=COMPANY)
    company["billingInfo"]["contactDetails"]["company"] = "Ejemplo SL"
    world.stock()
    world.sell(STORE, wix_order("10001"), company)
    world.ingest(STORE)
    return Stage(world, postgres, connections, monkeypatch)


class Stage:
    """Restores database and sandbox to the moment before the sending, runs a child, kills it on cue."""

    def __init__(self, world: Any, postgres: Any, connections: dict[str, Any], monkeypatch: Any) -> None:
        self.world, self.postgres = world, postgres
        self.environment = {f"AIRFLOW_CONN_{name.upper()}": json.dumps(fields) for name, fields in connections.items()}
        database = {
            "conn_type": "postgres",
            "host": "127.0.0.1",
            "port": postgres.port,
            "login": "postgres",
            "password": postgres.password,
            "schema": "orders_test",
        }
        self.environment |= {"AIRFLOW_CONN_ORDERS_DB": json.dumps(database), "ORDER_SYNC_CONFIG": str(world.config.folder)}

    def keep(self) -> None:
        """Remember this moment."""
        sandbox = self.world.sandbox.sandbox
        self.kept = {pair: json.dumps(sandbox.state(*pair)) for pair in (("wix", STORE), ("holded", STORE), ("myparcel", STORE))}
        self._copy("orders_test", "orders_kept")

    def restore(self) -> None:
        """Back to it."""
        sandbox = self.world.sandbox.sandbox
        for pair, text in self.kept.items():
            state = sandbox.state(*pair)
            state.clear()
            state.update(json.loads(text))
        sandbox.faults.clear()
        self._copy("orders_kept", "orders_test")
        self.world.database = Database(self.postgres.url("orders_test"))

    def _copy(self, source: str, target: str) -> None:
        self.world.database.close()
        address = f"host=127.0.0.1 port={self.postgres.port} user=postgres password={self.postgres.password} dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {target} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {target} TEMPLATE {source}")

    def child(self, destination: str) -> Any:
        """One run to its end, or to its death; the counts, or None for a killed one."""
        report = _context.Queue()
        self.process = _context.Process(target=crash_child.run, args=(STORE, destination, self.environment, report))
        self.process.start()
        self.process.join(60)
        assert not self.process.is_alive(), "the sender hangs"
        return None if self.process.exitcode else report.get(timeout=5)

    def kill(self, _call: Any = None) -> None:
        """SIGKILL: no handler, no finally, no rollback of ours."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.join(10)

    def calls(self, destination: str) -> int:
        """How many calls an undisturbed run makes."""
        self.restore()
        before = len(self.world.sandbox.calls)
        assert self.child(destination) is not None
        return sum(call["path"] != "/oauth2/token" for call in self.world.sandbox.calls[before:])

    def killed_at(self, destination: str, nth: int, point: str) -> None:
        """A run that is killed at a point around its nth call, and runs afterwards until nothing is open."""
        self.restore()
        if point == POINTS[0]:
            self.world.sandbox.arm("hook", path="^/(?!oauth2)", nth=nth, call=self.kill)
        elif point == POINTS[1]:
            self.world.sandbox.arm("hook_after", path="^/(?!oauth2)", nth=nth, call=self.kill)
        else:
            self.world.sandbox.arm("hook_after", path="^/(?!oauth2)", nth=nth, call=lambda call: threading.Timer(0.004, self.kill).start())
        killed = self.child(destination) is None
        assert killed or point == POINTS[2], "the child was not killed"
        for _ in range(4):
            time.sleep(0.01)
            assert self.child(destination) is not None
            if not self.open(destination):
                return
        raise AssertionError(f"killed at call {nth} ({point}): still open after four runs: {self.open(destination)}")

    def open(self, destination: str) -> list[Any]:
        """Intents that are not finished."""
        target = {"tracking": "wix"}.get(destination, destination)
        roles = ["document", "approval", "payment", "shipment", "fulfillment"]
        return self.world.database.rows("ledger/open", store=STORE, destination=target, roles=roles, numbers=None)


def _every_kill(stage: Stage, destination: str, exactly: Any) -> None:
    stage.keep()
    calls = stage.calls(destination)
    exactly()
    for nth in range(1, calls + 1):
        for point in POINTS:
            stage.killed_at(destination, nth, point)
            exactly()
            holds = stage.world.database.rows("holds/list", store=STORE, code=None, number=None)
            assert not holds, f"killed at call {nth} ({point}): {holds}"


def test_killed_anywhere_each_order_has_one_document_contact_and_payment(stage):
    def exactly() -> None:
        documents = stage.world.documents(STORE)
        assert sorted(document["description"] for document in documents) == ["Pedido Wix 10001", "Pedido Wix 10002"]
        assert all(not document["draft"] and len(document["payments"]) == 1 for document in documents)
        assert len(stage.world.sandbox.state("holded", STORE)["contacts"]) == 1

    _every_kill(stage, "holded", exactly)


def test_killed_anywhere_each_order_has_one_shipment(stage):
    def exactly() -> None:
        references = [shipment["reference_identifier"] for shipment in stage.world.shipments(STORE)]
        assert len(references) == len(set(references)) == 2

    _every_kill(stage, "myparcel", exactly)


def test_killed_anywhere_each_parcel_has_one_fulfillment(stage):
    stage.world.send("myparcel", STORE)
    stage.world.label(STORE)

    def exactly() -> None:
        numbers = [found["trackingInfo"]["trackingNumber"] for found in stage.world.fulfillments(STORE)]
        assert len(numbers) == len(set(numbers)) == 2
        assert len(stage.world.sandbox.state("wix", STORE)["mails"]) == 2

    _every_kill(stage, "tracking", exactly)

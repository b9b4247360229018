"""A moment before the sending, and a child that is killed at a point around one of its calls: for tests of crashes."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from typing import Any

import crash_child
import pytest
from moments import Moment, company_order
from order_sync.contracts.acts import ACT_ROLES
from shop_world import wix_order

POINTS = ("before the call is done", "after it is done, before the answer", "right after the answer")
STORE = "es"


@pytest.fixture
def stage(world, postgres, connections, monkeypatch):
    """Published orders of a consumer and a company, ready to be sent, as a template to start each kill from."""
    crash_child.start_server()
    world.stock()
    world.sell(STORE, wix_order("10001"), company_order("10002", minute=6))
    world.ingest(STORE)
    return Stage(world, postgres, connections, monkeypatch)


class Stage(Moment):
    """Restores database and sandbox to the moment before the sending, runs a child, kills it on cue."""

    def __init__(self, world: Any, postgres: Any, connections: dict[str, Any], monkeypatch: Any) -> None:
        super().__init__(world, postgres, "orders_test")
        self.switches = dict(world.sandbox.settings)
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

    def restore(self) -> None:
        """Back to the moment, under the switches of this stage."""
        super().restore()
        self.world.sandbox.settings |= self.switches

    def child(self, destination: str) -> Any:
        """One run to its end, or to its death; the counts, or None for a killed one."""
        report, their_end = crash_child.context.Pipe(duplex=False)
        self.process = crash_child.context.Process(target=crash_child.run, args=(STORE, destination, self.environment, their_end))
        self.process.start()
        their_end.close()
        self.process.join(60)
        assert not self.process.is_alive(), "the sender hangs"
        return None if self.process.exitcode else report.recv()

    def kill(self, _call: Any = None) -> None:
        """SIGKILL: no handler, no finally, no rollback of ours."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.join(10)

    def calls(self, destination: str) -> list[str]:
        """The calls of an undisturbed run, as method and template."""
        self.restore()
        before = len(self.world.sandbox.calls)
        assert self.child(destination) is not None
        made = self.world.sandbox.calls[before:]
        return [f"{call['method']} {call['template']}" for call in made if call["path"] != "/oauth2/token"]

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
        target = {"tracking": "wix"}.get(destination, "myparcel" if destination.startswith("labels") else destination)
        roles = [*ACT_ROLES, "document", "shipment", "fulfillment", "label", "return"]
        return self.world.database.rows("ledger/open", store=STORE, destination=target, roles=roles, numbers=None)


def every_kill(stage: Stage, destination: str, writes: set[str], exactly: Any, *, holds: bool = False) -> None:
    """Kill a run at every point around each of its calls; afterwards everything is there ``exactly`` once."""
    stage.keep()
    calls = stage.calls(destination)
    assert {call for call in calls if not call.startswith("GET") and not call.endswith("list-by-ids")} == writes
    exactly()
    for nth in range(1, len(calls) + 1):
        for point in POINTS:
            stage.killed_at(destination, nth, point)
            exactly()
            held = stage.world.database.rows("holds/list", store=STORE, code=None, number=None)
            assert holds or not held, f"killed at call {nth} ({point}): {held}"

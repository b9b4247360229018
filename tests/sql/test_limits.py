"""Limits of an account over all processes and stores: together they stay below, and a 429 silences everybody."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import deque

import pytest
from order_sync.errors import RetryLater
from order_sync.store.limits import SHARE, SILENCE, CallWindows

ENDPOINT = "POST /shipments"
WORKER = """
import json, sys, time
from order_sync.store.database import Database
from order_sync.store.limits import CallWindows
url, limit, seconds, until = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4])
windows, made = CallWindows(Database(url), "account", {"POST /shipments": limit}, seconds=seconds), []
while time.time() < until:
    time.sleep(windows.take("POST /shipments"))
    made.append(time.time())
print(json.dumps(made))
"""


def _most(instants, seconds):
    window, most = deque(), 0
    for instant in sorted(instants):
        window.append(instant)
        while window[0] <= instant - seconds:
            window.popleft()
        most = max(most, len(window))
    return most


def test_two_processes_together_stay_below(database, monkeypatch):
    import time

    limit, seconds = 60, 2.0
    url = database.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", WORKER, url, str(limit), str(seconds), str(time.time() + 9)]
    environment = {"PYTHONPATH": ":".join(sys.path)}
    workers = [subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) for _ in range(2)]
    made = [json.loads(worker.communicate(timeout=60)[0]) for worker in workers]
    assert all(made), "a process made no call"
    together = made[0] + made[1]
    assert _most(together, seconds) <= limit
    assert len(together) > limit, "what is left unused would make two workers slower than one"


def _windows(database, limit, account="one"):
    return CallWindows(database, account, {ENDPOINT: limit})


def test_what_would_wait_too_long_is_left_to_airflow_and_takes_nothing(database):
    windows = _windows(database, 12)
    waits = []
    with pytest.raises(RetryLater) as error:
        for _ in range(20):
            waits.append(windows.take(ENDPOINT))
    assert len(waits) <= 12 * SHARE and error.value.delay > 30
    before = database.one("limits/wait", account="one", endpoint=ENDPOINT, step=1, room=0)["wait"]
    with pytest.raises(RetryLater):
        _windows(database, 12).take(ENDPOINT)  # another store, the same account
    assert database.one("limits/wait", account="one", endpoint=ENDPOINT, step=1, room=0)["wait"] <= before


def test_accounts_and_endpoints_are_apart(database):
    windows = _windows(database, 6)
    with pytest.raises(RetryLater):
        for _ in range(20):
            windows.take(ENDPOINT)
    assert _windows(database, 6, "two").take(ENDPOINT) == 0
    assert windows.take("GET /something/else") == 0


def test_a_429_silences_every_worker(database):
    _windows(database, 500).refused(ENDPOINT)
    with pytest.raises(RetryLater) as error:
        _windows(database, 500).take(ENDPOINT)
    assert SILENCE - 5 < error.value.delay <= SILENCE


def test_the_hook_counts_every_try_also_a_refused_one(sandbox, connections, database):
    from functools import partial

    from order_sync.hooks.myparcel import MyParcelHook

    first, second = (MyParcelHook(name, gates=partial(CallWindows, database)) for name in ("myparcel_nl", "myparcel_nl"))
    assert first.account_key == second.account_key != MyParcelHook("myparcel_es").account_key
    sandbox.settings["myparcel.limit_overrides"] = {"GET /shipments": [1, 300]}
    first.newest_shipments()
    with pytest.raises(RetryLater):
        first.newest_shipments()
    calls = len(sandbox.called("myparcel"))
    with pytest.raises(RetryLater, match="GET /shipments"):
        second.newest_shipments()  # it does not even ask
    assert len(sandbox.called("myparcel")) == calls

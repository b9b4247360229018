"""The sandbox's own machinery over real HTTP: accounts, faults, log, digest, snapshot."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests
from fastapi import FastAPI
from sandbox.__main__ import main
from sandbox.core import Sandbox
from sandbox.server import SandboxServer

INCLUDE = Path(__file__).resolve().parents[2] / "include"


@pytest.fixture
def notes(monkeypatch):
    """A sandbox whose wix service is a small note-taking app."""
    import sandbox.core as core

    class Notes:
        @staticmethod
        def build(sandbox: Sandbox, key: str) -> FastAPI:
            app = FastAPI()

            @app.post("/notes/{name}")
            async def add(name: str) -> dict:
                sandbox.state("wix", key).setdefault("notes", []).append(name)
                return {"name": name}

            return app

    monkeypatch.setattr(core, "module_of", lambda service: Notes if service == "wix" else None)
    servers = []

    def start(folder=None) -> SandboxServer:
        server = SandboxServer(Sandbox(folder))
        server.start()
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.stop()


def test_accounts_are_apart_and_calls_are_logged_by_template(notes):
    server = notes()
    assert requests.post(server.url("wix", "es") + "/notes/a", timeout=5).json() == {"name": "a"}
    assert requests.post(server.url("wix", "nl") + "/notes/b", timeout=5).status_code == 200
    assert server.sandbox.state("wix", "es") == {"notes": ["a"]}
    assert [(c["account"], c["template"], c["status"]) for c in server.sandbox.calls] == [
        ("es", "/notes/{name}", 200),
        ("nl", "/notes/{name}", 200),
    ]


def test_unknown_service_or_malformed_account_is_not_found(notes):
    server = notes()
    assert requests.get(server.url("holded", "es") + "/x", timeout=5).status_code == 404
    assert requests.post(server.url("wix", "No!") + "/notes/a", timeout=5).status_code == 404


@pytest.mark.parametrize(
    ("action", "status", "done"),
    [
        ("cut_before", None, False),
        ("lost_answer", None, True),
        ("http_429", 429, False),
        ("http_429_month", 429, False),
        ("http_500", 500, False),
        ("http_500_after", 500, True),
    ],
)
def test_a_fault_hits_once_and_leaves_the_promised_state(notes, action, status, done):
    server = notes()
    server.sandbox.arm(action, method="POST", path="^/notes/", nth=2)
    url = server.url("wix", "es")
    requests.post(f"{url}/notes/first", timeout=5)
    if status is None:
        with pytest.raises(requests.ConnectionError):
            requests.post(f"{url}/notes/second", timeout=5)
    else:
        assert requests.post(f"{url}/notes/second", timeout=5).status_code == status
    requests.post(f"{url}/notes/third", timeout=5)
    expected = ["first", "second", "third"] if done else ["first", "third"]
    assert server.sandbox.state("wix", "es") == {"notes": expected}


def test_hooks_run_around_the_call(notes):
    server = notes()
    seen = []

    def look(label):
        return lambda call: seen.append((label, len(server.sandbox.state("wix", "es").get("notes", []))))

    server.sandbox.arm("hook", call=look("before"))
    server.sandbox.arm("hook_after", call=look("after"))
    requests.post(server.url("wix", "es") + "/notes/a", timeout=5)
    requests.post(server.url("wix", "es") + "/notes/b", timeout=5)
    assert seen == [("before", 0), ("after", 2)]  # one fault a call, in the order they were armed


def test_the_snapshot_brings_everything_back(notes, tmp_path):
    server = notes(tmp_path)
    requests.post(server.url("wix", "es") + "/notes/kept", timeout=5)
    digest = requests.get(server.url() + "/sandbox/digest", timeout=5).json()["digest"]
    server.stop()
    again = notes(tmp_path)
    assert again.sandbox.state("wix", "es") == {"notes": ["kept"]}
    assert again.sandbox.digest() == digest
    requests.post(again.url("wix", "es") + "/notes/more", timeout=5)
    assert again.sandbox.digest() != digest


def test_admin_arms_faults_and_changes_settings(notes):
    server = notes()
    admin = server.url() + "/sandbox"
    assert requests.post(f"{admin}/faults", json={"action": "http_500"}, timeout=5).status_code == 201
    assert requests.post(f"{admin}/faults", json={"action": "burn"}, timeout=5).status_code == 422
    assert requests.post(server.url("wix", "es") + "/notes/a", timeout=5).status_code == 500
    assert requests.post(f"{admin}/settings", json={"holded.rounding": "by_line"}, timeout=5).json()["holded.rounding"] == "by_line"
    assert server.sandbox.setting("holded", "rounding", "") == "by_line"
    server.sandbox.violation("wix", "a field nobody knows")
    assert requests.get(f"{admin}/violations", timeout=5).json() == [{"service": "wix", "text": "a field nobody knows"}]
    assert requests.get(f"{admin}/calls", timeout=5).json()[0]["status"] == 500


def test_started_alone_it_loads_a_folder_and_saves_when_ended(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "order.json").write_text('{"order": {"id": "o1", "updatedDate": "2026-03-01T10:00:00.000Z"}}')
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--state", tmp_path / "state", "--load", f"nl={tmp_path / 'in'}"]
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(INCLUDE)}, stdout=subprocess.PIPE, text=True)
    try:
        assert "'orders': 1" in process.stdout.readline()
        url = process.stdout.readline().split()[2].rstrip(":")
        until = time.monotonic() + 20
        while time.monotonic() < until:
            with contextlib.suppress(requests.ConnectionError):
                if requests.get(f"{url}/sandbox/state/wix/nl", timeout=5).json()["orders"].keys() == {"o1"}:
                    break
            time.sleep(0.05)
        token = {"grant_type": "client_credentials", "client_id": "app-nl", "client_secret": "wix-nl-secret", "instance_id": "instance-nl"}
        assert requests.post(f"{url}/wix/nl/oauth2/token", json=token, timeout=5).status_code == 200
        (tmp_path / "state" / "wix.nl.json").unlink(missing_ok=True)  # whatever was saved while it ran
        assert requests.post(f"{url}/wix/nl/oauth2/token", json=token, timeout=5).status_code == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    finally:
        process.kill()
        process.stdout.close()
    assert '"o1"' in (tmp_path / "state" / "wix.nl.json").read_text()


def test_a_folder_that_is_missing_is_said(tmp_path):
    with pytest.raises(SystemExit, match="no such folder"):
        main(["--port", "0", "--load", str(tmp_path / "nowhere")])

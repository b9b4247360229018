"""The command line in this process: what a command said, its exit code, and the requests that reached the sandbox."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
import sandbox.door
import yaml


class Said(NamedTuple):
    """What one command gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as one JSON document."""
        return json.loads(self.out)


def orders_db(database: Any, **changes: Any) -> str:
    """The connection orders_db to a test's database, as Airflow's JSON."""
    url = database.engine.url
    found = {"host": url.host, "port": url.port, "schema": url.database, "login": url.username, "password": url.password}
    return json.dumps({"conn_type": "postgres", **found, **changes})


def runner(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> Callable[..., Said]:
    """``order_sync("coverage", "--json")`` runs the entry point and gives what it said."""
    from order_sync.cli import main

    def order_sync(*words: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["order-sync", *words])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main.run()
        captured = capsys.readouterr()
        return Said(ended.value.code or 0, captured.out, captured.err)

    return order_sync


@contextmanager
def wire(service: str) -> Iterator[list[dict[str, Any]]]:
    """Every request that reaches a service while the block runs: method, path with query, body."""
    heard: list[dict[str, Any]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sandbox.door, "_collect", _listening(sandbox.door._collect, service, heard))
        yield heard


def _listening(collect: Any, service: str, heard: list[dict[str, Any]]) -> Any:
    async def listen(app: Any, scope: dict, receive: Any) -> list[dict]:
        parts: list[bytes] = []

        async def overhear() -> dict:
            message = await receive()
            parts.append(message.get("body", b""))
            return message

        answer = await collect(app, scope, overhear)
        if app.title.lower().startswith(service):
            query = scope["query_string"].decode()
            body = b"".join(parts)
            heard.append({
                "method": scope["method"], "path": scope["path"] + (f"?{query}" if query else ""), "body": json.loads(body) if body else None,
            })  # fmt: skip
        return answer

    return listen


def change_store(world, key, change):
    """Change a store's file of settings."""
    file = world.config.folder / "stores" / f"{key}.yaml"
    settings = yaml.safe_load(file.read_text())
    change(settings)
    file.write_text(yaml.safe_dump(settings))

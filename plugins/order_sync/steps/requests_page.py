"""What the page of a dry run shows. No names, no addresses: they were masked before anything was kept."""

from __future__ import annotations

import json
from typing import Any

from order_sync.errors import NotThere
from order_sync.store import dry_runs
from order_sync.store.database import Database
from order_sync.store.dry_runs import Shown


def one_run(database: Database, dag_id: str, run_id: str, *, task: str, number: str, skip: int, most: int) -> dict[str, Any]:
    """``tasks`` that have shown requests, the ``task`` that is shown, its ``requests`` (place, method, path, body as text, order_number,
    only), and whether there are ``more``. NotThere where a task is named that has shown none."""
    tasks = dry_runs.tasks(database, dag_id, run_id)
    names = [row["task_id"] for row in tasks]
    if task and task not in names:
        raise NotThere(
            "this task has shown no requests", where=f"run {run_id}", cure="Trigger a run with 'Dry run' switched on.", status=404
        )
    chosen = task or (names[0] if names else "")
    rows = dry_runs.page(database, Shown(dag_id, run_id, chosen), skip=skip, most=most + 1, number=number) if chosen else []
    found = [row["request"] | {"place": row["place"], "body": _text(row["request"]["body"])} for row in rows[:most]]
    return {"tasks": tasks, "task": chosen, "requests": found, "more": len(rows) > most}


def recent(database: Database, store: str, *, skip: int, most: int) -> tuple[list[dict[str, Any]], bool]:
    """The store's dry runs, the newest first, and whether there are more."""
    rows = dry_runs.recent(database, store, skip=skip, most=most + 1)
    return rows[:most], len(rows) > most


def _text(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False, indent=2) if body else ""

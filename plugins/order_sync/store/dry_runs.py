"""What dry runs would have sent: requests without personal data, by the task that showed them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from order_sync.store.database import Database, Row


class Shown(NamedTuple):
    """The task of a run that shows its requests."""

    dag_id: str
    run_id: str
    task_id: str


def keep(database: Database, shown: Shown, store: str, destination: str, requests: Iterable[Mapping[str, Any]], days: int) -> None:
    """Keep a task's requests in their order, in the place of those of an earlier try. What is older than ``days`` goes."""
    rows = ((*shown, store, destination, place, json.dumps(request, default=str)) for place, request in enumerate(requests, start=1))
    with database.begin() as tx:
        tx.run("dry_runs/clear", **shown._asdict(), store=store, days=days)
        tx.copy("ops.dry_runs", ("dag_id", "run_id", "task_id", "store", "destination", "place", "request"), rows)


def tasks(database: Database, dag_id: str, run_id: str) -> list[Row]:
    """The tasks of a run that have shown requests: task_id, store, destination, requests, made_at."""
    return database.rows("dry_runs/tasks", dag_id=dag_id, run_id=run_id)


def page(database: Database, shown: Shown, *, skip: int, most: int, number: str = "") -> list[Row]:
    """place and request of a task's requests, of one order where its number is given."""
    return database.rows("dry_runs/page", **shown._asdict(), skip=skip, most=most, number=number)


def recent(database: Database, store: str, *, skip: int, most: int) -> list[Row]:
    """The store's newest dry runs: dag_id, run_id, requests, made_at."""
    return database.rows("dry_runs/recent", store=store, skip=skip, most=most)


def planned(database: Database, batch_id: str, most: int) -> list[Row]:
    """What a checked batch would write down to be sent: destination, kind, body, contact, order_number, state."""
    return database.rows("dry_runs/planned", batch_id=batch_id, most=most)

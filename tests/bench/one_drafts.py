"""Measured drafts of a history that was taken over: ``python -m bench.one_drafts ADDRESS AN_HOUR``. BENCH_DATABASE is the orders database."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from order_sync.settings import Config
from order_sync.steps import checks, history_drafts, holded_send, ingest
from order_sync.steps.shop import open_shop
from order_sync.store import history
from order_sync.store.database import Database

from bench.gauge import measured
from bench.one_history import config, connect, months, unpaced
from bench.sandboxed import SERIES


def main(address: str, an_hour: str) -> None:
    """Take the years over, then run the sender's tasks until no past order waits; only the latter is measured."""
    unpaced()
    connect(address)
    database = Database(os.environ["BENCH_DATABASE"])
    with tempfile.TemporaryDirectory() as folder:
        wanted = config(Path(folder), documents="draft", series=SERIES, reserve=0, documents_per_hour=int(an_hour))
        with open_shop("es", "first", config=wanted, database=database) as shop:
            ingest.refresh_master(shop)
        months(database, wanted, "draft")
        _forget_calls(database)
        measured(lambda: drafts(database, wanted))


def drafts(database: Database, wanted: Config) -> dict[str, int]:
    """Runs of the sender until nothing waits: how many, the drafts that stand, and calls by remote."""
    runs = 0
    while history.waiting(database, "es"):
        runs += 1
        with open_shop("es", f"sender-{runs}", config=wanted, database=database) as shop:
            decided = history_drafts.decide(shop)
            holded_send.send(shop)
            made = history_drafts.send(shop, decided)
            checks.after_send(shop, "holded", sorted(made.touched))
        if not made.touched:
            raise SystemExit("bench: a run made no draft; its figures would lie")
    return {
        "runs": runs,
        "drafts": _one(database, DRAFTS),
        "holded_calls": _one(database, CALLS, "holded"),
        "wix_calls": _one(database, CALLS, "wix"),
    }


DRAFTS = (
    "SELECT count(*) FROM export.ledger WHERE destination = 'holded' AND role = 'document' AND state = 'sent' AND remote_state = 'draft'"
)
CALLS = "SELECT coalesce(sum(calls), 0) FROM ops.calls WHERE remote = %s"


def _one(database: Database, statement: str, *values: str) -> int:
    with database.engine.begin() as connection:
        return int(connection.exec_driver_sql(statement, values).scalar())


def _forget_calls(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM ops.calls")


if __name__ == "__main__":
    main(*sys.argv[1:])

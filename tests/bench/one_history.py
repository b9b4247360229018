"""One measured take-over in a fresh process: ``python -m bench.one_history ADDRESS pages|sandbox``. BENCH_DATABASE is the orders database."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml
from order_sync.settings import PROJECT_ROOT, Config, load_config
from order_sync.steps.history import take_over
from order_sync.steps.history_plan import split
from order_sync.steps.shop import open_shop
from order_sync.store.database import Database
from sandbox.connections import connections

from bench.gauge import measured

YEAR = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))  # what bench.server has, in one window
YEARS = (datetime(2024, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))  # what the sandbox is filled with, in monthly windows


def config(folder: Path, **history: Any) -> Config:
    """The sample shop, all of whose years are history."""
    (folder / "stores").mkdir()
    source = PROJECT_ROOT / "include" / "config"
    for file in source.glob("*.csv"):
        (folder / file.name).write_text(file.read_text())
    settings = yaml.safe_load((source / "stores" / "es.yaml").read_text())
    settings["history"] = {"before": date(2027, 1, 1), "calls_per_minute": 200, **history}
    (folder / "stores" / "es.yaml").write_text(yaml.safe_dump(settings))
    return load_config(folder)


def connect(address: str) -> None:
    """The connections of the store es lead to a loopback server of its three remotes, or of Wix alone."""
    for name, fields in connections(address, "es").items():
        os.environ[f"AIRFLOW_CONN_{name.upper()}"] = json.dumps(fields)


def unpaced() -> None:
    """What our own work costs, not how long the remote's limit makes us wait."""
    import order_sync.hooks.wix.hook as hook
    from order_sync.hooks.rest import Limit

    hook.Limit = lambda calls: Limit(1_000_000)


def months(database: Database, config: Config, documents: str = "none") -> dict[str, int]:
    """Every month of the years as a run of its own; sums of their counts."""
    sums: Counter[str] = Counter()
    for start, end in split(*YEARS, "month"):
        with open_shop("es", f"backfill__{end:%Y-%m-%d}", config=config, database=database) as shop:
            told = take_over(shop, start, end, documents)
        sums.update({name: told[name] for name in ("seen", "taken", "live")})
    return dict(sums)


def main(address: str, mode: str) -> None:
    """Take over what the server has."""
    unpaced()
    if mode == "pages":
        extra = {"auth": "api_key", "site_id": "site"}
        os.environ["AIRFLOW_CONN_WIX_ES"] = json.dumps({"conn_type": "wix", "host": address, "password": "key", "extra": extra})
    else:
        connect(address)
    database = Database(os.environ["BENCH_DATABASE"])
    with tempfile.TemporaryDirectory() as folder:
        settings = config(Path(folder))

        def year() -> dict[str, int]:
            with open_shop("es", "bench", config=settings, database=database) as shop:
                return {name: count for name, count in take_over(shop, *YEAR, "none").items() if name != "until"}

        measured(year if mode == "pages" else lambda: months(database, settings))


if __name__ == "__main__":
    main(*sys.argv[1:])

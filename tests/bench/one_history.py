"""One measured take-over in a fresh process: ``python -m bench.one_history ADDRESS``. BENCH_DATABASE is the orders database."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import yaml
from order_sync.settings import PROJECT_ROOT, load_config
from order_sync.steps.history import take_over
from order_sync.steps.shop import open_shop
from order_sync.store.database import Database

from bench.gauge import measured

WINDOW = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))


def config(folder: Path):
    """The sample shop, all of whose year is history, at no pace of its own."""
    (folder / "stores").mkdir()
    source = PROJECT_ROOT / "include" / "config"
    for file in source.glob("*.csv"):
        (folder / file.name).write_text(file.read_text())
    settings = yaml.safe_load((source / "stores" / "es.yaml").read_text())
    settings["wix"]["connection"] = "wix_bench"
    settings["history"] = {"before": date(2027, 1, 1), "calls_per_minute": 200}
    (folder / "stores" / "es.yaml").write_text(yaml.safe_dump(settings))
    return load_config(folder)


def main(address: str) -> None:
    """Take over the whole year."""
    import order_sync.hooks.wix.hook as hook

    hook.Limit = lambda calls: Limit(1_000_000)  # what our own work costs, not how long the remote's limit makes us wait
    extra = {"auth": "api_key", "site_id": "site"}
    os.environ["AIRFLOW_CONN_WIX_BENCH"] = json.dumps({"conn_type": "wix", "host": address, "password": "key", "extra": extra})
    database = Database(os.environ["BENCH_DATABASE"])
    with tempfile.TemporaryDirectory() as folder, open_shop("es", "bench", config=config(Path(folder)), database=database) as shop:
        measured(lambda: {name: count for name, count in take_over(shop, *WINDOW, "none").items() if name != "until"})


if __name__ == "__main__":
    from order_sync.hooks.rest import Limit

    main(*sys.argv[1:])

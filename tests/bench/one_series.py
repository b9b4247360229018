"""Some hours in a row in a fresh process: ``python -m bench.one_series HOUR STORED HOURS``; BENCH_DATABASE is the SQLAlchemy address.

Each hour brings 25 new orders, and a later version of the 25 of the hour before. The first is told apart: it pays for imports and empty caches.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from pathlib import Path

from order_sync.store.database import Database

from bench.gauge import measured
from bench.hours import HOURS
from bench.orders import order
from bench.stored import settle

HALF = 25


def main(name: str, stored: int, hours: int) -> None:
    """Run them; figures are the medians of all but the first."""
    database, runs, first = Database(os.environ["BENCH_DATABASE"]), [], {}

    def series() -> dict[str, float]:
        for hour in range(hours + 1):
            start = stored + HALF * hour
            page = [raw(number) for number in range(start, start + HALF)]
            page += [raw(number, 1) for number in range(start - HALF, start)] if hour else []
            ours, theirs = time.process_time(), backends_cpu(database)
            took = HOURS[name](database, f"hour-{hour}", page)
            took["cpu"], took["database_cpu"] = time.process_time() - ours, backends_cpu(database) - theirs
            settle(database)
            runs.append(took) if hour else first.update(took)
        medians = {step: statistics.median(run[step] for run in runs) for step in first}
        return {**medians, "hour": statistics.median(_wall(run) for run in runs), "first_hour": _wall(first)}

    measured(series)


def _wall(run: dict[str, float]) -> float:
    return sum(seconds for step, seconds in run.items() if not step.endswith("cpu"))


def backends_cpu(database: Database) -> float:
    """CPU seconds of PostgreSQL's processes that work for this database; 0 where the machine does not tell them."""
    pids = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
    with database.engine.begin() as connection:
        files = [Path(f"/proc/{row[0]}/stat") for row in connection.exec_driver_sql(pids)]
    stats = [file.read_text().rpartition(")")[2].split() for file in files if file.exists()]
    return sum(int(stat[11]) + int(stat[12]) for stat in stats) / os.sysconf("SC_CLK_TCK")


def raw(number: int, edition: int = 0) -> bytes:
    """One order as Wix sends it."""
    return json.dumps(order(number, edition), separators=(",", ":"), ensure_ascii=False).encode()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))

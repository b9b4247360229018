"""An hour with 50 changed orders over 10 thousand and over 1 million stored ones: ``python -m bench hourly``."""

from __future__ import annotations

import argparse
import time

from order_sync.store.database import Database

from bench.gauge import Figures, fresh, module, table
from bench.home import Server
from bench.hours import HOURS
from bench.stored import fill

STEPS = ("land", "build", "check", "publish")


def main(words: list[str]) -> None:
    """Fill, run the hours, print milliseconds by step and how they grow."""
    parser = argparse.ArgumentParser(prog="bench hourly", description=__doc__)
    parser.add_argument("--stored", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--hours", type=int, default=5)
    parser.add_argument("--hour", choices=HOURS, default="ingest")
    asked = parser.parse_args(words)
    took = {}
    with Server() as server:
        for stored in asked.stored:
            took[stored] = _series(server, asked.hour, stored, asked.hours)
    print(report(took, asked.hour, asked.hours))


def _series(server: Server, hour: str, stored: int, hours: int) -> Figures:
    address, start = server.empty(), time.perf_counter()
    database = Database(address)
    fill(database, stored)
    database.close()
    print(f"bench: {stored:,} orders stored in {time.perf_counter() - start:.0f} s", flush=True)
    return fresh(module("bench.one_series", hour, str(stored), str(hours)), BENCH_DATABASE=address)


def report(took: dict[int, Figures], hour: str, hours: int) -> str:
    """Milliseconds by step (wall; cpu and database_cpu: CPU of ours and of PostgreSQL in an hour) for each number of stored orders, and the last over the first."""
    steps = [*(step for step in STEPS if step in next(iter(took.values()))), "hour", "first_hour", "cpu", "database_cpu"]
    least, most = took[min(took)], took[max(took)]
    rows = [
        (step, *(1000 * took[stored][step] for stored in sorted(took)), f"{most[step] / max(least[step], 0.001):.2f}x") for step in steps
    ]
    head = ("ms", *(f"{stored:,} stored" for stored in sorted(took)), "growth")
    return table(f"An hour with 50 changed orders ({hour}; medians of {hours} after a first one)", head, rows)

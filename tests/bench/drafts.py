"""Drafts of past orders in the sandbox's Holded: calls, seconds and memory by their number. ``python -m bench drafts``.

The pace is lifted; what Holded's real one (60 calls a minute) would make of it is reckoned from the calls.
"""

from __future__ import annotations

import argparse
import os

from bench.gauge import fresh, module, table
from bench.home import Server
from bench.one_history import YEARS
from bench.sandboxed import cost, filled

PACE = 60  # calls a minute that the connection to Holded makes by default


def main(words: list[str]) -> None:
    """Each size into an empty database, in a process of its own."""
    parser = argparse.ArgumentParser(prog="bench drafts", description=__doc__)
    parser.add_argument("--orders", type=int, nargs="+", default=[200, 2_000])
    parser.add_argument("--an-hour", type=int, default=500, help="history.documents_per_hour: drafts that one run of the sender makes")
    asked, rows = parser.parse_args(words), []
    print(f"load before: {os.getloadavg()}", flush=True)
    with Server() as server:
        for orders in sorted(asked.orders):
            with filled(orders, *(moment.date() for moment in YEARS)) as (address, process):
                told = fresh(module("bench.one_drafts", address, str(asked.an_hour)), BENCH_DATABASE=server.empty())
                drafts, calls = int(told["drafts"]), int(told["holded_calls"])
                minutes = calls / PACE
                figures = (told["wall_s"], told["cpu_s"], told["before_mib"], told["peak_mib"], calls / drafts, int(told["wix_calls"]))
                rows.append((f"{orders:,} past orders", drafts, *figures, f"{minutes:,.0f} min", *cost(process)))
                print(rows[-1], f"load: {os.getloadavg()}", flush=True)
    head = (
        "history", "drafts", "wall s", "CPU s", "MiB of imports", "peak MiB", "Holded calls/draft", "Wix calls", f"reckoned at {PACE}/min",
        "sandbox CPU s", "sandbox MiB",
    )  # fmt: skip
    print(table(f"Drafts of past orders, {asked.an_hour} a run (one run each)", head, rows))

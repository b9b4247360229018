"""Take over years of past orders, and again: memory and cost by their number. ``python -m bench history``.

By default from the sandbox, which makes the orders when they are asked for (two years, a run for each month, as a backfill does); with
``--pages`` from a server of prepared pages in one window, which shows the product's part alone.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from bench.gauge import Figures, fresh, module, table
from bench.home import Server
from bench.one_history import YEARS
from bench.sandboxed import cost, filled
from bench.server import serving

ROWS = ("core.orders", "core.lines", "core.decisions", "core.history", "core.raw_chunks")


def main(words: list[str]) -> None:
    """Each size into an empty database, in a process of its own; the largest one a second time."""
    parser = argparse.ArgumentParser(prog="bench history", description=__doc__)
    parser.add_argument("--orders", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--pages", action="store_true", help="from a server of prepared pages instead of the sandbox")
    asked = parser.parse_args(words)
    mode, rows = "pages" if asked.pages else "sandbox", []
    print(f"load before: {os.getloadavg()}", flush=True)
    with Server() as server:
        for orders in sorted(asked.orders):
            with _served(orders, mode) as (address, process):
                database = server.empty()
                rows.append(row(f"{orders:,} past orders", take(address, mode, database, orders), orders, server, process))
                if orders == max(asked.orders):
                    rows.append(row("the same windows again", take(address, mode, database, 0), orders, server, process))
            print(rows[-1], f"load: {os.getloadavg()}", flush=True)
    head = ("history", "wall s", "CPU s", "CPU ms/order", "MiB of imports", "peak MiB", "calls", "rows", "sandbox CPU s", "sandbox MiB")
    print(table(f"Past orders taken over from {mode} (one run each)", head, rows))


@contextmanager
def _served(orders: int, mode: str) -> Iterator[tuple[str, Any]]:
    if mode == "pages":
        with serving(orders) as address:
            yield address, None
    else:
        with filled(orders, *(moment.date() for moment in YEARS)) as served:
            yield served


def take(address: str, mode: str, database: str, expected: int) -> Figures:
    """The figures of one run; it must have taken what it should."""
    figures = fresh(module("bench.one_history", address, mode), BENCH_DATABASE=database)
    if figures["taken"] != expected:
        raise SystemExit(f"bench: {figures['taken']} orders were taken over, not {expected}; its figures would lie")
    return figures


def row(name: str, figures: Figures, orders: int, server: Server, process: Any) -> tuple:
    """One line of the table; calls, rows and the sandbox's own cost are those since it started."""
    with psycopg.connect(server.kept().replace("+psycopg", "")) as connection:
        calls = connection.execute("SELECT coalesce(sum(calls), 0) FROM ops.calls").fetchone()[0]
        kept = sum(connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ROWS)
    figured = (figures["wall_s"], figures["cpu_s"], 1000 * figures["cpu_s"] / orders, figures["before_mib"], figures["peak_mib"])
    return (name, *figured, f"{calls:,}", f"{kept:,}", *(cost(process) if process else ("", "")))

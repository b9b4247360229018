"""Take over years of past orders from a loopback server, and again: memory and cost by their number. ``python -m bench history``."""

from __future__ import annotations

import argparse

from bench.gauge import Figures, fresh, module, table
from bench.home import Server
from bench.server import serving


def main(words: list[str]) -> None:
    """One window of each size into an empty database, in a process of its own; the largest one a second time."""
    parser = argparse.ArgumentParser(prog="bench history", description=__doc__)
    parser.add_argument("--orders", type=int, nargs="+", default=[10_000, 100_000])
    asked = parser.parse_args(words)
    rows = []
    with Server() as server:
        for orders in sorted(asked.orders):
            with serving(orders) as address:
                database = server.empty()
                rows.append(row(f"{orders:,} past orders", take(address, database, orders), orders))
                if orders == max(asked.orders):
                    rows.append(row("the same window again", take(address, database, 0), orders))
    head = ("history", "wall s", "CPU s", "orders/s", "MiB of imports", "peak MiB")
    print(table("Past orders taken over (one run each)", head, rows))


def take(address: str, database: str, expected: int) -> Figures:
    """The figures of one run; it must have taken what it should."""
    figures = fresh(module("bench.one_history", address), BENCH_DATABASE=database)
    if figures["taken"] != expected:
        raise SystemExit(f"bench: {figures['taken']} orders were taken over, not {expected}; its figures would lie")
    return figures


def row(name: str, figures: Figures, orders: int) -> tuple:
    """One line of the table."""
    return (name, figures["wall_s"], figures["cpu_s"], int(orders / figures["wall_s"]), figures["before_mib"], figures["peak_mib"])

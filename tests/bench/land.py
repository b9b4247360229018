"""Land and normalise 10,000 orders of 9 KB from a loopback server, beside dlt into the same PostgreSQL: ``python -m bench land``."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from bench.gauge import Figures, fresh, medians, module, table
from bench.home import HOME, Server
from bench.server import serving

DLT = "dlt[postgres]==1.31.0"
OURS = {"order-sync, WixHook": "hook", "order-sync, bare requests loop": "bare"}
DLTS = {"dlt rest_api, chosen fields, append by CSV": "chosen", "dlt rest_api, whole orders, merge": "whole"}


def main(words: list[str]) -> None:
    """Run every way in turn, as often as asked, and print the medians."""
    parser = argparse.ArgumentParser(prog="bench land", description=__doc__)
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--no-dlt", action="store_true", help="leave dlt out (it takes minutes)")
    asked = parser.parse_args(words)
    python = None if asked.no_dlt else dlt_python()
    with Server() as server, serving(asked.orders) as address:
        took: dict[str, list[Figures]] = {name: [] for name in [*OURS, *(DLTS if python else ())]}
        for _ in range(asked.runs):
            for name, runs in took.items():
                runs.append(ours(server, OURS[name], address) if name in OURS else theirs(server, python, DLTS[name], address))
                landed = server.count("staging.orders" if name in OURS else f"dlt_{DLTS[name]}.orders")
                if landed != asked.orders:
                    raise SystemExit(f"bench: {name} landed {landed} of {asked.orders} orders, its figures would lie")
    print(report(took, asked.orders))


def ours(server: Server, reader: str, address: str) -> Figures:
    """One landing into an empty database."""
    return fresh(module("bench.one_landing", reader, address, "es/bench"), BENCH_DATABASE=server.empty())


def theirs(server: Server, python: Path | None, mode: str, address: str) -> Figures:
    """One load by dlt into an empty database."""
    script = Path(__file__).with_name("one_dlt.py")
    quiet = {"RUNTIME__DLTHUB_TELEMETRY": "false", "RUNTIME__LOG_LEVEL": "ERROR", "PYTHONPATH": ""}
    return fresh([python or sys.executable, script, mode, address], BENCH_DATABASE=server.empty(driver="libpq"), **quiet)


def dlt_python() -> Path:
    """The Python of dlt's own environment, made once under .run/."""
    venv = HOME / "dlt-venv"
    python = venv / "bin" / "python"
    if not (venv / DLT).exists():
        print(f"bench: making an environment for {DLT} in {os.path.relpath(venv)}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", venv], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", DLT], check=True)
        (venv / DLT).touch()
    return python


def report(took: dict[str, list[Figures]], orders: int) -> str:
    """Medians, and how many times the first row's wall time and memory each other takes."""
    rows, first = [], None
    for name, runs in took.items():
        middle = medians(runs)
        first = first or middle
        rows.append((name, middle["wall_s"], middle["cpu_s"], int(orders / middle["wall_s"]), middle["before_mib"], middle["peak_mib"],
                     f"{middle['wall_s'] / first['wall_s']:.1f}x", f"{middle['peak_mib'] / first['peak_mib']:.1f}x"))  # fmt: skip
    head = ("way", "wall s", "client CPU s", "orders/s", "MiB of imports", "peak MiB", "wall", "memory")
    return table(f"{orders:,} orders landed (medians of {len(next(iter(took.values())))})", head, rows)

"""One whole hour through a real Airflow with nothing to do: ingest, both senders' sweeps and tracking of one store; seconds and calls."""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from local.sandboxed import House

DAGS = ("wix_orders", "holded", "myparcel", "tracking")


def main(words: list[str]) -> None:
    """Start a house, run the hour once warm and then measured."""
    parser = argparse.ArgumentParser(prog="python -m bench idle", description=__doc__)
    parser.add_argument("--hours", type=int, default=5)
    options = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="order-sync-bench-") as folder:
        house = House(Path(folder))
        try:
            house.start()
            _measure(house, options.hours)
        finally:
            house.stop()


def _measure(house: House, hours: int) -> None:
    rest = house.airflow.rest
    for name in DAGS:
        rest.pause(f"{name}__es", paused=False)
    _hour(house)  # the first one reads master data and warms Airflow up
    took: dict[str, list[float]] = {name: [] for name in (*DAGS, "whole hour")}
    for _ in range(hours):
        for name, seconds in _hour(house).items():
            took[name].append(seconds)
    print(f"\nOne hour with nothing to do, one store, LocalExecutor, median of {hours} (seconds from trigger to end):")
    for name, series in took.items():
        print(f"  {name:12} {statistics.median(series):6.2f}   (least {min(series):.2f}, most {max(series):.2f})")


def _hour(house: House) -> dict[str, float]:
    rest, took = house.airflow.rest, {}
    began = time.perf_counter()
    for name in DAGS:
        start = time.perf_counter()
        state = rest.wait_for_run(f"{name}__es", rest.trigger(f"{name}__es"))
        if state != "success":
            raise SystemExit(f"{name}__es ended {state}: see {house.home / 'task-logs'}")
        took[name] = time.perf_counter() - start
    return took | {"whole hour": time.perf_counter() - began}

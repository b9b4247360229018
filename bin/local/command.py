"""bin/order-sync and bin/airflow: the command lines against the local Airflow's settings, connections and databases."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Mapping

from local.sandboxed import HOME, House


def main(name: str, words: list[str]) -> None:
    """Become the command in the environment of the local Airflow; where nothing runs, say how to start it."""
    if not HOME.exists():
        sys.exit("Nothing was made here yet: run make demo, or make up, first.")
    house = House()
    with socket.socket() as probe:
        probe.settimeout(2)
        if probe.connect_ex(("127.0.0.1", house.airflow.postgres.port)):
            sys.exit("The local database does not run: start it with make up (make down ends it).")
    environment = house.airflow.environment()
    environment.pop("PYTHONPATH", None)
    if folder := os.environ.get("ORDER_SYNC_CONFIG"):
        environment["ORDER_SYNC_CONFIG"] = folder
    if passed_over := other_connections(os.environ, environment):
        print(f"Not used here: {', '.join(passed_over)} of your shell. What runs here talks to the sandbox alone.", file=sys.stderr)
    os.execvpe(name, [name, *words], environment)


def other_connections(given: Mapping[str, str], used: Mapping[str, str]) -> list[str]:
    """Connections that the caller's environment names and the local Airflow passes over: a check against them would be one of the sandbox."""
    return sorted(key for key in given if key.startswith("AIRFLOW_CONN_") and given[key] != used.get(key))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])

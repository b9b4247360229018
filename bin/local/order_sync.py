"""bin/order-sync: the command line against the local Airflow's settings, connections and orders database."""

from __future__ import annotations

import os
import socket
import sys

from local.sandboxed import HOME, House


def main(words: list[str]) -> None:
    """Become ``order-sync`` in the environment of the local Airflow; where nothing runs, say how to start it."""
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
    os.execvpe("order-sync", ["order-sync", *words], environment)


if __name__ == "__main__":
    main(sys.argv[1:])

"""One measured landing in a fresh process; prints a JSON object.

``python -m bench.one_landing ADDRESS BATCH``; BENCH_DATABASE is the SQLAlchemy address of the orders database.
"""

from __future__ import annotations

import json
import os
import queue
import resource
import sys
import threading
import time
from collections.abc import Iterator

import msgspec
import requests
from order_sync.steps.landing import land
from order_sync.store.database import Database


class _Metadata(msgspec.Struct):
    cursors: dict[str, str] = {}


class _Answer(msgspec.Struct):
    orders: list[msgspec.Raw]
    metadata: _Metadata


def pages(address: str) -> Iterator[list[msgspec.Raw]]:
    """Pages of a plain requests loop; the next one is fetched while the caller works."""
    ready: queue.Queue[list[msgspec.Raw] | None] = queue.Queue(1)
    threading.Thread(target=_fetch, args=(address, ready), daemon=True).start()
    while (page := ready.get()) is not None:
        yield page


def _fetch(address: str, ready: queue.Queue[list[msgspec.Raw] | None]) -> None:
    session, paging = requests.Session(), {"limit": 100}
    session.trust_env = False
    while True:
        with session.post(
            f"{address}/ecom/v1/orders/search", json={"search": {"cursorPaging": paging}}, timeout=(5, 30), stream=True
        ) as response:
            answer = msgspec.json.decode(response.raw.read(decode_content=True), type=_Answer)
        ready.put(answer.orders)
        if not answer.metadata.cursors.get("next"):
            return ready.put(None)
        paging = {"limit": 100, "cursor": answer.metadata.cursors["next"]}


def main(address: str, batch: str) -> None:
    """Land everything, then tell what it took."""
    database = Database(os.environ["BENCH_DATABASE"])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    wall, cpu = time.perf_counter(), time.process_time()
    landed = land(database, pages(address), batch, "es")
    print(json.dumps({
        "wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu, "import_mib": before,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, **landed._asdict(),
    }))  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])

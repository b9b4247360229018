"""The sandbox with a filled history, in a process of its own.

``python -m bench.sandboxed ORDERS SINCE UNTIL`` prints its port and serves until killed; SINCE and UNTIL are ISO days.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

SHOP = "es"
SERIES = {
    "invoice": "a" * 24,
    "receipt": "b" * 24,
    "credit_note": "c" * 24,
    "receipt_note": "d" * 24,
}  # of their own, for drafts of the past
_TYPES = {"invoice": "invoice", "receipt": "salesreceipt", "credit_note": "creditnote", "receipt_note": "receiptnote"}


@contextmanager
def filled(orders: int, since: date, until: date) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Base address and process of a sandbox with so many past orders in the Wix site es."""
    command = [sys.executable, "-m", "bench.sandboxed", str(orders), since.isoformat(), until.isoformat()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            port = process.stdout.readline().strip() if process.stdout else ""
            if not port:
                raise SystemExit("bench: the sandbox did not start; its error stands above")
            yield f"http://127.0.0.1:{port}", process
        finally:
            process.terminate()


def cost(process: subprocess.Popen[str]) -> tuple[float, float]:
    """(CPU seconds, peak MiB) of the sandbox so far; Linux tells them."""
    stat = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    status = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
    return (int(stat[11]) + int(stat[12])) / 100, peak


def main(orders: int, since: str, until: str) -> None:
    """Fill it, and serve."""
    from sandbox.core import Sandbox
    from sandbox.holded import add_products
    from sandbox.samples.goods import holded_products
    from sandbox.server import SandboxServer
    from sandbox.wix.fill import put

    sandbox = Sandbox()
    put(sandbox, SHOP, orders, _midnight(since), _midnight(until))
    add_products(sandbox, SHOP, holded_products(SHOP))
    sandbox.app("holded", SHOP)  # its account is made on first use
    sandbox.state("holded", SHOP)["series"] += [
        {"id": id, "type": _TYPES[kind], "name": f"Past {kind}", "format": "P%%%%", "refund_numbering_series_id": None}
        for kind, id in SERIES.items()
    ]
    server = SandboxServer(sandbox)
    print(server.port, flush=True)
    server.run()


def _midnight(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])

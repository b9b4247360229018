"""``python -m sandbox --port 8500 --state FOLDER [--sample [--base ISO]] [--load [ACCOUNT=]FOLDER] [--fill [ACCOUNT=]N]``: all services until Ctrl-C."""

from __future__ import annotations

import argparse
import contextlib
import errno
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from sandbox.core import Sandbox
from sandbox.server import SandboxServer
from sandbox.wix.fill import SINCE, UNTIL, put


def main(arguments: list[str] | None = None) -> None:
    """Start the sandbox in the foreground."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8500, help="0 takes a free port")
    parser.add_argument("--state", type=Path, help="folder of the snapshot: read at the start, written while it runs")
    parser.add_argument("--sample", action="store_true", help="fill the accounts es and nl with the sample orders and products, once")
    parser.add_argument(
        "--base", type=_instant, metavar="ISO", help="start of the four hours of the samples; default: the last four full ones"
    )
    parser.add_argument("--load", action="append", default=[], metavar="[ACCOUNT=]FOLDER", help="folder of Wix payloads (JSON); repeatable")
    parser.add_argument(
        "--fill", action="append", default=[], metavar="[ACCOUNT=]N",
        help="N orders of the past, made when they are asked for and not kept in memory (es or nl); repeatable",
    )  # fmt: skip
    parser.add_argument("--fill-since", type=_instant, metavar="ISO", default=SINCE, help=f"when the first was placed; {SINCE:%Y-%m-%d}")
    parser.add_argument("--fill-until", type=_instant, metavar="ISO", default=UNTIL, help=f"after the last was placed; {UNTIL:%Y-%m-%d}")
    options = parser.parse_args(arguments)
    sandbox = Sandbox(options.state)
    if options.sample:
        from sandbox.samples import install

        print(f"samples: two shops, four hours from {install(sandbox, options.base).isoformat()}", flush=True)
    for item in options.load:
        _load(sandbox, item)
    for item in options.fill:
        _fill(sandbox, item, options.fill_since, options.fill_until)
    # uvicorn raises the signal again once it has closed: leave by an exception, so that the snapshot is written
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        server = SandboxServer(sandbox, options.port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise SystemExit(
            f"port {options.port} of this machine is taken, perhaps by the sandbox of make up (make down ends it). "
            f"Another port: bin/sandbox --port {options.port + 1} --state .run/sandbox --sample"
        ) from None
    print(f"sandbox on {server.url()}: /wix/es /holded/es /myparcel/es /iam/es /wix/nl … (admin: /sandbox/docs)", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        server.run()


def _instant(text: str) -> datetime:
    """An ISO 8601 date and time; UTC where it names no zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no ISO 8601 instant; write it like 2026-03-02T08:00:00+00:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _load(sandbox: Sandbox, item: str) -> None:
    from sandbox.wix import load

    site, equals, folder = item.partition("=")
    if not equals:
        site, folder = "es", item
    if not Path(folder).is_dir():
        raise SystemExit(f"--load {item}: no such folder")
    report = load.folder(sandbox.state("wix", site), Path(folder))
    sandbox.changed("wix", site)
    print(f"loaded into wix/{site}: {report}", flush=True)


def _fill(sandbox: Sandbox, item: str, since: datetime, until: datetime) -> None:
    site, equals, orders = item.rpartition("=")
    try:
        put(sandbox, site if equals else "es", int(orders), since, until)
    except ValueError as error:
        raise SystemExit(f"--fill {item}: {error}") from None
    print(f"filled wix/{site or 'es'}: {int(orders):,} orders from {since.date()} to {until.date()}", flush=True)


if __name__ == "__main__":
    main()

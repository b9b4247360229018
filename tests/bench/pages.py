"""The pages over a million stored orders: each is asked for in turn through the app as Airflow mounts it: ``python -m bench pages``."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import statistics
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch

from order_sync.store.database import Database
from sqlalchemy.engine import make_url

from bench.gauge import table
from bench.home import HOME, Server
from bench.stored import STORE, fill

BUSY = f"store={STORE}&period=all"
# addresses beside those of tests/page_routes.py: the most that each page can be asked for
HEAVY = (
    f"/overview?{BUSY}", f"/overview?store={STORE}&period=365", f"/overview?store={STORE}&period=30",
    f"/overview/orders?{BUSY}&fate=booked", f"/overview/orders?{BUSY}&fate=booked&page=200", f"/overview/orders?{BUSY}&fate=held&sort=day",
    f"/overview/orders?{BUSY}&fate=shipped&sort=day",
    f"/holds?store={STORE}&sort=code", f"/holds?store={STORE}&state=closed&period=all", f"/holds?store={STORE}&state=closed&period=30",
    f"/orders?store={STORE}&number=10042", f"/quality?{BUSY}", f"/quality?store={STORE}&period=365", f"/quality?store={STORE}&period=30",
    f"/quality/checks?{BUSY}", f"/reports?{BUSY}&report=totals", f"/reports?store={STORE}&report=oss", f"/reports?store={STORE}&report=skus",
    f"/reports?store={STORE}&report=series", f"/reports?{BUSY}&report=threeway", f"/reports?store={STORE}&report=reconcile",
    f"/labels?store={STORE}",
)  # fmt: skip


def main(words: list[str]) -> None:
    """Fill, ask for each page so many times, print medians, 95th percentiles and sizes."""
    parser = argparse.ArgumentParser(prog="bench pages", description=__doc__)
    parser.add_argument("--stored", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--only", default="", help="only addresses that contain this")
    parser.add_argument("--keep", action="store_true", help="use the database of the last time as it is")
    asked = parser.parse_args(words)
    with Server() as server:
        address = server.kept() if asked.keep else _filled(server, asked.stored)
        print(report(took(address, asked.times, asked.only), asked.stored, asked.times))


def _filled(server: Server, stored: int) -> str:
    address, start = server.empty(), time.perf_counter()
    database = Database(address)
    fill(database, stored)
    for file in sorted(Path(__file__).parent.glob("stored_*.py")):
        importlib.import_module(f"bench.{file.stem}").fill(database, stored)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
    database.close()
    print(f"bench: {stored:,} orders stored and counted in {time.perf_counter() - start:.0f} s", flush=True)
    return address


def took(address: str, times: int, only: str) -> list[tuple[str, list[float], int]]:
    """Per address of a page: milliseconds of each answer, bytes of the last one. Airflow's database is a fresh one, without runs."""
    url = make_url(address)
    connection = {
        "conn_type": "postgres",
        "host": url.host,
        "port": url.port,
        "login": url.username,
        "password": url.password,
        "schema": url.database,
    }
    os.environ |= {
        "AIRFLOW_CONN_ORDERS_DB": json.dumps(connection), "AIRFLOW_HOME": str(HOME / "airflow"), "AIRFLOW__API_AUTH__JWT_SECRET": "x" * 64,
    }  # fmt: skip
    from airflow.api_fastapi.app import init_auth_manager
    from airflow.models.revoked_token import RevokedToken
    from airflow.utils.db import initdb
    from fastapi.testclient import TestClient
    from page_routes import PAGES
    from pages_world import login, mounted

    initdb()
    init_auth_manager()
    paths = [
        *HEAVY,
        *(path for method, _, path in PAGES if method == "GET" and path not in ("/", "/overview") and not path.startswith("/overview")),
    ]
    found: list[tuple[str, list[float], int]] = []
    with patch.object(RevokedToken, "is_revoked", classmethod(lambda cls, *_, **__: False)):
        browser = TestClient(mounted(), follow_redirects=False)
        for path in (path for path in paths if only in path):
            found.append((path, *_asked(browser, f"/order-sync{path}", login("admin") | {"Accept": "text/html"}, times)))
    return found


def _asked(browser: Any, path: str, headers: dict[str, str], times: int) -> tuple[list[float], int]:
    milliseconds = []
    for _ in range(times + 1):
        start = time.perf_counter()
        answer = browser.get(path, headers=headers)
        milliseconds.append(1000 * (time.perf_counter() - start))
        if answer.status_code not in (200, 404):
            raise SystemExit(f"bench: {path} answered {answer.status_code}")
    return milliseconds[1:], len(answer.content) if answer.status_code == 200 else 0  # the first one imports


def report(measured: list[tuple[str, list[float], int]], stored: int, times: int) -> str:
    """A row for each page; a page that is not there (404: no such job, check or file) has no size."""
    rows = [
        (path, statistics.median(took), sorted(took)[round(0.95 * (len(took) - 1))], max(took), f"{size / 1024:.0f}")
        for path, took, size in measured
    ]
    return table(f"Pages over {stored:,} stored orders, milliseconds of {times} answers", ("page", "median", "p95", "most", "KB"), rows)


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])

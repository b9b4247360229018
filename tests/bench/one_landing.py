"""One measured landing in a fresh process: ``python -m bench.one_landing (hook|bare) ADDRESS BATCH``.

``hook`` reads through WixHook, ``bare`` through a plain requests loop: the difference is what the hook and Airflow cost.
BENCH_DATABASE is the SQLAlchemy address of the orders database.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import msgspec
import requests
from order_sync.steps.landing import land
from order_sync.store.database import Database

from bench.gauge import measured

WINDOW = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))


class _Metadata(msgspec.Struct):
    cursors: dict[str, str] = {}


class _Answer(msgspec.Struct):
    orders: list[msgspec.Raw]
    metadata: _Metadata


def hook_pages(address: str) -> Iterator[list[msgspec.Raw]]:
    """Pages as the product reads them; the pace is the only thing set apart."""
    from order_sync.hooks.wix import WixHook

    extra = {"auth": "api_key", "site_id": "site", "calls_per_minute": 1_000_000}
    os.environ["AIRFLOW_CONN_WIX_BENCH"] = json.dumps({"conn_type": "wix", "host": address, "password": "key", "extra": extra})
    return WixHook("wix_bench").search_orders(*WINDOW)


def bare_pages(address: str) -> Iterator[list[msgspec.Raw]]:
    """Pages of a plain loop; the next one is fetched while the caller works."""
    session = requests.Session()
    session.trust_env = False
    with ThreadPoolExecutor(1) as fetcher:
        ahead = fetcher.submit(_fetch, session, address, {"limit": 100})
        while ahead is not None:
            answer = ahead.result()
            cursor = answer.metadata.cursors.get("next")
            ahead = fetcher.submit(_fetch, session, address, {"limit": 100, "cursor": cursor}) if cursor else None
            yield answer.orders


def _fetch(session: requests.Session, address: str, paging: dict[str, object]) -> _Answer:
    response = session.post(f"{address}/ecom/v1/orders/search", json={"search": {"cursorPaging": paging}}, timeout=(5, 30))
    return msgspec.json.decode(response.content, type=_Answer)


def main(reader: str, address: str, batch: str) -> None:
    """Land everything."""
    database = Database(os.environ["BENCH_DATABASE"])
    pages = {"hook": hook_pages, "bare": bare_pages}[reader](address)
    measured(lambda: land(database, pages, batch, "es", WINDOW)._asdict())


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The wire of MyParcel's API: its session, its limits, the forms of its answers."""

from __future__ import annotations

import base64
import platform
import re
from collections.abc import Iterator
from typing import Any, TypeVar

from order_sync import __version__
from order_sync.hooks.myparcel_errors import KEY_CURE, explain
from order_sync.hooks.rest import Account, Limit, Response, RestClient

FIVE_MINUTES = 300.0
# Published calls per five minutes. Refused calls count there too, so it pays to stay below.
LIMITS = {
    "GET /shipments/{ids}": 1000,
    "GET /shipments": 500,
    "POST /shipments": 500,
    "DELETE /shipments/{ids}": 300,
    "GET /shipment_labels/{ids}": 500,
    "GET /webhook_subscriptions": 150,
    "POST /webhook_subscriptions": 30,
    "DELETE /webhook_subscriptions/{ids}": 30,
}

Shipment = dict[str, Any]
T = TypeVar("T")


def open_client(account: Account, url: str) -> RestClient:
    """A session to one of MyParcel's hosts with the shop's key."""
    key = account.need("the password", account.password, KEY_CURE)
    coded = base64.b64encode(key.encode()).decode()
    scheme = account.text("auth_scheme", "bearer", ("bearer", "basic"))
    headers = {
        "Authorization": f"{scheme} {coded}",
        "User-Agent": f"OrderSync/{_digits(__version__)} Python/{_digits(platform.python_version())}",
    }
    return RestClient(
        "MyParcel",
        url,
        conn_id=account.conn_id,
        headers=lambda: headers,
        limit=Limit(account.number("calls_per_minute", 200)),
        endpoint_limits={name: Limit(calls, FIVE_MINUTES) for name, calls in LIMITS.items()},
        explain=explain,
        denied_cure=KEY_CURE,
        secrets=(key, coded),
        timeout=(5.0, 10.0),
        unasked_wait=FIVE_MINUTES,  # a 429 names no time; five minutes of silence clear it
    )


def shipments_of(answer: Response) -> tuple[list[Shipment], int]:
    """Rows and ``results`` of a list, in either published form: data.shipments or data.search_results.shipments."""
    data = fields(answer, answer.json(), "data")["data"]
    if isinstance(data, dict) and isinstance(data.get("search_results"), dict):
        data = data["search_results"]
    rows = data.get("shipments") if isinstance(data, dict) else None
    if not isinstance(rows, list) or not all(_is_shipment(row) for row in rows):
        raise answer.broken("no list of shipments")
    results = data.get("results")
    return rows, results if isinstance(results, int) else len(rows)


def _is_shipment(row: Any) -> bool:
    return isinstance(row, dict) and isinstance(row.get("id"), int) and isinstance(row.get("status"), int)


def fields(answer: Response, body: Any, *names: str) -> dict[str, Any]:
    """A body that must be an object with these fields."""
    if not isinstance(body, dict) or any(name not in body for name in names):
        raise answer.broken(f"{', '.join(names)} missing")
    return body


def groups(items: list[T], size: int) -> Iterator[list[T]]:
    """The items in groups of at most ``size``."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def joined(ids: list[int]) -> str:
    """Ids as MyParcel takes them in a path."""
    return ";".join(str(int(one)) for one in ids)


def text(reference: Any) -> str | None:
    """A reference as it comes back: text, or null."""
    return None if reference is None else str(reference)


def _digits(version: str) -> str:
    """The figures of a version, as the User-Agent's published pattern wants them."""
    found = re.match(r"[0-9]+(\.[0-9]+)*", version)
    return found.group() if found else "0"

"""The API canary: live answers against the pinned contract, from what was read anyway; a command of its own makes a few calls."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from order_sync.contracts.api_forms import ENDPOINTS
from order_sync.errors import NotThere, OrderSyncError
from order_sync.mapping.api_drift import ApiDrift, drift, objects
from order_sync.steps.shop import Shop
from order_sync.store.database import Database, Row

log = logging.getLogger(__name__)
ANSWERS, OBJECTS = 20, 25  # answers of an endpoint that are looked at in one run, and objects of each
COLUMNS = ("remote", "level", "endpoint", "path", "what", "seen", "pinned", "first_at", "last_at", "times")


class Canary:
    """Listens to the answers of a shop's remotes."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str], set[ApiDrift]] = {}
        self.looked: Counter[tuple[str, str]] = Counter()
        self._answers: Counter[tuple[str, str]] = Counter()

    def attach(self, remote: str, client: Any) -> None:
        """Hear the good answers of a remote's client."""
        client.listener = partial(self.hear, remote)

    def hear(self, remote: str, endpoint: str, answer: Any) -> None:
        """Compare one answer; whatever goes wrong here must not harm the call."""
        pinned = ENDPOINTS[remote].get(endpoint)
        if pinned is None or self._answers[remote, endpoint] >= ANSWERS:
            return
        self._answers[remote, endpoint] += 1
        try:
            self._compare(remote, endpoint, objects(answer.json(), pinned[0]), pinned)
        except OrderSyncError as error:
            log.warning("the answer of %s %s cannot be compared: %s", remote, endpoint, error)

    def _compare(self, remote: str, endpoint: str, rows: list[Any] | None, pinned: tuple[str, Any]) -> None:
        key = (remote, endpoint)
        if rows is None:
            self.found.setdefault(key, set()).add(ApiDrift(pinned[0].split(" ")[0], "missing", "", "list"))
            return
        sample = rows[:: max(1, len(rows) // OBJECTS)][:OBJECTS]
        self.looked[key] += len(sample)
        self.found.setdefault(key, set()).update(drift(pinned[1], sample))

    def rows(self, store: str) -> list[Row]:
        """What was found, warnings first: remote, endpoint, path, what, seen, pinned, level, store."""
        rows = [
            {"remote": remote, "endpoint": endpoint, **one._asdict(), "level": one.level, "store": store}
            for (remote, endpoint), found in self.found.items()
            for one in found
        ]
        return sorted(rows, key=lambda row: (row["level"] != "warning", row["remote"], row["endpoint"], row["path"], row["what"]))

    def save(self, database: Database, store: str) -> None:
        """Keep what was found, and which endpoints were looked at."""
        looks = [
            {"store": store, "remote": remote, "endpoint": endpoint, "objects": count} for (remote, endpoint), count in self.looked.items()
        ]
        with database.begin() as tx:
            tx.run_many("reconcile/api_found", self.rows(store))
            tx.run_many("reconcile/api_looked", looks)


@contextmanager
def watching(shop: Shop, *, keep: bool = True) -> Iterator[Canary]:
    """Compare what the block reads; kept at its end. Costs no call."""
    canary = Canary()
    for name in ("wix", "holded", "myparcel"):
        if getattr(shop.settings, name, None):
            canary.attach(name, getattr(shop, name)().client)
    try:
        yield canary
    finally:
        for hook in shop.hooks.values():
            hook.client.listener = None
        for row in canary.rows(shop.store):
            if row["level"] == "warning":
                log.warning(
                    "%s %s: %s is %s %s, pinned %s", *(row[name] for name in ("remote", "endpoint", "path", "what", "seen", "pinned"))
                )
        if keep:
            canary.save(shop.database, shop.store)


def look(shop: Shop) -> list[Row]:
    """Read a little of everything and compare it: at most four calls of Wix, two of Holded, one of MyParcel. The findings, warnings first."""
    with watching(shop) as canary:
        _wix(shop)
        if shop.settings.holded:
            _holded(shop)
        if shop.settings.myparcel:
            shop.myparcel().newest_shipments()
    return canary.rows(shop.store)


def found(database: Database, store: str | None = None, *, days: int = 90) -> list[Row]:
    """What was found in the last days, warnings first. Keys: COLUMNS and store."""
    return database.rows("reconcile/api_drift", store=store, days=days)


def _wix(shop: Shop) -> None:
    now, ids = datetime.now(UTC), []
    for place, page in enumerate(shop.wix().placed_orders(now - timedelta(days=90), now)):
        ids += [row["id"] for row in page]
        if place == 1:  # the first answer has the pending ones, the second the newest others
            break
    if ids:
        shop.wix().transactions(ids[-20:])
        shop.wix().fulfillments(ids[-20:])


def _holded(shop: Shop) -> None:
    kinds = shop.database.rows("reconcile/kinds", store=shop.store)
    if not kinds:
        return
    newest = max(kinds, key=lambda row: row["newest"])
    for page in shop.holded().document_pages(newest["kind"], newest["newest"] - timedelta(days=30), newest["newest"] + timedelta(days=1)):
        if page:
            try:
                shop.holded().read(newest["kind"], page[0]["id"])
            except NotThere:
                log.info("the newest document was deleted a moment ago")
        break

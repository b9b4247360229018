"""What is wrong with a store now: failed runs, old holds, quality, quota, silence, changed APIs, findings that hold nothing. Order numbers and counts, never personal data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import quote

from order_sync.mapping.rhythm import longest_lull, missed
from order_sync.steps.reconcile_report import MEANS
from order_sync.steps.shop import Shop
from order_sync.store import quota

NAMED = 5  # order numbers that a line names
STEPS = (25, 10, 5, 2, 0)  # percent of the quota left: falling below the next one is news


class Sign(NamedTuple):
    """One thing that is wrong. ``members``: what it is made of; another one is news, one less is not. ``link``: below Airflow's address."""

    kind: str
    thing: str
    says: str
    link: str
    members: tuple[str, ...] = ()


def signs(shop: Shop, now: datetime | None = None) -> list[Sign]:
    """All that is wrong now and that the store's settings want to be told."""
    now = now or datetime.now(UTC)
    found = (_failed_runs(shop), _holds(shop, now), _quality(shop), _quota(shop), _silence(shop, now), _api(shop), _drift(shop))
    return [sign for part in found for sign in part]


def _failed_runs(shop: Shop) -> Iterator[Sign]:
    if not shop.settings.alerts.failed_runs:
        return
    dags = sorted(shop.settings.dag_ids)
    for row in shop.database.rows("alerts/runs", store=shop.store, dags=dags):
        times = f", {row['failures']} times in a row" if row["failures"] > 1 else ""
        link = f"/dags/{quote(row['dag_id'])}/runs/{quote(row['failed_run'], safe='')}"
        another = (row["failed_run"],) if row["by_hand"] else ()  # each run that a person started is its own matter
        yield Sign("run", row["dag_id"], f"{row['dag_id']} failed{times}", link, ("failed", *another))
    for row in shop.database.rows("alerts/windows", store=shop.store, dags=dags):
        times = f", {row['failures']} times" if row["failures"] > 1 else ""
        what = f"{row['dag_id']} failed for {row['span'].replace('/', ' to ')}" if row["named"] else f"{row['dag_id']} failed"
        link = f"/dags/{quote(row['dag_id'])}/runs/{quote(row['failed_run'], safe='')}"
        yield Sign("run", f"{row['dag_id']} {row['span']}", f"{what}{times}", link, ("failed", row["failed_run"]))


def _holds(shop: Shop, now: datetime) -> Iterator[Sign]:
    hours = shop.settings.alerts.hold_hours
    for row in shop.database.rows("alerts/holds", store=shop.store, hours=hours) if hours is not None else ():
        numbers = sorted(row["numbers"])
        more = f" and {len(numbers) - NAMED} more" if len(numbers) > NAMED else ""
        what = f"{row['orders']} order{'s wait' if row['orders'] > 1 else ' waits'} for {row['destination']}: {row['code']}"
        says = f"{what}, the oldest for {_long(now - row['oldest'])} ({', '.join(numbers[:NAMED])}{more})"
        link = f"/order-sync/holds?store={quote(shop.store)}&code={quote(row['code'])}"
        yield Sign("hold", f"{row['destination']}/{row['code']}", says, link, tuple(numbers))


def _quality(shop: Shop) -> Iterator[Sign]:
    wanted = shop.settings.alerts
    if wanted.quality_percent is None:
        return
    for row in shop.database.rows("alerts/quality", store=shop.store, least=wanted.quality_rows, percent=wanted.quality_percent):
        share = 100 * (1 - row["failed"] / row["checked"])
        says = f"quality rule {row['rule']} ({row['suite']}): {share:.1f} % of {row['checked']} passed in a day, wanted {wanted.quality_percent:g} %"
        yield Sign("quality", f"{row['suite']}/{row['rule']}", says, f"/order-sync/quality?store={quote(shop.store)}", ("below",))


def _quota(shop: Shop) -> Iterator[Sign]:
    wanted, holded = shop.settings.alerts.quota_percent, shop.settings.holded
    for row in quota.months(shop.database) if wanted is not None and holded else ():
        if row["connection"] != holded.connection or not (row["limit"] or row["spent"]):
            continue
        left = 0.0 if row["spent"] else 100 * float(row["left"]) / float(row["limit"])
        if left < wanted or row["spent"]:
            says = f"{left:.0f} % of the calls of {row['period']} are left for {row['connection']}"
            passed = tuple(f"below {step} %" for step in STEPS if left <= step)
            yield Sign("quota", row["connection"], says, f"/order-sync/overview?store={quote(shop.store)}", passed)


def _silence(shop: Shop, now: datetime) -> Iterator[Sign]:
    wanted = shop.settings.alerts.silence_orders
    rows = shop.database.rows("alerts/rhythm", store=shop.store) if wanted is not None else []
    if not rows:
        return
    orders, newest = {row["hour"].astimezone(UTC): row["orders"] for row in rows}, rows[-1]["newest"].astimezone(UTC)
    expected, pause = missed(orders, newest, now, shop.settings.zone), now - newest
    if expected is not None and expected >= wanted and pause > longest_lull(orders):
        says = f"no order for {_long(pause)}, about {expected:.0f} were to be expected; either nobody buys, or orders do not reach us"
        yield Sign("silence", "orders", says, f"/dags/wix_orders__{quote(shop.store)}", (newest.isoformat(),))


def _api(shop: Shop) -> Iterator[Sign]:
    rows = shop.database.rows("alerts/api_drift", store=shop.store) if shop.settings.alerts.api_drift else []
    for remote in sorted({row["remote"] for row in rows}):
        seen = [f"{row['endpoint']}: {row['path']} {row['what']} {row['seen']}".strip() for row in rows if row["remote"] == remote]
        more = f" and {len(seen) - 1} more on the page Reports" if len(seen) > 1 else ""
        yield Sign(
            "api",
            remote,
            f"answers of {remote} are not what we know: {seen[0]}{more}",
            f"/order-sync/reports?store={quote(shop.store)}&report=apis",
            tuple(seen),
        )


def _drift(shop: Shop) -> Iterator[Sign]:
    """What the comparison only lists; where nobody but people approves, their approvals are no news."""
    by_hand = shop.settings.holded is not None and shop.settings.holded.approve == "never"
    for row in shop.database.rows("alerts/drift", store=shop.store) if shop.settings.alerts.drift else ():
        if by_hand and row["what"] == "approved":
            continue
        things, numbers = sorted(row["things"]), sorted(row["numbers"])
        more = f" and {len(numbers) - NAMED} more" if len(numbers) > NAMED else ""
        says = (
            f"{row['remote']} is not what we left: {len(things)} {MEANS.get(row['what'], row['what'])} ({', '.join(numbers[:NAMED])}{more})"
        )
        yield Sign(
            "drift",
            f"{row['remote']}/{row['what']}",
            says,
            f"/order-sync/reports?store={quote(shop.store)}&report=reconcile",
            tuple(things),
        )


def _long(span: timedelta) -> str:
    hours = int(span / timedelta(hours=1))
    return f"{hours // 24} days" if hours >= 48 else f"{hours} hour{'s' if hours != 1 else ''}"


def as_rows(found: list[Sign]) -> list[dict[str, Any]]:
    """Signs as dictionaries."""
    return [sign._asdict() for sign in found]

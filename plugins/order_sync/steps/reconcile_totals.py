"""Three-way totals: Wix = ours = Holded, by the day on which orders were placed and by currency, with what explains a difference."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from typing import Any

from order_sync.mapping.amounts import from_minor
from order_sync.steps.reconcile_findings import Finding, keep, open_findings
from order_sync.steps.shop import Shop
from order_sync.store.database import Row

BUCKETS = ("held", "waiting", "ignored", "rounding", "drift", "unexplained")
SETTLE = timedelta(hours=2)  # orders on their way from landing to Holded


def compare(shop: Shop, *, dry_run: bool = False) -> dict[str, Any]:
    """Sum up the last days, without the running one; an order whose difference nothing explains is held. Counts.

    Documents count as Holded showed them last, and as they were proved where no comparison has seen them.
    """
    zone, today = shop.settings.zone, shop.today()
    since, until = (datetime.combine(day, time(), zone) for day in (today - timedelta(days=shop.settings.reconcile.days), today))
    until = min(until, datetime.now(UTC) - SETTLE)
    before = [finding.object_id for finding in open_findings(shop, "totals")]  # looked at until they are over, however old their orders are
    rows = shop.database.rows("reconcile/totals", store=shop.store, since=since, until=until, zone=shop.settings.timezone, before=before)
    if not shop.settings.holded:
        rows = [row | {"bucket": "ignored", "reason": "DESTINATION_OFF"} for row in rows]
    found = [_finding(row) for row in rows if row["bucket"] == "unexplained"]
    if dry_run:
        return {"findings": found}
    days = _days([row for row in rows if row["recent"]])
    with shop.database.begin() as tx:
        tx.run_many("reconcile/day", [{"store": shop.store, **day} for day in days])
    told = keep(shop, "totals", found, [row["wix_order_id"] for row in rows])
    return {"days": len({day["day"] for day in days}), "orders": len(rows)} | told


def _days(rows: list[Row]) -> list[Row]:
    """One row per day and currency: sums in minor units, and the reasons in words."""
    groups: dict[tuple[Any, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["day"], row["currency"]), []).append(row)
    return [
        {
            "day": day, "currency": currency, "orders": len(of_day), "ours": sum(row["total"] for row in of_day),
            "documents": sum(row["documents"] for row in of_day), "booked": sum(row["net"] for row in of_day),
            "refunds": sum(row["refunds"] for row in of_day), "explained": _explained(of_day),
            **{bucket: sum(row["rest"] for row in of_day if row["bucket"] == bucket) for bucket in BUCKETS},
        }
        for (day, currency), of_day in groups.items()
    ]  # fmt: skip


def _explained(rows: list[Row]) -> str:
    """For example: held: 2 UNKNOWN_SKU; ignored: 1 CANCELED; unexplained: 10023."""
    parts = []
    for bucket in BUCKETS:
        of_bucket = [row for row in rows if row["bucket"] == bucket]
        if not of_bucket:
            continue
        if bucket in ("unexplained", "drift"):
            numbers = [row["number"] or row["wix_order_id"] for row in of_bucket]
            said = ", ".join(numbers[:5]) + (f" and {len(numbers) - 5} more" if len(numbers) > 5 else "")
        elif bucket in ("held", "ignored"):
            reasons = Counter(row["held"] if bucket == "held" else row["reason"] for row in of_bucket)
            said = ", ".join(f"{count} {reason}" for reason, count in reasons.most_common(5))
        else:
            said = f"{len(of_bucket)} orders" if len(of_bucket) > 1 else "1 order"
        parts.append(f"{bucket}: {said}")
    return "; ".join(parts)[:500]


def _finding(row: Row) -> Finding:
    currency = row["currency"] or "EUR"
    expected = f"{from_minor(row['total'], currency)} {currency} as in Wix"
    seen = (
        f"{from_minor(row['net'], currency)} {currency} in Holded"
        if row["documents"]
        else "nothing in Holded, and neither held, ignored nor waiting"
    )
    return Finding(
        "totals",
        row["wix_order_id"],
        "total",
        "holded",
        row["wix_order_id"],
        row["number"],
        "total of Holded",
        expected,
        seen,
        "TOTALS_DRIFT",
    )

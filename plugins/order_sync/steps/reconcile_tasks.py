"""What the DAG reconcile__<store> calls: one function per task, counts for XCom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from order_sync.steps.flow import Context, _params, _shop


def documents(store: str, context: Context) -> dict[str, int]:
    """Holded's documents against the ledger."""
    from order_sync.steps.reconcile_documents import compare

    return _run(store, context, "Holded", compare, named=True)


def parcels(store: str, context: Context) -> dict[str, int]:
    """MyParcel's shipments against the ledger."""
    from order_sync.steps.reconcile_parcels import compare

    return _run(store, context, "MyParcel", compare, named=True)


def orders(store: str, context: Context) -> dict[str, int]:
    """Wix's orders against what was landed; not for named orders, which a run of wix_orders takes anew."""
    from order_sync.steps.reconcile_orders import compare

    return {} if _params(context)[0] else _run(store, context, "Wix", compare)


def compare_totals(store: str, context: Context) -> dict[str, int]:
    """Wix = ours = Holded by day; not for named orders."""
    from order_sync.steps.reconcile_totals import compare

    return {} if _params(context)[0] else _run(store, context, "Totals", compare)


def _run(store: str, context: Context, name: str, step: Callable[..., dict[str, Any]], *, named: bool = False) -> dict[str, int]:
    from order_sync.steps.canary import watching

    numbers, dry_run = _params(context)
    with _shop(store, context) as shop, watching(shop, keep=not dry_run):
        counts = step(shop, numbers, dry_run=dry_run) if named else step(shop, dry_run=dry_run)
    for finding in counts.pop("findings", ()):
        print(f"{finding.order_number or finding.object_id}: {finding.what} {finding.field} {finding.told} {finding.code or ''}".rstrip())
    print(f"{name}: {counts}")
    return counts

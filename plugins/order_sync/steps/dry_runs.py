"""Dry runs: the exact requests that a task would send, kept as a readable report. Names, addresses and keys of look-ups are masked.

The same with the buyers' data is told by ``order-sync preview``, to those who may use it; it is stored nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from order_sync.steps.explain import without_personal_data
from order_sync.steps.preview import preview
from order_sync.steps.shop import Shop
from order_sync.store import dry_runs
from order_sync.store.dry_runs import Shown
from order_sync.store.ledger import Ledger

MOST = 20_000  # requests of one dry run that are kept
LOGGED = 50  # of them in the task's log
Request = dict[str, Any]


def shown_by(context: Mapping[str, Any]) -> Shown:
    """The task that runs now."""
    task = context.get("ti")
    return Shown(str(getattr(task, "dag_id", "by hand")), str(context["run_id"]), str(getattr(task, "task_id", "")))


def show_sending(shop: Shop, destination: str, numbers: list[str] | None, context: Mapping[str, Any]) -> int:
    """Keep what the sender of holded or myparcel would send."""
    return _keep(shop, destination, preview(shop, destination, numbers, personal=False), context)


def show_fulfilments(shop: Shop, context: Mapping[str, Any]) -> int:
    """Keep the fulfilments that Wix would be told of."""
    return _keep(shop, "wix", _fulfilments(shop), context)


def show_batch(shop: Shop, context: Mapping[str, Any]) -> int:
    """Keep what the batch of this run would write down to be sent: documents and parcels that are not begun yet."""
    return _keep(shop, "holded and myparcel", _planned(shop), context)


def show_verdicts(shop: Shop, destination: str, told: Iterable[Mapping[str, Any]], context: Mapping[str, Any]) -> int:
    """Keep what an act would do to each order, where it makes no request by itself: order_number, verdict, because."""
    rows = ({"method": "", "path": "", "body": None, "order_number": row["order_number"], "only": _said(row)} for row in told)
    return _keep(shop, destination, rows, context)


def _said(row: Mapping[str, Any]) -> str:
    return f"{row['verdict']}: {row['because']}" if row.get("because") else str(row["verdict"])


def _keep(shop: Shop, destination: str, requests: Iterable[Request], context: Mapping[str, Any]) -> int:
    shown, rows = shown_by(context), list(islice(requests, MOST))
    dry_runs.keep(shop.database, shown, shop.store, destination, rows, shop.settings.history.dry_run_days)
    for row in rows[:LOGGED]:
        print(row)
    print(
        f"Dry run: {len(rows)} requests, nothing was sent. All of them: tab Requests of this run, /order-sync/requests/{shown.dag_id}/{shown.run_id}"
    )
    return len(rows)


def _fulfilments(shop: Shop) -> Iterator[Request]:
    from order_sync.hooks.wix import fulfilment_path

    for intent in Ledger(shop.database).open(shop.store, "wix", ["fulfillment"]):
        only = "where Wix does not have the number already"
        body = without_personal_data({"fulfillment": intent.body})
        yield {
            "method": "POST",
            "path": fulfilment_path(intent.wix_order_id),
            "body": body,
            "order_number": intent.order_number,
            "only": only,
        }


def _planned(shop: Shop) -> Iterator[Request]:
    from order_sync.hooks.holded import document_path
    from order_sync.hooks.myparcel import shipments_path

    for row in dry_runs.planned(shop.database, shop.batch_id, MOST):
        of_holded = row["destination"] == "holded"
        path = document_path(row["kind"]) if of_holded else shipments_path()
        body = row["body"] if of_holded else {"data": {"shipments": [row["body"]]}}
        only = "in the run of the sender after this one was published"
        if of_holded and row["contact"] and "contact_id" not in row["contact"]:
            only += "; after its contact is looked up or made"
        yield {"method": "POST", "path": path, "body": without_personal_data(body), "order_number": row["order_number"], "only": only}

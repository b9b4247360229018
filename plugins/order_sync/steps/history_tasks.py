"""What dags/history.py and the senders of past drafts in dags/stores.py call: arguments and answers small enough for XCom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from order_sync.errors import SettingsError
from order_sync.steps.shop import open_shop
from order_sync.steps.window import Window, refuse_unknown_fields, resolve_window

Context = Mapping[str, Any]


def window_of(context: Context) -> Window:
    """The run's window: since and until of the form, else its data interval; order numbers are no window of history."""
    params = context.get("params") or {}
    given = params.get("since") and params.get("until")
    if not given and (params.get("since") or params.get("until") or not _interval(context)):
        raise SettingsError(
            "a run of history needs a window", where="trigger form",
            cure="Fill in both 'Created since' and 'Created until', or use the backfill tab of the same dialog.",
        )  # fmt: skip
    if params.get("order_numbers"):
        raise SettingsError(
            "order numbers are given", where="trigger form", cure="History goes by windows; trigger wix_orders with order numbers instead."
        )
    return resolve_window(context)


def _interval(context: Context) -> bool:
    start, end = context.get("data_interval_start"), context.get("data_interval_end")
    return bool(start and end and start < end)


def take_over(store: str, context: Context) -> dict[str, Any]:
    """Publish the window's orders as history; in a dry run say what the window would cost."""
    from order_sync.steps.history import take_over as step
    from order_sync.steps.history_plan import plan

    refuse_unknown_fields(context)
    params, window = context.get("params") or {}, window_of(context)
    with open_shop(store, context["run_id"]) as shop:
        documents = params.get("documents") or shop.settings.history.documents
        if params.get("dry_run"):
            found = plan(shop, window.start, window.end, documents=documents, exact=True)
            for row in found["windows"]:
                print(row)
            return {name: found[name] for name in ("orders", "calls", "minutes")}
        told = step(shop, window.start, window.end, documents)
    print(f"Taken over: {told}")
    return told


def decide_past(store: str, context: Context) -> dict[str, list[str]]:
    """Decide about past orders that wait for their drafts. Empty where none is to be sent, in a dry run, and where orders are named."""
    from order_sync.steps.history_drafts import decide

    refuse_unknown_fields(context)
    params = context.get("params") or {}
    if params.get("order_numbers") or params.get("dry_run"):
        return {}
    with open_shop(store, context["run_id"]) as shop:
        orders = decide(shop)
    return {"orders": orders} if orders else {}


def send_past(store: str, orders: list[str], context: Context) -> dict[str, Any]:
    """Send the drafts of past orders, after the hour's own documents; counts and the orders that were touched."""
    from order_sync.steps.history_drafts import send

    with open_shop(store, context["run_id"]) as shop:
        outcome = send(shop, orders)
    print(f"Drafts of past orders: {outcome.summary()}")
    return {"counts": outcome.summary(), "orders": sorted(outcome.touched)}

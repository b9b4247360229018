"""What the DAGs call: one function per task, arguments and answers small enough for XCom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from order_sync.steps import dry_runs
from order_sync.steps.shop import open_shop
from order_sync.steps.window import refuse_unknown_fields, resolve_window

Context = Mapping[str, Any]


def _shop(store: str, context: Context) -> Any:
    refuse_unknown_fields(context)
    return open_shop(store, context["run_id"])


def _params(context: Context) -> tuple[list[str] | None, bool]:
    params = context.get("params") or {}
    numbers = [str(number).strip() for number in params.get("order_numbers") or () if str(number).strip()]
    return numbers or None, bool(params.get("dry_run"))


def _into_closed_period(context: Context) -> bool:
    return bool((context.get("params") or {}).get("closed_period"))


def refresh_master(store: str, context: Context) -> dict[str, int]:
    """Read products, tax keys and preferences again where the cached ones are too old."""
    from order_sync.steps.ingest import refresh_master as step

    with _shop(store, context) as shop:
        return step(shop)


def land(store: str, context: Context) -> dict[str, int]:
    """Fetch and stage the window's orders. An empty answer (nothing changed) ends the run cheaply."""
    from order_sync.steps.ingest import land as step

    with _shop(store, context) as shop:
        counts = step(shop, resolve_window(context), into_closed_period=_into_closed_period(context))
    print(f"Landed: {counts}")
    return counts if counts["changed"] or counts["rebuilt"] else {}


def make_products(store: str, context: Context) -> dict[str, int]:
    """Make the products that the staged orders lack in Holded; nothing in a dry run."""
    from order_sync.steps.products import create_missing

    if _params(context)[1]:
        return {}
    with _shop(store, context) as shop:
        return create_missing(shop)


def build(store: str, context: Context) -> dict[str, int]:
    """Decide for every staged order what happens to it."""
    from order_sync.steps.ingest import build as step

    who = f"run {context['run_id']}" if _into_closed_period(context) else ""
    with _shop(store, context) as shop:
        return step(shop, into_closed_period=who, numbers=_params(context)[0] or ())


def check(store: str, context: Context) -> dict[str, int]:
    """Great Expectations on what was landed and built."""
    from order_sync.steps.ingest import check as step

    with _shop(store, context) as shop:
        return step(shop)


def publish(store: str, context: Context) -> dict[str, int]:
    """Make the checked batch visible to the senders."""
    from order_sync.steps.ingest import publish as step

    with _shop(store, context) as shop:
        told = step(shop, dry_run=_params(context)[1])
        if _params(context)[1]:
            dry_runs.show_batch(shop, context)
    return told


def check_before_send(store: str, destination: str, context: Context) -> dict[str, int]:
    """Great Expectations on what is about to be sent. Empty where nothing is open."""
    from order_sync.steps.checks import before_send

    numbers, dry_run = _params(context)
    with _shop(store, context) as shop:
        return before_send(shop, destination, numbers, dry_run=dry_run)


def convert(store: str, context: Context) -> dict[str, int]:
    """Ask for the conversion of the named orders; how many of them are asked for. Without order numbers nothing is done."""
    from order_sync.steps.convert import convert_selection

    numbers, dry_run = _params(context)
    with _shop(store, context) as shop:
        told = convert_selection(shop, numbers or [], context["params"]["into"], dry_run=dry_run)
        if dry_run:
            dry_runs.show_verdicts(shop, "holded", told, context)
    for row in told:
        print(f"{row['order_number']}: {row['verdict']}, {row['because']}")
    return {} if dry_run else {"asked": sum(row["verdict"] == "asked" for row in told)}


def send(store: str, destination: str, context: Context) -> dict[str, Any]:
    """Send what is open to one destination (or show what would be sent); counts and the orders that were touched.

    Skipped where an earlier run of the month has told already that the account has no calls left for what waits.
    """
    from airflow.sdk.exceptions import AirflowSkipException

    from order_sync.errors import QuotaWaiting

    numbers, dry_run = _params(context)
    with _shop(store, context) as shop:
        if dry_run:
            dry_runs.show_sending(shop, destination, numbers, context)
            return {"counts": {}, "orders": []}
        if destination == "holded":
            from order_sync.steps.history_drafts import send_named
            from order_sync.steps.holded_send import send as step
        else:
            from order_sync.steps.myparcel_send import send as step
        try:
            outcome = step(shop, numbers=numbers)
            if destination == "holded" and numbers:
                outcome.include(send_named(shop, numbers))
        except QuotaWaiting as error:
            raise AirflowSkipException(str(error)) from None  # told in red once; the hours after it are skipped
    print(f"Sent to {destination}: {outcome.summary()}")
    return {"counts": outcome.summary(), "orders": sorted(outcome.touched)}


def check_after_send(store: str, destination: str, orders: list[str], context: Context) -> dict[str, int]:
    """Great Expectations on what the remote now holds."""
    from order_sync.steps.checks import after_send

    with _shop(store, context) as shop:
        return after_send(shop, destination, orders)


def poll(store: str, context: Context) -> dict[str, int]:
    """Read the states of the parcels on their way that are due; of all where a person triggers the run."""
    from order_sync.steps.track import poll as step

    with _shop(store, context) as shop:
        return step(shop, everything=str(context["run_id"]).startswith("manual")).summary()


def tell_wix(store: str, context: Context) -> dict[str, Any]:
    """Write fulfilments with tracking numbers to Wix; in a dry run show them."""
    from order_sync.steps.track import tell_wix as step

    with _shop(store, context) as shop:
        if _params(context)[1]:
            dry_runs.show_fulfilments(shop, context)
            return {"counts": {}, "orders": []}
        outcome = step(shop)
    return {"counts": outcome.summary(), "orders": sorted(outcome.touched)}


def check_tracking(store: str, orders: list[str], context: Context) -> dict[str, int]:
    """Great Expectations on parcels and fulfilments."""
    from order_sync.steps.checks import after_send

    with _shop(store, context) as shop:
        return after_send(shop, "wix", orders)


def ask_approvals(store: str, context: Context) -> dict[str, Any]:
    """The question about what waits for approval, empty where none is due. A person who triggers the run is asked whatever was said before."""
    from order_sync.steps.approvals import ask, tables, waiting

    numbers, dry_run = _params(context)
    with _shop(store, context) as shop:
        if dry_run:
            print(tables(shop, waiting(shop, numbers)))
            return {}
        return ask(shop, numbers, again=str(context["run_id"]).startswith("manual"))


def agree_approvals(store: str, question: Mapping[str, Any], answer: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Record to which of the shown documents a person has agreed."""
    from order_sync.steps.approval_question import responder
    from order_sync.steps.approvals import agree

    narrowed = answer.get("params_input") or {}
    kind = narrowed.get("kind") if narrowed.get("kind") != "all" else None
    with _shop(store, context) as shop:
        found = agree(
            shop.database,
            store,
            question["request"],
            by=responder(answer) or "Airflow",
            numbers=narrowed.get("order_numbers") or (),
            kind=kind,
        )
    print(f"Agreed: {len(found['agreed'])} documents; {found['left_out']} changed since they were shown")
    return {"agreed": len(found["agreed"]), "left_out": found["left_out"]}


def approve_agreed(store: str, context: Context) -> dict[str, Any]:
    """Approve what a person has agreed to, and register its payments."""
    from order_sync.steps.holded_send import send as step

    with _shop(store, context) as shop:
        outcome = step(shop, roles=("approval", "payment"))
    print(f"Approved: {outcome.summary()}")
    return {"counts": outcome.summary(), "orders": sorted(outcome.touched)}


def close_question(store: str, question: Mapping[str, Any] | None, answered_by: str | None, context: Context) -> bool:
    """Record a no, or that nobody answered; nothing where the answer was yes."""
    from order_sync.steps.approvals import refuse

    if not question:
        return False
    with _shop(store, context) as shop:
        return refuse(shop.database, store, question["request"], by=answered_by)


def print_labels(store: str, context: Context) -> dict[str, Any]:
    """Print the labels that the form asks for; in a dry run only say which."""
    from order_sync.steps.label_ask import ask
    from order_sync.steps.labels import print_labels as step
    from order_sync.steps.labels import would_print

    with _shop(store, context) as shop:
        wanted = ask(shop.settings.myparcel.labels, context.get("params") or {})
        found = (would_print if _params(context)[1] else step)(shop, wanted)
        if _params(context)[1]:
            dry_runs.show_verdicts(shop, "myparcel", found["others"], context)
    for row in found["others"]:
        print(f"{row['order_number']}: {row['verdict']} {row['because']}".rstrip())
    print(f"Labels: {found['labels']}, held: {found['held']}, {found['page'] or 'no file'}")
    return found


def watch_series(store: str, context: Context) -> list[dict[str, Any]]:
    """What is wrong with the numbers of the store's series; and documents that took the stock of a sales order a second time."""
    from order_sync.steps import series_watch, stock_watch

    with _shop(store, context) as shop:
        if _params(context)[1]:
            return []
        moved = stock_watch.watch(shop)  # first: its lists serve the series too
        found = series_watch.watch(shop, report=True) + moved
    for finding in found:
        print(finding)
    return found

"""What the DAGs about holds call: the form's selection, and the act on it with the name of the person who triggered the run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from order_sync.contracts.holds import HOLD_CODES
from order_sync.errors import OrderSyncError, SettingsError
from order_sync.steps.window import refuse_unknown_fields

Context = Mapping[str, Any]
CODES = tuple(sorted(HOLD_CODES))
DESTINATIONS = ("holded", "myparcel", "wix")
ACTIONS = {"retry": "retried", "ignore": "ignored"}
MOST_SHOWN = 1000  # lines of the log; a bulk over more says how many more


LISTS = {"holded": "refresh_holded", "myparcel": "refresh_myparcel"}  # the remote whose lists a task reads, in the pool of that remote


def choose(store: str, context: Context) -> list[str]:
    """The tasks that follow: ``act``, and before it the reading of lists where a retried order is built anew. Calls no remote."""
    from order_sync.steps import inbox

    with _shop(store, context) as shop:
        wanted = inbox.lists(shop, chosen(context.get("params") or {}), wish(context))
        return [*(task for name, task in LISTS.items() if wanted and getattr(shop.settings, name)), "act"]


def refresh(store: str, remote: str, context: Context) -> dict[str, int]:
    """Read one remote's lists again: what the person has just put right there must be seen."""
    from order_sync.steps.ingest import refresh_master

    with _shop(store, context) as shop:
        return refresh_master(shop, force=True, only=remote)


def act(store: str, context: Context) -> dict[str, int]:
    """Retry or ignore what the form chooses; counts by verdict. A remote that does not answer ends the try. The lists were read before."""
    from order_sync.steps import inbox

    what = wish(context)
    with _shop(store, context) as shop:
        rows = inbox.act(shop, chosen(context.get("params") or {}), what, refresh=False)
    for row in rows[:MOST_SHOWN]:
        print(
            " ".join(filter(None, (row["order_number"], row["destination"], row["code"], row["field"])))
            + f": {row['verdict']}, {row['because']}"
        )
    if len(rows) > MOST_SHOWN:
        print(f"and {len(rows) - MOST_SHOWN} more")
    counts = Counter(row["verdict"] for row in rows)
    print(f"{'Would be done' if what.dry_run else 'Done'}: {dict(counts)}, by {what.by}")
    waiting = next((row["error"] for row in rows if row["verdict"] == "waits"), None)
    if waiting is not None:
        raise waiting  # the next try of this run takes up what it has begun
    return dict(counts)


def wish(context: Context) -> Any:
    """What is to be done, and by whom."""
    from order_sync.steps.inbox import Act

    params = context.get("params") or {}
    return Act(
        ACTIONS[params.get("action") or "retry"], person(context), str(params.get("note") or "").strip(),
        bool(params.get("into_closed_period")), bool(params.get("dry_run")),
    )  # fmt: skip


def _shop(store: str, context: Context) -> Any:
    from order_sync.steps.shop import open_shop

    refuse_unknown_fields(context)
    return open_shop(store, str(context["run_id"]))


def wake(counts: Mapping[str, int]) -> None:
    """Skipped where nothing was released: then the senders have nothing new to do."""
    from airflow.sdk.exceptions import AirflowSkipException

    if not counts.get("released"):
        raise AirflowSkipException("nothing was released")


def chosen(params: Mapping[str, Any]) -> Any:
    """What the form chooses; SettingsError for an instant that cannot be read."""
    from order_sync.steps.inbox import Chosen

    before = params.get("before")
    try:
        instant = datetime.fromisoformat(str(before)) if before else None
    except ValueError:
        raise SettingsError(f"before is {before!r}", where="trigger form", cure="Write it as 2026-11-20T08:00:00+00:00.") from None
    return Chosen(
        tuple(str(number).strip() for number in params.get("order_numbers") or () if str(number).strip()),
        params.get("code") or None,
        params.get("destination") or None,
        instant.replace(tzinfo=instant.tzinfo or UTC) if instant else None,
        tuple(int(hold) for hold in params.get("holds") or ()),
        bool(params.get("everything")),
    )


def person(context: Context) -> str:
    """Who triggered the run, by Airflow's own record; the run itself where nobody did."""
    return getattr(context.get("dag_run"), "triggering_user_name", None) or f"run {context['run_id']}"


def all_done(counts: Mapping[str, int]) -> None:
    """Red where an order could not be done: the others were, and their senders are woken."""
    if counts.get("failed"):
        raise OrderSyncError(
            f"{counts['failed']} holds could not be closed",
            where="the task act",
            cure="Its log names each with its reason. Correct them and trigger again.",
        )
